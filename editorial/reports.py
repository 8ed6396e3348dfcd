"""What readers report and reply: how it is received, and what editors do with it. No ledger holds any of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from editorial import answering, guard, notices, policies, registry
from editorial.choices import OPEN_REPORTS, NoticeKind, ReportKind, ReportState, Role
from editorial.errors import FourEyes, NotAllowed, ReasonRequired, Refused, WrongState
from editorial.models import Record, Report

SHORTEST, LONGEST = 10, 5000


@dataclass(frozen=True)
class Sender:
    """Who wrote, as far as they said."""

    name: str = ""
    email: str = ""
    capacity: str = ""


def digest(secret: str) -> str:
    """What of a secret is kept."""
    return sha256(secret.encode()).hexdigest()


def find(secret: str) -> Report | None:
    """The report that was sent with this secret."""
    return Report.objects.filter(secret=digest(secret)).first()


def receive(
    record: Record,
    text: str,
    *,
    kind: ReportKind,
    secret: str,
    sender: Sender | None = None,
    at: datetime | None = None,
) -> Report:
    """Take in what a reader wrote about a public record, and tell the editors. The same secret is taken in once.

    Raises `Refused` for a text that is too short or too long.
    """
    text, sender = text.strip(), sender or Sender()
    if not SHORTEST <= len(text) <= LONGEST:
        told = {"least": SHORTEST, "most": LONGEST}
        raise Refused([_("Write between %(least)d and %(most)d characters.") % told])
    moment = at or timezone.now()
    with transaction.atomic(), guard.writing():
        report, is_new = Report.objects.get_or_create(
            secret=digest(secret),
            defaults={
                "kind": kind, "record_type": record.type_name(), "record_uid": record.pk, "text": text,
                "name": sender.name.strip(), "email": sender.email, "capacity": sender.capacity,
                "language": get_language() or "", "received_at": moment,
            },
        )  # fmt: skip
        if is_new:
            notices.tell(notices.editors(), NoticeKind.REPORT, {record: f"report {report.pk}"}, at=moment)
    return report


# -- what editors do ---------------------------------------------------------------------------------------------------


def may(user: Any) -> bool:
    """Whether this person reads what readers wrote: editors, because names and addresses stand in it."""
    return bool(user.is_authenticated and user.is_staff and policies.has_role(user, Role.EDITOR))


def check(user: Any) -> None:
    """Raise `NotAllowed` unless `may`."""
    if not may(user):
        raise NotAllowed(_("What readers report is for editors."))


def record_of(report: Report) -> Record | None:
    """The record that it is about; None for one that is no longer there."""
    try:
        return registry.get(report.record_type, report.record_uid)
    except (LookupError, ObjectDoesNotExist):
        return None


def take(report: Report, *, user: Any) -> Report:
    """Look into it, or once more into one that was closed. Raises `WrongState` when somebody else does."""
    return _change(report, user, ReportState.TAKEN, taken_by=user, closed_at=None, told_at=None, tries=0)


def note(report: Report, text: str, *, user: Any) -> Report:
    """Keep a note for colleagues with it. Nobody else reads it."""
    check(user)
    with guard.writing():
        Report.objects.filter(pk=report.pk).update(note=text.strip()[:LONGEST])
    report.refresh_from_db()
    return report


def answer(report: Report, text: str, *, user: Any, at: datetime | None = None) -> Report:
    """Answer the sender, and close it. Raises `ReasonRequired` without words, `WrongState` for what is closed."""
    return _close(report, ReportState.ANSWERED, text, user, at)


def decline(report: Report, reason: str, *, user: Any, at: datetime | None = None) -> Report:
    """Close it without doing anything, for a reason that the sender reads.

    Raises as `answer` does, and `FourEyes` for a report on what the user wrote or submitted.
    """
    record = record_of(report)
    if record is not None and policies.is_own(user, record):
        raise FourEyes(_("You wrote or submitted what this is about; somebody else has to decide on it."))
    return _close(report, ReportState.DECLINED, reason, user, at)


def lead_to(
    report: Report, state: ReportState, outcome: Record, *, user: Any, text: str = "", at: datetime | None = None
) -> Report:
    """Close it, because a reply or a correction was made of it, with or without words to the sender.

    The sender is led to the outcome once that is public.
    """
    more = {"outcome_type": outcome.type_name(), "outcome_uid": outcome.pk}
    return _change(report, user, state, **_closing(text, at), **more)


def _close(report: Report, state: ReportState, text: str, user: Any, at: datetime | None) -> Report:
    check(user)
    if not text.strip():
        raise ReasonRequired(_("Write an answer: the sender will read it."))
    return _change(report, user, state, **_closing(text, at))


def _closing(text: str, at: datetime | None) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise Refused([_("An answer has at most %(most)d characters.") % {"most": LONGEST}])
    return {"answer": text.strip(), "closed_at": at or timezone.now()}


def _change(report: Report, user: Any, state: ReportState, **values: Any) -> Report:
    check(user)
    with transaction.atomic(), guard.writing():
        stored = Report.objects.select_for_update(of=("self",)).select_related("taken_by").get(pk=report.pk)
        if state != ReportState.TAKEN and not stored.is_open:
            raise WrongState(_("This was closed meanwhile: take it up again first."))
        if state == ReportState.TAKEN and stored.state == state and stored.taken_by != user:
            who = stored.taken_by.username if stored.taken_by else ""
            raise WrongState(_("%(who)s is looking into this.") % {"who": who})
        for name, value in {"state": state, "taken_by": user, **values}.items():
            setattr(stored, name, value)
        stored.save()
        if stored.closed_at is not None:
            answering.tell_sender(stored)
    return stored


# -- erasing -----------------------------------------------------------------------------------------------------------


def erase(days: int, *, at: datetime | None = None, is_trial: bool = False) -> int:
    """Erase names and addresses of senders `days` days after their reports were closed. Returns how many."""
    moment = at or timezone.now()
    due = Report.objects.filter(closed_at__lt=moment - timedelta(days=days), erased_at=None)
    due = due.exclude(name="", email="")
    if is_trial:
        return due.count()
    with guard.writing():
        return due.update(name="", email="", erased_at=moment)


def waiting() -> Any:
    """What is open, the oldest first."""
    return Report.objects.filter(state__in=OPEN_REPORTS).order_by("received_at", "pk")


def about(records: Iterable[Record]) -> Any:
    """What was written about these records, the newest first."""
    return Report.objects.filter(record_uid__in=[record.pk for record in records]).order_by("-received_at", "-pk")
