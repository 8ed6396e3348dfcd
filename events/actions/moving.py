"""Move claims to another event or entity, and split an event in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from editorial import actions, changes
from editorial.choices import State, Via
from editorial.errors import ReasonRequired, Refused, WrongState
from events.actions.claims import STATEMENT, succeed
from events.models import Claim, Entity, Event
from events.models.claim_checks import errors as codebook_errors

# What may still take a claim's place.
OPEN = (State.DRAFT, State.IN_REVIEW)


def move(
    claims: Sequence[Claim],
    to: Event | Entity,
    *,
    reason: str,
    user: Any,
    seen: Mapping[str, int] | None = None,
    via: str = Via.COMMAND,
) -> list[Claim]:
    """Move claims to another event or entity, for a reason that readers will see. Returns the claims about it: drafts.

    A published claim stands until it is superseded: its draft says the same of the new subject, with the same
    quotations, and is reviewed in the bundle of that subject. A draft is changed in place. Rankings are not taken
    along: they judged a claim among the rivals that it leaves. The way back is to move again.

    `seen` are the versions, by uid, that the user saw. Raises `ReasonRequired`, `WrongState` for claims that changed
    since, and `Refused` with a sentence for each claim that cannot be moved there. Nothing is moved then.
    """
    if not reason.strip():
        raise ReasonRequired(_("Give a reason: others will read it."))
    with actions.verb():
        rows = changes.lock(claims)
        if seen is not None and any(seen.get(row.pk) != row.version for row in rows):
            raise WrongState(_("A claim was changed since you opened the page. Look at it again, then decide."))
        if problems := list(why_not(rows, to)):
            raise Refused(problems)
        return [_moved(row, to, reason.strip(), user=user, via=via) for row in rows]


def split(
    event: Event,
    claims: Sequence[Claim],
    *,
    title: str,
    kind: str,
    reason: str,
    user: Any,
    summary: str = "",
    seen: Mapping[str, int] | None = None,
    via: str = Via.COMMAND,
) -> Event:
    """Make a draft event of some claims of another, or of what is merged into it. Returns it: its bundle is reviewed.

    All of it is done, or nothing. The way back is to merge the two. Raises as `move` does, and `ValidationError`.
    """
    strangers = [claim for claim in claims if claim.event is None or claim.event.root_id != event.root_id]
    if strangers:
        raise Refused([_("%(claim)s is not about this event.") % {"claim": one.public_name()} for one in strangers])
    with actions.verb():
        # A part of the same whole, unless the reviewers know better.
        made = Event(title=title, kind=kind, summary=summary, part_of=event.part_of)
        actions.save(made, user=user, via=via)
        move(claims, made, reason=reason, user=user, seen=seen, via=via)
    return made


def why_not(claims: Sequence[Claim], to: Event | Entity) -> Iterator[str]:
    """A sentence for each thing that stands in the way of moving these claims there. Two queries."""
    if not claims:
        yield _("Choose at least one claim.")
    if to.root_id != to.pk:
        yield _("“%(to)s” was merged into “%(root)s”: move them there.") % {"to": to, "root": to.root}
    elif to.state not in (*OPEN, State.PUBLISHED):
        yield _("“%(to)s” is %(state)s.") % {"to": to, "state": to.get_state_display()}
    open_successors = dict(
        Claim.objects.filter(supersedes__in=[c.pk for c in claims], state__in=OPEN).values_list("supersedes_id", "pk")
    )
    for claim in claims:
        for problem in _problems(claim, to, open_successors.get(claim.pk)):
            yield _("%(claim)s (%(says)s): %(problem)s") % {
                "claim": claim.public_name(), "says": claim, "problem": problem,
            }  # fmt: skip


def _problems(claim: Claim, to: Event | Entity, open_successor: str | None) -> Iterator[str]:
    if claim.state == State.IN_REVIEW:
        yield _("it is in review; send it back first, or move it once it is published.")
    elif claim.state not in (State.DRAFT, State.PUBLISHED):
        yield _("it is %(state)s.") % {"state": claim.get_state_display()}
    if claim.subject.pk == to.pk:
        yield _("it is about this already.")
    if open_successor:
        yield _("a draft that supersedes it is open already (claim %(uid)s).") % {"uid": open_successor}
    yield from _unsuited(claim, to)


def _unsuited(claim: Claim, to: Event | Entity) -> Iterator[str]:
    """What the codebook has against the statement, said of this subject."""
    said = {name: getattr(claim, name) for name in STATEMENT} | about(to)
    yield from (str(message) for _field, message in codebook_errors(Claim(**said)))


def about(subject: Event | Entity) -> dict[str, Event | Entity | None]:
    """The columns that say what a claim is about."""
    is_event = isinstance(subject, Event)
    return {"event": subject if is_event else None, "entity": None if is_event else subject}


def _moved(claim: Claim, to: Event | Entity, reason: str, *, user: Any, via: str) -> Claim:
    if claim.state == State.PUBLISHED:
        return succeed(claim, user=user, via=via, reason=reason, **about(to))
    for name, subject in about(to).items():
        setattr(claim, name, subject)
    if claim.supersedes_id:
        claim.reason = reason
    return actions.save(claim, user=user, via=via, reason=reason)


def movable(claims: Iterable[Claim]) -> list[Claim]:
    """Those of the claims whose state lets them be moved."""
    return [claim for claim in claims if claim.state in (State.DRAFT, State.PUBLISHED)]
