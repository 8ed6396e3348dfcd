"""The filters of the list of events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from editorial.filters import (
    ChangedFilter,
    ChoicesFilter,
    CountriesFilter,
    DateFilter,
    OrderingFilter,
    PrecisionFilter,
    TimedFilterSet,
    UidFilter,
    YearsFilter,
    YesNoFilter,
)
from events.choices import EventStatus, ParticipantRole, Rank, Scheme, Stance
from events.filters.shared import (
    OF_CLAIM,
    SINCE,
    ChoicesCondition,
    CountCondition,
    CredibilityCondition,
    RootFilter,
    ShownWordsFilter,
    UidCondition,
    UidsCondition,
    asked,
    changed,
    on_evidence,
    rematched,
    root_of,
)
from events.models import Claim, Event, EventMatch, Identifier, Participation
from events.models.event import grouped_kinds
from events.properties import CHOICES
from sources.choices import Fidelity, Reliability, SourceKind


class EventFilter(TimedFilterSet):
    """Filters published events. Start from `Event.objects.published()`, of which it keeps the roots.

    For another moment start from `then.events(at)`.
    """

    TODAYS = frozenset(
        (
            "place", "country", "participant", "role", "property", "attributed_to", "source", "publisher",
            "origins_min", "conflict", "part_of", "updated_since", "status", "precision", "stance", "reliability",
            "source_kind", "fidelity", "credibility_max",
        )
    )  # fmt: skip

    q = ShownWordsFilter("title", "summary", help_text=_("Words of the title or summary."))
    kind = ChoicesFilter(choices=grouped_kinds, label=_("kind"))
    after = DateFilter("date", "after", label=_("after"), help_text=_("EDTF, such as 2018; this date included."))
    before = DateFilter("date", "before", label=_("before"), help_text=_("EDTF, such as 2019-06; this date included."))
    during = DateFilter("date", "during", label=_("during"), help_text=_("EDTF, such as 2018-07 or 2016/2018."))
    year = YearsFilter("date", label=_("year"), help_text=_("In four digits; in part is enough."))
    precision = PrecisionFilter("date", label=_("date known to within"), help_text=_("What all sources allow."))
    status = ChoicesFilter(
        choices=EventStatus.choices, label=_("status"), method="in_status", help_text=_("Has a claim that says so.")
    )
    place = UidFilter(label=_("place"), method="at_place", help_text=_("The uid of the place."))
    country = CountriesFilter(
        label=_("country"), method="in_country", help_text=_("Where it took place: ISO 3166-1, such as AZ.")
    )
    participant = UidsCondition(label=_("participants"), help_text=_("Uids of entities that all took part."))
    role = ChoicesCondition(choices=ParticipantRole.choices, label=_("role"), help_text=_("Of the participants."))
    property = ChoicesCondition(choices=CHOICES, label=_("claims on"), help_text=_("Has a claim of this property."))
    attributed_to = UidsCondition(
        label=_("on the word of"), help_text=_("Has a claim attributed to one of these entities (uids).")
    )
    source = UidCondition(label=_("source"), help_text=_("Has a claim quoted from this source (uid)."))
    publisher = UidsCondition(
        label=_("publisher"), help_text=_("Has a claim quoted from one of these publishers (uids).")
    )
    stance = ChoicesCondition(
        choices=Stance.choices, label=_("stance"), help_text=_("Has a claim with a passage of this stance.")
    )
    reliability = ChoicesCondition(
        choices=Reliability.choices,
        label=_("reliability"),
        help_text=_("Has a claim quoted from a source of this Admiralty grade."),
    )
    credibility_max = CredibilityCondition(
        label=_("credibility, at least"),
        help_text=_("Has a claim of this Admiralty grade, from 1 to 6, or a better."),
    )
    source_kind = ChoicesCondition(
        choices=SourceKind.choices, label=_("kind of source"), help_text=_("Has a claim quoted from such a source.")
    )
    fidelity = ChoicesCondition(
        choices=Fidelity.choices, label=_("fidelity"), help_text=_("Has a claim quoted from such a capture.")
    )
    origins_min = CountCondition(
        label=_("independent origins, at least"), help_text=_("Has a claim with this many independent origins.")
    )
    conflict = YesNoFilter(field_name="conflicted", label=_("sources conflict"))
    part_of = RootFilter(
        field_name="part_of", of=Event, label=_("part of"), help_text=_("The uid of the larger event.")
    )
    updated_since = ChangedFilter(
        lambda m: changed("event__root", m) | rematched(EventMatch, m), label=_("updated since"), help_text=SINCE
    )
    ordering = OrderingFilter(
        {
            "date": ("date_earliest|date_latest", _("oldest first"), _("newest first")),
            "title": ("title", _("title, A–Z"), _("title, Z–A")),
            "published_at": ("published_at", _("first published"), _("last published")),
        },
        default="-date",
    )

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, *args: Any, at: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        if at is not None:
            # The filters are this filter set's own copies.
            for name in self.filters.keys() & {"after", "before", "during"}:
                self.filters[name].earliest, self.filters[name].latest = "then_earliest", "then_latest"
            orders = self.filters["ordering"].orders
            orders["date"] = ("then_earliest|then_latest", *orders["date"][1:])

    def at_place(self, events: QuerySet[Event], name: str, uid: str) -> QuerySet[Event]:
        """A rival place counts as well, unless it is deprecated."""
        here = Claim.objects.published().filter(property="place", value_entity__root__in=root_of(uid))
        # Not correlated: joined by OR, the database would look the claims up again for every event.
        rivals = here.exclude(rank=Rank.DEPRECATED).values("event__root")
        return events.filter(Q(place__in=root_of(uid)) | Q(pk__in=rivals))

    def in_status(self, events: QuerySet[Event], name: str, statuses: list[str]) -> QuerySet[Event]:
        """Any claim counts that is not deprecated: what was announced and then held was both."""
        if not statuses:
            return events
        told = Claim.objects.published().filter(property="status", value_text__in=statuses)
        return events.filter(pk__in=told.exclude(rank=Rank.DEPRECATED).values("event__root"))

    def in_country(self, events: QuerySet[Event], name: str, codes: list[str]) -> QuerySet[Event]:
        """The country that the place lies in; of a state that names none, its own code."""
        if not codes:
            return events
        states = Identifier.objects.filter(entity=OuterRef("place"), scheme=Scheme.ISO3166, value__in=codes)
        return events.filter(Q(place__country__in=codes) | Q(Exists(states), place__country=""))

    def filter_queryset(self, queryset: QuerySet[Event]) -> QuerySet[Event]:
        if self.at is not None:
            return super().filter_queryset(queryset)
        queryset = super().filter_queryset(queryset.filter(root=F("pk")))
        values = self.form.cleaned_data
        for condition in _took_part(values.get("participant") or [], values.get("role") or []):
            queryset = queryset.filter(condition)
        wanted = asked(OF_CLAIM, values) & on_evidence(values)
        if wanted:
            queryset = queryset.filter(Exists(Claim.objects.published().filter(wanted, event__root=OuterRef("pk"))))
        return queryset


def _took_part(entities: list[str], roles: list[str]) -> list[Exists]:
    """That each of the entities took part, in one of the roles if any is given."""
    taking_part = Participation.objects.filter(event=OuterRef("pk"))
    if roles:
        taking_part = taking_part.filter(role__in=roles)
    if entities:
        return [Exists(taking_part.filter(entity__in=root_of(uid))) for uid in entities]
    return [Exists(taking_part)] if roles else []
