"""Queries that are put together once, and rows that become records without ceremony, for what is asked all the time.

Django puts a query together anew each time it is asked, and makes each record by way of its whole constructor: on the
page of one record both take longer than the database does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, islice
from typing import Any, Generic, TypeVar

from django.db import connections, router
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import BaseIterable, ModelIterable

R = TypeVar("R")
# How many forms of one query are remembered: one for each length of a list, and those are few (`_padded`).
MOST_FORMS, LONGEST_PADDED = 64, 1024


class Prepared(Generic[R]):
    """A query of one form, asked with other values each time. Asking gives a list of records, or of tuples of values.

    `make` gives the queryset for the values: texts, or lists of texts. It is called with stand-ins, once for every
    form; so nothing else may shape the query, neither what the values are nor the moment.
    """

    def __init__(self, model: type[Model], make: Callable[..., QuerySet[Any, R]]) -> None:
        self._model, self._make = model, make
        self._known: dict[tuple[object, ...], _Form] = {}

    def __call__(self, *values: str | Sequence[str]) -> list[R]:
        """What is found for these values. One query; none where a list is empty."""
        if not all(values):
            return []
        given = [value if isinstance(value, str) else _padded(value) for value in values]
        alias: str = router.db_for_read(self._model)
        key = (alias, *(0 if isinstance(value, str) else len(value) for value in given))
        form = self._known.get(key)
        if form is None:
            if len(self._known) >= MOST_FORMS:
                self._known.clear()
            form = self._known[key] = self._formed(alias, given)
        return form.ask(alias, [one for value in given for one in ([value] if isinstance(value, str) else value)])

    def _formed(self, alias: str, given: Sequence[str | Sequence[str]]) -> _Form:
        names = map(_stand_in, count())
        stand_ins = [next(names) if isinstance(value, str) else list(islice(names, len(value))) for value in given]
        return _Form(self._make(*stand_ins), alias)


def _padded(values: Iterable[str]) -> list[str]:
    """The values, the last one repeated up to a power of two, for few lengths in all; the longest as they are."""
    found = list(values)
    if len(found) > LONGEST_PADDED:
        return found  # databases bound how many values a query has
    return found + [found[-1]] * ((1 << (len(found) - 1).bit_length()) - len(found))


def _stand_in(number: int) -> str:
    return f"\x1astands in for value {number}"


class _Form:
    """A query as the database wants it, and what becomes of its rows."""

    def __init__(self, queryset: QuerySet[Any, Any], alias: str) -> None:
        made: Any = queryset
        assert not made._prefetch_related_lookups  # noqa: SLF001 -- nobody would fetch it
        compiler: Any = queryset.query.get_compiler(using=alias)
        self._sql, parameters = compiler.as_sql()
        numbers = {_stand_in(number): number for number in range(len(parameters))}
        self._parameters = [(numbers.get(one), one) if isinstance(one, str) else (None, one) for one in parameters]
        self._converters = list(compiler.get_converters([one[0] for one in compiler.select]).items())
        # Whether it gives records, nothing else tells.
        are_records = made._iterable_class is ModelIterable  # noqa: SLF001
        self._made = _maker(compiler, alias) if are_records else tuple

    def ask(self, alias: str, values: Sequence[str]) -> list[Any]:
        parameters = [one if number is None else values[number] for number, one in self._parameters]
        connection = connections[alias]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, parameters)
            rows = cursor.fetchall()
        return [self._made(row) for row in self._converted(rows, connection)]

    def _converted(self, rows: Iterable[Any], connection: Any) -> Iterable[Any]:
        if not self._converters:
            return rows
        found = list(map(list, rows))
        for position, (converters, expression) in self._converters:
            for row in found:
                value = row[position]
                for convert in converters:
                    value = convert(value, expression, connection)
                row[position] = value
        return found


# -- records -----------------------------------------------------------------------------------------------------------


class QuickIterable(BaseIterable):
    """The records of a queryset as Django's own iterable gives them, made by `_maker`."""

    def __iter__(self) -> Iterator[Any]:
        queryset: Any = self.queryset
        compiler = queryset.query.get_compiler(using=queryset.db)
        results = compiler.execute_sql(chunked_fetch=self.chunked_fetch, chunk_size=self.chunk_size)
        return map(_maker(compiler, queryset.db), compiler.results_iter(results))


def quickly(records: QuerySet[Any, R]) -> QuerySet[Any, R]:
    """The same records, made quickly: for lists that are only read. No signal tells that one was made."""
    found = records.all()
    found._iterable_class = QuickIterable  # noqa: SLF001 -- as `values()` does
    return found


def _maker(compiler: Any, alias: str) -> Callable[[Sequence[Any]], Any]:
    """What makes records of the rows of a compiled query: with what was selected along, and annotations."""
    make = _record_maker(compiler.klass_info, compiler.select, alias)
    annotations = list((compiler.annotation_col_map or {}).items())

    def record(row: Sequence[Any]) -> Any:
        made = make(row)
        vars(made).update((name, row[position]) for name, position in annotations)
        return made

    return record if annotations else make


def _record_maker(info: Any, select: Any, alias: str) -> Callable[[Sequence[Any]], Any]:
    """What makes one record of the columns of a row that are its own; None where it is missing."""
    model = info["model"]
    first, last = info["select_fields"][0], info["select_fields"][-1] + 1
    columns = [one[0].target.attname for one in select[first:last]]
    key = first + columns.index(model._meta.pk.attname)
    along = [(one["field"].name, _record_maker(one, select, alias)) for one in info.get("related_klass_infos", ())]

    def record(row: Sequence[Any]) -> Any:
        if row[key] is None:
            return None
        made, state = model.__new__(model), ModelState()
        vars(state).update(adding=False, db=alias, fields_cache={name: make(row) for name, make in along})
        vars(made).update(zip(columns, row[first:last], strict=True), _state=state)
        return made

    return record
