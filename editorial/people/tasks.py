"""Letters about accounts. They are written by the worker: how long an answer takes tells nothing of who exists."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from editorial.models import Invitation
from editorial.people import inviting, resetting


@task()
def send_invitation(number: int) -> bool:
    """Write to whoever is invited. Returns whether the invitation was still open."""
    invitation = Invitation.objects.filter(pk=number).first()
    if invitation is None or not invitation.is_open(timezone.now()):
        return False
    inviting.send(invitation)
    return True


@task()
def send_reset(email: str) -> int:
    """Write to everybody who has this address and a password to lose. Returns to how many."""
    return resetting.send(email)
