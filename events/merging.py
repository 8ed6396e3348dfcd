"""Which entities, and which events, are one. A published *same* folds one into another.

Claims keep the event or entity they were made about.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from editorial.merging import Merging
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


def roots(uids: Iterable[str], at: datetime | None = None) -> dict[str, str]:
    """Entity uid → uid of its root, for these and all merged with them, as it stands now or stood at `at`."""
    return ENTITIES.roots(uids, at)


def members(subject: Event | Entity, at: datetime | None = None) -> list[str]:
    """The uids of the subject and of all that is merged into it, now or as it stood at `at`."""
    return of(subject).members(subject.pk, at)
