"""The public page of one claim."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial import asof, ledger, pages
from editorial.asof import AsOf
from editorial.choices import State
from editorial.models import Reviewable
from events import corrections, footnotes, headings, history, protection, reading, replies, then
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
    made = veiled(mask, Ranking.objects.once_published().filter(claim=claim).order_by("published_at", "uid"))
    shown = _shown(claim, made, mask, day)
    successor = reading.successors_of([claim.pk], mask).get(claim.pk) if claim.state == State.SUPERSEDED else None
    replied = replies.shown(Reply.objects.once_published().filter(claim=claim), mask)
    steps = history.of_claim(claim, shown.footnotes, made, replied)
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
    """Give the claim and what it speaks of the words and the state of the day, and hide what is protected today."""
    if day.moment is not None:
        asof.restore_all([getattr(claim, name) for name in NAMED], day.moment)
        then.revive(claim, day.moment)
    veil(mask, claim, claim.supersedes, *(getattr(claim, name) for name in NAMED))
    if claim.supersedes:
        veil(mask, claim.supersedes.subject)


def _shown(claim: Claim, made: Sequence[Ranking], mask: Mask, day: AsOf) -> Shown:
    """The claim with the passages and the ranking of the day; of one that had ended, those that stood at its end."""
    at = claim.ended_at - timedelta(microseconds=1) if claim.ended_at else day.moment
    notes = footnotes.of_claims([claim], mask, at).get(claim.pk, [])
    ranking = next((one for one in reversed(made) if _stands(one, at)), None)
    if claim.ended_at:
        reading.count_sources(claim, notes)
    elif at is not None:
        then.restored_claim(claim, notes, ranking, at)
    shown = Shown(claim, notes, ranking)
    reading.number([shown])
    reading.date([shown], day.given if day.moment else "")
    return shown


def _stood_with(reply: Reviewable, claim: Claim, at: datetime | None) -> bool:
    """Whether the reply stands beside the claim, or did; those of a claim that was superseded ended with it."""
    if at is None or claim.ended_at is not None:
        return bool(reply.state == claim.state)
    return _stands(reply, at)


def _stands(record: Reviewable, at: datetime | None) -> bool:
    """Whether a record that was published once stands now, or stood at the moment."""
    if at is None:
        return bool(record.is_published)
    assert record.published_at is not None
    return record.published_at <= at and (record.ended_at is None or record.ended_at > at)
