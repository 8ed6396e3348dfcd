"""From days to places on a line, and back; ticks and bins of time. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from editorial.edtf import OPEN_END, OPEN_START

_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
# Up to so many days a picture is told by months, and up to so many years by years.
MONTHS_DAYS, YEARS = 3 * 366, 60


@dataclass(frozen=True)
class Scale:
    """A straight line from the days `first` … `last` (both included) to the places `start` … `end`."""

    first: int
    last: int
    start: float
    end: float

    def at(self, day: int) -> float:
        """Where the beginning of a day lies; days beyond the ends lie on the ends."""
        share = (min(max(day, self.first), self.last + 1) - self.first) / (self.last + 1 - self.first)
        return self.start + share * (self.end - self.start)

    def day(self, place: float) -> int:
        """The day at a place."""
        share = (place - self.start) / (self.end - self.start)
        day = self.first + int(share * (self.last + 1 - self.first) + 1e-9)
        return min(max(day, self.first), self.last)


@dataclass(frozen=True)
class Bin:
    """A month, a year or a decade: its EDTF, and its first and last day."""

    edtf: str
    first: int
    last: int

    @property
    def label(self) -> str:
        return f"{self.edtf[:3]}0s" if self.edtf.endswith("X") else self.edtf


def whole_years(bounds: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """The first day of the first year and the last of the last that any of the bounds names; open ends name none."""
    days = [day for pair in bounds for day in pair if OPEN_START < day < OPEN_END]
    if not days:
        return None
    first, last = date.fromordinal(min(days)).year, date.fromordinal(max(days)).year
    return date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()


def bins(first: int, last: int) -> list[Bin]:
    """The months, years or decades that cover these days, whichever are few enough to be read."""
    start, end = date.fromordinal(first), date.fromordinal(last)
    if last - first < MONTHS_DAYS:
        months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
        return [_month(number // 12, number % 12 + 1) for number in months]
    if end.year - start.year < YEARS:
        return [_years(f"{year:04}", year, year) for year in range(start.year, end.year + 1)]
    decades = range(start.year // 10, end.year // 10 + 1)
    return [_years(f"{decade:03}X", max(decade * 10, 1), decade * 10 + 9) for decade in decades]


def _month(year: int, month: int) -> Bin:
    first = date(year, month, 1)
    after = date.max if (year, month) == (9999, 12) else date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    return Bin(f"{year:04}-{month:02}", first.toordinal(), after.toordinal())


def _years(edtf: str, first: int, last: int) -> Bin:
    return Bin(edtf, date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal())


def touched(earliest: int, latest: int, among: list[Bin]) -> range:
    """Which bins share a day with these bounds, as numbers. The bins follow one another without gaps."""
    low = bisect_left(among, earliest, key=lambda one: one.last)
    return range(low, bisect_right(among, latest, key=lambda one: one.first))


def ticks(first: int, last: int, most: int = 12) -> list[tuple[int, str]]:
    """Years to be written along a line of time, as (first day, year): round ones, at most so many."""
    start, end = date.fromordinal(first).year, date.fromordinal(last).year
    step = next(s for s in _YEAR_STEPS if (end - start) // s < most)
    years = range(-(-start // step) * step, end + 1, step)
    return [(date(year, 1, 1).toordinal(), str(year)) for year in years if year >= 1]
