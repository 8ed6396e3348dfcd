"""An event or entity with its claims, their evidence, and every unpublished entity and source they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from editorial import actions
from editorial.choices import State, Via
from editorial.errors import Refused
from editorial.models import Reviewable
from events.models import Claim, Entity, Event, Evidence


def bundle_of(subject: Event | Entity, state: State) -> list[Reviewable]:
    """Everything in this state that belongs to the subject: itself, its claims, evidence, and what those refer to."""
    about = {"event": subject} if isinstance(subject, Event) else {"entity": subject}
    claims = Claim.objects.filter(**about).exclude(state=State.DISCARDED).select_related(*Claim.RESTS_ON).order_by("pk")
    evidence = Evidence.objects.filter(claim__in=claims).select_related(*Evidence.RESTS_ON).defer("capture__text")
    # The subject is read anew: the caller's copy may have been submitted since.
    front: list[Reviewable] = [type(subject).objects.get(pk=subject.pk), *claims, *evidence.order_by("pk")]
    found: dict[str, Reviewable] = {record.pk: record for record in front}
    while front:
        named = [record for one in front for _path, record in one.rests_on()]
        front = [record for record in {r.pk: r for r in named}.values() if record.pk not in found]
        found |= {record.pk: record for record in front}
    return [record for record in found.values() if record.state == state]


def submit_bundle(
    subject: Event | Entity, *, user: Any, via: str = Via.COMMAND, at: datetime | None = None
) -> Sequence[Reviewable]:
    """Hand in every draft of the bundle. Raises `Refused` when there is none."""
    return actions.submit(_some(bundle_of(subject, State.DRAFT)), user=user, via=via, at=at)


def publish_bundle(
    subject: Event | Entity, *, user: Any, via: str = Via.COMMAND, at: datetime | None = None
) -> Sequence[Reviewable]:
    """Publish everything of the bundle that is in review, as one. Raises as `editorial.actions.publish` does."""
    return actions.publish(_some(bundle_of(subject, State.IN_REVIEW)), user=user, via=via, at=at)


def _some(records: Iterable[Reviewable]) -> list[Reviewable]:
    records = list(records)
    if not records:
        raise Refused(["There is nothing to do: no record of this bundle is in the state this needs."])
    return records
