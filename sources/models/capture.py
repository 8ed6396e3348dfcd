from __future__ import annotations

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.models import Guarded, Record
from sources.choices import Fidelity, Method
from sources.models.source import Source, language_tag
from sources.readers import MACHINE_READ
from sources.text import sha256_hex


class Blob(Guarded):
    """Bytes, kept once for each SHA-256 in the blob store."""

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta(Guarded.Meta):
        verbose_name = _("blob")

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> str:
        """Where it lies in the store: two levels of folders keep each of them small."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"

    @classmethod
    def keep(cls, data: bytes) -> Blob:
        """Write the bytes to the store, unless they are there. Returns the blob, not yet saved as a row.

        When it returns they are on disk: the row that names them must not outlive them in a power cut.
        """
        blob = cls(sha256=sha256_hex(data), size=len(data))
        store = storages["blobs"]
        if not (store.exists(blob.path) and store.size(blob.path) == blob.size):
            store.save(blob.path, ContentFile(data))
        return blob

    def read(self) -> bytes:
        """Its bytes. Raises `FileNotFoundError` when they are gone from the store."""
        with storages["blobs"].open(self.path) as file:
            return bytes(file.read())


class Capture(Record):
    """What we preserved of a source at one moment: immutable, and what every quotation is checked against."""

    LEFT_OUT = {"text": "text_sha256 commits to it; verify hashes the text"}
    IMMUTABLE = True

    source = models.ForeignKey(Source, models.PROTECT, related_name="captures", verbose_name=_("source"))
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="captures", verbose_name=_("original bytes"))
    method = models.CharField(_("method"), max_length=10, choices=Method)
    filename = models.CharField(_("file name"), max_length=300, blank=True)
    requested_url = models.URLField(_("requested address"), max_length=2000, blank=True)
    final_url = models.URLField(_("final address"), max_length=2000, blank=True)
    headers = models.JSONField(_("response headers"), default=dict, blank=True)
    captured_at = models.DateTimeField(_("captured at"))
    captured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, to_field="uid", related_name="+", verbose_name=_("captured by")
    )
    media_type = models.CharField(_("media type"), max_length=100)
    fidelity = models.CharField(_("fidelity"), max_length=12, choices=Fidelity, default=Fidelity.ORIGINAL)
    text = models.TextField(_("text"))
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    reader = models.CharField(_("reader"), max_length=40)
    reader_version = models.CharField(_("reader version"), max_length=40)
    language = models.CharField(_("language"), max_length=35, blank=True, validators=[language_tag])
    # Spans are [start, end] pairs of code points into the text; a break may add its place, such as "page:3".
    breaks = models.JSONField(_("page or paragraph breaks"), default=list, blank=True)
    furniture = models.JSONField(_("furniture"), default=list, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("capture")
        verbose_name_plural = _("captures")
        ordering = ("-captured_at", "uid")
        indexes = (
            # Serves the facets that count by source, without the row, which holds a whole text.
            models.Index(fields=["uid", "source"], name="capture_of_source"),
        )
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["source", "blob", "text_sha256"], name="capture_once"),
            models.CheckConstraint(condition=~Q(text=""), name="capture_has_text"),
            models.CheckConstraint(condition=Q(fidelity__in=Fidelity.values), name="capture_fidelity_known"),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="capture_method_known"),
        )

    def __str__(self) -> str:
        return f"{self.source} ({self.captured_at:%Y-%m-%d %H:%M})"

    @property
    def is_machine_read(self) -> bool:
        """Whether its text is what a machine made out on pictures of pages: letters may be wrong."""
        return self.reader in MACHINE_READ

    @classmethod
    def redactable(cls) -> set[str]:
        return {"text", "filename", "requested_url", "final_url", "headers"}

    def redact(self, field: str, start: int | None, end: int | None) -> list[str]:
        """Mask a passage of the text; the hash that commits to it follows."""
        touched = super().redact(field, start, end)
        if field == "text":
            self.text_sha256 = sha256_hex(self.text)
            touched = ["text_sha256"]
        return touched


class Sighting(Guarded):
    """A later look at the same source that found the same bytes."""

    capture = models.ForeignKey(Capture, models.PROTECT, related_name="sightings", verbose_name=_("capture"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, to_field="uid", related_name="+")

    class Meta(Guarded.Meta):
        verbose_name = _("sighting")
        verbose_name_plural = _("sightings")
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.capture_id} {self.at:%Y-%m-%d %H:%M}"
