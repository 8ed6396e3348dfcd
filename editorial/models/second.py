from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RecoveryCode(models.Model):
    """One of the codes that stand in for a lost telephone, each once. Only its digest is kept: nobody can read it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    # SHA-256: a code is random enough that nothing slower is needed.
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = (models.UniqueConstraint(fields=["user", "digest"], name="recoverycode_once"),)

    def __str__(self) -> str:
        return f"{self.user_id}"
