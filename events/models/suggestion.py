from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from editorial.models import Guarded
from events.choices import Fate, SuggestionKind
from sources.models import Capture


class Suggestion(Guarded):
    """What a suggester proposes to mark in a capture. Never published by itself; its fate measures the suggester."""

    capture = models.ForeignKey(Capture, models.PROTECT, related_name="suggestions", verbose_name=_("capture"))
    kind = models.CharField(_("kind"), max_length=12, choices=SuggestionKind)
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    payload = models.JSONField(_("payload"), default=dict)
    score = models.FloatField(_("score"))
    suggester = models.CharField(_("suggester"), max_length=40)
    suggester_version = models.CharField(_("suggester version"), max_length=20)
    fate = models.CharField(_("fate"), max_length=10, choices=Fate, default=Fate.PENDING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, to_field="uid", null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta(Guarded.Meta):
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ("capture", "start", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["capture", "suggester", "kind", "start", "end"], name="suggestion_made_once"
            ),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="suggestion_span_ordered"),
            models.CheckConstraint(condition=Q(kind__in=SuggestionKind.values), name="suggestion_kind_known"),
            models.CheckConstraint(condition=Q(fate__in=Fate.values), name="suggestion_fate_known"),
            models.CheckConstraint(
                condition=Q(fate=Fate.PENDING, decided_at__isnull=True)
                | (~Q(fate=Fate.PENDING) & Q(decided_at__isnull=False)),
                name="suggestion_decided_iff_fate",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.start}–{self.end}"
