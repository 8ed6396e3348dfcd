"""What people at the review desk tell each other. Working data: no ledger holds it, and the public never sees it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.models.record import Guarded
from editorial.models.user import User

PERSON = settings.AUTH_USER_MODEL


class ReviewClaim(Guarded):
    """Who has taken the review of a record and its parts, until when. Written by `editorial.desk` alone."""

    record_type = models.CharField(_("record type"), max_length=30)
    record_uid = models.CharField(_("record"), max_length=10, unique=True)
    user = models.ForeignKey(PERSON, models.CASCADE, to_field="uid", related_name="+", verbose_name=_("taken by"))
    at = models.DateTimeField(_("taken at"))
    expires_at = models.DateTimeField(_("expires at"))

    class Meta(Guarded.Meta):
        verbose_name = _("taken review")
        verbose_name_plural = _("taken reviews")

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_uid}: {self.user_id}"


class Comment(Guarded):
    """A remark on a record, for colleagues. Its text never changes, but for what a redaction
    masks in it. Written by `editorial.comments` alone."""

    record_type = models.CharField(_("record type"), max_length=30)
    record_uid = models.CharField(_("record"), max_length=10)
    author = models.ForeignKey(PERSON, models.PROTECT, to_field="uid", related_name="+", verbose_name=_("author"))
    text = models.TextField(_("comment"))
    at = models.DateTimeField(_("at"))
    # Whom it waits for until it is resolved: those it mentions, and the author of the record.
    addressees: models.ManyToManyField[User, models.Model] = models.ManyToManyField(
        PERSON, related_name="+", verbose_name=_("addressees")
    )
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        PERSON, models.PROTECT, to_field="uid", null=True, blank=True, related_name="+", verbose_name=_("resolved by")
    )

    class Meta(Guarded.Meta):
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("at", "pk")
        # Serves the comments on one record.
        indexes = (models.Index(fields=["record_uid", "at"], name="comment_record"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_text_not_empty"),
        )

    def __str__(self) -> str:
        return self.text[:80]
