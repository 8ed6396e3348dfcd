"""Figures about the published archive, each by one query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse

from editorial.choices import State
from editorial.edtf import OPEN_END, OPEN_START
from events.choices import Scheme
from events.models import Event, Identifier
from sources.models import Source

# How many years the bars show.
MOST_YEARS = 15


@dataclass(frozen=True)
class Bar:
    """One line of a bar list: a label, its count, its length in hundredths of the longest, its share in hundredths."""

    label: str
    count: int
    percent: int
    share: int
    url: str = ""


def bars(
    counts: Iterable[tuple[str, int]],
    *,
    total: int = 0,
    label: Callable[[str], str] = str,
    url: Callable[[str], str] | None = None,
) -> list[Bar]:
    """The counts as bars, in the order given. Shares are of the `total`, or of their sum. Pure."""
    counts = list(counts)
    longest, total = max((n for _key, n in counts), default=0), total or sum(n for _key, n in counts)
    return [
        Bar(label(key), n, _hundredths(n, longest), _hundredths(n, total), url(key) if url and n else "")
        for key, n in counts
    ]


def _hundredths(n: int, of: int) -> int:
    return round(100 * n / of) if of else 0


@dataclass(frozen=True)
class Activity:
    """How many events began in each year that had any, and how many tell no year."""

    years: dict[int, int] = field(default_factory=dict)
    undated: int = 0

    def bars(self) -> list[Bar]:
        """The newest years one after the other, empty ones too: a gap is told, not skipped."""
        shown = range(self._last, self._first - 1, -1)
        counts = [(str(year), self.years.get(year, 0)) for year in shown]
        return bars(counts, total=sum(self.years.values()), url=lambda year: reverse("events_of_year", args=[year]))

    @property
    def earlier(self) -> int:
        """How many events began before the years that the bars show."""
        return sum(n for year, n in self.years.items() if year < self._first)

    @property
    def before(self) -> int | None:
        """The newest year with events before those that the bars show."""
        return max((year for year in self.years if year < self._first), default=None)

    @property
    def _last(self) -> int:
        return max(self.years, default=0)

    @property
    def _first(self) -> int:
        return max(min(self.years, default=1), self._last - MOST_YEARS + 1)


def published_events() -> QuerySet[Event]:
    return Event.objects.published().filter(root=F("pk"))


def published_sources() -> QuerySet[Source]:
    return Source.objects.filter(state=State.PUBLISHED, root=F("pk"))


def activity() -> Activity:
    """Events by the year in which they began. One query; it returns a row for each day on which any began."""
    found: Counter[int | None] = Counter()
    for day, n in published_events().values_list("date_earliest").annotate(n=Count("pk")).order_by():
        found[date.fromordinal(day).year if day not in (None, OPEN_START, OPEN_END) else None] += n
    undated = found.pop(None, 0)
    return Activity({year: n for year, n in found.items() if year}, undated)


def by_country() -> list[tuple[str, int]]:
    """How many events took place in each country, as the filter of the list counts them. One query."""
    code = Identifier.objects.filter(entity=OuterRef("place"), scheme=Scheme.ISO3166).values("value")[:1]
    # Where a state itself is the place, its code is one of its identifiers.
    country = Coalesce(NullIf("place__country", Value("")), Subquery(code), Value(""))
    rows = published_events().annotate(where=country).order_by().values_list("where").annotate(n=Count("pk"))
    return list(rows.order_by("-n", "where"))


def counted(records: QuerySet[Event] | QuerySet[Source], column: str, most: int = 0) -> list[tuple[str, int]]:
    """How many records have each value of a column, the most frequent first, beyond `most` none. One query."""
    rows = records.order_by().values_list(column).annotate(n=Count("pk")).order_by("-n", column)
    return [(key or "", n) for key, n in (rows[:most] if most else rows)]
