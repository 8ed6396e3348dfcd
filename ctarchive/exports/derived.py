"""What follows from the records and is told in tables of its own: facts, standings, participations, origins, names.

Each stream yields rows in a fixed order, in chunks, with the members of its columns in `DERIVED`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from ctarchive.exports import records
from ctarchive.exports.columns import EDTF, FLAG, INTEGER, Column
from editorial import dates
from editorial.payload import encode
from events.models import Claim, Event, Participation
from events.protection import Mask
from sources.models import Source

Row = dict[str, Any]
CHUNK = 500


@dataclass(frozen=True)
class Derived:
    """A table of what is derived. `key`: the columns that tell its rows apart."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[Mask], Iterator[Row]]


def _each(rows: Any) -> Iterator[Any]:
    """All rows by uid, a chunk at a time."""
    last = ""
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = chunk[-1].pk
        yield from chunk


def _day(ordinal: int | None) -> str | None:
    if ordinal is None or ordinal in (dates.OPEN_START, dates.OPEN_END):
        return None
    return date.fromordinal(ordinal).isoformat()


def _event_facts(mask: Mask) -> Iterator[Row]:
    for event in _each(Event.objects.published().filter(root=F("pk"))):
        yield {
            "event": event.pk,
            "date": event.date or None,
            "earliest": _day(event.date_earliest),
            "latest": _day(event.date_latest),
            "place": event.place_id,
            "conflicted": event.conflicted,
        }


def _participations(mask: Mask) -> Iterator[Row]:
    order = ("event_id", "entity_id", "role")
    rows = Participation.objects.order_by(*order).values_list(*order)
    last: tuple[str, str, str] | None = None
    while chunk := list((rows.filter(_after(order, last)) if last else rows)[:CHUNK]):
        last = chunk[-1]
        yield from (dict(zip(("event", "entity", "role"), row, strict=True)) for row in chunk)


def _after(order: tuple[str, ...], last: tuple[str, ...]) -> Q:
    """What comes after these values, in this order of columns."""
    later, equal = Q(), Q()
    for column, value in zip(order, last, strict=True):
        later |= equal & Q(**{f"{column}__gt": value})
        equal &= Q(**{column: value})
    return later


def _standings(mask: Mask) -> Iterator[Row]:
    for claim in _each(Claim.objects.published()):
        yield {
            "claim": claim.pk,
            "rank": claim.rank,
            "sources_count": encode(claim.sources_count),
            "origins_count": encode(claim.origins_count),
            "conflicted": claim.conflicted,
        }


def _origins(mask: Mask) -> Iterator[Row]:
    for source in _each(Source.objects.published().select_related("publisher")):
        yield {"source": source.pk, "origin": source.origin_id, "reliability": source.grade.value}


def _parts(member: str) -> Callable[[Mask], Iterator[Row]]:
    """The names or identifiers of entities, one a row."""

    def rows(mask: Mask) -> Iterator[Row]:
        for form in records.stream("entity", mask):
            for number, part in enumerate(form.get(member, ()), start=1):
                yield {"entity": form["uid"], "number": str(number)} | part

    return rows


_ENTITY = Column("entity", help="Its uid.", to=("entity",))
_NUMBER = Column("number", INTEGER, "Its place among those of the entity.")

DERIVED: dict[str, Derived] = {
    "entity_name": Derived(
        (
            _ENTITY, _NUMBER, Column("text"), Column("kind", help="See name_kinds in the codebook."),
            Column("language"), Column("script"),
        ),
        ("entity", "number"), _parts("names"),
    ),
    "entity_identifier": Derived(
        (_ENTITY, _NUMBER, Column("scheme", help="See identifier_schemes in the codebook."), Column("value")),
        ("entity", "number"), _parts("identifiers"),
    ),
    "source_origin": Derived(
        (
            Column("source", to=("source",)),
            Column("origin", help="The source from which it was copied; itself if from none.", to=("source",)),
            Column("reliability", help="Admiralty grade, its own or else its publisher's."),
        ),
        ("source",), _origins,
    ),
    "event_fact": Derived(
        (
            Column("event", help="What was merged is not told by itself.", to=("event",)),
            Column("date", EDTF, "The best supported date."),
            Column("earliest", help="The first day that any standing date allows; empty where it is open."),
            Column("latest", help="The last day that any standing date allows; empty where it is open."),
            Column("place", to=("entity",)),
            Column("conflicted", FLAG, "Whether published claims about it contradict each other."),
        ),
        ("event",), _event_facts,
    ),
    "participation": Derived(
        (Column("event", to=("event",)), _ENTITY, Column("role", help="See roles in the codebook.")),
        ("event", "entity", "role"), _participations,
    ),
    "claim_standing": Derived(
        (
            Column("claim", to=("claim",)),
            Column("rank", help="preferred, normal or deprecated."),
            Column("sources_count", INTEGER, "Sources that support it."),
            Column("origins_count", INTEGER, "Independent origins that support it: copies count once."),
            Column("conflicted", FLAG, "Whether a rival claim contradicts it."),
        ),
        ("claim",), _standings,
    ),
}  # fmt: skip
