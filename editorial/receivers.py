"""Sign-ins and role changes go to the access log; what concerns somebody goes to their outbox."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed
from django.dispatch import receiver

from editorial import notices
from editorial.choices import Action
from editorial.models import AccessLog, Comment, Record, Reviewable, ReviewClaim, User
from editorial.signals import changed, commented, taken


@receiver(user_logged_in)
def log_sign_in(sender: Any, user: User, **kwargs: Any) -> None:
    AccessLog.objects.create(what=AccessLog.What.SIGNED_IN, user=user, username=user.username)


@receiver(user_logged_out)
def log_sign_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        AccessLog.objects.create(what=AccessLog.What.SIGNED_OUT, user=user, username=user.username)


@receiver(user_login_failed)
def log_refusal(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    AccessLog.objects.create(what=AccessLog.What.REFUSED, username=str(credentials.get("username", ""))[:150])


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
