from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.choices import Role
from editorial.models import Reviewable
from events.choices import Rank, RankReason
from events.models.claim import Claim


class Ranking(Reviewable):
    """A judgement on a claim among its rivals. Append-only; the newest published one counts."""

    DECIDED_BY = Role.MANAGING_EDITOR
    RESTS_ON = ("claim",)
    OWNER = ("claim",)

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="rankings", verbose_name=_("claim"))
    rank = models.CharField(_("rank"), max_length=12, choices=Rank)
    reason_kind = models.CharField(_("kind of reason"), max_length=20, choices=RankReason, blank=True)
    reason = models.TextField(_("reason"))

    class Meta(Reviewable.Meta):
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        constraints = (
            *Reviewable.Meta.constraints,
            models.CheckConstraint(condition=Q(rank__in=Rank.values), name="ranking_rank_known"),
            models.CheckConstraint(
                condition=Q(reason_kind="") | Q(rank=Rank.DEPRECATED, reason_kind__in=RankReason.values),
                name="ranking_reason_kind_if_deprecated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.claim}: {self.get_rank_display()}"

    def clean(self) -> None:
        if not self.reason.strip():
            raise ValidationError({"reason": _("Give the reason; readers will see it.")})
