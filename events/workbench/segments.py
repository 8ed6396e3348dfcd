"""A text as the workbench shows it: blocks of flat segments that together are the text, character for character.

Pure. The text is cut at every start and end of a passage, so that no mark stands inside another. The browser reckons
the offsets of a selection from what it is given, so nothing is left out and nothing added. Offsets are Unicode code
points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\n")
# A paragraph longer than this (code points) is cut at the ends of its lines: browsers lay out short blocks faster.
LONGEST_BLOCK = 4000


@dataclass(frozen=True)
class Mark:
    """A passage: what quotes it (an evidence's uid) or suggests it (its number), and how that is shown (`look`)."""

    start: int
    end: int
    look: str
    uid: str = ""
    suggestion: int = 0


@dataclass(frozen=True)
class Segment:
    """A run of text under the same marks."""

    text: str
    marks: tuple[Mark, ...] = ()
    furniture: bool = False

    @property
    def uids(self) -> str:
        return " ".join(mark.uid for mark in self.marks if mark.uid)

    @property
    def suggestions(self) -> str:
        return " ".join(str(mark.suggestion) for mark in self.marks if mark.suggestion)

    @property
    def classes(self) -> str:
        """The looks of its marks, and whether several passages overlap here."""
        looks = sorted({mark.look for mark in self.marks})
        quoted = sum(bool(mark.uid) for mark in self.marks)
        more = [*(["overlap"] if quoted > 1 else []), *(["furniture"] if self.furniture else [])]
        return " ".join([*(f"mark-{look}" for look in looks), *more])


@dataclass(frozen=True)
class Block:
    """A paragraph with the blank space behind it. `number` counts the blocks of the text from 0."""

    number: int
    segments: tuple[Segment, ...]


def edges(text: str) -> list[int]:
    """Where the blocks of the text begin, and its end."""
    cuts = [0]
    for end in [*(found.end() for found in _PARAGRAPH_END.finditer(text)), len(text)]:
        if end - cuts[-1] > LONGEST_BLOCK:
            cuts += _line_cuts(text, cuts[-1], end)
        if end > cuts[-1]:
            cuts.append(end)
    return cuts


def _line_cuts(text: str, start: int, end: int) -> Iterator[int]:
    for found in _LINE_END.finditer(text, start, end):
        # What stands before must be more than blank lines, which a browser would not show as a block of their own.
        if found.end() - start > LONGEST_BLOCK // 4 and text[found.end() : end].strip():
            start = found.end()
            yield start


def blocks(
    text: str, marks: Iterable[Mark], furniture: Iterable[Sequence[int]] = (), *, only: Iterable[Mark] | None = None
) -> list[Block]:
    """The blocks of the text; with `only`, those that one of these marks touches."""
    cuts = edges(text)
    count = len(cuts) - 1
    numbers = (
        range(count) if only is None else sorted({n for mark in only for n in _touched(cuts, mark.start, mark.end)})
    )
    marked: dict[int, list[Mark]] = {}
    for mark in marks:
        for number in _touched(cuts, mark.start, mark.end):
            marked.setdefault(number, []).append(mark)
    dimmed: dict[int, list[Sequence[int]]] = {}
    for span in furniture:
        for number in _touched(cuts, span[0], span[1]):
            dimmed.setdefault(number, []).append(span)
    return [
        Block(n, tuple(_segments(text, cuts[n], cuts[n + 1], marked.get(n, ()), dimmed.get(n, ())))) for n in numbers
    ]


def _touched(cuts: Sequence[int], start: int, end: int) -> range:
    """The numbers of the blocks that the span has a share in."""
    last = min(bisect_right(cuts, max(start, end - 1)) - 1, len(cuts) - 2)
    return range(min(bisect_right(cuts, start) - 1, last), last + 1)


def _segments(
    text: str, start: int, end: int, marks: Sequence[Mark], furniture: Sequence[Sequence[int]]
) -> Iterator[Segment]:
    bounds = [*((mark.start, mark.end) for mark in marks), *((span[0], span[1]) for span in furniture)]
    cuts = sorted({start, end, *(cut for pair in bounds for cut in pair if start < cut < end)})
    for first, last in pairwise(cuts):
        over = tuple(mark for mark in marks if mark.start <= first and mark.end >= last)
        yield Segment(text[first:last], over, any(span[0] <= first and span[1] >= last for span in furniture))
