"""Does the ledger hold, and does every record say what the ledger says? The innermost part of `manage.py verify`.

A verifier yields a `Finding` for each thing that does not hold. It changes nothing, reads in batches, and tells `step`
how many rows it has walked. It walks a `Range` of rows, so that several processes can share the work, and a run that
was cut off can go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from django.db.models import IntegerField, Model, QuerySet

from editorial.uids import ALPHABET

BATCH = 500
# Rows of one range: few enough that little is lost when a run is cut off. A power of two, for the tree.
TOGETHER = 4096
Step = Callable[[int], Any]


@dataclass
class Tally:
    """What a walk tells besides its findings: how many rows it saw, and of how many fields only digests are left."""

    rows: int = 0
    erased: int = 0

    def __call__(self, rows: int) -> None:
        self.rows += rows


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold: where (a record type and uid, or a part of the ledger) and what."""

    kind: str
    uid: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}: {self.what}"


@dataclass(frozen=True)
class Range:
    """Rows by their primary keys: from `low` on, and before `high`. None: without end."""

    low: Any = None
    high: Any = None

    def __str__(self) -> str:
        return f"{'' if self.low is None else self.low}–{'' if self.high is None else self.high}"

    def of(self, rows: QuerySet[Any], key: str = "pk") -> QuerySet[Any]:
        """Those of the rows whose key lies in the range, in the order of their keys."""
        if self.low is not None:
            rows = rows.filter(**{f"{key}__gte": self.low})
        if self.high is not None:
            rows = rows.filter(**{f"{key}__lt": self.high})
        return rows.order_by(key)


EVERYTHING = Range()


@dataclass(frozen=True)
class Walk:
    """What one verifier looks at in one go: the rows of a model, a range at a time, or something as a whole."""

    name: str
    run: Callable[[Tally, Range], Iterator[Finding]]
    model: type[Model] | None = None

    def ranges(self) -> list[Range]:
        """The ranges that together are all rows. The same for archives of about the same size."""
        return [EVERYTHING] if self.model is None else ranges(self.model)


def ranges(model: type[Model]) -> list[Range]:
    """All rows of a model, in ranges of about `TOGETHER`."""
    rows = model._default_manager.count()
    if isinstance(model._meta.pk, IntegerField):
        return [Range(low, min(low + TOGETHER, rows)) for low in range(0, rows, TOGETHER)]
    # Uids and digests are spread evenly over all that can be written. Were they not, some ranges would only be longer.
    letters = ALPHABET if model._meta.pk.max_length == 10 else "0123456789abcdef"
    pieces = 1
    while pieces * TOGETHER < rows:
        pieces *= 2
    edges = [None, *(_edge(letters, number / pieces) for number in range(1, pieces)), None]
    return [Range(low, high) for low, high in pairwise(edges)]


def _edge(letters: str, share: float) -> str:
    """The four letters before which this share of all keys lies."""
    number, edge = int(share * len(letters) ** 4), ""
    for _letter in range(4):
        number, digit = divmod(number, len(letters))
        edge = letters[digit] + edge
    return edge


def batches(rows: QuerySet[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """The rows in lists of `size`, without holding all of them."""
    iterator = rows.iterator(chunk_size=size)
    while batch := list(islice(iterator, size)):
        yield batch
