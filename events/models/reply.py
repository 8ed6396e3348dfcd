from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.models import Reviewable
from events.choices import ReplyCapacity
from events.models.claim import Claim
from events.models.entity import Entity
from sources.models.source import language_tag

# A reply stands beside the claim: what is longer belongs into a source of its own.
LONGEST = 5000


class Reply(Reviewable):
    """What somebody replied to a claim, in their own words, which the editors neither share nor check."""

    RESTS_ON = ("claim", "entity")
    OWNER = ("claim",)

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="replies", verbose_name=_("claim"))
    name = models.CharField(
        _("who replies"), max_length=200, blank=True, help_text=_("As they want to be named. Readers will see it.")
    )
    entity = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("their record"),
        help_text=_("Only where you know that it is they who wrote."),
    )  # fmt: skip
    capacity = models.CharField(_("as what they reply"), max_length=12, choices=ReplyCapacity)
    said = models.TextField(
        _("reply"), help_text=_("Their words, as they wrote them. Leave out with […] what would wrong somebody else.")
    )
    language = models.CharField(_("language of the reply"), max_length=35, blank=True, validators=[language_tag])
    received = models.CharField(
        _("received"), max_length=60, validators=[dates.validate_edtf], help_text=_("EDTF, such as 2026-11-22.")
    )

    class Meta(Reviewable.Meta):
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ("received", "uid")
        # Serves the replies to a claim, and their number on the pages of events and entities.
        indexes = (models.Index(fields=["claim", "state"], name="reply_to_claim"),)
        constraints = (
            *Reviewable.Meta.constraints,
            models.CheckConstraint(condition=Q(capacity__in=ReplyCapacity.values), name="reply_capacity_known"),
            models.CheckConstraint(condition=~Q(said=""), name="reply_not_empty"),
            models.CheckConstraint(condition=~Q(name="") | Q(entity__isnull=False), name="reply_of_somebody"),
        )

    def __str__(self) -> str:
        return f"{self.by}: {self.said[:80]}"

    def get_absolute_url(self) -> str:
        """Its place beside the claim."""
        return f"{reverse('events:claim_detail', kwargs={'uid': self.claim_id})}#reply-{self.pk}"

    @property
    def by(self) -> str:
        """Who replies, as readers see it."""
        return self.name or (self.entity.display_name if self.entity else "")

    def clean(self) -> None:
        errors = dict(self._errors())
        if errors:
            raise ValidationError(errors)

    def _errors(self) -> Iterator[tuple[str, str]]:
        if not self.name.strip() and self.entity_id is None:
            yield "name", str(_("Say who replies: a name, or a record."))
        if not self.said.strip():
            yield "said", str(_("There is no reply without words."))
        elif len(self.said) > LONGEST:
            yield "said", str(_("A reply has at most %(most)d characters.") % {"most": LONGEST})
