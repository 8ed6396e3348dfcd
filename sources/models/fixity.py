"""When the preserved bytes were last read and compared with their SHA-256. Working data: no ledger holds it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from editorial.models import Guarded
from sources.models.capture import Blob


class BlobCheck(Guarded):
    """The last check of one blob. Written by `sources.fixity` alone."""

    blob = models.OneToOneField(Blob, models.CASCADE, primary_key=True, related_name="check_made")
    checked_at = models.DateTimeField(_("checked at"))
    # What was wrong; empty when all was well.
    problem = models.CharField(_("problem"), max_length=300, blank=True)

    class Meta(Guarded.Meta):
        verbose_name = _("check of a blob")
        verbose_name_plural = _("checks of blobs")
        # Serves the blobs whose turn it is.
        indexes = (models.Index(fields=["checked_at"], name="blobcheck_oldest"),)

    def __str__(self) -> str:
        return self.blob_id
