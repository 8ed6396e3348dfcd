"""The events of the archive that a document may report once more: looked up for `events.suggest.relations`."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q

from editorial.choices import State
from events import places
from events.models import Claim, Entity, Event, Evidence, Participation
from events.properties import ValueType
from events.suggest import Document, Found, Suggested
from events.suggest.relations import Archived, Said, entities_in, relate, windows
from sources.models import Capture

# Of those that may be meant, so many are compared: the ones in which most of the named take part come first.
MOST_EVENTS = 200
_RELATED = ("date", "place", "participant", "adopted", "count")


def related(capture: Capture, document: Document, found: Found) -> list[Suggested]:
    """Which published events this capture reports again, and what it says for or against their claims. Six queries."""
    named = entities_in(found)
    if not found.get("events") or not (named or windows(found)):
        return []
    roots = dict(Entity.objects.filter(pk__in=named).values_list("pk", "root"))
    events = _near(set(roots.values()), windows(found))
    return relate(document, found, _archived(events, capture), roots)


def _near(entities: set[str], days: Iterable[tuple[int, int]]) -> list[Event]:
    """The published events in these days, or with several of these entities."""
    within = Q()
    for first, last in days:
        within |= Q(date_earliest__lte=last, date_latest__gte=first)
    published = Event.objects.published().filter(root=F("pk"))
    # A subquery by the index on entities, never a join that multiplies rows.
    there = Participation.objects.filter(entity__in=entities).values("event")
    involved = published.filter(Q(pk__in=there) | Q(place__in=entities))
    dated = list(involved.filter(within).order_by("pk")[:MOST_EVENTS]) if within else []
    left = MOST_EVENTS - len(dated)
    return dated + [event for event in involved.order_by("-date_latest", "pk")[:left] if event not in dated]


def _archived(events: list[Event], capture: Capture) -> list[Archived]:
    uids = [event.pk for event in events]
    parts = Participation.objects.filter(event__in=uids).values_list("event", "entity")
    company: dict[str, set[str]] = {event.pk: {event.place_id} if event.place_id else set() for event in events}
    for event, entity in parts:
        company[event].add(entity)
    claims = Claim.objects.published().filter(event__root__in=uids, property__in=_RELATED)
    rows = list(claims.select_related("event", "value_entity").order_by("pk"))
    held = places.containers({c.value_entity.root_id for c in rows if c.property == "place" and c.value_entity})
    passages = Evidence.objects.exclude(state=State.DISCARDED).filter(capture=capture, claim__in=[c.pk for c in rows])
    quoted = frozenset(passages.values_list("claim", flat=True))
    said: dict[str, list[Said]] = {uid: [] for uid in uids}
    for claim in rows:
        assert claim.event is not None
        said[claim.event.root_id].append(_said(claim, held))
    return [
        Archived(
            uid=event.pk, kind=event.kind, earliest=event.date_earliest, latest=event.date_latest,
            entities=frozenset(company[event.pk]), said=tuple(said[event.pk]), quoted=quoted,
        )
        for event in events
    ]  # fmt: skip


def _said(claim: Claim, held: dict[str, frozenset[str]]) -> Said:
    entity = claim.value_entity.root_id if claim.value_entity else ""
    return Said(
        uid=claim.pk, property=claim.property, earliest=claim.value_earliest, latest=claim.value_latest,
        number=claim.bounds() if claim.spec.value is ValueType.NUMBER and claim.value_low is not None else None,
        unit=claim.unit, counted=claim.counted, entity=entity, within=held.get(entity, frozenset()),
    )  # fmt: skip
