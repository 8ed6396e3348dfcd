"""Pages as linked data: JSON-LD in the words of schema.org. No queries: it takes what a page has read.

Only what a page shows as a fact is told as one. Statements that are somebody's word (allegations, suspects, targets),
values that conflict and dates told with doubt are left out, because schema.org has no way to say so. No claim is rated:
the passages stand beside it, each with its source.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from ctarchive.citing import dates, records
from ctarchive.citing.work import ARCHIVE, KINDS, RECORD, one_line
from editorial.choices import State
from events import crosswalks
from events.choices import ATTRIBUTED_ROLES, EntityKind, EventStatus, ParticipantRole, Rank, Scheme, ValueKind
from events.footnotes import Footnote
from events.models import Entity, Event, Identifier
from events.projection import SUPPORTING
from events.reading import Reading, Shown
from sources.models import Publisher, Source

Node = dict[str, Any]

CONTEXT = "https://schema.org"
MOST = 30  # participants, and sources, that one page's data name

_AS_SCHEMA = {
    ParticipantRole.ORGANISER: "organizer", ParticipantRole.HOST: "organizer", ParticipantRole.SPEAKER: "performer",
    ParticipantRole.DONOR: "funder",
}  # fmt: skip
_STATUS = {
    EventStatus.PLANNED: "EventScheduled", EventStatus.ANNOUNCED: "EventScheduled", EventStatus.HELD: "EventScheduled",
    EventStatus.COMPLETED: "EventScheduled", EventStatus.CANCELLED: "EventCancelled",
}  # fmt: skip
# Registers whose identifiers are addresses, and how those begin.
_REGISTERS = {
    Scheme.WIKIDATA: "https://www.wikidata.org/entity/",
    Scheme.VIAF: "https://viaf.org/viaf/",
    Scheme.ISNI: "https://isni.org/isni/",
    Scheme.URL: "",
}


def dumped(graph: Sequence[Node]) -> str:
    """The graph as the text of a script element: no sign in it that could end the element or begin a comment."""
    text = json.dumps({"@context": CONTEXT, "@graph": [_filled(node) for node in graph]}, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _filled(node: Node) -> Node:
    """The node without what is empty."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def archive() -> Node:
    """The archive as a site and a data set, for the home page."""
    site = f"{settings.SITE_URL}/"
    return {
        "@type": ["WebSite", "Dataset"],
        "@id": f"{site}#archive",
        "name": ARCHIVE,
        "url": site,
        "description": "An archive of counter-terrorism cooperation: no fact without an exact quotation "
        "from a preserved source, checked by a second person.",
        "isAccessibleForFree": True,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{site}search/?q={{words}}"},
            "query-input": "required name=words",
        },
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "application/json",
            "contentUrl": f"{settings.SITE_URL}{reverse('api:root')}",
        },
    }


