"""Which of the short lines above the text is its headline."""

from dataclasses import dataclass, field
from itertools import groupby

from sources.readers.lines import count_words, fold
from sources.readers.names import without_tags
from sources.readers.vocabulary import is_section_heading

_SUFFIX_MARKS = (" | ", " - ", " – ", " — ", " :: ")
_HEADLINE_WORDS = 3  # fewer is more often a section or a label than a headline
_BREADCRUMB_WORDS = 4  # more is more often a headline than the name of a section


@dataclass(frozen=True, slots=True)
class Candidate:
    """A short line above the text: its number, its words, and whether it is an institution's name."""

    number: int
    text: str
    letterhead: bool


@dataclass(slots=True)
class Choice:
    """The number of the headline's line, of all its copies, and of the section names repeated above it."""

    headline: int | None = None
    copies: list[int] = field(default_factory=list)
    breadcrumbs: list[int] = field(default_factory=list)


def choose(candidates: list[Candidate]) -> Choice:
    """The headline among the candidates: one that is repeated, else the first with enough words, else the first.

    A short line that stands twice on end with another candidate below is a page's place in its site, not the headline.
    """
    choice = Choice(breadcrumbs=_breadcrumbs(candidates))
    left = [candidate for candidate in candidates if candidate.number not in choice.breadcrumbs]
    titles = [candidate for candidate in left if not is_section_heading(candidate.text)] or left
    if len(titles) > 1:
        titles = [candidate for candidate in titles if not candidate.letterhead] or titles
    if not titles:
        return choice
    headline = _repeated(titles) or next(
        (candidate for candidate in titles if count_words(candidate.text) >= _HEADLINE_WORDS), titles[0]
    )
    choice.headline = headline.number
    choice.copies = [candidate.number for candidate in left if _same(candidate.text, headline.text)]
    return choice


def without_suffix(title: str, headline: str) -> str:
    """What a page title adds to the headline, such as "Report.az" in "Headline | Report.az"; else empty."""
    for mark in _SUFFIX_MARKS:
        before, found, after = title.rpartition(mark)
        if found and fold(without_tags(before)) == fold(without_tags(headline)):
            return after.strip()
    return ""


def _breadcrumbs(candidates: list[Candidate]) -> list[int]:
    """The numbers of section names given twice on end, with something below that can be the headline."""
    found: list[int] = []
    runs = [list(run) for _, run in groupby(candidates, key=lambda candidate: fold(candidate.text))]
    for place, run in enumerate(runs):
        below = [later[0] for later in runs[place + 1 :] if not is_section_heading(later[0].text)]
        on_end = len(run) > 1 and run[-1].number - run[0].number == len(run) - 1
        if on_end and below and count_words(run[0].text) <= _BREADCRUMB_WORDS:
            found += [candidate.number for candidate in run]
    return found


def _repeated(candidates: list[Candidate]) -> Candidate | None:
    """The first candidate that comes again, alone or with the site's name behind it; of the two the one alone."""
    for candidate in candidates:
        if count_words(candidate.text) < _HEADLINE_WORDS:
            continue
        others = [other for other in candidates if other is not candidate]
        if any(_same(candidate.text, other.text) or without_suffix(other.text, candidate.text) for other in others):
            return candidate
    return None


def _same(one: str, other: str) -> bool:
    """Whether two lines are the same headline, whatever was added to it."""
    first, second = fold(without_tags(one)), fold(without_tags(other))
    return first == second or bool(without_suffix(one, other)) or bool(without_suffix(other, one))
