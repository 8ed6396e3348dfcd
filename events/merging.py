"""Which entities, and which events, are one. A published *same* folds one into another.

Claims keep the event or entity they were made about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from editorial.merging import Merging, grouped
from events.choices import Judgement
from events.models import Entity, EntityMatch, Event, EventMatch

ENTITIES = Merging(
    Entity, lambda at: EntityMatch.objects.published(at).filter(judgement=Judgement.SAME), stays="left", folds="right"
)
EVENTS = Merging(
    Event, lambda at: EventMatch.objects.published(at).filter(judgement=Judgement.SAME), stays="left", folds="right"
)


def of(subject: Event | Entity | type[Event] | type[Entity]) -> Merging:
    """How records of the subject's type are merged."""
    return EVENTS if subject is Event or isinstance(subject, Event) else ENTITIES


@dataclass(frozen=True)
class Family:
    """What a record was shown as at a moment, the uids of all that was shown there, and the judgements behind that."""

    root: str
    members: list[str]
    judged: list[EventMatch | EntityMatch]


def family(record: Event | Entity, at: datetime) -> Family:
    """The family of a record at the moment. One query, and another where those who are one today were not yet."""
    of_type, seen = of(record), set[str]()
    found: dict[str, Any] = {}
    front = {record.root_id}
    while front:
        # Whoever is one today mostly was: asked for by today's roots, they are found together.
        rows = of_type.judged(at).filter(Q(left__root__in=front) | Q(right__root__in=front))
        found |= {match.pk: match for match in rows.select_related("left", "right")}
        seen |= front
        front = {end.root_id for match in found.values() for end in (match.left, match.right)} - seen
    ends = {end.pk: end.published_at for match in found.values() for end in (match.left, match.right)}
    links = {(match.left_id, match.right_id) for match in found.values()}
    root_of = grouped({record.pk, *ends}, links, ends | {record.pk: record.published_at})
    root = root_of[record.pk]
    members = [root, *sorted(uid for uid, one in root_of.items() if one == root != uid)]
    judged = sorted(found.values(), key=lambda match: (match.published_at, match.pk))
    return Family(root, members, [match for match in judged if match.left_id in members])


def at_moment(records: Iterable[Event | Entity], at: datetime) -> dict[str, str]:
    """Uid → root of these events and entities, and of all that was one with them at the moment.

    One query for both types, and another where those who are one today were not yet.
    """
    since = {record.pk: record.published_at for record in records}
    front = {record.root_id for record in records}
    links, seen = set[tuple[str, str]](), set[str]()
    while front:
        rows = [
            of_type.judged(at).filter(Q(left__root__in=front) | Q(right__root__in=front)).order_by().values_list(*_ENDS)
            for of_type in (EVENTS, ENTITIES)
        ]
        seen |= front
        front = set()
        for left, right, left_now, right_now, left_at, right_at in rows[0].union(rows[1], all=True):
            links.add((left, right))
            since |= {left: left_at, right: right_at}
            front |= {left_now, right_now} - seen
    return grouped(set(since), links, since)


_ENDS = ("left", "right", "left__root", "right__root", "left__published_at", "right__published_at")


def roots(uids: Iterable[str], at: datetime | None = None) -> dict[str, str]:
    """Entity uid → uid of its root, for these and all merged with them, as it stands now or stood at `at`."""
    return ENTITIES.roots(uids, at)


def members(subject: Event | Entity, at: datetime | None = None) -> list[str]:
    """The uids of the subject and of all that is merged into it, now or as it stood at `at`."""
    return of(subject).members(subject.pk, at)
