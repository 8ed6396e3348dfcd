"""The kinds of lines a document is made of, and the lines with their kinds."""

from dataclasses import dataclass
from enum import StrEnum

from sources.readers.dates import DateLine
from sources.readers.lines import Line

_HEAD_WITHOUT_PROSE = 12


class Kind(StrEnum):
    """What a line is."""

    PROSE = "running text"
    SHORT = "short line"
    HEADLINE = "headline"
    DATE = "date line"
    BYLINE = "byline"
    DATELINE = "dateline"
    MASTHEAD = "masthead"
    LETTERHEAD = "letterhead"
    SITE = "site name"
    MARGIN = "furniture of the margins"
    FURNITURE = "furniture"


@dataclass(slots=True)
class Layout:
    """The lines of a document and the kind of each. `body` are the first and last line of running text (or None)."""

    lines: list[Line]
    kinds: list[Kind]
    dates: dict[int, DateLine]
    body: tuple[int, int] | None
    headline: int | None = None
    title: str = ""

    @property
    def head(self) -> range:
        """The lines before the running text; where there is none, the first lines."""
        return range(self.body[0] if self.body else min(len(self.lines), _HEAD_WITHOUT_PROSE))
