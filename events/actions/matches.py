"""Judge whether two entities, or two events, are one."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, overload

from editorial import actions
from editorial.choices import Via
from editorial.errors import Refused
from events.choices import Judgement
from events.models import Entity, EntityMatch, Event, EventMatch


@overload
def match(left: Entity, right: Entity, judgement: Judgement, *, reason: str, user: Any, score: Decimal | None = None,
          via: str = Via.COMMAND, at: datetime | None = None) -> EntityMatch: ...  # fmt: skip
@overload
def match(left: Event, right: Event, judgement: Judgement, *, reason: str, user: Any, score: Decimal | None = None,
          via: str = Via.COMMAND, at: datetime | None = None) -> EventMatch: ...  # fmt: skip
def match(
    left: Entity | Event,
    right: Entity | Event,
    judgement: Judgement,
    *,
    reason: str,
    user: Any,
    score: Decimal | None = None,
    via: str = Via.COMMAND,
    at: datetime | None = None,
) -> EntityMatch | EventMatch:
    """Judge whether two entities, or two events, are one. Returns the judgement as a draft.

    A published *same* folds `right` into `left`. To un-merge, propose its retraction: every claim is where it was made.
    Raises `Refused` for an entity and an event.
    """
    if type(left) is not type(right):
        raise Refused(["An entity and an event are never one."])
    model: Any = EventMatch if isinstance(left, Event) else EntityMatch
    found: EntityMatch | EventMatch = model(left=left, right=right, judgement=judgement, reason=reason, score=score)
    return actions.save(found, user=user, via=via, at=at)
