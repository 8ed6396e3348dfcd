"""The filters of the lists of conflicts and of corrections: both are read off claims."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from editorial.choices import ENDED_STATES
from editorial.filters import ChoicesFilter, OrderingFilter, TimedFilterSet
from events.filters.shared import SINCE, RootFilter
from events.models import Claim, Event
from events.properties import CHOICES, PROPERTIES

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


class CorrectionFilter(TimedFilterSet):
    """Filters claims that ended, now or by a moment."""

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
        {"ended_at": ("ended_at", _("first ended"), _("last ended"))},
        default="-ended_at",
    )

    class Meta:
        model = Claim
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        found: QuerySet[Claim] = super().filter_queryset(queryset)
        return found if self.at is None else found.filter(ended_at__lte=self.at)
