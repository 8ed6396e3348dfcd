"""What a suggester is given, and what it gives back. Values only."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any

from editorial import dates
from events.suggest.sentences import sentences
from sources.text import paragraphs

Span = tuple[int, int]
"""Start and end, in Unicode code points, of a part of a document's text."""


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name by which the archive knows an entity. `kind` is the entity's kind, `name_kind` that of the name."""

    text: str
    entity: str
    kind: str = ""
    name_kind: str = ""
    language: str = ""


@dataclass(frozen=True, eq=False)
class KnownNames:
    """All names the archive knows. One object for many documents, so that what is built of it can be kept beside it."""

    names: Sequence[KnownName] = ()


NO_NAMES = KnownNames()


@dataclass(frozen=True)
class Document:
    """A document as a suggester sees it. Spans count code points of `text`, which is canonical text.

    `language` is an ISO 639-1 code or empty; `published` is EDTF or empty.
    """

    text: str
    furniture: tuple[Span, ...] = ()
    language: str = ""
    published: str = ""
    title: str = ""
    names: KnownNames = field(default=NO_NAMES, repr=False)

    @cached_property
    def visible(self) -> str:
        """The text with furniture blanked out, so that every offset holds. Line ends stay."""
        if not self.furniture:
            return self.text
        pieces, last = [], 0
        for start, end in sorted(self.furniture):
            begin = max(start, last)
            pieces.append(self.text[last:begin])
            pieces.append("".join(sign if sign == "\n" else " " for sign in self.text[begin:end]))
            last = max(last, end)
        return "".join([*pieces, self.text[last:]])

    @cached_property
    def flowing(self) -> str:
        """What is visible, with line ends inside a paragraph made blanks: words of a wrapped text stand together."""
        pieces, last = [], 0
        for start, end in paragraphs(self.visible):
            pieces += [self.visible[last:start], self.visible[start:end].replace("\n", " ")]
            last = end
        return "".join([*pieces, self.visible[last:]])

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences of what is visible, in order."""
        return list(sentences(self.visible))

    @cached_property
    def published_day(self) -> datetime.date | None:
        """The day of publication, where it is known to the day."""
        bounds = self.published_bounds
        return bounds[0] if bounds and bounds[0] == bounds[1] else None

    @cached_property
    def published_bounds(self) -> tuple[datetime.date, datetime.date] | None:
        """First and last possible day of publication; None where an end is open."""
        if not self.published:
            return None
        try:
            told = dates.parse(self.published)
        except dates.DateError:
            return None
        first, last = told.earliest, told.latest
        if first == dates.OPEN_START or last == dates.OPEN_END:
            return None
        return datetime.date.fromordinal(first), datetime.date.fromordinal(last)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A passage that an editor may want to mark: its `SuggestionKind`, its span, what it says, how surely (0 to 1).

    The payload is JSON; docs/suggestions.md says what it holds for each kind.
    """

    kind: str
    start: int
    end: int
    payload: Mapping[str, Any] = field(default_factory=dict)
    score: float = 0.5


Found = Mapping[str, Sequence[Suggested]]
"""What the suggesters before this one in the table have found, by their names."""


@dataclass(frozen=True, slots=True)
class Suggester:
    """One way of finding things in documents. A changed outcome is a new version."""

    name: str
    version: str
    find: Callable[[Document, Found], Iterable[Suggested]]


def without_furniture(suggested: Iterable[Suggested], furniture: Sequence[Span]) -> list[Suggested]:
    """Those that touch no furniture, one of each kind and span (the surest), in the order of the text."""
    spans = sorted(furniture)
    starts = [start for start, _end in spans]
    reach = list(accumulate((end for _start, end in spans), max))
    best: dict[tuple[int, int, str], Suggested] = {}
    for one in suggested:
        before = bisect_left(starts, one.end)
        key = (one.start, one.end, one.kind)
        if not (before and reach[before - 1] > one.start) and (key not in best or best[key].score < one.score):
            best[key] = one
    return [best[key] for key in sorted(best)]
