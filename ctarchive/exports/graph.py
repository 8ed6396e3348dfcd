"""The archive as a graph: a node for each record, made of its public form, in our own terms and those of others.

Every member of a public form is a term of ours under its own name (`terms`), so that nothing is lost; schema.org says
what the record is to programs that know nothing of us, and PROV-O how it came about: a quotation was quoted from a
capture, a claim derived from quotations, each act of a review is an activity of the ledger, by an agent with an opaque
id.
`as_jsonld` and `as_turtle` write the same nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.utils.translation import override

from ctarchive.citing import dates
from ctarchive.citing.records import said
from ctarchive.citing.work import ARCHIVE, KINDS, RECORD
from ctarchive.exports import event_facts, records
from ctarchive.exports.about import address, licence, stamp
from ctarchive.exports.columns import COLUMNS
from ctarchive.exports.event_facts import EventFacts
from ctarchive.exports.moment import Moment
from ctarchive.exports.terms import iri, link, own
from editorial.choices import Action, State
from editorial.models import LedgerEntry
from editorial.payload import encode
from editorial.verifying import batches
from events import crosswalks
from events.choices import ATTRIBUTED_ROLES, ParticipantRole, Scheme, Stance
from events.models import Claim, Event
from events.projection import SUPPORTING
from events.reading import NAMED
from events.veil import veil

Node = dict[str, Any]
Forms = list[dict[str, Any]]
BATCH = 500

_ROLES_IN_SCHEMA = {
    ParticipantRole.ORGANISER: "schema:organizer", ParticipantRole.HOST: "schema:organizer",
    ParticipantRole.SPEAKER: "schema:performer", ParticipantRole.DONOR: "schema:funder",
}  # fmt: skip
_REGISTERS = {
    Scheme.WIKIDATA: "https://www.wikidata.org/entity/",
    Scheme.VIAF: "https://viaf.org/viaf/",
    Scheme.ISNI: "https://isni.org/isni/",
}
_ACTS = {Action.PUBLISH: "prov:generated", Action.SUPERSEDE: "prov:invalidated", Action.RETRACT: "prov:invalidated"}


def nodes(moment: Moment) -> Iterator[Node]:
    """Every node, in a fixed order: the archive, its ledger, the records by type and uid, the acts by number."""
    yield _archive(moment)
    for record_type in records.TYPES:
        stream = iter(records.stream(record_type, moment.mask))
        while forms := list(islice(stream, BATCH)):
            yield from of_forms(record_type, forms, moment)
    entries = LedgerEntry.objects.filter(public=True, seq__lt=moment.version, record_type__in=COLUMNS)
    for batch in batches(entries.order_by("seq")):
        yield from map(_act, batch)


def of_forms(record_type: str, forms: Forms, moment: Moment) -> Iterator[Node]:
    """The nodes of these public forms of one type. A few queries, however many."""
    standing = [form for form in forms if form["state"] != State.RETRACTED]
    looked_up = _LOOKED_UP[record_type](standing, moment) if record_type in _LOOKED_UP else {}
    for form in forms:
        yield _with(own(record_type, form), _called(record_type, form) | looked_up.get(form["uid"], {}))


def _called(record_type: str, form: Node) -> Node:
    """What others call it, as far as its form tells; nothing of what was retracted."""
    return _TOLD[record_type](form) if record_type in _TOLD and form["state"] != State.RETRACTED else {}


def _with(node: Node, more: Node) -> Node:
    types = node["@type"] + more.pop("@type", [])
    return node | {"@type": types} | {key: value for key, value in more.items() if value not in (None, "", [], {})}


# -- what others call it -----------------------------------------------------------------------------------------------


def _publisher(form: Node) -> Node:
    return {"@type": ["schema:Organization"], "schema:name": form["name"], "schema:url": link(form.get("homepage"))}


def _source(form: Node) -> Node:
    return {
        "@type": [f"schema:{KINDS.get(form['kind'], KINDS[RECORD]).schema}", "prov:Entity"],
        "schema:name": form["title"],
        "schema:url": link(form.get("canonical_url") or form.get("url")),
        "schema:publisher": {"@id": iri("publisher", form["publisher"])} if form.get("publisher") else None,
        "schema:author": list(form.get("authors") or ()),
        "schema:inLanguage": form.get("language"),
        "schema:datePublished": _first_day(form.get("published") or ""),
        "schema:identifier": form.get("symbol"),
    }


def _first_day(edtf: str) -> str:
    if not edtf or "X" in edtf or not dates.is_certain(edtf):
        return ""
    return next((dates.iso(end) for end in dates.ends(edtf)), "")


def _capture(form: Node) -> Node:
    return {
        "@type": ["schema:DigitalDocument", "prov:Entity"],
        "schema:encodingFormat": form["media_type"],
        "schema:sha256": form["sha256"],
        "prov:wasDerivedFrom": {"@id": iri("source", form["source"])},
        "prov:generatedAtTime": _moment(form["captured_at"]),
    }


def _entity(form: Node) -> Node:
    place = form.get("coordinates") or {}
    known = [i for i in form.get("identifiers") or () if i["scheme"] in _REGISTERS]
    return {
        "@type": [f"schema:{crosswalks.ENTITIES_IN_SCHEMA_ORG.get(form['kind'], 'Thing')}"],
        "schema:name": form["name"],
        "schema:alternateName": [name["text"] for name in form.get("names") or () if name["text"] != form["name"]],
        "schema:description": form.get("description"),
        "schema:sameAs": [link(_REGISTERS[i["scheme"]] + i["value"].replace(" ", "")) for i in known],
        "schema:geo": place and {"@type": ["schema:GeoCoordinates"]} | {f"schema:{end}": place[end] for end in place},
    }


def _event(form: Node) -> Node:
    return {
        "@type": [f"schema:{crosswalks.EVENTS_IN_SCHEMA_ORG.get(form['kind'], 'Event')}"],
        "schema:name": form["title"],
        "schema:description": form.get("summary"),
        "schema:superEvent": {"@id": iri("event", form["part_of"])} if form.get("part_of") else None,
    }


def _claim(form: Node) -> Node:
    about = "event" if form.get("event") else "entity"
    whose, old = form.get("attributed_to"), form.get("supersedes")
    return {
        "@type": ["schema:Claim", "prov:Entity"],
        "schema:about": {"@id": iri(about, form[about])},
        "schema:author": {"@id": iri("entity", whose)} if whose else None,
        "prov:wasRevisionOf": {"@id": iri("claim", old)} if old else None,
    }


def _evidence(form: Node) -> Node:
    rests = Stance(form["stance"]) in SUPPORTING
    return {
        "@type": ["schema:Quotation", "prov:Entity"],
        "schema:text": form["exact"],
        "prov:wasQuotedFrom": {"@id": iri("capture", form["capture"])},
        "@reverse": {"prov:wasDerivedFrom": {"@id": iri("claim", form["claim"])}} if rests else None,
    }


_TOLD: dict[str, Callable[[Node], Node]] = {
    "publisher": _publisher,
    "source": _source,
    "capture": _capture,
    "entity": _entity,
    "event": _event,
    "claim": _claim,
    "evidence": _evidence,
}


def _moment(text: str) -> Node:
    return {"@type": "xsd:dateTime", "@value": text}


@override("en")
def _sentences(forms: Forms, moment: Moment) -> dict[str, Node]:
    """Claim uid → what it says, as one sentence."""
    found = {}
    for claim in Claim.objects.filter(pk__in=[form["uid"] for form in forms]).select_related(*NAMED):
        veil(moment.mask, claim, *(getattr(claim, name) for name in NAMED))
        found[claim.pk] = {"schema:text": said(claim)}
    return found


def _happenings(forms: Forms, moment: Moment) -> dict[str, Node]:
    """Event uid → day, place and participants, as far as they are facts: undisputed, certain and nobody's mere word."""
    roots = [form["uid"] for form in forms if form.get("root") == form["uid"]]
    events = list(Event.objects.filter(pk__in=roots).select_related("place").order_by("pk"))
    return {facts.event.pk: _happening(facts) for facts in event_facts.of(events, moment.mask)}


