"""Rows of lists: what is told of an event or an entity beside its own columns, for a whole page in a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from editorial import dates, pages
from editorial.choices import ENDED_STATES, State
from events.choices import ParticipantRole, Rank
from events.models import Claim, Entity, Event, Evidence, Participation
from events.projection import SUPPORTING
from events.properties import PROPERTIES
from events.protection import Mask
from events.reading import NAMED, Withdrawn, successors_of, withdrawn
from events.veil import veiled


@dataclass(frozen=True)
class Tally:
    """How much stands behind a subject: published claims, how many are allegations, sources, independent origins."""

    claims: int = 0
    allegations: int = 0
    sources: int = 0
    origins: int = 0


@dataclass
class EventRow:
    """An event in a list. `dates` and `places` are all that rival sources say, the chosen one first."""

    event: Event
    tally: Tally
    dates: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)

    @property
    def when(self) -> str:
        return _(" or ").join(self.dates)


@dataclass(frozen=True)
class Quoted:
    """A published claim about an event, as one of its passages tells it."""

    event: str
    uid: str
    property: str
    edtf: str
    earliest: int | None
    conflicted: bool
    role: str
    rank: str
    entity: str | None
    stance: str
    source: str
    origin: str


# The columns of `Quoted`, from a passage.
_COLUMNS = (
    "claim__event__root", "claim", "claim__property", "claim__value_edtf", "claim__value_earliest", "claim__conflicted",
    "claim__role", "claim__rank", "claim__value_entity__root", "stance", "capture__source__root",
    "capture__source__origin",
)  # fmt: skip


def event_rows(events: Iterable[Event], mask: Mask, entity: Entity | None = None) -> list[EventRow]:
    """The rows of these root events (`place` fetched along), with a root entity's roles in them: one query."""
    events = veiled(mask, events, "place")
    passages = Evidence.objects.published().filter(
        claim__state=State.PUBLISHED, claim__event__root__in=[event.pk for event in events]
    )
    of: dict[str, list[Quoted]] = {event.pk: [] for event in events}
    for columns in passages.values_list(*_COLUMNS) if events else ():
        quoted = Quoted(*columns)
        of[quoted.event].append(quoted)
    return [_row(event, of[event.pk], entity) for event in events]


def _row(event: Event, passages: Sequence[Quoted], entity: Entity | None) -> EventRow:
    order = list(PROPERTIES)
    rivals = sorted(
        (p for p in passages if p.conflicted), key=lambda p: (order.index(p.property), p.earliest or 0, p.uid)
    )
    when = dict.fromkeys([event.date, *(p.edtf for p in rivals if p.property == "date")])
    roles = {p.role for p in passages if entity and p.entity == entity.pk and p.rank != Rank.DEPRECATED}
    return EventRow(
        event,
        _tally(passages),
        dates=[dates.echo(edtf) for edtf in when if edtf],
        conflicts=list(dict.fromkeys(str(PROPERTIES[p.property].label) for p in rivals)),
        roles=[str(role.label) for role in ParticipantRole if role in roles],
    )


def _tally(passages: Sequence[Quoted]) -> Tally:
    supporting = [p for p in passages if p.stance in SUPPORTING]
    return Tally(
        claims=len({p.uid for p in passages}),
        allegations=len({p.uid for p in passages if PROPERTIES[p.property].allegation}),
        sources=len({p.source for p in supporting}),
        origins=len({p.origin for p in supporting}),
    )


def tallies(entities: Sequence[Entity]) -> dict[str, Tally]:
    """Uid → tally, for root entities and all merged into them. One query."""
    root = "claim__entity__root"
    evidence = Evidence.objects.published().filter(
        claim__state=State.PUBLISHED, **{f"{root}__in": [entity.pk for entity in entities]}
    )
    allegations = [spec.key for spec in PROPERTIES.values() if spec.allegation]
    rows = evidence.values_list(root).annotate(
        claims=Count("claim", distinct=True),
        allegations=Count("claim", distinct=True, filter=Q(claim__property__in=allegations)),
        sources=Count("capture__source__root", distinct=True, filter=Q(stance__in=SUPPORTING)),
        origins=Count("capture__source__origin", distinct=True, filter=Q(stance__in=SUPPORTING)),
    )
    return {uid: Tally(*counts) for uid, *counts in rows}


def events_of(entity: Entity, mask: Mask, most: int) -> tuple[list[EventRow], bool]:
    """The newest events in which a root entity took part, or that took place there, and whether there are more."""
    part = Participation.objects.filter(entity=entity.pk)
    here = Q(place=entity.pk) | Q(pk__in=part.values("event"))
    events = Event.objects.published().filter(here).select_related("place").order_by("-date_latest", "uid")
    found = list(events[: most + 1])
    return event_rows(found[:most], mask, entity), len(found) > most


def claims_naming(members: Sequence[Entity], mask: Mask, most: int) -> tuple[list[Claim], bool]:
    """The newest published claims of which one of these entities is the value, the word or the accused, and if more.

    Where it took part and where events took place is left out: `events_of` tells that. So are claims about themselves.
    """
    uids = [member.pk for member in members]
    value = Q(value_entity__in=uids) & ~Q(property__in=("participant", "place"))
    named = Claim.objects.published().filter(value | Q(attributed_to__in=uids) | Q(accused__in=uids))
    found = list(named.exclude(entity__in=uids).select_related(*NAMED)[: most + 1])
    return veiled(mask, found[:most], *NAMED), len(found) > most


def corrections(mask: Mask, most: int) -> list[Withdrawn]:
    """The claims that ended last. Three queries."""
    return ended(Claim.objects.filter(state__in=ENDED_STATES).order_by("-ended_at", "uid")[:most], mask)


def ended(claims: QuerySet[Claim], mask: Mask) -> list[Withdrawn]:
    """Claims that ended, each with its successor and why it was moved or retracted. Three queries."""
    found = veiled(mask, claims.select_related(*NAMED), *NAMED)
    successors = successors_of([c.pk for c in found], mask)
    uids = [uid for c in found if c.state == State.RETRACTED for uid in (c.pk, c.event_id, c.entity_id) if uid]
    why = pages.reasons(uids)
    made = []
    for claim in found:
        own = (claim.pk, claim.event_id, claim.entity_id)
        reason = next((why[uid] for uid in own if uid in why), "")
        made.append(withdrawn(claim, successors.get(claim.pk), mask.apply(reason)))
    return made
