"""Fetches records with all that their JSON tells, in a fixed number of queries, and hides what is protected.

Each function takes a page of records and returns them ready to be written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import F, Prefetch, QuerySet
from django.db.models.functions import Length

from editorial import pages
from editorial.choices import State
from events import footnotes
from events.footnotes import Footnote
from events.models import Claim, Entity, Event, Evidence, Participation, Ranking
from events.protection import Mask
from events.reading import NAMED, Shown, count_sources
from events.veil import veil
from sources.models import Capture, Publisher, Source, SourceLink

P = TypeVar("P", Evidence, Ranking)

# Long columns of captures that no list tells.
LONG = ("breaks", "furniture", "headers")


@dataclass
class Told:
    """A claim as the API tells it."""

    claim: Claim
    evidence: list[Footnote] = field(default_factory=list)
    rank_reason: str = ""
    superseded_by: str | None = None
    reason: str = ""

    @classmethod
    def of(cls, shown: Shown) -> Told:
        """A claim that was read with its subject."""
        return cls(shown.claim, shown.footnotes, shown.ranking.reason if shown.ranking else "")


# -- claims ------------------------------------------------------------------------------------------------------------


def claims(rows: Sequence[Claim], mask: Mask) -> list[Told]:
    """The claims with the passages and rankings that stand, or stood when they ended: at most four queries."""
    veil(mask, *rows, *(getattr(row, name) for row in rows for name in NAMED))
    uids = [row.pk for row in rows if row.state != State.RETRACTED]
    # Parts end together with their claim, and in the same way.
    notes = footnotes.of_evidence(_parts(Evidence.objects.once_published(), uids), mask)
    for row in rows:
        if row.ended_at is not None:
            count_sources(row, notes.get(row.pk, []))
    rankings = _parts(Ranking.objects.once_published(), uids).order_by("published_at", "uid")
    ranked = {r.claim_id: mask.apply(r.reason) for r in rankings}
    followed = Claim.objects.once_published().filter(supersedes__in=uids)
    successors = dict(followed.values_list("supersedes_id", "uid"))
    why = reasons([row for row in rows if row.state == State.RETRACTED], mask)
    return [Told(r, notes.get(r.pk, []), ranked.get(r.pk, ""), successors.get(r.pk), why.get(r.pk, "")) for r in rows]


def _parts(parts: QuerySet[P], claims: Iterable[str]) -> QuerySet[P]:
    return parts.filter(claim__in=list(claims), state=F("claim__state"))


def reasons(retracted: Sequence[Claim | Event | Entity | Source], mask: Mask) -> dict[str, str]:
    """uid → why it was retracted: its own reason, or that of what took it along. One query, if there are any."""
    if not retracted:
        return {}
    owners = {r.pk: (r.event_id or r.entity_id) if isinstance(r, Claim) else None for r in retracted}
    known = pages.reasons([*owners, *(owner for owner in owners.values() if owner)])
    return {uid: mask.apply(known.get(uid) or known.get(owner or "", "")) for uid, owner in owners.items()}


# -- events and entities -----------------------------------------------------------------------------------------------


def events(rows: QuerySet[Event]) -> QuerySet[Event]:
    """Events with their place, whole and participants, and what was merged into them: three queries."""
    participations = Participation.objects.select_related("entity").order_by("role", "entity__name", "pk")
    merged = Event.objects.published().exclude(root=F("pk")).order_by("uid")
    along = Prefetch("participations", participations), Prefetch("merged", merged, to_attr="shown_merged")
    return rows.select_related("place", "part_of").prefetch_related(*along)


def veil_events(rows: Sequence[Event], mask: Mask) -> Sequence[Event]:
    for event in rows:
        veil(mask, event, event.place, event.part_of, *(p.entity for p in event.participations.all()))
    return rows


def entities(rows: QuerySet[Entity]) -> QuerySet[Entity]:
    """Entities with their names, identifiers, and what was merged into them: four queries."""
    merged = Entity.objects.published().exclude(root=F("pk")).order_by("uid")
    return rows.prefetch_related("names", "identifiers", Prefetch("merged", merged, to_attr="shown_merged"))


def veil_entities(rows: Sequence[Entity], mask: Mask) -> Sequence[Entity]:
    for entity in rows:
        veil(mask, entity, *getattr(entity, "shown_merged", ()))
    return rows


# -- sources -----------------------------------------------------------------------------------------------------------


def as_they_are(rows: Sequence[Publisher], mask: Mask) -> Sequence[Publisher]:
    """Publishers tell nothing that needs more, or hiding."""
    return rows


def sources(rows: QuerySet[Source], *, whole: bool = False) -> QuerySet[Source]:
    """Sources with their captures: two queries. `whole`: with the texts, and how they stand to other sources."""
    captures = Capture.objects.published().select_related("blob").annotate(characters=Length("text"))
    captures = captures.defer(*LONG) if whole else captures.defer(*LONG, "text")
    rows = rows.select_related("publisher", "origin")
    return rows.prefetch_related(
        Prefetch("captures", captures.order_by("captured_at", "uid"), to_attr="shown_captures")
    )


def links(source: Source) -> list[SourceLink]:
    """Published links from the source and to it: one query."""
    ours = SourceLink.objects.published().filter(source=source) | SourceLink.objects.published().filter(target=source)
    return list(ours.select_related("source", "target").order_by("published_at", "uid"))


def veil_sources(rows: Sequence[Source], mask: Mask) -> Sequence[Source]:
    for source in rows:
        veil(mask, source, source.origin)
    return rows
