"""Fetches records with all that their JSON tells, in a fixed number of queries, and hides what is protected.

Each function takes a page of records and returns them ready to be written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import F, Prefetch, Q, QuerySet
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
    successors, why = dict[str, str](), dict[str, str]()
    for superseded, uid, reason in followed.values_list("supersedes_id", "uid", "reason"):
        successors[superseded], why[superseded] = uid, mask.apply(reason)
    why |= reasons([row for row in rows if row.state == State.RETRACTED], mask)
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
    along: list[Any] = [Prefetch("participations", participations), Prefetch("merged", merged, to_attr="shown_merged")]
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


def veil_publishers(rows: Sequence[Publisher], mask: Mask) -> Sequence[Publisher]:
    """A protected person may publish under their own name."""
    veil(mask, *rows)
    return rows


def sources(rows: QuerySet[Source], *, whole: bool = False) -> QuerySet[Source]:
    """Sources with their captures and those of what was merged into them: three queries, one more if anything was.

    `whole`: with the texts, and how they stand to other sources.
    """
    captures = Capture.objects.published().select_related("blob").annotate(characters=Length("text"))
    captures = captures.defer(*LONG) if whole else captures.defer(*LONG, "text")
    along: Any = Prefetch("captures", captures.order_by("captured_at", "uid"), to_attr="shown_captures")
    others = Source.objects.published().exclude(root=F("pk")).order_by("uid").prefetch_related(along)
    merged: Any = Prefetch("merged", others, to_attr="shown_merged")
    rows = rows.select_related("publisher", "origin")
    return rows.prefetch_related(along, merged)


def links(source: Source) -> list[SourceLink]:
    """Published links from the source and to it, and those of all merged into it: one query."""
    ours = SourceLink.objects.published().filter(Q(source__root=source) | Q(target__root=source))
    return list(ours.select_related("source", "target").order_by("published_at", "uid"))


def veil_sources(rows: Sequence[Source], mask: Mask) -> Sequence[Source]:
    """The sources, each with the captures of all that was merged into it."""
    listed: Sequence[Any] = rows
    for source in listed:
        veil(mask, source, source.origin, *source.shown_merged)
        captures = [c for one in (source, *source.shown_merged) for c in one.shown_captures]
        source.shown_captures = sorted(captures, key=lambda c: (c.captured_at, c.pk))
    return rows
