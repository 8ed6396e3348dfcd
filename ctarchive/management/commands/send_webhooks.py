"""Send webhooks what is due and what no worker has sent."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand

from ctarchive.hooks import sending
from ctarchive.hooks.models import Webhook


def _never(when: datetime) -> None:
    """Nobody is asked to come back: whoever runs the command runs it again."""


class Command(BaseCommand):
    """The worker sends them by itself; this is for an archive whose queue was lost, or that runs without a worker."""

    help = "Send webhooks all that is due. Safe to repeat, and to run beside a worker."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and print how many messages were received."""
        hooks = Webhook.objects.filter(is_active=True).values_list("pk", flat=True)
        received = sum(sending.deliver(pk, again=_never) for pk in hooks)
        self.stdout.write(f"{received} message{'' if received == 1 else 's'} received.")
