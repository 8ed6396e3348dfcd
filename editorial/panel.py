"""The filters and facets of a list as its page shows them: what was chosen, what could be, and ways on from nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.cache import cache
from django.db.models import QuerySet, Value
from django.http import QueryDict

from editorial import faceted, facets, ledger
from editorial.facets import Counts, Facet, Narrowing
from editorial.languages import capfirst
from editorial.uids import is_uid

# Parameters that are no filters.
ORDER, PAGE = "ordering", "page"
# How many filters are tried out where all of them together leave nothing.
MOST_WAYS = 6
_KEPT_FOR = 3600


@dataclass(frozen=True)
class Chip:
    """One active filter: what it says, and the query string without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True)
class Way:
    """A filter to take away where nothing is left, how many records that gives, and the query string without it."""

    label: str
    count: int
    without: str


class Panel:
    """What a page shows of a filter set over `records`, with the addresses that change it.

    `query` is the whole query string, of which the filter set may have been given a part. `kept_as`: the whole list's
    counts are kept under this name for as long as nothing new is published.
    """

    def __init__(
        self, filterset: Any, records: QuerySet[Any], offered: Sequence[Facet], query: QueryDict, kept_as: str = ""
    ) -> None:
        self.filterset, self.records, self.facets, self.query = filterset, records, offered, query
        self.form: forms.BaseForm = filterset.form
        self.is_valid: bool = filterset.is_valid()
        self.kept_as = kept_as
        filters = [name for name in self.form.fields if name != ORDER]
        self.given = {n: values for n in filters if (values := given_values(self.form, filterset.data, n))}

    @cached_property
    def narrowing(self) -> Narrowing:
        return Narrowing(self.filterset, self.records)

    @cached_property
    def counted(self) -> Mapping[str, Counts]:
        """Facet → value → how many records it would leave. One query; two for the whole list, of which it is kept."""
        if not (self.is_valid and self.facets):
            return {}
        if self.given or not self.kept_as:
            return self._count()
        # The whole list is what most readers see, and counting all of it costs most: once for each public version.
        key = f"facets:{self.kept_as}:{ledger.head().public_version}"
        found: Mapping[str, Counts] | None = cache.get_or_set(key, self._count, timeout=_KEPT_FOR)
        return self._count() if found is None else found

    def _count(self) -> Mapping[str, Counts]:
        rows = {facet.name: facets.grouped(facet, self.narrowing, self._chosen(facet)) for facet in self.facets}
        found = facets.counts(self.narrowing.using, rows)
        return {facet.name: dict(facet.fold(found[facet.name])) for facet in self.facets}

    def _chosen(self, facet: Facet) -> Sequence[str]:
        """What was chosen of a facet, as the form read it: `az` is AZ."""
        if facet.name not in self.given or not self.is_valid:
            return self.given.get(facet.name, ())
        value = self.narrowing.value(facet.name)
        return [str(one) for one in value] if isinstance(value, list) else [str(value)]

    def uids(self) -> list[str]:
        """The uids that the page should call by name."""
        chosen = [value for values in self.given.values() for value in values if is_uid(value)]
        counted = [uid for facet in self.facets if facet.is_uid for uid in self.counted.get(facet.name, ())]
        return list(dict.fromkeys([*chosen, *counted]))

    def groups(self, names: Mapping[str, str], total: int) -> Iterator[faceted.Group]:
        """The facets that can narrow the list of `total` records. `names`: what the `uids` are called."""
        for facet in self.facets:
            words = {value: capfirst(said) for value, said in self._words(facet.name).items()}
            words, chosen = {**words, **names}, self._chosen(facet)
            counted = self.counted.get(facet.name, {})
            group = faceted.shown(facet, self._label(facet.name), counted, chosen, words, self.query, total)
            if group:
                yield group

    def labels(self, facet: Facet, values: Iterable[str], names: Mapping[str, str]) -> dict[str, str]:
        """What these values of a facet are called."""
        words = self._words(facet.name)
        return {v: words.get(v) or names.get(v) or (facet.words(v) if facet.words else v) for v in values}

    def chips(self, names: Mapping[str, str]) -> Iterator[Chip]:
        """The active filters, each with the query string without it."""
        for name, values in self.given.items():
            words = self._words(name)
            for value in values:
                left = self._without(name)
                left.setlist(name, [v for v in values if v != value])
                said = words.get(value) or names.get(value) or self._spoken(name, value)
                yield Chip(self._label(name), said, left.urlencode())

    def _spoken(self, name: str, value: str) -> str:
        for facet in self.facets:
            if facet.name == name and facet.words and self.is_valid:
                return facet.words(value.upper() if value.upper() in self._chosen(facet) else value)
        return value

    def ways_on(self) -> Iterator[Way]:
        """Where nothing is left: each filter without which something is, those that give most first. One query."""
        if not self.is_valid:
            return
        one_less = {n: facets.tallied(self.narrowing.without(n), Value("")) for n in [*self.given][:MOST_WAYS]}
        counted = facets.counts(self.narrowing.using, one_less)
        numbers = {name: sum(number for _value, number in rows) for name, rows in counted.items()}
        for name in sorted(numbers, key=lambda name: -numbers[name]):
            if numbers[name]:
                yield Way(self._label(name), numbers[name], self._without(name).urlencode())

    def _without(self, name: str) -> QueryDict:
        left = self.query.copy()
        left.pop(name, None)
        left.pop(PAGE, None)
        return left

    def _label(self, name: str) -> str:
        return capfirst(str(self.form.fields[name].label or name))

    def _words(self, name: str) -> dict[str, str]:
        return {str(k): str(label) for k, label in _flat(getattr(self.form.fields[name], "choices", ()))}


def given_values(form: forms.BaseForm, query: QueryDict, name: str) -> list[str]:
    """What the query string gives for one filter, as a list, the empty left out."""
    value = form.fields[name].widget.value_from_datadict(query, {}, name)
    return [str(v) for v in (value if isinstance(value, list | tuple) else [value]) if v not in (None, "")]


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    """The choices without their groups."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
