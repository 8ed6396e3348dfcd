"""Precision, recall and F1 of found passages against labelled ones. The rules are told in docs/suggestions.md. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.labels import Span

Matches = Callable[[Span, Span], bool]


@dataclass
class Score:
    """How many were found, how many of these are right, how many there are."""

    found: int = 0
    right: int = 0
    there: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.found + other.found, self.right + other.right, self.there + other.there)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score(found: Sequence[Span], there: Sequence[Span], matches: Matches) -> Score:
    """One document's score. Each found passage answers one labelled passage at most, and the other way round."""
    return Score(len(found), _pairs(found, there, matches), len(there))


def _pairs(found: Sequence[Span], there: Sequence[Span], matches: Matches) -> int:
    """The size of the largest pairing of found with labelled passages (augmenting paths)."""
    partner: dict[int, int] = {}

    def place(one: int, tried: set[int]) -> bool:
        for other, label in enumerate(there):
            if other not in tried and matches(found[one], label):
                tried.add(other)
                if other not in partner or place(partner[other], tried):
                    partner[other] = one
                    return True
        return False

    return sum(place(one, set()) for one in range(len(found)))


def exact(found: Span, there: Span) -> bool:
    """The same passage, to the character."""
    return (found.start, found.end) == (there.start, there.end)


def overlap(found: Span, there: Span) -> bool:
    """Passages that share a character."""
    return found.start < there.end and there.start < found.end


def same_value(found: Span, there: Span) -> bool:
    """Passages that overlap and say the same."""
    return overlap(found, there) and found.value == there.value


def same_quotation(found: Span, there: Span) -> bool:
    """Passages that share at least half of the shorter one."""
    shared = min(found.end, there.end) - max(found.start, there.start)
    return shared * 2 >= min(found.end - found.start, there.end - there.start) > 0


def same_quotation_and_date(found: Span, there: Span) -> bool:
    return same_quotation(found, there) and found.date == there.date


def pairs(families: Iterable[Sequence[str]]) -> set[frozenset[str]]:
    """All pairs of members of one family."""
    return {frozenset((a, b)) for family in families for i, a in enumerate(family) for b in family[i + 1 :]}


def pairwise(found: set[frozenset[str]], there: set[frozenset[str]]) -> Score:
    return Score(len(found), len(found & there), len(there))
