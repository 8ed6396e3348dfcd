"""The filters of the lists of events, entities and claims: HTML forms on the site, query parameters in the API.

Whoever is named by uid is meant with all that was merged with it. Conditions on claims hold of one and the same claim,
conditions on evidence of one and the same passage. Nothing here joins, so that no record is found twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from editorial.choices import PUBLIC_STATES, State
from editorial.filters import (
    MAX_TEXT,
    MAX_WORDS,
    ChangedFilter,
    ChoicesFilter,
    CountriesFilter,
    DateFilter,
    OrderingFilter,
    TimedFilterSet,
    UidField,
    UidFilter,
    UidsField,
    UidsFilter,
    WordsFilter,
    YearsFilter,
    YesNoFilter,
    any_of,
)
from events import protection
from events.choices import Credibility, EntityKind, ParticipantRole, Rank, Scheme, Stance
from events.models import (
    Claim,
    Entity,
    EntityMatch,
    EntityName,
    Event,
    EventMatch,
    Evidence,
    Identifier,
    Participation,
    Ranking,
)
from events.models.event import grouped_kinds
from events.properties import CHOICES
from sources.choices import Reliability
from sources.filters import graded
from sources.models import Source

SINCE = _("ISO 8601, such as 2026-01-31T12:00:00Z.")


def root_of(uid: str, of: type[Entity] | type[Event] | type[Source] = Entity) -> QuerySet[Any, str]:
    """The root that the record was merged into, or itself: a subquery of one uid."""
    return roots_of([uid], of)


def roots_of(uids: Sequence[str], of: type[Entity] | type[Event] | type[Source] = Entity) -> QuerySet[Any, str]:
    """The roots that these records were merged into, or themselves, as a subquery."""
    return of.objects.once_published().filter(pk__in=uids).values_list("root", flat=True)


# What a parameter asks of a claim; what it asks of a passage of evidence.
OF_CLAIM: dict[str, Callable[[Any], Q]] = {
    "property": lambda keys: Q(property__in=keys),
    "attributed_to": lambda uids: Q(attributed_to__root__in=roots_of(uids)),
    "origins_min": lambda number: Q(origins_count__gte=number),
}
OF_EVIDENCE: dict[str, Callable[[Any], Q]] = {
    "source": lambda uid: Q(capture__source__root__in=root_of(uid, Source)),
    "publisher": lambda uids: Q(capture__source__publisher__in=uids),
    "stance": lambda stances: Q(stance__in=stances),
    "reliability": lambda grades: graded(grades, "capture__source__"),
}


def asked(conditions: dict[str, Callable[[Any], Q]], values: dict[str, Any]) -> Q:
    """All the conditions that the form's values ask for, as one."""
    wanted = Q()
    for name, condition in conditions.items():
        if values.get(name) not in (None, "", []):
            wanted &= condition(values[name])
    return wanted


def on_evidence(values: dict[str, Any], claim: str = "pk") -> Q:
    """That one published passage of the claim meets every condition on evidence."""
    wanted = asked(OF_EVIDENCE, values)
    return Q(Exists(Evidence.objects.published().filter(wanted, claim=OuterRef(claim)))) if wanted else Q()


def since(moment: datetime) -> Q:
    """That a record became public, or ended, at or after the moment."""
    return Q(published_at__gte=moment) | Q(ended_at__gte=moment)


def _changed(subject: str, moment: datetime) -> Q:
    """That a claim, its evidence or its rank changed since the moment. `subject`: the path from a claim to the record.

    Not correlated: what changed lately is little, and found once, not again for every record of the list.
    """
    changed = Q(pk__in=Claim.objects.once_published().filter(since(moment)).values(subject))
    for part in (Evidence, Ranking):
        changed |= Q(pk__in=part.objects.once_published().filter(since(moment)).values(f"claim__{subject}"))
    return changed


class Condition(filters.Filter):
    """A parameter that is read together with others, in `filter_queryset`."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs


class UidCondition(Condition):
    field_class = UidField


class UidsCondition(Condition):
    field_class = UidsField


class CountFilter(filters.Filter):
    field_class = forms.IntegerField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": 10_000} | kwargs)


class CountCondition(Condition, CountFilter):
    """A number, at least 1."""


class ChoicesCondition(Condition, ChoicesFilter):
    """Any of several terms."""


class RootFilter(UidFilter):
    """An entity (or event), with all that was merged with it, in the column `field_name`."""

    def __init__(self, *, of: type[Entity] | type[Event] = Entity, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.of = of

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__root__in": root_of(value, self.of)}) if value else qs


class RootsFilter(UidsFilter):
    """Any of several entities, each with all that was merged with it."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__root__in": roots_of(value)}) if value else qs


