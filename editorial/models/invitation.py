from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from editorial.choices import Role


def new_nonce() -> str:
    return secrets.token_hex(8)


class Invitation(models.Model):
    """An offer of an account with a role, to whoever reads the mail of an address. Working data: no record.

    The link that accepts it is signed, and holds the nonce: it works once, until it expires or is withdrawn.
    """

    LASTS: ClassVar[timedelta] = timedelta(days=7)

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    nonce = models.CharField(max_length=16, editable=False, default=new_nonce)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.email

    def is_open(self, at: datetime) -> bool:
        """Whether it can be accepted at this moment."""
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at
