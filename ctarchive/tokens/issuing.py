"""Make, find and revoke tokens, and note what came through them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from ctarchive.tokens import keys
from ctarchive.tokens.models import ApiToken, Scope, TokenEntry
from editorial import access, policies
from editorial.choices import Role
from editorial.errors import NotAllowed
from editorial.models import AccessLog, AccountAct, LedgerEntry
from editorial.signals import recorded

# How long a token may last, in days.
LASTS = (1, 7, 30, 90, 365)
MOST = 50  # that work, for one person
_NOTED = timedelta(minutes=1)

_acting: ContextVar[ApiToken | None] = ContextVar("ctarchive_acting_token", default=None)


def may_have(user: Any) -> bool:
    """Whether the user may have tokens: whoever writes in the admin."""
    return bool(user.is_staff and policies.has_role(user, Role.CONTRIBUTOR))


def issue(
    *, user: Any, name: str, scopes: Sequence[str], days: int, at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Make a token for oneself. Returns it and what to send, which is stored nowhere and cannot be had again.

    Raises `NotAllowed` for somebody without an editorial role, `ValidationError` by field.
    """
    if not may_have(user):
        raise NotAllowed(_("Tokens are for those who write in the admin. An administrator can give you a role."))
    moment = at or timezone.now()
    if wrong := _wrong(name, scopes, days):
        raise ValidationError(wrong)
    if ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=moment).count() >= MOST:
        raise ValidationError({"name": _("You have %(most)d tokens. Revoke one first.") % {"most": MOST}})
    key = keys.new()
    with transaction.atomic():
        made = ApiToken.objects.create(
            user=user, name=name.strip(), digest=keys.digest(key), ending=key[-4:],
            scopes=[scope.value for scope in Scope if scope in scopes],
            created_at=moment, expires_at=moment + timedelta(days=days),
        )  # fmt: skip
        _log(AccessLog.What.TOKEN_MADE, made, user)
    return made, key


def _wrong(name: str, scopes: Sequence[str], days: int) -> dict[str, str]:
    wrong = {}
    if not 1 <= len(name.strip()) <= 80:
        wrong["name"] = _("Say in 1 to 80 characters which program uses it.")
    if not scopes or set(scopes) - set(Scope.values):
        wrong["scopes"] = _("Choose at least one scope.")
    if days not in LASTS:
        wrong["days"] = _("Choose how long it lasts.")
    return wrong


def find(key: str) -> ApiToken | None:
    """The token, whether it works or not, with its owner; None for what was never one. One query, or none."""
    if not keys.is_whole(key):
        return None
    return ApiToken.objects.select_related("user").filter(digest=keys.digest(key)).first()


def note_use(token: ApiToken, at: datetime) -> None:
    """Note that it was used, to the minute."""
    if token.last_used_at is None or at - token.last_used_at >= _NOTED:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def revoke(token: ApiToken, *, user: Any, at: datetime | None = None) -> bool:
    """End a token, for ever. Returns whether it still worked. Raises `NotAllowed` for others' tokens, unless for
    administrators."""
    if token.user_id != user.uid and not (user.is_active and Role.ADMINISTRATOR in user.roles):
        raise NotAllowed(_("Tokens are revoked by their owners and by administrators."))
    with transaction.atomic():
        # One statement, so that of two at once one is told.
        unrevoked = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
        if not unrevoked.update(revoked_at=at or timezone.now(), revoked_by=user):
            return False
        _log(AccessLog.What.TOKEN_REVOKED, token, user)
    return True


def _log(what: AccessLog.What, token: ApiToken, by: Any) -> None:
    detail = f"{token.name} (…{token.ending}; {token.scope_keys}) of {token.user.username}"
    AccessLog.objects.create(what=what, user=by, username=by.username, detail=detail[:300])
    act = AccountAct.TOKEN_MADE if what == AccessLog.What.TOKEN_MADE else AccountAct.TOKEN_ENDED
    access.note(act, token.user, by=by, fields={"token": str(token.pk), "scopes": token.scope_keys})


# -- what came through a token -----------------------------------------------------------------------------------------


@contextmanager
def acting(token: ApiToken) -> Iterator[None]:
    """Whatever the ledger records meanwhile came through this token."""
    before = _acting.set(token)
    try:
        yield
    finally:
        _acting.reset(before)


@receiver(recorded, dispatch_uid="ctarchive.tokens")
def follow_ledger(sender: Any, entries: Sequence[LedgerEntry], **kwargs: Any) -> None:
    """Note the token beside the entries, in their transaction."""
    if (token := _acting.get()) is not None:
        TokenEntry.objects.bulk_create([TokenEntry(seq=entry.seq, token=token) for entry in entries])
