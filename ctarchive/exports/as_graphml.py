"""Who acted with whom, as GraphML 1.0: entities are nodes; an edge joins two that took part in the same events.

An edge also tells which published claims say that its two ends work together. Pairs come sorted from the database, so
that one edge at a time is held. Roles that are somebody's word (suspect, target) are told as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from ctarchive.citing.records import permanent
from ctarchive.citing.work import one_line
from ctarchive.exports.about import address, licence, stamp
from ctarchive.exports.event_facts import day
from ctarchive.exports.formats import Format, of_texts
from ctarchive.exports.moment import Moment
from editorial.choices import State
from editorial.verifying import batches
from events.choices import ATTRIBUTED_ROLES, Rank
from events.models import Claim, Entity, Participation
from events.veil import veiled

_SCHEMA = "http://graphml.graphdrawing.org/xmlns"
# (for, name, type, what it means)
_KEYS = (
    ("graph", "licence", "string", "under which these data may be used"),
    ("graph", "source", "string", "where they come from"),
    ("graph", "public_version", "int", "the public version of the archive"),
    ("graph", "as_of", "string", "when that version came to be"),
    ("graph", "ledger_root", "string", "the head of the ledger's tree in that version"),
    ("node", "name", "string", "its name; of somebody protected, the pseudonym"),
    ("node", "kind", "string", "a key of the codebook's entity kinds"),
    ("node", "country", "string", "ISO 3166-1"),
    ("node", "url", "string", "its permanent address"),
    ("edge", "weight", "int", "in how many published events both took part"),
    ("edge", "events", "string", "the uids of these events"),
    ("edge", "dates", "string", "their dates, in the same order: EDTF, or - where none is known"),
    ("edge", "first", "string", "the first day on which they can have met"),
    ("edge", "last", "string", "the last day on which they can have met"),
    ("edge", "attributed_events", "string", "those among the events in which one of the two is a suspect or target"),
    ("edge", "cooperation_claims", "string", "the uids of claims that say that the two work together"),
)


class Row(NamedTuple):
    """That two entities share an event (with their roles there), or a claim (`event` is empty)."""

    one: str
    other: str
    event: str
    claim: str = ""
    date: str = ""
    earliest: int | None = None
    latest: int | None = None
    roles: tuple[str, str] = ("", "")


def write(moment: Moment) -> Iterator[str]:
    """The graph in pieces: its keys, its nodes, its edges."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns={quoteattr(_SCHEMA)}>\n'
    for of, name, kind, meaning in _KEYS:
        yield f'<key id="{of}_{name}" for="{of}" attr.name="{name}" attr.type="{kind}">'
        yield f"<desc>{escape(meaning)}</desc></key>\n"
    yield '<graph id="network" edgedefault="undirected">\n'
    yield _data("graph", _about(moment)) + "\n"
    for batch in batches(_entities()):
        yield "".join(_node(entity) for entity in veiled(moment.mask, batch))
    for pair, rows in groupby(merge(_together(), _said()), key=lambda row: (row.one, row.other)):
        yield _edge(*pair, list(rows))
    yield "</graph>\n</graphml>\n"


def _about(moment: Moment) -> dict[str, Any]:
    return {
        "licence": licence(), "source": address(), "public_version": moment.version, "as_of": stamp(moment),
        "ledger_root": moment.root,
    }  # fmt: skip


def _entities() -> Any:
    """Root entities that take part in something, or are said to work with somebody."""
    said = _cooperating()
    named = Q(participations__event__state=State.PUBLISHED)
    named |= Q(pk__in=said.values("one")) | Q(pk__in=said.values("other"))
    return Entity.objects.published().filter(named, root=F("pk")).distinct().order_by("pk")


def _together() -> Iterator[Row]:
    both = Participation.objects.filter(
        # In one call, so that all of it is meant of the same two rows.
        event__state=State.PUBLISHED,
        event__participations__entity__gt=F("entity"),
    )
    names = (
        "entity", "event__participations__entity", "event", "event__date", "event__date_earliest", "event__date_latest",
        "role", "event__participations__role",
    )  # fmt: skip
    rows = both.order_by("entity", "event__participations__entity", "event", "role", "event__participations__role")
    for one, other, event, told, earliest, latest, role, others in rows.values_list(*names).iterator(chunk_size=2000):
        yield Row(one, other, event, "", told, earliest, latest, (role, others))


def _cooperating() -> Any:
    said = Claim.objects.published().filter(property="cooperates_with", value_entity__isnull=False)
    ends = F("entity__root"), F("value_entity__root")
    said = said.exclude(rank=Rank.DEPRECATED).exclude(entity__root=F("value_entity__root"))
    return said.annotate(one=Least(*ends), other=Greatest(*ends))


def _said() -> Iterator[Row]:
    rows = _cooperating().order_by("one", "other", "pk").values_list("one", "other", "pk")
    for one, other, claim in rows.iterator(chunk_size=2000):
        yield Row(one, other, "", claim)


def _node(entity: Entity) -> str:
    told = {
        "name": one_line(entity.display_name), "kind": entity.kind, "country": entity.country,
        "url": permanent("entity", entity.pk),
    }  # fmt: skip
    return f"<node id={quoteattr(entity.pk)}>{_data('node', told)}</node>\n"


def _edge(one: str, other: str, rows: list[Row]) -> str:
    events = {row.event: row for row in rows if row.event}
    days = [(row.earliest, row.latest) for row in events.values() if row.earliest is not None]
    told = {
        "weight": len(events),
        "events": " ".join(events),
        "dates": " ".join(row.date or "-" for row in events.values()),
        "first": day(min((first for first, _last in days), default=None)),
        "last": day(max((last for _first, last in days if last is not None), default=None)),
        "attributed_events": " ".join(uid for uid in events if _is_attributed(uid, rows)),
        "cooperation_claims": " ".join(row.claim for row in rows if row.claim),
    }
    return f"<edge source={quoteattr(one)} target={quoteattr(other)}>{_data('edge', told)}</edge>\n"


def _is_attributed(event: str, rows: list[Row]) -> bool:
    """Whether one of the two has a part in the event in no other role than one that is somebody's word."""
    roles = [row.roles for row in rows if row.event == event]
    return any(all(pair[end] in ATTRIBUTED_ROLES for pair in roles) for end in (0, 1))


def _data(of: str, told: dict[str, Any]) -> str:
    return "".join(
        f'<data key="{of}_{name}">{escape(str(value))}</data>'
        for name, value in told.items()
        if value not in ("", None)
    )


FORMAT = Format(
    name="network",
    label="GraphML",
    media_type="application/graphml+xml",
    extension="graphml",
    about=_("Who took part in events together with whom, for programs that draw and measure networks."),
    write=of_texts(write),
)
