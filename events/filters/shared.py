"""What the filters of several types share: conditions on claims and passages, and what counts as a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from editorial.filters import ChoicesFilter, UidField, UidFilter, UidsField, UidsFilter, WordsFilter
from events import protection
from events.choices import Credibility
from events.models import Claim, Entity, EntityMatch, Event, EventMatch, Evidence, Ranking
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
    "credibility_max": lambda grade: Q(credibility__lte=grade),
}
OF_EVIDENCE: dict[str, Callable[[Any], Q]] = {
    "source": lambda uid: Q(capture__source__root__in=root_of(uid, Source)),
    "publisher": lambda uids: Q(capture__source__publisher__in=uids),
    "stance": lambda stances: Q(stance__in=stances),
    "reliability": lambda grades: graded(grades, "capture__source__"),
    "source_kind": lambda kinds: Q(capture__source__kind__in=kinds),
    "fidelity": lambda kinds: Q(capture__fidelity__in=kinds),
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


def changed(subject: str, moment: datetime) -> Q:
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


class CredibilityCondition(Condition, filters.TypedChoiceFilter):
    """A grade, and all that are better."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"choices": Credibility.choices, "coerce": int} | kwargs)


def rematched(judgements: type[EntityMatch] | type[EventMatch], moment: datetime) -> Q:
    """That something was merged into the record, or parted from it, since the moment."""
    judged = judgements.objects.once_published().filter(since(moment))
    return Q(pk__in=judged.values("left__root")) | Q(pk__in=judged.values("right__root"))
