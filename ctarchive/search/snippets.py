"""The passage of a text that shows best why it was found, as segments. Pure; never HTML."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ctarchive.search.folding import WORD, wholes
from ctarchive.search.query import Query
from events import passages

Segments = list[tuple[str, bool]]

_WIDTH = 160  # code points in which the terms should stand together
_AROUND = 60  # code points shown before the first and after the last of them
_MOST_SPANS = 500


@dataclass(frozen=True)
class Span:
    """Where a term of the query stands in a text."""

    start: int
    end: int
    term: int


class Roles(dict[str, frozenset[tuple[int, int]]]):
    """Word of a text → (number of the term, place in it) of all words of a query that it matches; worked out once."""

    def __init__(self, query: Query) -> None:
        super().__init__()
        self.sizes = [len(term.words) for term in query.terms]
        self.wanted = [((n, i), word) for n, term in enumerate(query.terms) for i, word in enumerate(term.words)]

    def __missing__(self, word: str) -> frozenset[tuple[int, int]]:
        self[word] = found = frozenset(role for role, wanted in self.wanted if wanted.matches(word))
        return found


def spans(text: str, roles: Roles) -> Iterator[Span]:
    """Where the query's terms stand in the text, in order."""
    recent: deque[tuple[int, frozenset[tuple[int, int]]]] = deque(maxlen=max(roles.sizes))
    joined = wholes(text)
    for found in WORD.finditer(text):
        if whole := joined.get(found.start()):
            yield from (Span(found.start(), found.start() + len(whole), term) for term, _ in _alone(roles, whole))
        role = roles[found.group()]
        recent.append((found.start(), role))
        for term, place in role:
            size = place + 1
            # The word ends a term whose other words stand right before it.
            if size == roles.sizes[term] <= len(recent) and all(
                (term, size - back) in recent[-back][1] for back in range(1, size + 1)
            ):
                yield Span(recent[-size][0], found.end(), term)


def _alone(roles: Roles, word: str) -> list[tuple[int, int]]:
    """The terms that this word matches all by itself."""
    return [(term, place) for term, place in roles[word] if roles.sizes[term] == 1]


def snippet(text: str, roles: Roles) -> Segments:
    """The passage with the most terms of the query, the first of several: (text, is it a match) in order.

    Empty when no term stands in the text.
    """
    chosen = _densest(text, roles)
    if not chosen:
        return []
    start, end = chosen[0].start, max(span.end for span in chosen)
    before, _passage, after = passages.window(text, start, end, _AROUND)
    left, right = start - len(before), end + len(after)
    shown = text[left:right]
    segments = [(_one_line(piece), is_match) for piece, is_match in _cut(shown, spans(shown, roles))]
    return _trimmed(segments, opens=left > 0, closes=right < len(text.rstrip()))


def marked(text: str, roles: Roles) -> Segments:
    """The whole of a short text, with its matches told apart."""
    return [segment for segment in _cut(text, spans(text, roles)) if segment[0]]


def opening(text: str) -> Segments:
    """The beginning of a text, for a record that was found by its title alone."""
    _before, _passage, after = passages.window(text, 0, 0, _WIDTH)
    return _trimmed([(_one_line(after), False)], opens=False, closes=len(after) < len(text.rstrip()))


def _densest(text: str, roles: Roles) -> list[Span]:
    best: list[Span] = []
    most = 0
    window: deque[Span] = deque()
    for count, span in enumerate(spans(text, roles)):
        window.append(span)
        while span.end - window[0].start > _WIDTH and len(window) > 1:
            window.popleft()
        terms = len({one.term for one in window})
        if terms > most:
            best, most = list(window), terms
        if most == len(roles.sizes) or count >= _MOST_SPANS:
            break
    return best


def _cut(text: str, matches: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    at = 0
    for span in sorted(matches, key=lambda one: (one.start, -one.end)):
        if span.start >= at:
            yield text[at : span.start], False
            yield text[span.start : span.end], True
            at = span.end
    yield text[at:], False


def _one_line(text: str) -> str:
    """The text on one line, with a dot where a blank line parted what does not belong together."""
    return re.sub(r"\s+", " ", re.sub(r"\s*\n\s*\n\s*", " · ", text))


def _trimmed(segments: Segments, *, opens: bool, closes: bool) -> Segments:
    segments = [(text, is_match) for text, is_match in segments if text]
    if segments and not segments[0][1]:
        segments[0] = (segments[0][0].lstrip(), False)
    if segments and not segments[-1][1]:
        segments[-1] = (segments[-1][0].rstrip(), False)
    segments = [segment for segment in segments if segment[0]]
    return [("… ", False)] * opens + segments + [(" …", False)] * closes