class ShownWordsFilter(WordsFilter):
    def shown(self) -> Callable[[str], str] | None:
        mask = protection.load()
        return mask.apply if mask else None


# -- events ------------------------------------------------------------------------------------------------------------


class EventFilter(TimedFilterSet):
    """Filters published events. Start from `Event.objects.published()`, of which it keeps the roots.

    For another moment start from `then.events(at)`.
    """

    TODAYS = frozenset(
        (
            "place", "country", "participant", "role", "property", "attributed_to", "source", "publisher",
            "origins_min", "conflict", "part_of", "updated_since",
        )
    )  # fmt: skip

    q = ShownWordsFilter("title", "summary", help_text=_("Words of the title or summary."))
    kind = ChoicesFilter(choices=grouped_kinds, label=_("kind"))
    after = DateFilter("date", "after", label=_("after"), help_text=_("EDTF, such as 2018; this date included."))
    before = DateFilter("date", "before", label=_("before"), help_text=_("EDTF, such as 2019-06; this date included."))
    during = DateFilter("date", "during", label=_("during"), help_text=_("EDTF, such as 2018-07 or 2016/2018."))
    year = YearsFilter("date", label=_("year"), help_text=_("In four digits; in part is enough."))
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
    origins_min = CountCondition(
        label=_("independent origins, at least"), help_text=_("Has a claim with this many independent origins.")
    )
    conflict = YesNoFilter(field_name="conflicted", label=_("sources conflict"))
    part_of = RootFilter(
        field_name="part_of", of=Event, label=_("part of"), help_text=_("The uid of the larger event.")
    )
    updated_since = ChangedFilter(
        lambda m: _changed("event__root", m) | _rematched(EventMatch, m), label=_("updated since"), help_text=SINCE
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
            for name in ("after", "before", "during"):
                self.filters[name].earliest, self.filters[name].latest = "then_earliest", "then_latest"
            orders = self.filters["ordering"].orders
            orders["date"] = ("then_earliest|then_latest", *orders["date"][1:])

    def at_place(self, events: QuerySet[Event], name: str, uid: str) -> QuerySet[Event]:
        """A rival place counts as well, unless it is deprecated."""
        here = Claim.objects.published().filter(property="place", value_entity__root__in=root_of(uid))
        # Not correlated: joined by OR, the database would look the claims up again for every event.
        rivals = here.exclude(rank=Rank.DEPRECATED).values("event__root")
        return events.filter(Q(place__in=root_of(uid)) | Q(pk__in=rivals))

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


# -- entities ----------------------------------------------------------------------------------------------------------

# The name that the public sees: `display_name` as a column, so that no order tells what a pseudonym hides.
SHOWN_NAME = Case(When(protected=True, then=F("pseudonym")), default=F("name"))


class EntityFilter(TimedFilterSet):
    """Filters published entities. Start from `Entity.objects.published()`, of which it keeps the roots.

    A protected entity is found by its pseudonym only, not by its names or identifiers. For another moment start from
    `then.entities(at)`.
    """

    TODAYS = frozenset(("conflict", "role", "updated_since"))

    q = filters.CharFilter(
        label=_("words"), method="by_any_name", max_length=MAX_TEXT, help_text=_("Words of any name.")
    )
    kind = ChoicesFilter(choices=EntityKind.choices, label=_("kind"))
    country = CountriesFilter(field_name="country", label=_("country"), help_text=_("ISO 3166-1, such as AZ."))
    role = ChoicesFilter(
        choices=ParticipantRole.choices, label=_("role"), method="in_role", help_text=_("Took part in an event as.")
    )
    identifier = filters.CharFilter(
        label=_("identifier"), method="by_identifier", max_length=MAX_TEXT, help_text=_("Such as wikidata:Q227.")
    )
    conflict = YesNoFilter(field_name="conflicted", label=_("sources conflict"))
    updated_since = ChangedFilter(
        lambda m: _changed("entity__root", m) | _rematched(EntityMatch, m), label=_("updated since"), help_text=SINCE
    )
    ordering = OrderingFilter(
        {
            "name": ("shown_name", _("name, A–Z"), _("name, Z–A")),
            "published_at": ("published_at", _("first published"), _("last published")),
        },
        default="name",
    )

    class Meta:
        model = Entity
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Entity]) -> QuerySet[Entity]:
        queryset = queryset if self.at is not None else queryset.filter(root=F("pk"))
        return super().filter_queryset(queryset.annotate(shown_name=SHOWN_NAME))

    def by_any_name(self, entities: QuerySet[Entity], name: str, words: str) -> QuerySet[Entity]:
        """Every word stands in its name, or in one of the other names of it and of those merged into it."""
        names = EntityName.objects.filter(entity__root=OuterRef("pk"), entity__protected=False)
        for word in words.split()[:MAX_WORDS]:
            known_as = Exists(names.filter(any_of(["text"], word)))
            entities = entities.filter(any_of(["shown_name"], word) | Q(known_as, protected=False))
        return entities

    def in_role(self, entities: QuerySet[Entity], name: str, roles: list[str]) -> QuerySet[Entity]:
        """It, or one of those merged into it, took part in a published event in one of the roles."""
        if not roles:
            return entities
        return entities.filter(Exists(Participation.objects.filter(entity=OuterRef("pk"), role__in=roles)))

    def by_identifier(self, entities: QuerySet[Entity], name: str, identifier: str) -> QuerySet[Entity]:
        """An identifier with its scheme (`wikidata:Q227`), or the value alone in any scheme."""
        scheme, colon, value = identifier.partition(":")
        same = Identifier.objects.filter(entity__root=OuterRef("pk"), entity__protected=False)
        if colon and scheme.lower() in Scheme.values:
            same = same.filter(scheme=scheme.lower(), value__iexact=value.strip())
        else:
            same = same.filter(value__iexact=identifier.strip())
        return entities.filter(Exists(same), protected=False)


