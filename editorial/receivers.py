"""Sign-ins and role changes go to the access log; what concerns somebody goes to their outbox."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.http import HttpRequest

from editorial import access, notices
from editorial.choices import Action
from editorial.models import AccessLog, AccountAct, Comment, Record, Reviewable, ReviewClaim, User
from editorial.signals import changed, commented, taken


def _is_asked(request: HttpRequest | None) -> bool:
    """Whether somebody asked for it; a program that signs somebody in makes up a request without a method."""
    return request is not None and request.method is not None


@receiver(user_logged_in)
def log_sign_in(sender: Any, user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
    AccessLog.objects.create(what=AccessLog.What.SIGNED_IN, user=user, username=user.username)
    if _is_asked(request):
        access.note(AccountAct.SIGN_IN, user)


@receiver(user_logged_out)
def log_sign_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        AccessLog.objects.create(what=AccessLog.What.SIGNED_OUT, user=user, username=user.username)


@receiver(user_login_failed)
def log_refusal(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """The same is written whether there is such a user or not: or how long it takes would tell.

    How much of it strangers can cause is bounded, because whoever is locked out causes nothing more.
    """
    if not _is_asked(request) or getattr(request, "axes_locked_out", False):
        return
    typed = str(credentials.get("username", ""))[:150]
    AccessLog.objects.create(what=AccessLog.What.REFUSED, username=typed)
    access.note(AccountAct.REFUSE, User.objects.filter(username=typed).first() or access.NOBODY, by=access.NOBODY)


@receiver(user_locked_out)
def log_lock_out(sender: Any, request: HttpRequest, username: str | None, **kwargs: Any) -> None:
    """Once for each time, by the attempt that was too much."""
    if getattr(request, "axes_failures_since_start", None) != settings.AXES_FAILURE_LIMIT:
        return
    typed = str(username or "")[:150]
    AccessLog.objects.create(what=AccessLog.What.LOCKED_OUT, username=typed)
    access.note(AccountAct.LOCK_OUT, User.objects.filter(username=typed).first() or access.NOBODY, by=access.NOBODY)


@receiver(m2m_changed, sender=User.groups.through)
def log_roles(sender: Any, instance: Any, action: str, pk_set: set[int] | None, **kwargs: Any) -> None:
    if not action.startswith("post_") or not isinstance(instance, User):
        return
    names = ", ".join(Group.objects.filter(pk__in=pk_set or ()).values_list("name", flat=True))
    AccessLog.objects.create(
        what=AccessLog.What.ROLES_CHANGED,
        user=instance,
        username=instance.username,
        detail=f"{action.removeprefix('post_')}: {names}"[:300],
    )


@receiver(changed)
def tell_of_acts(sender: Any, action: Action, records: Sequence[Record], user: Any, **kwargs: Any) -> None:
    notices.follow(action, records, user)


@receiver(commented)
def tell_of_comments(sender: Any, comment: Comment, record: Record, addressees: Iterable[int], **kwargs: Any) -> None:
    notices.tell_of_comment(comment, record, addressees)


@receiver(taken)
def tell_of_taking(
    sender: Any, subject: Reviewable, before: ReviewClaim, claim: ReviewClaim, user: User, at: datetime, **kwargs: Any
) -> None:
    notices.tell_of_taking(subject, before, user, at)
    notices.warn_in_time(claim, user)
