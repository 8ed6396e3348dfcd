"""The public page of one claim."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial import asof, ledger, pages
from editorial.asof import AsOf
from editorial.choices import State
from editorial.models import Reviewable
from events import corrections, headings, history, protection, reading, replies, then
from events.models import Claim, Ranking, Reply
from events.protection import Mask
from events.reading import NAMED, Shown, Value
from events.veil import veil, veiled


@require_safe
def claim_detail(request: HttpRequest, uid: str) -> HttpResponse:
    """One claim on its own permanent page, with its history and its place in the ledger, now or on another day."""
    claim = pages.find(Claim.objects.select_related(*NAMED, "supersedes__event", "supersedes__entity"), uid)
    day = asof.read(request)
    if early := pages.not_yet(request, claim, day):
        return early
    mask, ended_at = protection.load(), claim.ended_at
    _stand(claim, mask, day)
    sentence = headings.sentence(claim)
    # What it was about is gone: so is what was said of it, on every day.
    if State.RETRACTED in (claim.state, claim.subject.state):
        return pages.tombstone(request, claim, claim.event, claim.entity, said=sentence, hide=mask.apply)
    shown = _shown(claim, mask, day)
    successor = reading.successors_of([claim.pk], mask).get(claim.pk) if claim.state == State.SUPERSEDED else None
    made = Ranking.objects.once_published().filter(claim=claim).order_by("published_at", "uid")
    replied = replies.shown(Reply.objects.once_published().filter(claim=claim), mask)
    steps = history.of_claim(claim, shown.footnotes, veiled(mask, made), replied)
    correction = corrections.of_one(claim, public=True)
    context = {
        "claim": claim,
        "sentence": sentence,
        "shown": Value([shown]),
        "successor": successor,
        "moved_to": reading.moved_to(claim, successor),
        "moved_from": reading.moved_to(claim, claim.supersedes),
        "correction": correction.masked(mask) if correction else None,
        "replies": [reply for reply in replied if _stood_with(reply, claim, day.moment)],
        "steps": [step for step in steps if day.moment is None or step.at <= day.moment],
        "head": ledger.head(),
        "as_of": day,
        "ended_since": ended_at if claim.ended_at is None else None,
    }
    return render(request, "events/claim_detail.html", context)


def _stand(claim: Claim, mask: Mask, day: AsOf) -> None:
    """Give the claim what it had on the day, in memory, and hide what is protected today."""
    if day.moment is not None:
        then.restored_claims([claim], mask, day.moment, NAMED)
    veil(mask, claim, claim.supersedes, *(getattr(claim, name) for name in NAMED))
    if claim.supersedes:
        veil(mask, claim.supersedes.subject)


def _shown(claim: Claim, mask: Mask, day: AsOf) -> Shown:
    shown = reading.show_ended(claim, mask) if claim.ended_at else reading.show([claim], mask, day.moment)[0]
    reading.number([shown])
    reading.date([shown], day.given if day.moment else "")
    return shown


def _stood_with(reply: Reviewable, claim: Claim, at: datetime | None) -> bool:
    """Whether the reply stands beside the claim, or did; those of a claim that was superseded ended with it."""
    if at is None or claim.ended_at is not None:
        return bool(reply.state == claim.state)
    assert reply.published_at is not None
    return reply.published_at <= at and (reply.ended_at is None or reply.ended_at > at)
