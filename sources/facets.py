"""The facets of the list of sources."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf

from editorial.facets import Facet, Narrowing, each_year, plain, tallied, years
from sources.choices import Reliability
from sources.naming import country_name, language_name


def grade(source: str = "") -> Any:
    """A source's reliability, its own or else its publisher's, as a column. `source`: the path to it."""
    inherited = Coalesce(F(f"{source}publisher__reliability"), Value(Reliability.F.value))
    return Coalesce(NullIf(F(f"{source}reliability"), Value("")), inherited)


def filled(path: str) -> Any:
    """A column of text, empty ones left out."""
    return Case(When(**{path: ""}, then=None), default=F(path))


def _country(narrowing: Narrowing) -> QuerySet[Any, Any]:
    return tallied(narrowing.without("country"), filled("publisher__country"))


def _language(narrowing: Narrowing) -> QuerySet[Any, Any]:
    return tallied(narrowing.without("language"), filled("language"))


def _reliability(narrowing: Narrowing) -> QuerySet[Any, Any]:
    return tallied(narrowing.without("reliability"), grade())


SOURCES = (
    Facet("kind", plain("kind")),
    Facet("publisher", plain("publisher"), bounded=False, is_uid=True),
    Facet("country", _country, words=country_name),
    Facet("language", _language, words=language_name),
    Facet("year", years("year", "published"), fold=each_year, by_value=False),
    Facet("reliability", _reliability, by_value=True),
    Facet("access", plain("access")),
)
