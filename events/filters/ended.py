"""The filters of the lists of conflicts, which are read off claims, and of corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters as filters
from django.db.models import F, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from editorial.choices import ENDED_STATES
from editorial.filters import ChoicesFilter, OrderingFilter, TimedFilterSet
from editorial.models import Revision
from events.filters.shared import SINCE, ChoicesCondition, RootFilter, root_of
from events.models import Claim, Entity, EntityMatch, Event, EventMatch, Evidence, Ranking, Reply
from events.properties import CHOICES, PROPERTIES
from sources.models import Capture, Publisher, Source, SourceLink

_SINGLE = [(key, label) for key, label in CHOICES if PROPERTIES[key].single]


class ConflictFilter(filters.FilterSet):
    """Filters claims in conflict, by what they are about and of which property they are."""

    event = RootFilter(field_name="event", of=Event, label=_("event"), help_text=_("The uid of the event it is about."))
    entity = RootFilter(field_name="entity", label=_("entity"), help_text=_("The uid of the entity it is about."))
    property = ChoicesFilter(choices=_SINGLE, label=_("property"))
    about = ChoicesFilter(
        choices=[("event", _("event")), ("entity", _("entity"))], label=_("about"), method="of_type",
        help_text=_("What the rivals are about."),
    )  # fmt: skip

    class Meta:
        model = Claim
        fields: list[str] = []

    def of_type(self, claims: QuerySet[Claim], name: str, types: list[str]) -> QuerySet[Claim]:
        return claims.filter(**{f"{types[0]}__isnull": False}) if len(types) == 1 else claims


# What can be corrected, retracted or redacted in public.
CORRECTED = (
    Claim, Event, Entity, Source, Evidence, Capture, Publisher, Ranking, Reply, SourceLink, EntityMatch, EventMatch,
)  # fmt: skip
RETRACTED = Q(field=Revision.STATE)


class Fell(TextChoices):
    """What became of a record, or of a part of it."""

    SUPERSEDED = "superseded", _("superseded")
    RETRACTED = "retracted", _("retracted")
    REVISED = "revised", _("revised")
    REDACTED = "redacted", _("redacted")


class CorrectionFilter(TimedFilterSet):
    """Filters what ended or was changed in public, now or by a moment: claims, and the decisions on other records.

    Its queryset is that of the claims; `decisions` narrows those of revisions and of redactions by the same form. All
    have a column `told_at`.
    """

    type = ChoicesCondition(
        choices=[(model.type_name(), model._meta.verbose_name) for model in CORRECTED], label=_("type"),
        help_text=_("The type of the record that was corrected."),
    )  # fmt: skip
    what = ChoicesCondition(
        choices=Fell.choices, label=_("what"),
        help_text=_(
            "Superseded: another claim took its place. Retracted: it was withdrawn. Revised: a field was given another "
            "value. Redacted: a text was erased."
        ),
    )  # fmt: skip
    event = RootFilter(field_name="event", of=Event, label=_("event"), help_text=_("The uid of the event it is about."))
    entity = RootFilter(field_name="entity", label=_("entity"), help_text=_("The uid of the entity it is about."))
    property = ChoicesFilter(choices=CHOICES, label=_("property"))
    state = ChoicesFilter(
        choices=[(state.value, state.label) for state in ENDED_STATES], label=_("state"),
        help_text=_("Superseded: another claim took its place. Retracted: it was withdrawn."),
    )  # fmt: skip
    updated_since = filters.IsoDateTimeFilter(
        field_name="ended_at", lookup_expr="gte", label=_("ended since"), help_text=SINCE,
        error_messages={"invalid": _("Write a moment in ISO 8601, such as 2026-01-31 or 2026-01-31T12:00:00Z.")},
    )  # fmt: skip
    ordering = OrderingFilter(
        {"ended_at": ("told_at", _("first ended"), _("last ended"))},
        default="-ended_at",
    )

    class Meta:
        model = Claim
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        given = self.form.cleaned_data
        found: QuerySet[Claim] = super().filter_queryset(queryset.annotate(told_at=F("ended_at")))
        if self.at is not None:
            found = found.filter(ended_at__lte=self.at)
        if given["type"] and Claim.type_name() not in given["type"]:
            return found.none()
        return found.filter(state__in=given["what"]) if given["what"] else found

    def decisions(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Published revisions or redactions, narrowed and ordered like the claims; without retractions of claims."""
        given, is_revision = self.form.cleaned_data, rows.model is Revision
        wanted = self._told(given["what"], given["state"])
        rows = rows.annotate(told_at=F("published_at")).exclude(record_type="revision")
        if is_revision:
            rows = rows.exclude(RETRACTED, record_type=Claim.type_name())
            rows = rows if Fell.RETRACTED in wanted else rows.exclude(RETRACTED)
            rows = rows if Fell.REVISED in wanted else rows.filter(RETRACTED)
        elif Fell.REDACTED not in wanted:
            rows = rows.none()
        if given["type"]:
            rows = rows.filter(record_type__in=given["type"])
        for name, model in (("event", Event), ("entity", Entity)):
            if given[name]:
                group = model.objects.once_published().filter(root__in=root_of(given[name], model))
                rows = rows.filter(record_type=name, record_uid__in=group.values("pk"))
        if given["property"]:
            rows = rows.none()
        if given["updated_since"]:
            rows = rows.filter(published_at__gte=given["updated_since"])
        rows = rows if self.at is None else rows.filter(published_at__lte=self.at)
        ordered: QuerySet[Any] = self.filters["ordering"].filter(rows, given["ordering"])
        return ordered

    @staticmethod
    def _told(what: Sequence[str], states: Sequence[str]) -> set[str]:
        """What is wanted; a state narrows to what ended so."""
        wanted = set(what) or set(Fell.values)
        return wanted & set(states) if states else wanted
