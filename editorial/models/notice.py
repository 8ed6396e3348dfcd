"""What people are to be told by e-mail: an outbox. Rows are written together with what they tell of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.choices import NoticeKind


class Notice(models.Model):
    """One thing to tell one person. Written by `editorial.notices`, sent by `editorial.letters`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, to_field="uid", related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind)
    # The same thing is told once, however often it is noticed.
    key = models.CharField(max_length=80)
    record_type = models.CharField(_("record type"), max_length=30)
    record_uid = models.CharField(_("record"), max_length=10)
    # What is added in words; read only while it is sent.
    text = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(_("at"))
    due_at = models.DateTimeField()
    # The letter it went into: kept through every attempt, so that a letter that arrives twice is known as one.
    letter = models.CharField(max_length=32, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # Sent, or no longer worth telling.
    done_at = models.DateTimeField(null=True, blank=True)
    was_sent = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("at", "pk")
        constraints = (models.UniqueConstraint(fields=["user", "kind", "key"], name="notice_once"),)
        indexes = (
            # Serves the look for what is still to be sent.
            models.Index(fields=["user", "due_at"], condition=Q(done_at__isnull=True), name="notice_pending"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.record_type} {self.record_uid}"
