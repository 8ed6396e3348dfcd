"""The filters of the lists of sources and publishers: HTML forms on the site, query parameters in the API."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from editorial.filters import (
    ChangedFilter,
    ChoicesFilter,
    CountriesFilter,
    DateFilter,
    LanguagesFilter,
    OrderingFilter,
    TextFilter,
    TimedFilterSet,
    UidsFilter,
    WordsFilter,
    YearsFilter,
)
from sources import quoted
from sources.choices import Access, PublisherKind, Reliability, SourceKind
from sources.cutting import part
from sources.models import Publisher, Source


def graded(grades: list[str], source: str = "") -> Q:
    """That a source's reliability, its own or else its publisher's, is one of the grades. `source`: the path to it."""
    own = Q(**{f"{source}reliability__in": grades})
    inherited = Q(**{f"{source}publisher__reliability__in": grades})
    if Reliability.F in grades:
        inherited |= Q(**{f"{source}publisher__isnull": True})
    return own | Q(**{f"{source}reliability": ""}) & inherited


class ShownWordsFilter(WordsFilter):
    def shown(self) -> Callable[[str], str] | None:
        known = quoted.ask()
        return (lambda text: part(text, 0, len(text), known.hidden(text))) if known.hides else None


class SourceFilter(TimedFilterSet):
    """Filters published sources. Start from `Source.objects.published()`, of which it keeps the roots.

    For another moment start from `merging.roots_at`.
    """

    TODAYS = frozenset(("updated_since",))

    q = ShownWordsFilter("title", "symbol", "publisher__name", help_text=_("Words of the title, symbol or publisher."))
    kind = ChoicesFilter(choices=SourceKind.choices, label=_("kind"))
    publisher = UidsFilter(field_name="publisher", label=_("publisher"), help_text=_("The publisher's uid."))
    language = LanguagesFilter(field_name="language", label=_("language"), help_text=_("BCP 47 tags, such as az."))
    country = CountriesFilter(
        field_name="publisher__country", label=_("country"), help_text=_("The publisher's country, ISO 3166-1.")
    )
    access = ChoicesFilter(choices=Access.choices, label=_("access"))
    year = YearsFilter("published", label=_("year of publication"), help_text=_("In four digits."))
    after = DateFilter("published", "after", label=_("published after"), help_text=_("EDTF, this date included."))
    before = DateFilter("published", "before", label=_("published before"), help_text=_("EDTF, this date included."))
    during = DateFilter("published", "during", label=_("published during"), help_text=_("EDTF, such as 2018-07."))
    reliability = ChoicesFilter(
        choices=Reliability.choices, label=_("reliability"), method="by_grade",
        help_text=_("Admiralty grade of the source, else of its publisher."),
    )  # fmt: skip
    symbol = TextFilter(label=_("document symbol"))
    updated_since = ChangedFilter(label=_("updated since"), help_text=_("ISO 8601, such as 2026-01-31T12:00:00Z."))
    ordering = OrderingFilter(
        {
            "published": ("published_earliest|published_latest", _("oldest first"), _("newest first")),
            "title": ("title", _("title, A–Z"), _("title, Z–A")),
            "published_at": ("published_at", _("first added"), _("last added")),
        },
        default="-published",
    )

    class Meta:
        model = Source
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Source]) -> QuerySet[Source]:
        return super().filter_queryset(queryset if self.at is not None else queryset.filter(root=F("pk")))

    def by_grade(self, sources: QuerySet[Source], name: str, grades: list[str]) -> QuerySet[Source]:
        return sources.filter(graded(grades)) if grades else sources


class PublisherFilter(TimedFilterSet):
    """Filters published publishers. Start from `Publisher.objects.published()`."""

    q = WordsFilter("name", help_text=_("Words of the name."))
    kind = ChoicesFilter(choices=PublisherKind.choices, label=_("kind"))
    country = CountriesFilter(field_name="country", label=_("country"), help_text=_("ISO 3166-1, such as AZ."))
    reliability = ChoicesFilter(choices=Reliability.choices, label=_("reliability"), help_text=_("Admiralty grade."))
    updated_since = ChangedFilter(label=_("updated since"), help_text=_("ISO 8601, such as 2026-01-31T12:00:00Z."))
    ordering = OrderingFilter({"name": ("name", _("name, A–Z"), _("name, Z–A"))}, default="name")

    class Meta:
        model = Publisher
        fields: list[str] = []
