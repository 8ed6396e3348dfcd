from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from editorial.models import Guarded
from events.models.entity import Entity


class NameKey(Guarded):
    """One of the keys by which entities that may be one find each other (see `events.matching.keys`).

    Derived from names and identifiers in the verb that writes them; recomputed and compared by verify.
    """

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="name_keys", verbose_name=_("entity"))
    key = models.CharField(_("key"), max_length=40)

    class Meta(Guarded.Meta):
        verbose_name = _("name key")
        verbose_name_plural = _("name keys")
        # Serves both ways: the entities that have a key, without looking at a row.
        constraints = (models.UniqueConstraint(fields=["key", "entity"], name="namekey_once"),)

    def __str__(self) -> str:
        return self.key


class MatchCandidate(Guarded):
    """Two entities that may be one, with a score: working data for editors, which no ledger holds.

    Made anew by `events.matching.candidates.refresh`; `left` has the smaller uid.
    """

    left = models.ForeignKey(Entity, models.CASCADE, related_name="+", verbose_name=_("entity"))
    right = models.ForeignKey(Entity, models.CASCADE, related_name="+", verbose_name=_("other entity"))
    score = models.FloatField(_("score"))

    class Meta(Guarded.Meta):
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        # Serves the list, best first.
        indexes = (models.Index(fields=["-score", "id"], name="candidate_best_first"),)
        constraints = (
            models.UniqueConstraint(fields=["left", "right"], name="candidate_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="candidate_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.left_id} / {self.right_id}"
