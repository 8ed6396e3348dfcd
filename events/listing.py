"""Rows of lists: what is told of an event or an entity beside its own columns, for a whole page in a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from editorial import dates, pages
from editorial.choices import ENDED_STATES, State
from events.models import Claim, Entity, Event, Evidence, Participation
from events.projection import SUPPORTING
from events.properties import PROPERTIES
from events.protection import Mask
from events.reading import NAMED, Withdrawn
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


def event_rows(events: Iterable[Event], mask: Mask) -> list[EventRow]:
    """The rows of these events (`place` fetched along): two queries more, three where some are in conflict."""
    events = veiled(mask, events, "place")
    counted = tallies(events)
    rivals = _rivals([event for event in events if event.conflicted])
    return [_row(event, counted.get(event.pk, Tally()), rivals.get(event.pk, [])) for event in events]


def _row(event: Event, tally: Tally, rivals: Sequence[Claim]) -> EventRow:
    when = dict.fromkeys([event.date, *(c.value_edtf for c in rivals if c.property == "date")])
    labels = dict.fromkeys(str(PROPERTIES[c.property].label) for c in rivals)
    return EventRow(event, tally, [dates.echo(edtf) for edtf in when if edtf], list(labels))


def _rivals(events: Sequence[Event]) -> dict[str, list[Claim]]:
    """Event uid → its claims in conflict, in the codebook's order of properties."""
    if not events:
        return {}
    claims = Claim.objects.published().filter(event__in=[e.pk for e in events], conflicted=True)
    order = list(PROPERTIES)
    found: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (order.index(c.property), c.value_earliest or 0, c.pk)):
        assert claim.event_id is not None
        found.setdefault(claim.event_id, []).append(claim)
    return found


def tallies(subjects: Sequence[Event] | Sequence[Entity]) -> dict[str, Tally]:
    """Uid → tally, for events, or for root entities and all merged into them. One query."""
    if not subjects:
        return {}
    path = "claim__event" if isinstance(subjects[0], Event) else "claim__entity__root"
    evidence = Evidence.objects.published().filter(
        claim__state=State.PUBLISHED, **{f"{path}__in": [s.pk for s in subjects]}
    )
    rows = evidence.values_list(path).annotate(
        claims=Count("claim", distinct=True),
        allegations=Count("claim", distinct=True, filter=Q(claim__property="allegation")),
        sources=Count("capture__source", distinct=True, filter=Q(stance__in=SUPPORTING)),
        origins=Count("capture__source__origin", distinct=True, filter=Q(stance__in=SUPPORTING)),
    )
    return {uid: Tally(*counts) for uid, *counts in rows}


def events_of(entity: Entity, mask: Mask, most: int) -> tuple[list[EventRow], bool]:
    """The newest events in which a root entity took part, or that took place there, and whether there are more."""
    part = Participation.objects.filter(entity=entity.pk)
    here = Q(place=entity.pk) | Q(pk__in=part.values("event"))
    events = Event.objects.published().filter(here).select_related("place").order_by("-date_latest", "uid")
    found = list(events[: most + 1])
    rows = event_rows(found[:most], mask)
    roles: dict[str, list[str]] = {}
    for participation in part.filter(event__in=[e.pk for e in found]):
        roles.setdefault(participation.event_id, []).append(str(participation.get_role_display()))
    for row in rows:
        row.roles = roles.get(row.event.pk, [])
    return rows, len(found) > most


def claims_naming(members: Sequence[Entity], mask: Mask, most: int) -> tuple[list[Claim], bool]:
    """The newest published claims of which one of these entities is the value, the word or the accused, and if more.

    Where it took part and where events took place is left out: `events_of` tells that.
    """
    uids = [member.pk for member in members]
    value = Q(value_entity__in=uids) & ~Q(property__in=("participant", "place"))
    named = Claim.objects.published().filter(value | Q(attributed_to__in=uids) | Q(accused__in=uids))
    found = list(named.select_related(*NAMED)[: most + 1])
    return veiled(mask, found[:most], *NAMED), len(found) > most


def corrections(mask: Mask, most: int) -> list[Withdrawn]:
    """The claims that ended last, each with its successor or the reason of its retraction. Three queries."""
    ended = Claim.objects.filter(state__in=ENDED_STATES).select_related(*NAMED).order_by("-ended_at", "uid")
    found = veiled(mask, ended[:most], *NAMED)
    after = Claim.objects.once_published().filter(supersedes__in=[c.pk for c in found]).select_related(*NAMED)
    successors = {claim.supersedes_id: claim for claim in veiled(mask, after, *NAMED)}
    uids = [uid for c in found if c.state == State.RETRACTED for uid in (c.pk, c.event_id, c.entity_id) if uid]
    why = pages.reasons(uids)
    made = []
    for claim in found:
        own = (claim.pk, claim.event_id, claim.entity_id)
        reason = next((why[uid] for uid in own if uid in why), "")
        made.append(Withdrawn(claim, successors.get(claim.pk), mask.apply(reason)))
    return made