def _happening(facts: EventFacts) -> Node:
    node: Node = {}
    edtf = facts.event.date
    if "date" not in facts.in_conflict and edtf and "X" not in edtf and dates.is_certain(edtf):
        ends = dates.ends(edtf)
        node |= {"schema:startDate": dates.iso(ends[0]), "schema:endDate": dates.iso(ends[-1])}
    if "place" not in facts.in_conflict and facts.place:
        node["schema:location"] = {"@id": iri("entity", facts.place.pk)}
    for part in facts.parts:
        if part.role not in ATTRIBUTED_ROLES:
            role = _ROLES_IN_SCHEMA.get(ParticipantRole(part.role), "schema:attendee")
            node.setdefault(role, []).append({"@id": iri("entity", part.entity.pk)})
    return {key: _unique(value) if isinstance(value, list) else value for key, value in node.items()}


def _unique(links: list[Node]) -> list[Node]:
    return [{"@id": address} for address in dict.fromkeys(link["@id"] for link in links)]


_LOOKED_UP: dict[str, Callable[[Forms, Moment], dict[str, Node]]] = {"claim": _sentences, "event": _happenings}


# -- the archive and its ledger ----------------------------------------------------------------------------------------


def _archive(moment: Moment) -> Node:
    """The archive in this version, with the head of its ledger."""
    return {
        "@id": address("/#archive"),
        "@type": ["schema:Dataset", "prov:Collection"],
        "schema:name": ARCHIVE,
        "schema:url": {"@id": address()},
        "schema:license": {"@id": licence()},
        "schema:version": str(moment.version),
        "schema:dateModified": _moment(stamp(moment)),
        "ct:ledger_size": {"@type": "xsd:integer", "@value": str(moment.version)},
        "ct:ledger_root": moment.root,
    }


def _act(entry: LedgerEntry) -> Node:
    """A public entry of the ledger as an activity; who did it is known by an opaque id alone."""
    return {
        "@id": address(f"/#entry-{entry.seq}"),
        "@type": ["prov:Activity"],
        "ct:action": entry.action,
        "prov:endedAtTime": _moment(str(encode(entry.at))),
        "prov:wasAssociatedWith": {"@id": address(f"/#agent-{entry.actor}"), "@type": ["prov:Agent"]},
        _ACTS.get(Action(entry.action), "prov:used"): {"@id": iri(entry.record_type, entry.record_uid)},
    }