def crumbs(steps: Sequence[tuple[str, str]]) -> Node:
    """Where a page stands: (name, address) from the home page to itself."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": address}
        for place, (name, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


# -- events ------------------------------------------------------------------------------------------------------------


def event(shown: Event, reading: Reading) -> Node:
    """An event with its date, place and participants, each as the page chose it."""
    kind = crosswalks.EVENTS_IN_SCHEMA_ORG.get(shown.kind, "Event")
    node: Node = {
        "@type": kind,
        "@id": records.address(shown),
        "url": records.address(shown),
        "name": one_line(shown.title),
        "description": one_line(shown.summary),
        "location": _chosen_entity(reading, "place"),
        "eventStatus": _status(reading),
        "subjectOf": _works(reading),
    }
    node |= _dated(reading)
    for one in _told(reading, "participant"):
        role = one.claim.role
        if role in ATTRIBUTED_ROLES or one.claim.value_entity is None:
            continue
        named = node.setdefault(_AS_SCHEMA.get(ParticipantRole(role), "attendee"), [])
        if len(named) < MOST:
            named.append(reference(one.claim.value_entity))
    return _filled(node)


def _told(reading: Reading, key: str) -> list[Shown]:
    """The values of a property that may be told as facts, the best first; none where sources contradict each other."""
    fact = reading.fact(key)
    if fact is None or fact.conflicts:
        return []
    return [one for one in fact.claims if one.claim.value_kind == ValueKind.VALUE and one.claim.rank != Rank.DEPRECATED]


def _chosen_entity(reading: Reading, key: str) -> Node | None:
    chosen = next(iter(_told(reading, key)), None)
    return reference(chosen.claim.value_entity) if chosen and chosen.claim.value_entity else None


def _dated(reading: Reading) -> Node:
    chosen = next(iter(_told(reading, "date")), None)
    edtf = chosen.claim.value_edtf if chosen else ""
    if not edtf or not dates.is_certain(edtf) or "X" in edtf or not (ends := dates.ends(edtf)):
        return {}
    return {"startDate": dates.iso(ends[0]), "endDate": dates.iso(ends[-1])}


def _status(reading: Reading) -> str:
    """Cancelled, or else as it was meant to be; an alleged event has no status that schema.org knows."""
    told = {one.claim.value_text for one in _told(reading, "status")}
    known = [_STATUS[EventStatus(text)] for text in sorted(told) if text in _STATUS]
    return f"{CONTEXT}/{known[0]}" if len(set(known)) == 1 else ""


# -- entities ----------------------------------------------------------------------------------------------------------


def entity(shown: Entity, names: Iterable[str], identifiers: Iterable[Identifier], reading: Reading) -> Node:
    """An entity with its names and identifiers: nothing but the pseudonym of a protected one."""
    node = reference(shown) | {
        "description": one_line(shown.description),
        "url": records.address(shown),
        "subjectOf": _works(reading),
    }
    if shown.protected:
        return _filled(node)
    node["alternateName"] = [one_line(name) for name in names]
    node["sameAs"] = [_REGISTERS[Scheme(i.scheme)] + i.value for i in identifiers if i.scheme in _REGISTERS]
    if shown.latitude is not None and shown.kind in (EntityKind.PLACE, EntityKind.STATE):
        node["geo"] = {"@type": "GeoCoordinates", "latitude": str(shown.latitude), "longitude": str(shown.longitude)}
    return _filled(node)


def reference(entity: Entity) -> Node:
    """An entity by its type, address and name."""
    return {
        "@type": crosswalks.ENTITIES_IN_SCHEMA_ORG.get(entity.kind, "Thing"),
        "@id": records.permanent("entity", entity.root_id),
        "name": one_line(entity.display_name),
    }


# -- claims ------------------------------------------------------------------------------------------------------------


def claim(shown: Shown, sentence: str) -> Node:
    """A claim with the words that it rests on; what contradicts or only mentions it stands apart."""
    told = shown.claim
    about = told.subject
    passages = {True: list[Node](), False: list[Node]()}
    for note in shown.footnotes:
        passages[note.evidence.stance in SUPPORTING].append(quotation(note))
    node: Node = {
        "@type": "Claim",
        "@id": records.address(told),
        "url": records.address(told),
        "text": one_line(sentence),
        "name": str(told.get_property_display()),
        "about": {
            "@type": "Event" if isinstance(about, Event) else "Thing",
            "@id": records.permanent(about.type_name(), about.root_id),
            "name": records.said(about),
        },
        "claimInterpreter": {"@id": f"{settings.SITE_URL}/#archive"},
        "author": reference(told.attributed_to) if told.attributed_to else None,
        "datePublished": told.published_at.date().isoformat() if told.published_at else "",
        "creativeWorkStatus": "Superseded" if told.state == State.SUPERSEDED else "Published",
        "isAccessibleForFree": True,
        "appearance": passages[True],
        "subjectOf": passages[False],
    }
    return _filled(node)


def quotation(note: Footnote) -> Node:
    """A passage with the work that it stands in."""
    return {"@type": "Quotation", "text": one_line(note.exact), "isPartOf": work(note.source)}


# -- sources -----------------------------------------------------------------------------------------------------------


def work(source: Source) -> Node:
    """A source as the work that it is."""
    kind = KINDS.get(source.kind, KINDS[RECORD]).schema
    title = one_line(source.title)
    certain = source.published and dates.is_certain(source.published) and "X" not in source.published
    ends = dates.ends(source.published) if certain else []
    return _filled(
        {
            "@type": kind,
            "@id": records.permanent("source", source.root_id),
            "name": title,
            "headline": title if kind == "NewsArticle" else "",
            "url": source.canonical_url or source.url,
            "author": [{"@type": "Thing", "name": one_line(name)} for name in source.authors],
            "publisher": {"@type": "Organization", "name": one_line(source.publisher.name)}
            if source.publisher
            else None,
            "datePublished": dates.iso(ends[0]) if ends else "",
            "inLanguage": source.language,
            "identifier": one_line(source.symbol),
            "isAccessibleForFree": True if source.access == "full" else None,
        }
    )


def publisher(shown: Publisher) -> Node:
    """A publisher as an organisation."""
    return _filled(
        {
            "@type": "Organization",
            "@id": f"{settings.SITE_URL}{reverse('sources:publisher_uid', args=[shown.pk])}",
            "name": one_line(shown.name),
            "url": shown.homepage,
            "knowsLanguage": shown.languages,
        }
    )


def _works(reading: Reading) -> list[Node]:
    """The sources that what is shown rests on, each once."""
    found = {note.source.pk: note.source for note in reading.supporting()}
    return [work(source) for source in list(found.values())[:MOST]]
