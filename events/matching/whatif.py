"""What a merge, or its end, would bring about: it is carried out by the very rules that will apply, read, and undone.

Nothing here decides what follows from a judgement. `events.receivers.follow_verbs` does, as it does when the judgement
is published; the savepoint around it is rolled back, and no ledger entry is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from editorial import guard
from editorial.choices import State
from events import facts, projection
from events.choices import Judgement, ParticipantRole
from events.facts import Facts
from events.models import Claim, Entity, EntityMatch, Event, EventMatch
from events.receivers import claims_touching, follow_verbs


@dataclass(frozen=True)
class Snapshot:
    """How things stand: uid of a root → its facts; the pairs of claims in conflict; uid → uid of its root."""

    facts: dict[str, Facts] = field(default_factory=dict)
    conflicts: frozenset[tuple[str, str]] = frozenset()
    roots: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Conflict:
    """Two claims that cannot both be true, about one subject."""

    one: Claim
    other: Claim


@dataclass(frozen=True)
class Participant:
    """Somebody in an event, in a role: as it was, or as it would be."""

    event: Event
    entity: Entity
    role: str


@dataclass(frozen=True)
class Place:
    """An event takes place elsewhere: as far as the archive knows."""

    event: Event
    before: Entity | None
    after: Entity | None


@dataclass(frozen=True)
class Dated:
    """An event has another date (EDTF)."""

    event: Event
    before: str
    after: str


@dataclass(frozen=True)
class Effects:
    """What would be otherwise: conflicts that arise and dissolve, participants that come and go, roots that move."""

    arising: Sequence[Conflict] = ()
    dissolving: Sequence[Conflict] = ()
    coming: Sequence[Participant] = ()
    going: Sequence[Participant] = ()
    places: Sequence[Place] = ()
    dates: Sequence[Dated] = ()
    moving: Sequence[tuple[Any, Any]] = ()  # (who, the root it would have)

    def __bool__(self) -> bool:
        return bool(self.arising or self.dissolving or self.coming or self.going or self.places or self.dates)


def of_merging(left: Any, right: Any, user: Any) -> Effects:
    """What would follow if it were published that `right` is the same as `left`. Takes the database's write lock."""
    moment = timezone.now()
    model: Any = EventMatch if isinstance(left, Event) else EntityMatch
    judged = model(
        left=left, right=right, judgement=Judgement.SAME, reason="?", state=State.PUBLISHED, version=1, author=user,
        submitted_by=user, created_at=moment, submitted_at=moment, published_at=moment,
    )  # fmt: skip
    return _effects(judged, lambda: model.objects.bulk_create([judged]))


def of_parting(judged: Any) -> Effects:
    """What would follow if this published judgement were retracted. Takes the database's write lock."""
    ending = {"state": State.RETRACTED, "ended_at": timezone.now()}
    return _effects(judged, lambda: type(judged).objects.filter(pk=judged.pk).update(**ending))


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic(), guard.writing():
        yield
        transaction.set_rollback(True)


def _effects(judged: Any, happen: Callable[[], Any]) -> Effects:
    touched = _touched(judged)
    with _undone():
        happen()
        follow_verbs(sender=type(judged), records=[judged])
        # What is touched then may be more: places that become one contain what lies in either.
        touched |= _touched(judged)
        after = _snapshot(touched)
    return _told(_snapshot(touched), after)


def _touched(judged: Any) -> set[tuple[str, str]]:
    """(type, uid) of the events and entities for which something may follow."""
    if isinstance(judged, EventMatch):
        both = Event.objects.filter(pk__in=[judged.left_id, judged.right_id]).values("root")
        return {("event", uid) for uid in Event.objects.filter(root__in=both).values_list("pk", flat=True)}
    ends = Entity.objects.filter(pk__in=[judged.left_id, judged.right_id]).values("root")
    family = set(Entity.objects.filter(root__in=ends).values_list("pk", flat=True))
    claims = claims_touching(family)
    events = {("event", claim.event_id) for claim in claims if claim.event_id}
    return (
        events | {("entity", claim.entity_id) for claim in claims if claim.entity_id} | {("entity", u) for u in family}
    )


