"""What editors make of a report: a reply that will stand beside the claim, or a correction of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from editorial import actions, reports
from editorial.choices import ReportKind, ReportState, State, Via
from editorial.errors import WrongState
from editorial.models import Report
from events.actions import correct
from events.actions import reply as enter_reply
from events.choices import ReplyCapacity
from events.models import Claim, Reply


def claim_of(report: Report) -> Claim | None:
    """The claim that it is about, as long as it stands."""
    found = reports.record_of(report)
    return found if isinstance(found, Claim) and found.state == State.PUBLISHED else None


def make_reply(report: Report, *, user: Any, text: str = "", via: str = Via.ADMIN) -> Reply:
    """A draft reply of what the sender wrote; the report is closed with `text`.

    Raises `WrongState` for what is no reply to a claim that stands, else what the verbs raise.
    """
    reports.check(user)
    claim = claim_of(report)
    if claim is None or report.kind != ReportKind.REPLY:
        raise WrongState(_("Only a reply to a published claim becomes one."))
    with actions.verb():
        draft = enter_reply(
            claim, report.text, name=report.name, capacity=ReplyCapacity(report.capacity or ReplyCapacity.OTHER),
            received=report.received_at.date().isoformat(), user=user, via=via,
        )  # fmt: skip
        reports.lead_to(report, ReportState.REPLIED, draft, user=user, text=text)
    return draft


def open_correction(report: Report, *, user: Any, text: str = "", via: str = Via.ADMIN) -> Claim:
    """A draft that will supersede the claim, or the one that this user began before; the report is closed."""
    reports.check(user)
    claim = claim_of(report)
    if claim is None:
        raise WrongState(_("Only a published claim is corrected."))
    with actions.verb():
        begun = Claim.objects.filter(supersedes=claim, state=State.DRAFT, author=user).order_by("created_at").first()
        draft = begun or correct(claim, user=user, via=via)
        reports.lead_to(report, ReportState.CORRECTED, draft, user=user, text=text)
    return draft


def outcome(report: Report) -> Reply | Claim | None:
    """The record that came of it."""
    model: Any = {"reply": Reply, "claim": Claim}.get(report.outcome_type)
    return model.objects.filter(pk=report.outcome_uid).first() if model else None


def public_outcome(report: Report) -> Reply | Claim | None:
    """The same, once the public may read it."""
    made = outcome(report)
    return made if made is not None and made.state == State.PUBLISHED else None
