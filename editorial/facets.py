"""Facets: what a list would hold if one more value of a filter were chosen, for all filters of the list in one query.

Several values of one facet are alternatives, so its counts are taken from the list without that facet's own filter;
all other filters hold. Whoever declares a facet says how its values are counted.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Case, CharField, Count, F, Func, QuerySet, Value, When
from django.db.models.functions import Concat

from editorial import dates

# How many values of a facet are counted, where there is no end of them.
MOST = 60

Counts = Mapping[str, int]


class Narrowing:
    """A list's filters, of which any can be left out. `records` is what they start from, its words already looked for.

    Made of a valid filter set. Looking for words may take a query where names are hidden, so it is done once.
    """

    def __init__(self, filterset: Any, records: QuerySet[Any], once: Sequence[str] = ("q",)) -> None:
        self.filterset, self.values, self.using = filterset, dict(filterset.form.cleaned_data), records.db
        self._once = [name for name in once if self.values.get(name)]
        self._all = records
        self._records = self._filtered(records, self._once) if self._once else records

    def without(self, *names: str) -> QuerySet[Any]:
        """The list without these filters, unordered."""
        kept = [name for name in self.values if name not in (*names, *self._once, "ordering")]
        start = self._all if set(names) & set(self._once) else self._records
        return self._filtered(start, kept).order_by()

    def value(self, name: str) -> Any:
        """What was chosen, as the form read it."""
        return self.values.get(name)

    def _filtered(self, records: QuerySet[Any], names: Collection[str]) -> QuerySet[Any]:
        form = copy.copy(self.filterset.form)
        form.cleaned_data = {name: value for name, value in self.values.items() if name in names}
        filterset = copy.copy(self.filterset)
        vars(filterset)["_form"] = form
        found: QuerySet[Any] = filterset.filter_queryset(records)
        return found


@dataclass(frozen=True)
class Facet:
    """One filter of a list by which it can be narrowed.

    `count` makes of a narrowing the rows (`value`, `n`) to be counted; None where it can not be told. `words` says what
    values are called where the filter's own choices do not. `every`: several values must all hold. `fold` puts counted
    rows together anew. `by_value`: ordered by value (`True`), or from the last (`False`), rather than by count.
    """

    name: str
    count: Callable[[Narrowing], QuerySet[Any, Any] | None]
    words: Callable[[str], str] | None = None
    every: bool = False
    fold: Callable[[Sequence[tuple[str, int]]], Counts] = dict
    by_value: bool | None = None
    bounded: bool = True
    is_uid: bool = False


# -- counting ----------------------------------------------------------------------------------------------------------


def plain(name: str, column: str = "") -> Callable[[Narrowing], QuerySet[Any, Any]]:
    """Counts the values of one of the record's own columns."""

    def count(narrowing: Narrowing) -> QuerySet[Any, Any]:
        return tallied(narrowing.without(name), F(column or name))

    return count


def tallied(rows: QuerySet[Any], value: Any, of: str = "pk", *, distinct: bool = False) -> QuerySet[Any, Any]:
    """The rows grouped by a value, with the number of different `of` in each group."""
    counted = rows.order_by().values(value=value)
    return counted.annotate(n=Count(of, distinct=distinct)).filter(value__isnull=False)


class Year(Func):
    """The year of an ordinal day."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # 1721424.5 is the Julian day before the first of January of the year 1.
        template = "strftime('%%%%Y', 1721424.5 + %(expressions)s)"
        return super().as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "to_char(DATE '0001-01-01' + (%(expressions)s - 1), 'YYYY')"
        return super().as_sql(compiler, connection, template=template, **context)


def years(name: str, columns: str) -> Callable[[Narrowing], QuerySet[Any, Any]]:
    """Counts the records by the first and the last year that their date may lie in: `2018-2019`."""

    def count(narrowing: Narrowing) -> QuerySet[Any, Any]:
        rows = narrowing.without(name).filter(**{f"{columns}_latest__isnull": False})
        earliest, latest = F(f"{columns}_earliest"), F(f"{columns}_latest")
        # Of a date that is open to one side, the end that is known.
        first = Case(When(**{f"{columns}_earliest__lte": dates.OPEN_START}, then=latest), default=earliest)
        last = Case(When(**{f"{columns}_latest__gte": dates.OPEN_END}, then=earliest), default=latest)
        return tallied(rows, Concat(Year(first), Value("-"), Year(last), output_field=CharField()))

    return count


def each_year(counted: Sequence[tuple[str, int]]) -> Counts:
    """Year → how many records touch it, from spans of years; offered are those in which a record begins or ends."""
    spans = [(first, last, n) for span, n in counted for first, _dash, last in [span.partition("-")]]
    offered = {year for first, last, _n in spans for year in (first, last) if year.isdigit() and len(year) == 4}
    return {year: sum(n for first, last, n in spans if first <= year <= last) for year in sorted(offered)}


def counts(using: str, wanted: Mapping[str, QuerySet[Any, Any] | None]) -> dict[str, list[tuple[str, int]]]:
    """Name → (value, number) of each of these grouped querysets, in one query."""
    parts, values = list[str](), list[Any]()
    for name, rows in wanted.items():
        if rows is None:
            continue
        try:
            sql, given = rows.query.get_compiler(using).as_sql()
        except EmptyResultSet:
            continue
        parts.append(f'SELECT %s AS facet, CAST("value" AS text), "n" FROM ({sql}) AS f{len(parts)}')  # noqa: S608
        values += [name, *given]
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in wanted}
    if parts:
        with connections[using].cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            for name, value, number in cursor.fetchall():
                found[name].append((value, number))
    return found


def grouped(facet: Facet, narrowing: Narrowing, chosen: Sequence[str]) -> QuerySet[Any, Any] | None:
    """What a facet counts; where there is no end of values, those that stand for most records, and the chosen ones."""
    rows = facet.count(narrowing)
    if rows is None or facet.bounded:
        return rows
    first = Case(When(value__in=list(chosen), then=0), default=1) if chosen else Value(0)
    return rows.order_by(first, "-n", "value")[: MOST + len(chosen)]
