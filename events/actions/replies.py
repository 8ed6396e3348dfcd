"""Enter what somebody replied to a claim."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from editorial import actions
from editorial.choices import State, Via
from editorial.errors import WrongState
from events.choices import ReplyCapacity
from events.models import Claim, Entity, Reply


def reply(
    claim: Claim,
    said: str,
    *,
    user: Any,
    capacity: ReplyCapacity,
    received: str,
    name: str = "",
    entity: Entity | None = None,
    language: str = "",
    via: str = Via.COMMAND,
    at: datetime | None = None,
) -> Reply:
    """Enter a reply to a published claim, as a draft. Raises `WrongState` for a claim that does not stand."""
    if claim.state != State.PUBLISHED:
        raise WrongState(
            _("%(claim)s is %(state)s: replies stand beside published claims.")
            % {"claim": claim.public_name(), "state": claim.get_state_display()}
        )
    made = Reply(
        claim=claim, said=said.strip(), name=name.strip(), entity=entity, capacity=capacity, language=language,
        received=received,
    )  # fmt: skip
    return actions.save(made, user=user, via=via, at=at)
