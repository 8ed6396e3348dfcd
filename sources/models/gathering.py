"""Addresses that wait to be captured, and feeds that bring new ones. Working data: no ledger holds it."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.models import Guarded
from sources.choices import Errand
from sources.models.capture import Capture


class Batch(Guarded):
    """Addresses that are captured one after the other. Written by `sources.gathering` alone."""

    name = models.CharField(_("name"), max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, to_field="uid", related_name="+", verbose_name=_("captured by")
    )
    robots_reason = models.CharField(_("why robots.txt is overridden"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    stopped = models.BooleanField(_("stopped"), default=False)

    class Meta(Guarded.Meta):
        verbose_name = _("batch of addresses")
        verbose_name_plural = _("batches of addresses")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name


class BatchItem(Guarded):
    """One address of a batch, and what became of it."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items", verbose_name=_("batch"))
    url = models.CharField(_("address"), max_length=2000)
    # The address in its normal form: what a batch holds once.
    key = models.CharField(max_length=64, editable=False)
    state = models.CharField(_("state"), max_length=13, choices=Errand, default=Errand.WAITING)
    reason = models.TextField(_("reason"), blank=True)
    capture = models.ForeignKey(Capture, models.PROTECT, null=True, blank=True, related_name="+")
    tried_at = models.DateTimeField(_("tried at"), null=True, blank=True)

    class Meta(Guarded.Meta):
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ("pk",)
        # Serves the next address of a batch, and the numbers of each state.
        indexes = (models.Index(fields=["batch", "state", "id"], name="batchitem_next"),)
        constraints = (
            models.UniqueConstraint(fields=["batch", "key"], name="batchitem_once"),
            models.CheckConstraint(condition=Q(state__in=Errand.values), name="batchitem_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=(Errand.CAPTURED, Errand.ALREADY_THERE), capture__isnull=False)
                | (~Q(state__in=(Errand.CAPTURED, Errand.ALREADY_THERE)) & Q(capture__isnull=True)),
                name="batchitem_captured_iff_capture",
            ),
        )

    def __str__(self) -> str:
        return self.url


class Feed(Guarded):
    """An RSS or Atom feed that is looked at now and then. What is new in it goes into its batch."""

    url = models.CharField(_("address"), max_length=2000)
    title = models.CharField(_("title"), max_length=300, blank=True)
    batch = models.OneToOneField(Batch, models.PROTECT, related_name="feed", verbose_name=_("batch"))
    minutes = models.PositiveIntegerField(
        _("minutes between two looks"), default=60, validators=[MinValueValidator(5), MaxValueValidator(7 * 24 * 60)]
    )
    is_watched = models.BooleanField(_("watched"), default=True)
    # What the server said last: by it, it may say that nothing is new.
    headers = models.JSONField(default=dict, blank=True, editable=False)
    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    due_at = models.DateTimeField(_("due at"))
    failure = models.TextField(_("last failure"), blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)

    class Meta(Guarded.Meta):
        verbose_name = _("watched feed")
        verbose_name_plural = _("watched feeds")
        ordering = ("title", "pk")
        # Serves the next feed that is due.
        indexes = (models.Index(fields=["is_watched", "due_at"], name="feed_due"),)

    def __str__(self) -> str:
        return self.title or self.url
