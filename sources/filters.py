"""The filters of the lists of sources and publishers: HTML forms on the site, query parameters in the API."""

from __future__ import annotations

from collections.abc import Callable

import django_filters as filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet
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
    UidFilter,
    UidsFilter,
    WordsFilter,
    YearsFilter,
)
from sources import quoted
from sources.choices import Access, Fidelity, LinkKind, Method, PublisherKind, Reliability, SourceKind
from sources.cutting import part
from sources.models import Capture, Publisher, Source, SourceLink

MOMENT = _("ISO 8601, such as 2026-01-31T12:00:00Z.")
NO_MOMENT = _("Write a moment in ISO 8601, such as 2026-01-31 or 2026-01-31T12:00:00Z.")


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

    TODAYS = frozenset(("updated_since", "origin", "link", "method", "fidelity"))

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
    publisher_kind = ChoicesFilter(
        choices=PublisherKind.choices, field_name="publisher__kind", label=_("kind of publisher")
    )
    origin = UidFilter(
        field_name="origin", label=_("origin"), help_text=_("The uid of the source from which all of them were copied.")
    )
    link = ChoicesFilter(
        choices=LinkKind.choices, label=_("link"), method="linked", help_text=_("Stands so to another source.")
    )
    method = ChoicesFilter(
        choices=Method.choices, label=_("method"), method="captured_so", help_text=_("Has a capture made so.")
    )
    fidelity = ChoicesFilter(
        choices=Fidelity.choices,
        label=_("fidelity"),
        method="captured_so",
        help_text=_("Has a capture of this fidelity."),
    )
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

    def linked(self, sources: QuerySet[Source], name: str, kinds: list[str]) -> QuerySet[Source]:
        links = SourceLink.objects.published().filter(kind__in=kinds)
        return sources.filter(pk__in=links.values("source__root")) if kinds else sources

    def captured_so(self, sources: QuerySet[Source], name: str, terms: list[str]) -> QuerySet[Source]:
        """It, or what was merged into it, has such a capture."""
        captures = Capture.objects.published().filter(**{f"{name}__in": terms}, source__root=OuterRef("pk"))
        return sources.filter(Exists(captures)) if terms else sources

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


class CaptureFilter(TimedFilterSet):
    """Filters captures. Start from `Capture.objects.published()`, now or at a moment."""

    TODAYS = frozenset(("source", "updated_since"))

    source = UidFilter(label=_("source"), method="of_source", help_text=_("The uid of the source."))
    publisher = UidsFilter(field_name="source__publisher", label=_("publisher"), help_text=_("The publisher's uid."))
    method = ChoicesFilter(choices=Method.choices, label=_("method"))
    fidelity = ChoicesFilter(choices=Fidelity.choices, label=_("fidelity"))
    access = ChoicesFilter(choices=Access.choices, field_name="source__access", label=_("access"))
    language = LanguagesFilter(field_name="language", label=_("language"), help_text=_("BCP 47 tags, such as az."))
    media_type = TextFilter(label=_("media type"), help_text=_("Such as text/html."))
    sha256 = TextFilter(field_name="blob__sha256", label=_("SHA-256 of the bytes"), help_text=_("In hex."))
    text_sha256 = TextFilter(label=_("SHA-256 of the text"), help_text=_("In hex."))
    captured_since = filters.IsoDateTimeFilter(
        field_name="captured_at", lookup_expr="gte", label=_("captured since"), help_text=MOMENT,
        error_messages={"invalid": NO_MOMENT},
    )  # fmt: skip
    captured_before = filters.IsoDateTimeFilter(
        field_name="captured_at", lookup_expr="lt", label=_("captured before"), help_text=MOMENT,
        error_messages={"invalid": NO_MOMENT},
    )  # fmt: skip
    updated_since = ChangedFilter(label=_("updated since"), help_text=MOMENT)
    ordering = OrderingFilter(
        {
            "captured_at": ("captured_at", _("first captured"), _("last captured")),
            "published_at": ("published_at", _("first added"), _("last added")),
        },
        default="-captured_at",
    )

    class Meta:
        model = Capture
        fields: list[str] = []

    def of_source(self, captures: QuerySet[Capture], name: str, uid: str) -> QuerySet[Capture]:
        """What was merged into the source, or what it was merged into, is meant as well."""
        root = Source.objects.once_published().filter(pk=uid).values("root")
        return captures.filter(source__root__in=root)
