"""The buttons of review: one table, from which pages offer them and requests carry them out, each by one verb."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial import actions, desk, parts, policies
from editorial.choices import State, Via
from editorial.errors import FourEyes, NotAllowed, WrongState
from editorial.models import Record, Reviewable

Run = Callable[[Any, Sequence[Reviewable], Any, str], Sequence[Reviewable] | Reviewable]
"""(record, the records concerned, user, reason) → what the verb returned."""


OTHERS_READ = _("Reason, which others will read:")

# The verbs that decide on what is in review: not for those who see that somebody else has taken it.
DECIDING = ("publish", "send_back")


@dataclass(frozen=True)
class Step:
    """One button. `records` finds what it concerns, `verb` is what the policies call it, `run` does it.

    `moves`: the verb moves exactly the records found, so that it can be checked that the user saw those and no others.
    """

    key: str
    label: str | Promise
    verb: str
    records: Callable[[Any], Sequence[Reviewable]]
    run: Run
    needs_reason: bool = False
    moves: bool = True
    # Who reads the reason.
    reason_label: str | Promise = OTHERS_READ


@dataclass(frozen=True)
class Offer:
    """A step as a page shows it: with the records it concerns, or the sentence why this user may not take it."""

    step: Step
    records: Sequence[Reviewable]
    why_not: str

    @property
    def seen(self) -> str:
        return seen(self.records)


def seen(records: Sequence[Reviewable]) -> str:
    """The records with their versions, as a page carries them."""
    return ",".join(sorted(f"{record.pk}:{record.version}" for record in records))


def offers(steps: Sequence[Step], record: Record, user: Any) -> list[Offer]:
    """The steps to show for the record. One for which the role is missing is left out; of own work the page says so."""
    found = []
    for step in steps:
        records = step.records(record)
        if not records:
            continue
        try:
            for one in records:
                policies.check(user, step.verb, one)
        except FourEyes:
            why = gettext("You wrote or submitted this; somebody else has to decide on it.")
            found.append(Offer(step, records, why))
        except NotAllowed:
            continue
        else:
            found.append(Offer(step, records, _held(step, records, user)))
    return found


def _held(step: Step, records: Sequence[Reviewable], user: Any) -> str:
    """The sentence that somebody else has taken the review that this step would decide on; else empty."""
    try:
        require_free(step.verb, records, user)
    except WrongState as error:
        return str(error)
    return ""


def require_free(verb: str, records: Sequence[Reviewable], user: Any) -> None:
    """Raise `WrongState` when `verb` decides on the records and somebody else has taken their review."""
    if verb in DECIDING:
        desk.require_all_free(records, user=user)


def take(step: Step, record: Record, user: Any, *, reason: str, was_seen: str) -> Sequence[Reviewable] | Reviewable:
    """Carry the step out. Raises what its verb raises, and `WrongState` when its records are not those that were seen.

    Must run inside a transaction: the comparison comes after the verb, which holds the locks, and undoes it.
    """
    concerned = step.records(record)
    require_free(step.verb, concerned, user)
    done = step.run(record, concerned, user, reason)
    if step.moves:
        assert isinstance(done, Sequence)
        if ",".join(sorted(f"{row.pk}:{row.version - 1}" for row in done)) != was_seen:
            raise WrongState(gettext("This was changed since you opened the page. Look at it again, then decide."))
    return done


def found_by(find: Callable[[Any, State], Sequence[Reviewable]], state: State) -> Callable[[Any], Sequence[Reviewable]]:
    """The records that `find` finds for a record in this state."""
    return lambda record: find(record, state)


def alone(record: Reviewable, state: State) -> list[Reviewable]:
    """The record without its parts, if it is in this state."""
    return [record] if record.state == state else []


def _submit(record: Any, records: Sequence[Reviewable], user: Any, reason: str) -> Sequence[Reviewable]:
    return actions.submit(records, user=user, via=Via.ADMIN)


def _publish(record: Any, records: Sequence[Reviewable], user: Any, reason: str) -> Sequence[Reviewable]:
    return actions.publish(records, user=user, via=Via.ADMIN)


def send_back(record: Any, records: Sequence[Reviewable], user: Any, reason: str) -> Sequence[Reviewable]:
    """Return the records found to their authors."""
    return actions.send_back(records, user=user, reason=reason, via=Via.ADMIN)


def _discard(record: Any, records: Sequence[Reviewable], user: Any, reason: str) -> Sequence[Reviewable]:
    return actions.discard(records, user=user, reason=reason, via=Via.ADMIN)


def _retract(record: Any, records: Sequence[Reviewable], user: Any, reason: str) -> Reviewable:
    return actions.propose_retraction(record, user=user, reason=reason, via=Via.ADMIN)


SUBMIT = Step("submit", _("Submit for review"), "submit", found_by(parts.together, State.DRAFT), _submit)
PUBLISH = Step("publish", _("Publish"), "publish", found_by(parts.together, State.IN_REVIEW), _publish)
SEND_BACK = Step(
    "send-back", _("Send back"), "send_back", found_by(parts.parts, State.IN_REVIEW), send_back, needs_reason=True
)
DISCARD = Step("discard", _("Discard"), "discard", found_by(parts.parts, State.DRAFT), _discard)
RETRACT = Step(
    "retract", _("Propose a retraction"), "propose", found_by(alone, State.PUBLISHED), _retract,
    needs_reason=True, moves=False, reason_label=_("Reason, which the public will read:"),
)  # fmt: skip
SUBMIT_ALONE = Step("submit-alone", _("Submit this record alone"), "submit", found_by(alone, State.DRAFT), _submit)
PUBLISH_ALONE = Step(
    "publish-alone", _("Publish this record alone"), "publish", found_by(alone, State.IN_REVIEW), _publish
)

STEPS = (SUBMIT, PUBLISH, SEND_BACK, DISCARD, RETRACT)
