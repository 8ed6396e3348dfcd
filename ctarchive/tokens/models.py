"""Working data: no ledger holds it. What came of a token's requests stands in the ledger, under its owner's name."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token is for. Whatever its scopes, it never can more than its owner."""

    COLLECT = "collect", _("collect: sources, captures, publishers")
    ANNOTATE = "annotate", _("annotate: events, entities, claims with quotations, suggestions, proposals, comments")
    REVIEW = "review", _("review: decide on what others submitted")


class ApiToken(models.Model):
    """What proves to the API in whose name a program writes. The token itself is known to its owner alone."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, to_field="uid", related_name="api_tokens", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=80, help_text=_("Which program uses it, and where."))
    # SHA-256 of the whole token: it is random enough that nothing slower is needed.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ending = models.CharField(_("ends in"), max_length=4, editable=False)
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    # To the minute: noting it more often would be a write for every read.
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, to_field="uid", null=True, blank=True, related_name="+",
        verbose_name=_("revoked by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ("-created_at", "-id")
        # Serves the list of one's own tokens, newest first.
        indexes = (models.Index(fields=["user", "-created_at"], name="apitoken_mine"),)

    def __str__(self) -> str:
        return self.name

    def works(self, at: datetime) -> bool:
        """Whether it is neither revoked nor expired at this moment."""
        return self.revoked_at is None and at < self.expires_at

    @property
    def scope_keys(self) -> str:
        return ", ".join(scope.value for scope in Scope if scope in self.scopes)


class TokenEntry(models.Model):
    """That an entry of the ledger came through a token: its audit."""

    seq = models.PositiveBigIntegerField(_("ledger entry"), primary_key=True)
    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="entries", verbose_name=_("API token"))

    class Meta:
        verbose_name = _("entry through a token")
        verbose_name_plural = _("entries through tokens")
        # Serves the newest entries of one token.
        indexes = (models.Index(fields=["token", "-seq"], name="tokenentry_newest"),)

    def __str__(self) -> str:
        return f"{self.seq}"


class KeptAnswer(models.Model):
    """The answer to a request with an `Idempotency-Key`, for as long as the request may be repeated.

    Without a `status`, the request is under way, or was broken off: `nonce` says whose it is.
    """

    KEYS: ClassVar[int] = 255  # characters of a key

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+")
    key = models.CharField(max_length=KEYS)
    # SHA-256 of what was asked.
    fingerprint = models.CharField(max_length=64)
    nonce = models.CharField(max_length=32)
    began_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(default=dict)
    headers = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = (models.UniqueConstraint(fields=["token", "key"], name="keptanswer_once"),)

    def __str__(self) -> str:
        return self.key
