"""Send the notices that are due and that no worker has sent."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand

from editorial import answering, letters
from editorial.models import Notice


def _never(when: datetime) -> None:
    """Nobody is asked to look again: whoever runs the command runs it again."""


class Command(BaseCommand):
    """The worker sends them by itself; this is for an archive whose queue was lost, or that runs without a worker."""

    help = "Send the notices by e-mail that are due. Safe to repeat, and to run beside a worker."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and print how many letters went out."""
        people = Notice.objects.filter(done_at=None).order_by().values_list("user", flat=True).distinct()
        sent = sum(bool(letters.send_due(str(uid), again=_never)) for uid in people)
        sent += sum(answering.send_now(pk) for pk in answering.due())
        self.stdout.write(f"{sent} letters sent.")