def _snapshot(touched: set[tuple[str, str]]) -> Snapshot:
    held = dict(Event.objects.filter(pk__in=[u for of, u in touched if of == "event"]).values_list("pk", "root_id"))
    events = Event.objects.filter(pk__in=held.values())
    roots = dict(Entity.objects.filter(pk__in=[u for of, u in touched if of == "entity"]).values_list("pk", "root_id"))
    found: dict[str, Facts] = {}
    pairs: set[tuple[str, str]] = set()
    for subjects in (list(events.order_by("pk")), list(Entity.objects.filter(pk__in=roots.values()).order_by("pk"))):
        for start in range(0, len(subjects), projection.BATCH):
            rows = list(projection.with_evidence(projection.claims_of(subjects[start : start + projection.BATCH])))
            for uid, group in _by_subject(rows).items():
                found[uid] = facts.derive(group)
                pairs |= {(min(pair), max(pair)) for pair in facts.conflicts(group)}
    return Snapshot(found, frozenset(pairs), roots | held)


def _by_subject(rows: Sequence[Claim]) -> dict[str, list[facts.Standing]]:
    standing = projection.standings(rows)
    found: dict[str, list[facts.Standing]] = {}
    for row in rows:
        found.setdefault(row.subject.root_id, []).append(standing[row.pk])
    return found


# -- telling the two apart ---------------------------------------------------------------------------------------------


def _told(before: Snapshot, after: Snapshot) -> Effects:
    were, will_be = _participations(before), _participations(after)
    places = [
        (uid, before.facts[uid].place, after.facts[uid].place)
        for uid in sorted(before.facts.keys() & after.facts.keys())
        if before.facts[uid].place != after.facts[uid].place
    ]
    dates = [
        (uid, before.facts[uid].date, after.facts[uid].date)
        for uid in sorted(before.facts.keys() & after.facts.keys())
        if before.facts[uid].date != after.facts[uid].date
    ]
    moving = {uid: root for uid, root in after.roots.items() if before.roots.get(uid) != root}
    ends = {uid for _event, entity, _role in were ^ will_be for uid in (entity,)} | {*moving, *moving.values()}
    entities = Entity.objects.in_bulk([*ends, *(uid for _e, *both in places for uid in both if uid)])
    heads = [
        *(row[0] for row in were ^ will_be),
        *(event for event, *_both in [*places, *dates]),
        *moving,
        *moving.values(),
    ]
    events = Event.objects.in_bulk(heads)
    subjects: dict[str, Any] = {**entities, **events}
    claims = _claims({uid for pair in before.conflicts ^ after.conflicts for uid in pair})

    def participants(rows: Iterable[tuple[str, str, str]]) -> list[Participant]:
        return [
            Participant(events[event], entities[entity], str(ParticipantRole(role).label))
            for event, entity, role in sorted(rows)
        ]

    def conflicts(pairs: Iterable[tuple[str, str]]) -> list[Conflict]:
        return [Conflict(claims[one], claims[other]) for one, other in sorted(pairs)]

    return Effects(
        arising=conflicts(after.conflicts - before.conflicts),
        dissolving=conflicts(before.conflicts - after.conflicts),
        coming=participants(will_be - were),
        going=participants(were - will_be),
        places=[Place(events[e], entities.get(a or ""), entities.get(b or "")) for e, a, b in places],
        dates=[Dated(events[uid], was, will) for uid, was, will in dates],
        moving=[(subjects[uid], subjects[root]) for uid, root in sorted(moving.items())],
    )


def _participations(snapshot: Snapshot) -> set[tuple[str, str, str]]:
    return {(uid, *pair) for uid, fact in snapshot.facts.items() for pair in fact.participations}


def _claims(uids: Iterable[str]) -> dict[str, Claim]:
    rows = Claim.objects.filter(pk__in=list(uids))
    return {c.pk: c for c in rows.select_related("event", "entity", "value_entity", "attributed_to")}
