from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from editorial.models import Guarded, Record, Reviewable
from events import passages, quotes
from events.choices import AnchorResult, Stance
from events.models.claim import Claim
from sources.models import Capture
from sources.models.source import language_tag
from sources.readers import place_at
from sources.text import sha256_hex

if TYPE_CHECKING:
    from editorial.bundles import Bundle


class Evidence(Reviewable):
    """Ties a claim to an exact passage of one capture. Append-only: what comes later is reviewed by itself.

    The selectors are those of the W3C Web Annotation Data Model, in Unicode code points of the capture's text.
    """

    RESTS_ON = ("claim", "capture__source")
    OWNER = ("claim",)

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="evidence", verbose_name=_("claim"))
    capture = models.ForeignKey(Capture, models.PROTECT, related_name="evidence", verbose_name=_("capture"))
    stance = models.CharField(_("stance"), max_length=16, choices=Stance, default=Stance.SUPPORTS)
    exact = models.TextField(_("quotation"), help_text=_("The passage, letter for letter as it stands in the capture."))
    prefix = models.CharField(
        _("text before"), max_length=300, blank=True, help_text=_("To choose among several occurrences.")
    )
    suffix = models.CharField(
        _("text after"), max_length=300, blank=True, help_text=_("To choose among several occurrences.")
    )
    start = models.PositiveIntegerField(_("start"), editable=False)
    end = models.PositiveIntegerField(_("end"), editable=False)
    locator = models.JSONField(_("locator"), default=dict, blank=True, editable=False)
    reading = models.TextField(
        _("reading"), blank=True, help_text=_("How the value follows, where the quotation alone does not say it.")
    )
    translation = models.TextField(_("translation of the quotation"), blank=True)
    language = models.CharField(_("language of the translation"), max_length=35, blank=True, validators=[language_tag])

    class Meta(Reviewable.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("created_at", "uid")
        # Serves the facets of claims and events by what their passages come from.
        indexes = (models.Index(fields=["state", "claim", "capture", "stance"], name="evidence_facets"),)
        constraints = (
            *Reviewable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(end=F("start") + Length("exact")), name="evidence_span_is_length_of_exact"
            ),
            models.CheckConstraint(condition=~Q(exact=""), name="evidence_exact_not_empty"),
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="evidence_stance_known"),
        )

    def __str__(self) -> str:
        return f"“{self.exact[:80]}”"

    def anchor(self) -> quotes.Anchor:
        return quotes.Anchor(exact=self.exact, prefix=self.prefix, suffix=self.suffix, start=self.start, end=self.end)

    def anchor_to(self, anchor: quotes.Anchor) -> None:
        """Take over the anchor's selectors, and the place of the passage in the capture."""
        self.exact, self.prefix, self.suffix = anchor.exact, anchor.prefix, anchor.suffix
        self.start, self.end = anchor.start, anchor.end
        place = place_at(self.capture.breaks, anchor.start)
        self.locator = {**place, **passages.locate(self.capture.text, anchor.start)}

    def clean(self) -> None:
        if self.capture_id and self.start is None:
            raise ValidationError({"exact": _("The quotation was not looked for in the capture.")})

    def companions(self) -> Iterator[Record]:
        yield self.capture

    def problems(self, bundle: Bundle) -> Iterable[str]:
        text = self.capture.text
        if (why := quotes.why_not(text, self.anchor())) is not None:
            yield why
        if sha256_hex(text) != self.capture.text_sha256:
            yield str(_("The text of capture %(uid)s is not what was captured.") % {"uid": self.capture_id})

    def problems_of_ending(self, ending: Bundle) -> Iterable[str]:
        if self.stance != Stance.SUPPORTS or self.claim in ending or not self.claim.is_published:
            return
        others = Evidence.objects.published().filter(claim=self.claim_id, stance=Stance.SUPPORTS)
        if not others.exclude(pk__in=[record.pk for record in ending.records]).exists():
            yield str(
                _("No other passage supports %(claim)s: retract the claim instead.")
                % {"claim": self.claim.public_name()}
            )


class AnchorCheck(Guarded):
    """Whether a quotation still stands in a later capture of the same source."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="checks", verbose_name=_("evidence"))
    capture = models.ForeignKey(Capture, models.PROTECT, related_name="checks", verbose_name=_("later capture"))
    result = models.CharField(_("result"), max_length=10, choices=AnchorResult)
    start = models.PositiveIntegerField(_("start"), null=True)
    end = models.PositiveIntegerField(_("end"), null=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta(Guarded.Meta):
        verbose_name = _("anchor check")
        verbose_name_plural = _("anchor checks")
        ordering = ("-at",)
        constraints = (
            models.UniqueConstraint(fields=["evidence", "capture"], name="anchorcheck_once"),
            models.CheckConstraint(condition=Q(result__in=AnchorResult.values), name="anchorcheck_result_known"),
        )

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.result}"
