"""What is known of how captures resemble each other. Working data, made anew at any time: no ledger holds it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from editorial.models import Guarded
from sources.choices import Suspicion
from sources.models.capture import Capture
from sources.models.source import Source, SourceLink


class Fingerprint(Guarded):
    """That a capture's text was fingerprinted, and by which version."""

    capture = models.OneToOneField(Capture, models.CASCADE, primary_key=True, related_name="fingerprint")
    version = models.CharField(max_length=10)

    class Meta(Guarded.Meta):
        verbose_name = _("fingerprint")

    def __str__(self) -> str:
        return self.capture_id


class FingerprintBand(Guarded):
    """One band of a capture's MinHash signature. Captures that share one are compared."""

    capture = models.ForeignKey(Capture, models.CASCADE, related_name="bands")
    key = models.BigIntegerField()

    class Meta(Guarded.Meta):
        verbose_name = _("band of a fingerprint")
        # Serves the one look-up by which a new capture finds its likes.
        indexes = (models.Index(fields=["key", "capture"], name="fingerprintband_likes"),)

    def __str__(self) -> str:
        return f"{self.capture_id} {self.key}"


class SuspectedCopy(Guarded):
    """That one source looks like a copy of another: for editors to confirm or dismiss."""

    # The two uids in order: a pair is suspected once, whichever way.
    pair = models.CharField(max_length=21, unique=True, editable=False)
    copy = models.ForeignKey(Source, models.PROTECT, related_name="suspected_of", verbose_name=_("copy"))
    original = models.ForeignKey(Source, models.PROTECT, related_name="suspected_copies", verbose_name=_("original"))
    containment = models.FloatField(_("contained"))
    resemblance = models.FloatField(_("resemblance"))
    agreement = models.FloatField(_("agreement of figures and names"))
    # Codes of `sources.likeness.direction.Clue` that speak for this direction.
    clues = models.JSONField(default=list)
    fate = models.CharField(_("fate"), max_length=10, choices=Suspicion, default=Suspicion.PENDING)
    link = models.ForeignKey(SourceLink, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, to_field="uid", null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta(Guarded.Meta):
        verbose_name = _("suspected copy")
        verbose_name_plural = _("suspected copies")
        ordering = ("-created_at", "-pk")
        # Serves the list of those that wait, and their number.
        indexes = (models.Index(fields=["fate", "-created_at"], name="suspectedcopy_waiting"),)
        constraints = (
            models.CheckConstraint(condition=~Q(copy=F("original")), name="suspectedcopy_of_another"),
            models.CheckConstraint(condition=Q(fate__in=Suspicion.values), name="suspectedcopy_fate_known"),
            models.CheckConstraint(
                condition=Q(fate=Suspicion.PENDING, decided_at__isnull=True)
                | (~Q(fate=Suspicion.PENDING) & Q(decided_at__isnull=False)),
                name="suspectedcopy_decided_iff_fate",
            ),
        )

    def __str__(self) -> str:
        return f"{self.copy} / {self.original}"
