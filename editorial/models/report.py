"""What readers report and reply. Working data: no ledger holds it, and the public never sees it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.choices import OPEN_REPORTS, ReportKind, ReportState
from editorial.models.record import Guarded

PERSON = settings.AUTH_USER_MODEL


class Report(Guarded):
    """One thing that a reader wrote about a record, and what became of it. Written by `editorial.reports` alone.

    Only the digest of the sender's secret is kept: whoever has the address of the answer has it from the sender.
    """

    secret = models.CharField(max_length=64, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=ReportKind)
    record_type = models.CharField(_("record type"), max_length=30)
    record_uid = models.CharField(_("record"), max_length=10)
    text = models.TextField(_("what they wrote"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    # Of a reply: as what they reply, in the words of the room that knows claims.
    capacity = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=35, blank=True)
    received_at = models.DateTimeField(_("received"))
    state = models.CharField(_("state"), max_length=12, choices=ReportState, default=ReportState.NEW)
    taken_by = models.ForeignKey(
        PERSON, models.PROTECT, to_field="uid", null=True, blank=True, related_name="+", verbose_name=_("taken by")
    )
    note = models.TextField(_("note for colleagues"), blank=True)
    answer = models.TextField(_("answer to the sender"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # The record that came of it: a reply, or a claim that corrects another.
    outcome_type = models.CharField(max_length=30, blank=True)
    outcome_uid = models.CharField(max_length=10, blank=True)
    # When the sender was written to, how often that was tried, and when name and address were erased.
    told_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta(Guarded.Meta):
        verbose_name = _("report of a reader")
        verbose_name_plural = _("reports of readers")
        ordering = ("received_at", "pk")
        indexes = (
            # Serves the queue, and the count on the first page.
            models.Index(fields=["state", "received_at"], name="report_queue"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(condition=~Q(text=""), name="report_not_empty"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) ^ ~Q(state__in=OPEN_REPORTS), name="report_closed_at_iff_closed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:80]}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REPORTS


class SenderKey(models.Model):
    """The random key by which senders are told apart on one day. Gone with the day, and with it what it tells."""

    day = models.DateField(primary_key=True)
    key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.day}"


class Sending(models.Model):
    """That somebody sent something: counted by `editorial.throttle`, and forgotten with the day's key."""

    sender = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        # Serves the count of one sender.
        indexes = (models.Index(fields=["sender", "at"], name="sending_count"),)

    def __str__(self) -> str:
        return f"{self.at}"