def _rematched(judgements: type[EntityMatch] | type[EventMatch], moment: datetime) -> Q:
    """That something was merged into the record, or parted from it, since the moment."""
    judged = judgements.objects.once_published().filter(since(moment))
    return Q(pk__in=judged.values("left__root")) | Q(pk__in=judged.values("right__root"))


# -- claims ------------------------------------------------------------------------------------------------------------


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
    """Filters claims. Start from `Claim.objects.once_published()`: it keeps the published unless `state` is given."""

    TODAYS = frozenset(
        ("stance", "source", "publisher", "reliability", "origins_min", "conflict", "rank", "updated_since")
    )

    def __init__(self, *args: Any, at: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.filters["state"].at = at

    event = RootFilter(field_name="event", of=Event, label=_("event"), help_text=_("The uid of the event it is about."))
    entity = RootFilter(field_name="entity", label=_("entity"), help_text=_("The uid of the entity it is about."))
    property = ChoicesFilter(choices=CHOICES, label=_("property"))
    value_entity = RootFilter(
        field_name="value_entity", label=_("value"), help_text=_("The uid of the entity that is its value.")
    )
    role = ChoicesFilter(choices=ParticipantRole.choices, label=_("role"))
    attributed_to = RootsFilter(
        field_name="attributed_to",
        label=_("on the word of"),
        help_text=_("Uids of entities, one of which said so."),
    )
    stance = ChoicesCondition(choices=Stance.choices, label=_("stance"), help_text=_("Has a passage of this stance."))
    source = UidCondition(label=_("source"), help_text=_("Has a passage from this source (uid)."))
    publisher = UidsCondition(label=_("publisher"), help_text=_("Has a passage from one of these publishers (uids)."))
    reliability = ChoicesCondition(
        choices=Reliability.choices, label=_("reliability"), help_text=_("Has a passage from a source of this grade.")
    )
    credibility_max = filters.TypedChoiceFilter(
        field_name="credibility", lookup_expr="lte", choices=Credibility.choices, coerce=int,
        label=_("credibility, at least"), help_text=_("Admiralty grade: 1 is confirmed, 6 cannot be judged."),
    )  # fmt: skip
    origins_min = CountFilter(field_name="origins_count", lookup_expr="gte", label=_("independent origins, at least"))
    conflict = YesNoFilter(field_name="conflicted", label=_("sources conflict"))
    rank = ChoicesFilter(choices=Rank.choices, label=_("rank"))
    state = StateFilter(
        choices=[(state.value, state.label) for state in PUBLIC_STATES], label=_("state"),
        help_text=_("Published unless given."),
    )  # fmt: skip
    updated_since = ChangedFilter(lambda m: _changed("pk", m), label=_("updated since"), help_text=SINCE)
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
