"""The filters of the lists of claims."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters as filters
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from editorial.choices import PUBLIC_STATES, State
from editorial.filters import (
    ChangedFilter,
    ChoicesFilter,
    DateFilter,
    OrderingFilter,
    TimedFilterSet,
    YesNoFilter,
)
from events.choices import (
    Credibility,
    EventStatus,
    Hedge,
    ParticipantRole,
    Rank,
    RankReason,
    Stance,
    Unit,
    ValueKind,
)
from events.filters.shared import (
    SINCE,
    ChoicesCondition,
    CountFilter,
    RootFilter,
    RootsFilter,
    UidCondition,
    UidsCondition,
    changed,
    on_evidence,
)
from events.models import Claim, Event, Ranking
from events.properties import CHOICES, ValueType, keys
from sources.choices import Fidelity, Reliability, SourceKind


class StateFilter(ChoicesFilter):
    """What stands published, or stood so `at` a moment, unless asked for what had ended."""

    at: datetime | None = None

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        states = value or [State.PUBLISHED]
        if self.at is None:
            return super().filter(qs, states)
        stood = Q(state__in=[state for state in states if state != State.PUBLISHED], ended_at__lte=self.at)
        if State.PUBLISHED in states:
            stood |= (Q(ended_at__isnull=True) | Q(ended_at__gt=self.at)) & Q(published_at__lte=self.at)
        return qs.filter(stood)


class ClaimFilter(TimedFilterSet):
    """Filters claims. Start from `Claim.objects.narrowable()`: it keeps the published unless `state` is given."""

    TODAYS = frozenset(
        (
            "stance", "source", "publisher", "reliability", "origins_min", "conflict", "rank", "updated_since",
            "source_kind", "fidelity", "rank_reason", "after", "before", "during",
        )
    )  # fmt: skip

    def __init__(self, *args: Any, at: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.filters["state"].at = at

    event = RootFilter(field_name="event", of=Event, label=_("event"), help_text=_("The uid of the event it is about."))
    entity = RootFilter(field_name="entity", label=_("entity"), help_text=_("The uid of the entity it is about."))
    property = ChoicesFilter(choices=CHOICES, label=_("property"))
    value_type = ChoicesFilter(
        choices=[(one.value, one.value) for one in ValueType], label=_("type of value"), method="of_type"
    )
    value_kind = ChoicesFilter(choices=ValueKind.choices, label=_("kind of value"))
    status = ChoicesFilter(
        choices=EventStatus.choices, field_name="value_text", label=_("status"), method="says_status",
        help_text=_("Says so of an event."),
    )  # fmt: skip
    unit = ChoicesFilter(choices=Unit.choices, label=_("unit"))
    hedge = ChoicesFilter(choices=Hedge.choices, label=_("hedge"))
    value_entity = RootFilter(
        field_name="value_entity", label=_("value"), help_text=_("The uid of the entity that is its value.")
    )
    role = ChoicesFilter(choices=ParticipantRole.choices, label=_("role"))
    attributed_to = RootsFilter(
        field_name="attributed_to",
        label=_("on the word of"),
        help_text=_("Uids of entities, one of which said so."),
    )
    accused = RootsFilter(field_name="accused", label=_("accused"), help_text=_("Uids of entities, one of which is."))
    after = DateFilter("event__root__date", "after", label=_("event after"), help_text=_("EDTF, this date included."))
    before = DateFilter("event__root__date", "before", label=_("event before"), help_text=_("EDTF, included."))
    during = DateFilter("event__root__date", "during", label=_("event during"), help_text=_("EDTF, such as 2018-07."))
    valid_during = DateFilter("valid", "during", label=_("held during"), help_text=_("EDTF, such as 2016/2018."))
    stance = ChoicesCondition(choices=Stance.choices, label=_("stance"), help_text=_("Has a passage of this stance."))
    source = UidCondition(label=_("source"), help_text=_("Has a passage from this source (uid)."))
    publisher = UidsCondition(label=_("publisher"), help_text=_("Has a passage from one of these publishers (uids)."))
    reliability = ChoicesCondition(
        choices=Reliability.choices, label=_("reliability"), help_text=_("Has a passage from a source of this grade.")
    )
    source_kind = ChoicesCondition(
        choices=SourceKind.choices, label=_("kind of source"), help_text=_("Has a passage from such a source.")
    )
    fidelity = ChoicesCondition(
        choices=Fidelity.choices, label=_("fidelity"), help_text=_("Has a passage from such a capture.")
    )
    credibility_max = filters.TypedChoiceFilter(
        field_name="credibility", lookup_expr="lte", choices=Credibility.choices, coerce=int,
        label=_("credibility, at least"), help_text=_("Admiralty grade: 1 is confirmed, 6 cannot be judged."),
    )  # fmt: skip
    origins_min = CountFilter(field_name="origins_count", lookup_expr="gte", label=_("independent origins, at least"))
    conflict = YesNoFilter(field_name="conflicted", label=_("sources conflict"))
    rank = ChoicesFilter(choices=Rank.choices, label=_("rank"))
    rank_reason = ChoicesFilter(
        choices=RankReason.choices, label=_("why deprecated"), method="ranked_for",
        help_text=_("What its newest ranking gives as the reason."),
    )  # fmt: skip
    state = StateFilter(
        choices=[(state.value, state.label) for state in PUBLIC_STATES], label=_("state"),
        help_text=_("Published unless given."),
    )  # fmt: skip
    updated_since = ChangedFilter(lambda m: changed("pk", m), label=_("updated since"), help_text=SINCE)
    ordering = OrderingFilter(
        {
            "published_at": ("published_at", _("first published"), _("last published")),
            "origins": ("origins_count", _("fewest origins"), _("most origins")),
            "credibility": ("credibility", _("most credible"), _("least credible")),
        },
        default="-published_at",
    )

    class Meta:
        model = Claim
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        queryset = super().filter_queryset(queryset)
        passages = on_evidence(self.form.cleaned_data)
        return queryset.filter(passages) if passages else queryset

    def of_type(self, claims: QuerySet[Claim], name: str, types: list[str]) -> QuerySet[Claim]:
        found = [key for one in types for key in keys(value=ValueType(one))]
        return claims.filter(property__in=found) if types else claims

    def says_status(self, claims: QuerySet[Claim], name: str, statuses: list[str]) -> QuerySet[Claim]:
        return claims.filter(property="status", value_text__in=statuses) if statuses else claims

    def ranked_for(self, claims: QuerySet[Claim], name: str, kinds: list[str]) -> QuerySet[Claim]:
        """The newest ranking counts: an older one holds no more."""
        if not kinds:
            return claims
        rankings = Ranking.objects.published().filter(claim=OuterRef("pk")).order_by("-published_at", "-uid")
        return claims.annotate(why=Subquery(rankings.values("reason_kind")[:1])).filter(why__in=kinds)
