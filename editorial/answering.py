"""Letters to readers who reported something: one, when it is closed, if they left an address.

The letter is sent outside of the transaction that closed the report, and tried again when it did not go out. It names
the record by its uid alone: no title, and so no protected name, travels through the open net.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from editorial import guard
from editorial.models import Report
from editorial.wishes import are_sent

log = logging.getLogger(__name__)

MOST_TRIES = 8
PATIENCE = timedelta(minutes=10)


def tell_sender(report: Report) -> None:
    """Have the sender of a closed report told. Inside the transaction that closes it."""
    if report.email and are_sent():
        # Robust: what was committed must not look as if it had failed because the queue does not answer.
        transaction.on_commit(lambda: send_answer.enqueue(report.pk), robust=True)


@task()
def send_answer(pk: int) -> bool:
    """Send the answer to a report, if it is still to be sent. Safe to repeat."""
    return send_now(pk, again=lambda when: send_answer.using(run_after=when).enqueue(pk))


def due() -> list[int]:
    """The keys of the reports whose senders are still to be told."""
    rows = Report.objects.filter(closed_at__isnull=False, told_at=None, tries__lt=MOST_TRIES).exclude(email="")
    return list(rows.values_list("pk", flat=True)) if are_sent() else []


def _never(_when: datetime) -> None:
    """Nobody is asked to look again."""


def send_now(pk: int, *, again: Callable[[datetime], Any] = _never, at: datetime | None = None) -> bool:
    """What the task does. Whether a letter went out."""
    moment = at or timezone.now()
    with transaction.atomic(), guard.writing():
        report = Report.objects.select_for_update().filter(pk=pk, closed_at__isnull=False, told_at=None).first()
        if report is None or not report.email or report.tries >= MOST_TRIES:
            return False
        # Told before it is sent: of two workers at once one sends.
        Report.objects.filter(pk=pk).update(told_at=moment, tries=report.tries + 1)
    try:
        compose(report).send()
    except (OSError, SMTPException) as error:
        # The address is not repeated: logs are read by more people than letters.
        log.warning("The answer to report %s was not sent: %s", pk, error)
        with guard.writing():
            Report.objects.filter(pk=pk, told_at=moment).update(told_at=None)
        again(moment + PATIENCE * 2**report.tries)
        return False
    return True


def compose(report: Report) -> EmailMessage:
    """The letter, in the language in which the reader read the form."""
    host = settings.SITE_URL.partition("//")[2].partition(":")[0]
    with translation.override(report.language or settings.LANGUAGE_CODE):
        context = {"report": report, "site_url": settings.SITE_URL}
        return EmailMessage(
            subject=_("[ctarchive] What became of your message"),
            body=render_to_string("reports/answer.txt", context),
            to=[report.email],
            headers={
                "Message-ID": f"<report-{report.pk}-{report.closed_at:%Y%m%d%H%M%S}@{host}>",
                "Auto-Submitted": "auto-generated",
            },
        )
