from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from editorial.choices import Role
from editorial.models import Reviewable
from events.choices import Judgement
from events.models.entity import Entity
from events.models.event import Event

if TYPE_CHECKING:
    from editorial.bundles import Bundle


class Match(Reviewable):
    """A judgement on whether two records are one. A published *same* folds `right` into `left` until it ends."""

    DECIDED_BY = Role.MANAGING_EDITOR
    RESTS_ON = ("left", "right")

    if TYPE_CHECKING:
        left_id: str
        right_id: str

    judgement = models.CharField(_("judgement"), max_length=10, choices=Judgement)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=4, null=True, blank=True)
    reason = models.TextField(_("reason"))

    class Meta(Reviewable.Meta):
        abstract = True
        constraints = (
            *Reviewable.Meta.constraints,
            models.CheckConstraint(condition=~Q(left=F("right")), name="%(class)s_not_itself"),
            models.CheckConstraint(condition=Q(judgement__in=Judgement.values), name="%(class)s_judgement_known"),
        )

    def __str__(self) -> str:
        return f"{self.left} / {self.right}: {self.get_judgement_display()}"  # type: ignore[attr-defined]

    def clean(self) -> None:
        if self.left_id == self.right_id:
            raise ValidationError(_("A record cannot be matched with itself."))
        if not self.reason.strip():
            raise ValidationError({"reason": _("Say how you know.")})


class EntityMatch(Match):
    """Whether two entities are one."""

    left = models.ForeignKey(Entity, models.PROTECT, related_name="matches_left", verbose_name=_("entity"))
    right = models.ForeignKey(Entity, models.PROTECT, related_name="matches_right", verbose_name=_("other entity"))

    class Meta(Match.Meta):
        verbose_name = _("entity match")
        verbose_name_plural = _("entity matches")

    def problems(self, bundle: Bundle) -> Iterable[str]:
        if self.judgement == Judgement.SAME and (why := self.bares()):
            yield why

    def bares(self) -> str:
        """Why a merge would show the public a name that is protected; empty if it would not."""
        stays, folded = self.left.root, self.right.root
        hidden = Entity.objects.filter(root=folded, protected=True).exclude(root=stays)
        if stays.protected or not hidden.exists():
            return ""
        return str(
            _(
                "“%(folded)s” is protected and “%(stays)s” is not: the page of both would show the public who is "
                "meant. Let the protected one stay, or have the other protected first."
            )
            % {"folded": folded, "stays": stays}
        )


class EventMatch(Match):
    """Whether two events are one."""

    left = models.ForeignKey(Event, models.PROTECT, related_name="matches_left", verbose_name=_("event"))
    right = models.ForeignKey(
        Event, models.PROTECT, related_name="matches_right", verbose_name=_("other event"),
        help_text=_("If they are the same, this one is shown as the first from then on."),
    )  # fmt: skip

    class Meta(Match.Meta):
        verbose_name = _("event match")
        verbose_name_plural = _("event matches")

    def problems(self, bundle: Bundle) -> Iterable[str]:
        if self.judgement != Judgement.SAME:
            return
        left, right = self.left.root, self.right.root
        for part, whole in ((left, right), (right, left)):
            if whole.pk in part.above():
                yield str(
                    _("“%(part)s” is a part of “%(whole)s”: they cannot be one.") % {"part": part, "whole": whole}
                )
