from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.models import Guarded
from events.models.entity import Entity
from events.models.event import Event


class NameWord(Guarded):
    """A word of an entity's name or an event's title, folded: what somebody types finds it, in any script.

    Derived in the verb that writes the name (see `events.workbench.index`); recomputed and compared by verify.
    """

    word = models.CharField(_("word"), max_length=60)
    entity = models.ForeignKey(
        Entity, models.CASCADE, null=True, blank=True, related_name="name_words", verbose_name=_("entity")
    )
    event = models.ForeignKey(
        Event, models.CASCADE, null=True, blank=True, related_name="name_words", verbose_name=_("event")
    )

    class Meta(Guarded.Meta):
        verbose_name = _("word of a name")
        verbose_name_plural = _("words of names")
        constraints = (
            # Both serve the finding of all whose words begin with some letters, without looking at a row.
            models.UniqueConstraint(fields=["word", "entity"], name="nameword_once_entity"),
            models.UniqueConstraint(fields=["word", "event"], name="nameword_once_event"),
            models.CheckConstraint(
                condition=Q(entity__isnull=True, event__isnull=False) | Q(entity__isnull=False, event__isnull=True),
                name="nameword_of_one",
            ),
        )

    def __str__(self) -> str:
        return self.word
