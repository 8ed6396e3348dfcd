"""A capture's text as its page shows it: paragraphs of segments, with passages marked and gaps told.

Pure. Marks are flat: the text is cut at every start and end of a passage, so that no mark stands inside another.
Offsets are Unicode code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sources.choices import Access
from sources.cutting import Replacement, part
from sources.quoted import Passage

AROUND = 200  # code points shown on either side of a passage, where only excerpts may be shown
_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")

Span = tuple[int, int]


@dataclass(frozen=True)
class Segment:
    """A run of text under the same passages. `starts` are those that begin with it."""

    text: str
    passages: tuple[Passage, ...] = ()
    starts: tuple[Passage, ...] = ()

    @property
    def overlaps(self) -> bool:
        return len(self.passages) > 1


@dataclass(frozen=True)
class Block:
    """A paragraph, or (`hidden` above zero) a gap of so many characters. `furniture`: they are menus and the like."""

    segments: tuple[Segment, ...] = ()
    hidden: int = 0
    furniture: bool = False


@dataclass
class Document:
    """What is shown of one capture's text."""

    blocks: list[Block] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)


def document(
    text: str,
    passages: Iterable[Passage],
    access: str,
    *,
    furniture: Iterable[Sequence[int]] = (),
    replacements: Sequence[Replacement] = (),
) -> Document:
    """The blocks of a text, as far as `access` lets the public read it. Without text for access `metadata`."""
    known = sorted(passages, key=lambda p: (p.start, -p.end))
    if access == Access.METADATA:
        return Document(passages=known)
    quoted = [(p.start, p.end) for p in known]
    if access == Access.FULL:
        shown = _without([(0, len(text))], [(f[0], f[1]) for f in furniture if not _touches(f, quoted)])
    else:
        shown = excerpts(text, quoted)
    return Document(list(_blocks(text, shown, known, replacements, is_full=access == Access.FULL)), known)


def excerpts(text: str, quoted: Sequence[Span]) -> list[Span]:
    """What may be read of a text of which only the quoted passages may, in order: they, and `AROUND` on either side."""
    shown = _merged((max(0, start - AROUND), min(len(text), end + AROUND)) for start, end in quoted)
    return [(_word_start(text, a, quoted), _word_end(text, b, quoted)) for a, b in shown]


def _blocks(
    text: str, shown: Sequence[Span], passages: Sequence[Passage], replacements: Sequence[Replacement], *, is_full: bool
) -> Iterator[Block]:
    at = 0
    for start, end in shown:
        yield from _gap(text, at, start, is_full)
        for first, last in _paragraphs(text, start, end):
            yield Block(tuple(_segments(text, first, last, passages, replacements)))
        at = end
    yield from _gap(text, at, len(text), is_full)


def _gap(text: str, start: int, end: int, is_full: bool) -> Iterator[Block]:
    if text[start:end].strip():
        yield Block(hidden=end - start, furniture=is_full)


def _segments(
    text: str, start: int, end: int, passages: Sequence[Passage], replacements: Sequence[Replacement]
) -> Iterator[Segment]:
    here = [p for p in passages if p.start < end and p.end > start]
    cuts = sorted({start, end, *(cut for p in here for cut in (p.start, p.end) if start < cut < end)})
    for first, last in pairwise(cuts):
        over = tuple(p for p in here if p.start <= first and p.end >= last)
        begins = tuple(p for p in over if p.start == first or (first == start and _begins_in_gap(text, p, start)))
        yield Segment(part(text, first, last, replacements), over, begins)


def _begins_in_gap(text: str, passage: Passage, start: int) -> bool:
    """Whether nothing of the passage but blank space stands before this paragraph."""
    return passage.start < start and not text[passage.start : start].strip()


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for found in _PARAGRAPHS.finditer(text, start, end):
        if text[at : found.start()].strip():
            yield at, found.start()
        at = found.end()
    if text[at:end].strip():
        yield at, end


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _without(spans: Sequence[Span], holes: Iterable[Span]) -> list[Span]:
    left = list(spans)
    for start, end in holes:
        left = [
            piece for a, b in left for piece in ((a, min(b, start)), (max(a, end), b)) if piece[0] < piece[1]
        ]  # fmt: skip
    return left


def _touches(span: Sequence[int], others: Iterable[Span]) -> bool:
    return any(start < span[1] and end > span[0] for start, end in others)


def _word_start(text: str, at: int, quoted: Sequence[Span]) -> int:
    """The next beginning of a word, unless a passage begins before it."""
    limit = min((start for start, _end in quoted if start >= at), default=at)
    while 0 < at < limit and not text[at - 1].isspace():
        at += 1
    return at


def _word_end(text: str, at: int, quoted: Sequence[Span]) -> int:
    limit = max((end for _start, end in quoted if end <= at), default=at)
    while limit < at < len(text) and not text[at].isspace():
        at -= 1
    return at
