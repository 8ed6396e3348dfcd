"""How the facets of a list are shown: chosen values first, then those that leave most; the long tail folded. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from editorial.facets import Counts, Facet

# How many values are shown before a facet is unfolded.
SHOWN = 7


@dataclass(frozen=True)
class Option:
    """One value of a facet: its words, how many records choosing it would leave, and the query string that does.

    The number is None for a chosen value that was not counted.
    """

    value: str
    label: str
    count: int | None
    chosen: bool
    query: str


@dataclass(frozen=True)
class Group:
    """A facet as it is shown. `options` come first, `more` when unfolded."""

    name: str
    label: str
    options: Sequence[Option] = field(default_factory=list)
    more: Sequence[Option] = field(default_factory=list)


def shown(
    facet: Facet, label: str, counted: Counts, chosen: Sequence[str], words: Mapping[str, str], query: QueryDict,
    total: int,
) -> Group | None:  # fmt: skip
    """The facet as it is shown, the chosen values first; None where it could narrow nothing."""
    numbers = {value: n for value, n in counted.items() if value and n} | {v: counted.get(v, 0) for v in chosen}
    if not chosen and (not numbers or (len(numbers) == 1 and next(iter(numbers.values())) >= total)):
        return None
    ordered = sorted(_ordered(facet, numbers, words), key=lambda value: value not in chosen)
    options = [_option(facet, value, counted, chosen, words, query) for value in ordered]
    first = max(SHOWN, len(chosen))
    # Unfolding one more is more trouble than showing it.
    first = len(options) if len(options) <= first + 1 else first
    return Group(facet.name, label, options[:first], options[first:])


def _option(
    facet: Facet, value: str, counted: Counts, chosen: Sequence[str], words: Mapping[str, str], query: QueryDict
) -> Option:
    number = counted.get(value, 0 if facet.bounded else None)
    return Option(value, _words(facet, words, value), number, value in chosen, _toggled(facet, value, chosen, query))


def _ordered(facet: Facet, numbers: Counts, words: Mapping[str, str]) -> Iterator[str]:
    if facet.by_value is None:
        yield from sorted(numbers, key=lambda value: (-numbers[value], _words(facet, words, value).casefold(), value))
    else:
        yield from sorted(numbers, reverse=not facet.by_value)


def _words(facet: Facet, words: Mapping[str, str], value: str) -> str:
    return words.get(value) or (facet.words(value) if facet.words else value)


def _toggled(facet: Facet, value: str, chosen: Sequence[str], query: QueryDict) -> str:
    """The query string with this value chosen, or no longer; always from the first page."""
    changed = query.copy()
    changed.pop("page", None)
    changed.setlist(facet.name, [v for v in chosen if v != value] if value in chosen else [*chosen, value])
    return changed.urlencode()
