"""What stands near a record: events before, after and beside an event, and those with whom an entity acted.

All as it stands today; pages say so where they show another day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from editorial import pages
from editorial.choices import State
from editorial.edtf import OPEN_END, OPEN_START
from events import listing
from events.listing import EventRow
from events.models import Entity, Event, Participation
from events.protection import Mask
from events.veil import veil, veiled

# How many events before, after and beside an event are shown; and how many others with whom an entity acted.
ASIDE, BESIDE, WITH = 3, 4, 15


@dataclass
class Near:
    """An event near another, and the participants whom the two share."""

    row: EventRow
    shared: list[Entity]


@dataclass
class Nearby:
    """The events around one, each list in the order of time, and the rows of its parts."""

    before: list[Near] = field(default_factory=list)
    after: list[Near] = field(default_factory=list)
    related: list[Near] = field(default_factory=list)
    parts: list[EventRow] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.before or self.after or self.related)


def around(event: Event, whole: Event | None, parts: Iterable[Event], mask: Mask) -> Nearby:
    """What is near a root event, and the rows of its parts. Three queries, and the one that `parts` may take."""
    parts = list(parts)
    near = list(_candidates(event, whole))
    shared = _shared(event, near, mask)
    rows = {row.event.pk: row for row in listing.event_rows([*parts, *near], mask)}
    hidden = {part.pk for part in parts}
    found = _sorted(event, [Near(rows[one.pk], shared.get(one.pk, [])) for one in near if one.pk not in hidden])
    found.parts = [rows[part.pk] for part in parts]
    return found


def of_parts(parts: Iterable[Event], mask: Mask) -> Nearby:
    """The parts of an event alone. One query, and the one that `parts` may take."""
    return Nearby(parts=listing.event_rows(list(parts), mask))


def _candidates(event: Event, whole: Event | None) -> QuerySet[Event]:
    """The nearest on either side with a participant of the event, those with most of them, and parts of one whole."""
    mine = Participation.objects.filter(event=event.pk).values("entity")
    others = Event.objects.published().filter(root=F("pk")).exclude(pk=event.pk)
    together = others.filter(Exists(Participation.objects.filter(event=OuterRef("pk"), entity__in=mine)))
    most = (
        others.filter(participations__entity__in=mine)
        .annotate(common=Count("participations__entity", distinct=True))
        .order_by("-common", "-date_latest", "pk")
    )
    wanted = Q(pk__in=most.values("pk")[: 2 * ASIDE + BESIDE])
    if event.date_earliest is not None:
        earlier = together.filter(date_latest__lt=event.date_earliest).order_by("-date_latest", "-date_earliest", "pk")
        later = together.filter(date_earliest__gt=event.date_latest).order_by("date_earliest", "date_latest", "pk")
        wanted |= Q(pk__in=earlier.values("pk")[:ASIDE]) | Q(pk__in=later.values("pk")[:ASIDE])
    if whole is not None:
        siblings = others.filter(part_of__root=whole.pk).order_by("-date_latest", "pk")
        wanted |= Q(pk__in=siblings.values("pk")[:BESIDE])
    return others.filter(wanted).exclude(pk=whole.pk if whole else "").select_related("place", "part_of")


def _shared(event: Event, near: Iterable[Event], mask: Mask) -> dict[str, list[Entity]]:
    """Uid of an event → the participants that it has in common with this one. One query."""
    mine = Participation.objects.filter(event=event.pk).values("entity")
    rows = Participation.objects.filter(event__in=[one.pk for one in near], entity__in=mine)
    found: dict[str, dict[str, Entity]] = {}
    for row in rows.filter(entity__state=State.PUBLISHED).select_related("entity"):
        veil(mask, row.entity)
        found.setdefault(row.event_id, {})[row.entity_id] = row.entity
    return {uid: sorted(entities.values(), key=lambda e: e.display_name) for uid, entities in found.items()}


def _sorted(event: Event, near: list[Near]) -> Nearby:
    """Who stands before, after and beside. Pure."""
    first, last, _uid = _when(event)
    near = sorted(near, key=lambda one: _when(one.row.event))
    together = [one for one in near if one.shared and one.row.event.date_earliest is not None]
    before = [one for one in together if _when(one.row.event)[1] < first][-ASIDE:]
    after = [one for one in together if _when(one.row.event)[0] > last][:ASIDE]
    rest = [one for one in near if one not in before and one not in after and _is_related(event, one, first, last)]
    rest = sorted(rest, key=lambda one: -len(one.shared))[:BESIDE]
    return Nearby(before, after, sorted(rest, key=lambda one: _when(one.row.event)))


def _is_related(event: Event, near: Near, first: int, last: int) -> bool:
    """One whole, two participants in common, or one of them on the same days."""
    other = near.row.event
    is_sibling = event.part_of_id is not None and other.part_of is not None and other.part_of_id == event.part_of_id
    meets = _when(other)[0] <= last and _when(other)[1] >= first
    return is_sibling or len(near.shared) > 1 or (bool(near.shared) and meets)


def _when(event: Event) -> tuple[int, int, str]:
    earliest, latest = event.date_earliest, event.date_latest
    return OPEN_START if earliest is None else earliest, OPEN_END if latest is None else latest, event.pk


@dataclass(frozen=True)
class Companion:
    """Another that took part in the same events: how many, and the years of the first and the last."""

    entity: Entity
    events: int
    years: str


def acted_with(entity: Entity, mask: Mask) -> list[Companion]:
    """Those that took part in most events together with a root entity. One query."""
    mine = Participation.objects.filter(entity=entity.pk, event__state=State.PUBLISHED).values("event")
    others = (
        Entity.objects.published()
        .filter(root=F("pk"), participations__event__in=mine)
        .exclude(pk=entity.pk)
        .annotate(
            together=Count("participations__event", distinct=True),
            first=Min("participations__event__date_earliest"),
            last=Max("participations__event__date_latest"),
        )
    )
    rows = veiled(mask, others.order_by("-together", "-last", "pk")[:WITH])
    return [Companion(row, row.together, pages.years(row.first, row.last)) for row in rows]
