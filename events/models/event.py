from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from editorial.addresses import path_of
from editorial.indexes import NewestFirst
from editorial.models import Guarded, Reviewable
from events.choices import EVENT_KIND_GROUPS, EventKind, ParticipantRole
from events.models.entity import Entity

if TYPE_CHECKING:
    from editorial.bundles import Bundle

DERIVED = "derived from published claims; recomputed and compared by verify and project --check"


def grouped_kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """Event kinds in groups, for a select field."""
    return [(str(group), [(k, str(EventKind(k).label)) for k in kinds]) for group, kinds in EVENT_KIND_GROUPS]


class Event(Reviewable):
    """Something that happened. Its date, place and participants are never typed in: they follow from its claims."""

    LEFT_OUT = dict.fromkeys(("date", "date_earliest", "date_latest", "place", "conflicted"), DERIVED) | {
        "root": "derived from published matches; recomputed and compared by verify and project --check"
    }
    RESTS_ON = ("part_of",)
    EDITORIAL_FIELDS = ("kind", "title", "summary", "part_of")

    kind = models.CharField(_("kind"), max_length=24, choices=EventKind)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    # Derived: the chosen date, the bounds over all rivals, the chosen place, and whether published claims conflict.
    date = models.CharField(_("date"), max_length=60, blank=True, editable=False)
    date_earliest = models.IntegerField(null=True, editable=False)
    date_latest = models.IntegerField(null=True, editable=False)
    place = models.ForeignKey(
        Entity, models.PROTECT, null=True, related_name="events_here", editable=False, verbose_name=_("place")
    )
    conflicted = models.BooleanField(_("conflicted"), default=False, editable=False)
    root = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", editable=False, verbose_name=_("merged into")
    )

    class Meta(Reviewable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-date_latest", "uid")
        indexes = (
            # Serves the public list, newest first.
            NewestFirst(fields=["state", "-date_latest", "uid"], name="event_newest"),
            # Serves the same list by the time of publication, and the feeds.
            models.Index(fields=["state", "-published_at", "uid"], name="event_last_published"),
            # Serves the facets of the public list: all they count is in it, so that no long text is read along.
            models.Index(
                fields=["state", "root", "uid", "kind", "conflicted", "date_earliest", "date_latest", "place"],
                name="event_facets",
            ),
        )
        constraints = (
            *Reviewable.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="event_titled"),
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known"),
            models.CheckConstraint(condition=~Q(part_of=models.F("uid")), name="event_not_part_of_itself"),
        )

    def __str__(self) -> str:
        return self.title

    def problems(self, bundle: Bundle) -> Iterable[str]:
        if self.contains_itself():
            yield str(_("It would be a part of itself, by way of “%(part_of)s”.") % {"part_of": self.part_of})

    def clean(self) -> None:
        if self.contains_itself():
            raise ValidationError({"part_of": _("An event cannot be a part of itself, not even by way of others.")})

    def contains_itself(self) -> bool:
        """Whether following `part_of` from here comes back."""
        return (self.root_id or self.pk) in self.above()

    def above(self) -> list[str]:
        """The uids of all that it is a part of, nearest first, each by its root, until that comes to an end or back.

        One query for each step up, and nests are shallow.
        """
        found: list[str] = []
        if not self.part_of_id:
            return found
        step = Event.objects.filter(pk=self.part_of_id).values_list("root", flat=True).first()
        while step and step not in found:
            found.append(step)
            step = Event.objects.filter(pk=step).values_list("part_of__root", flat=True).first()
        return found

    def derive(self) -> None:
        if not self.root_id:
            self.root_id = self.pk

    def get_absolute_url(self) -> str:
        return path_of("events:event_detail", self.pk, slugify(self.title)[:80] or "event")


class Participation(Guarded):
    """Derived: that a published claim names an entity as a participant. `entity` is the root of the one named."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="participations")
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="participations")
    role = models.CharField(max_length=20, choices=ParticipantRole)

    class Meta(Guarded.Meta):
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["event", "entity", "role"], name="participation_once"),)
        # Serves the events of an entity, by role.
        indexes = (models.Index(fields=["entity", "role", "event"], name="participation_of_entity"),)

    def __str__(self) -> str:
        return f"{self.entity_id} {self.role} {self.event_id}"
