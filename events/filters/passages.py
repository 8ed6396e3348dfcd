"""The filters of the list of passages."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from editorial.filters import (
    ChangedFilter,
    ChoicesFilter,
    LanguagesFilter,
    OrderingFilter,
    TimedFilterSet,
    UidFilter,
    UidsFilter,
)
from events.choices import Stance
from events.filters.shared import SINCE, RootFilter, root_of
from events.models import Event, Evidence
from events.properties import CHOICES
from sources.choices import Fidelity, Reliability, SourceKind
from sources.filters import graded
from sources.models import Source


class EvidenceFilter(TimedFilterSet):
    """Filters passages. Start from `Evidence.objects.published()`, now or at a moment."""

    TODAYS = frozenset(("event", "entity", "source", "reliability", "updated_since"))

    claim = UidsFilter(field_name="claim", label=_("claim"), help_text=_("The uid of the claim that it bears on."))
    event = RootFilter(field_name="claim__event", of=Event, label=_("event"), help_text=_("The uid of an event."))
    entity = RootFilter(field_name="claim__entity", label=_("entity"), help_text=_("The uid of an entity."))
    property = ChoicesFilter(choices=CHOICES, field_name="claim__property", label=_("property"))
    stance = ChoicesFilter(choices=Stance.choices, label=_("stance"))
    source = UidFilter(label=_("source"), method="from_source", help_text=_("The uid of the source quoted."))
    capture = UidsFilter(field_name="capture", label=_("capture"), help_text=_("The uid of the capture quoted."))
    publisher = UidsFilter(
        field_name="capture__source__publisher", label=_("publisher"), help_text=_("The uid of the source's publisher.")
    )
    source_kind = ChoicesFilter(
        choices=SourceKind.choices, field_name="capture__source__kind", label=_("kind of source")
    )
    fidelity = ChoicesFilter(choices=Fidelity.choices, field_name="capture__fidelity", label=_("fidelity"))
    reliability = ChoicesFilter(
        choices=Reliability.choices, label=_("reliability"), method="by_grade",
        help_text=_("Admiralty grade of the source, else of its publisher."),
    )  # fmt: skip
    language = LanguagesFilter(
        field_name="capture__source__language",
        label=_("language"),
        help_text=_("Of the source: BCP 47 tags, such as az."),
    )
    updated_since = ChangedFilter(label=_("updated since"), help_text=SINCE)
    ordering = OrderingFilter(
        {
            "published_at": ("published_at", _("first published"), _("last published")),
            "start": ("start", _("first in the text"), _("last in the text")),
        },
        default="-published_at",
    )

    class Meta:
        model = Evidence
        fields: list[str] = []

    def from_source(self, passages: QuerySet[Evidence], name: str, uid: str) -> QuerySet[Evidence]:
        return passages.filter(capture__source__root__in=root_of(uid, Source))

    def by_grade(self, passages: QuerySet[Evidence], name: str, grades: Any) -> QuerySet[Evidence]:
        return passages.filter(graded(grades, "capture__source__") if grades else Q())
