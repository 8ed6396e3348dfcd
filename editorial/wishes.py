"""Who wants to be told what by e-mail, and the signed links by which they say that they do not."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from editorial.choices import NoticeKind
from editorial.models import User

_SALT = "editorial.notices"


def are_sent() -> bool:
    """Whether this archive sends mail at all."""
    return not str(settings.EMAIL_BACKEND).endswith(".dummy.EmailBackend")


def wants(user: User, kind: str) -> bool:
    """Whether this person can be written to, and wants to be told this."""
    return bool(user.is_active and user.email and kind not in user.notices_off)


def link_off(user: User, kinds: Iterable[str]) -> str:
    """The address that switches these kinds off. Signed; it never runs out, for letters are kept."""
    token = signing.dumps([user.uid, sorted(kinds)], salt=_SALT)
    return f"{settings.SITE_URL}{reverse('account:off', args=[token])}"


def read_link(token: str) -> tuple[User, list[NoticeKind]]:
    """Whom and what a link is about. Raises `BadSignature`, and `User.DoesNotExist`."""
    uid, kinds = signing.loads(token, salt=_SALT)
    return User.objects.get(uid=uid), [NoticeKind(kind) for kind in kinds if kind in NoticeKind.values]


def switch_off(user: User, kinds: Iterable[str]) -> None:
    """Tell this person nothing of these kinds any more. Safe to repeat."""
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        locked.notices_off = sorted({*locked.notices_off, *kinds})
        locked.save(update_fields=["notices_off"])
