"""Judge from the merge page whether two entities are one, and propose that a merge end. Each is one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from editorial import actions, changes, policies
from editorial.choices import State, Via
from editorial.errors import Refused, WrongState
from editorial.models import Revision
from events.actions import match
from events.choices import Judgement
from events.matching import candidates, page
from events.models import Entity, EntityMatch


def judge(
    left: Any,
    right: Any,
    judgement: Judgement,
    *,
    reason: str,
    user: Any,
    submit: bool,
    score: float | None = None,
    via: str = Via.ADMIN,
) -> Any:
    """Say whether two root entities, or events, are one; *same* folds `right` into `left` once somebody else agrees.

    Returns the judgement, as a draft or in review. Raises `Refused` where it is judged already or would bare a
    protected name, and what `match` and `submit` raise.
    """
    with actions.verb():
        # Both locked, so that two who judge at once do not say it twice.
        left, right = changes.lock([left, right])
        if problems := list(_problems(left, right, judgement, user)):
            raise Refused(problems)
        exact = None if score is None else Decimal(str(round(score, 4)))
        found = match(left, right, judgement, reason=reason, user=user, score=exact, via=via)
        return actions.submit([found], user=user, via=via)[0] if submit else found


def _problems(left: Any, right: Any, judgement: Judgement, user: Any) -> Iterable[str]:
    if left.root_id == right.root_id:
        yield _("The two are one already.")
        return
    if why := stands_in_the_way(candidates.between(left, [right.root_id]).get(right.root_id, []), user):
        yield why
    if judgement == Judgement.SAME and isinstance(left, Entity):
        yield from filter(None, [EntityMatch(left=left, right=right).bares()])


def stands_in_the_way(judged: Iterable[Any], user: Any) -> str:
    """Why nothing more is to be judged of a pair, given the judgements on it; empty if something may be."""
    for one in judged:
        if one.state in candidates.SAID and one.judgement != Judgement.UNSURE:
            said = {"judgement": one.get_judgement_display(), "who": one.author, "state": one.get_state_display()}
            return (
                _("%(who)s judged the two “%(judgement)s” (%(state)s). That has to be sent back, or retracted, first.")
                % said
            )
        if one.state == State.DRAFT and policies.is_own(user, one):
            return _("You have drafted a judgement on the two already. Submit or discard that first.")
    return ""


def part(judged: Any, *, reason: str, user: Any, via: str = Via.ADMIN) -> Revision:
    """Propose that a merge end. Raises `WrongState` when that is proposed already, and as `propose_retraction` does."""
    with actions.verb():
        (judged,) = changes.lock([judged])
        policies.check(user, "propose", judged)
        if page.pending_end(judged) is not None:
            raise WrongState(_("That this merge should end is proposed already, and in review."))
        return actions.propose_retraction(judged, reason=reason, user=user, via=via)
