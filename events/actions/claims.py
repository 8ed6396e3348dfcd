"""Quote a passage for a claim, correct a published claim, rank it among its rivals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from editorial import actions, changes
from editorial.choices import State, Via
from editorial.errors import WrongState
from events import quotes
from events.choices import Rank, Stance
from events.models import Claim, Evidence, Ranking
from sources.models import Capture

# What a correction takes over from the claim it corrects.
STATEMENT = (
    "event", "entity", "property", "value_kind", "value_text", "value_edtf", "value_low", "value_high", "value_entity",
    "hedge", "unit", "currency", "counted", "role", "title", "accused", "valid", "attributed_to", "language",
    "credibility",
)  # fmt: skip


def quote(
    claim: Claim,
    capture: Capture,
    exact: str,
    *,
    user: Any,
    via: str = Via.COMMAND,
    at: datetime | None = None,
    prefix: str = "",
    suffix: str = "",
    start: int | None = None,
    stance: Stance = Stance.SUPPORTS,
    reading: str = "",
    translation: str = "",
    language: str = "",
) -> Evidence:
    """Tie the claim to a passage of the capture. Returns the evidence, a draft of its own.

    Raises `QuoteMissing` or `QuoteAmbiguous`, with the candidates, when the passage is not there exactly once in this
    context, and `WrongState` for a claim that has ended.
    """
    if claim.state not in (State.DRAFT, State.IN_REVIEW, State.PUBLISHED):
        raise WrongState(f"{claim.public_name()} is {claim.get_state_display()}: no evidence is added to it.")
    anchor = quotes.find(capture.text, exact, prefix=prefix, suffix=suffix, start=start)
    evidence = Evidence(
        claim=claim, capture=capture, stance=stance, reading=reading, translation=translation, language=language
    )
    evidence.anchor_to(anchor)
    return actions.save(evidence, user=user, via=via, at=at)


def correct(claim: Claim, *, user: Any, via: str = Via.COMMAND, **changes: Any) -> Claim:
    """A draft that will supersede the published claim: the same statement, with `changes`, and the same quotations."""
    if claim.state != State.PUBLISHED:
        raise WrongState(f"{claim.public_name()} is {claim.get_state_display()}; only a published claim is corrected.")
    return succeed(claim, user=user, via=via, **changes)


def succeed(claim: Claim, *, user: Any, via: str, **changes: Any) -> Claim:
    """A draft that will supersede the claim, with `changes`; its published quotations are looked for once more."""
    statement = {name: getattr(claim, name) for name in STATEMENT} | changes
    with actions.verb():
        draft = actions.save(Claim(**statement, supersedes=claim), user=user, via=via)
        for old in Evidence.objects.published().filter(claim=claim).select_related("capture"):
            quote(
                draft, old.capture, old.exact, user=user, via=via, start=old.start, stance=Stance(old.stance),
                reading=old.reading, translation=old.translation, language=old.language,
            )  # fmt: skip
    return draft


def rank(
    claim: Claim,
    rank: Rank,
    *,
    reason: str,
    user: Any,
    reason_kind: str = "",
    via: str = Via.COMMAND,
    at: datetime | None = None,
) -> Ranking:
    """Judge a claim among its rivals. Returns the ranking as a draft; the newest published one counts."""
    ranking = Ranking(claim=claim, rank=rank, reason=reason, reason_kind=reason_kind)
    return actions.save(ranking, user=user, via=via, at=at)


def propose_ranking(
    claim: Claim,
    to: Rank,
    *,
    reason: str,
    user: Any,
    reason_kind: str = "",
    draft: bool = False,
    via: str = Via.COMMAND,
) -> Ranking:
    """Rank a published claim and hand the ranking in for review at once, unless it is to stay a `draft`.

    Raises as `rank` does, and `WrongState` for a claim that is not published, is ranked so already, or for which the
    same ranking waits.
    """
    with actions.verb():
        (claim,) = changes.lock([claim])
        if claim.state != State.PUBLISHED:
            raise WrongState(_("%(claim)s is not published: there is nothing to rank.") % {"claim": claim})
        if claim.rank == to:
            raise WrongState(_("“%(claim)s” has this rank already.") % {"claim": claim})
        if claim.rankings.filter(rank=to, state__in=(State.DRAFT, State.IN_REVIEW)).exists():
            raise WrongState(_("The same ranking of “%(claim)s” waits already.") % {"claim": claim})
        ranking = rank(claim, to, reason=reason, reason_kind=reason_kind, user=user, via=via)
        return ranking if draft else actions.submit([ranking], user=user, via=via)[0]
