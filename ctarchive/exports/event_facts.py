"""What is derived of events, ready to be written: day, place and participants. Three queries, however many events."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, QuerySet

from editorial.edtf import OPEN_END, OPEN_START
from events.models import Claim, Entity, Event, Participation
from events.protection import Mask
from events.veil import veil


@dataclass(frozen=True)
class Part:
    """Who took part, in which role, and on whose word: the uids of those whose word it is, where it is somebody's."""

    entity: Entity
    role: str
    attributed_to: tuple[str, ...] = ()


@dataclass
class EventFacts:
    """A root event with its participants; `in_conflict` are the properties on which published claims contradict."""

    event: Event
    parts: list[Part] = field(default_factory=list)
    in_conflict: set[str] = field(default_factory=set)

    @property
    def place(self) -> Entity | None:
        return self.event.place

    @property
    def days(self) -> tuple[str, str]:
        """The first and last day that the date allows; empty where it is open or not known."""
        return day(self.event.date_earliest), day(self.event.date_latest)


def day(number: int | None) -> str:
    """A day number as ISO 8601; empty for none, and for an open or unknown end."""
    return "" if number is None or number in (OPEN_START, OPEN_END) else date.fromordinal(number).isoformat()


def events() -> QuerySet[Event]:
    """The published events by uid, those left out that were merged into another."""
    return Event.objects.published().filter(root=F("pk")).select_related("place").order_by("pk")


def of(found: Collection[Event], mask: Mask) -> list[EventFacts]:
    """The facts of these events, veiled, in their order."""
    facts = {event.pk: EventFacts(event) for event in found}
    words = _words(facts)
    rows = Participation.objects.filter(event__in=facts).select_related("entity").order_by("event", "entity", "role")
    for row in rows:
        veil(mask, row.entity)
        said = tuple(sorted(words.get((row.event_id, row.entity_id, row.role), ())))
        facts[row.event_id].parts.append(Part(row.entity, row.role, said))
    disputed = Claim.objects.published().filter(event__root__in=facts, conflicted=True)
    for uid, name in disputed.values_list("event__root", "property").distinct():
        facts[uid].in_conflict.add(name)
    for event in found:
        veil(mask, event, event.place)
    return list(facts.values())


def _words(uids: Collection[str]) -> dict[tuple[str, str, str], set[str]]:
    """(event, entity, role) → those on whose word it is told, all by their roots."""
    claims = Claim.objects.published().filter(event__root__in=uids, property="participant", attributed_to__isnull=False)
    found: dict[tuple[str, str, str], set[str]] = {}
    rows = claims.values_list("event__root", "value_entity__root", "role", "attributed_to__root")
    for event, entity, role, whose in rows:
        found.setdefault((event, entity, role), set()).add(whose)
    return found
