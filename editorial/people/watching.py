"""Tells of every changed password, whoever changed it, wherever it was done."""

from __future__ import annotations

from typing import Any

from axes.utils import reset
from django.utils.translation import gettext as _

from editorial import access
from editorial.models import AccessLog, AccountAct


class PasswordsAreTold:
    """In the form of a validator: Django tells each of them when a password was changed, and of nothing else."""

    def validate(self, password: str, user: Any = None) -> None:
        """Longer than any word or sentence is no password, but a way to keep the machine busy."""

    def get_help_text(self) -> str:
        return _("Other sessions of this account end when the password is changed.")

    def password_changed(self, password: str, user: Any = None) -> None:
        """Note it. Whoever has just proved who they are is not locked out any longer."""
        AccessLog.objects.create(what=AccessLog.What.PASSWORD_CHANGED, user=user, username=user.username)
        access.note(AccountAct.PASSWORD, user)
        reset(username=user.username)
