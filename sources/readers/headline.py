"""Which of the short lines above the text is its headline."""

import re
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from sources.readers.lines import count_words, fold
from sources.readers.names import without_tags
from sources.readers.vocabulary import is_section_heading

_SUFFIX_MARKS = (" | ", " - ", " – ", " — ", " :: ")
_HEADLINE_WORDS = 3  # fewer is more often a section or a label than a headline
_BREADCRUMB_WORDS = 4  # more is more often a headline than the name of a section
_MOST_LINES = 4
_LABEL = re.compile(
    r"(?:(?:subject|title|headline|тема|заголовок|название|mövzu|başlıq|konu|الموضوع)\s?:"
    r"|(?:no|№)\s?[.:]?\s?\d+(?:[/-]\d+)*\s?[,:])\s*(?:\[[^\]]{1,30}\]\s*)?(?=\S)",
    re.IGNORECASE,
)
_PREPOSITIONS = {
    "on",
    "of",
    "between",
    "concerning",
    "regarding",
    "by",
    "about",
    "for",
    "against",
    "о",
    "об",
    "между",
    "по",
}
_OPEN_END = re.compile(r"(?:\b(?:of|the|and|on|between|with|for|in|to|и|о|об|в|с|между|və|ilə)|[,–—-])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A short line above the text: its number and words; whether it is an institution's name, stands in a list of
    reports ("Latest news"), has a date line or byline directly below, and stands above the site's menu."""

    number: int
    text: str
    letterhead: bool = False
    listed: bool = False
    dated: bool = False
    above_menu: bool = False


@dataclass(slots=True)
class Choice:
    """The headline's first line and its words, and the numbers of: all its lines and their copies, the section names
    repeated above it, the other reports listed above it."""

    headline: int | None = None
    title: str = ""
    copies: list[int] = field(default_factory=list)
    breadcrumbs: list[int] = field(default_factory=list)
    listed: list[int] = field(default_factory=list)


def choose(candidates: list[Candidate]) -> Choice:
    """The headline among the candidates: one so labelled or repeated, else the first with enough words, else the first.

    A short line that stands twice on end with another candidate below is a page's place in its site, not the headline.
    Below a list of other reports the headline is the one with the date.
    """
    choice = Choice(breadcrumbs=_breadcrumbs(candidates))
    left = [candidate for candidate in candidates if candidate.number not in choice.breadcrumbs]
    titles = [candidate for candidate in left if not is_section_heading(candidate.text)] or left
    if len(titles) > 1:
        titles = [candidate for candidate in titles if not candidate.letterhead] or titles
    if any(count_words(title.text) > _HEADLINE_WORDS for title in titles if not title.above_menu):
        choice.listed = [title.number for title in titles if title.above_menu]
        titles = [title for title in titles if not title.above_menu]
    if not titles:
        return choice
    sure = (
        next((title for title in titles if _LABEL.match(title.text)), None) or _repeated(titles) or _below_list(titles)
    )
    if sure:
        choice.listed += [title.number for title in left if title.listed and title.number < sure.number]
    parts = _parts(sure or _first(titles), titles)
    choice.headline = parts[0].number
    choice.title = without_tags(_LABEL.sub("", " ".join(part.text for part in parts), count=1))
    choice.copies = [part.number for part in parts]
    choice.copies += [
        candidate.number for candidate in left if len(parts) == 1 and _same(candidate.text, parts[0].text)
    ]
    choice.listed = [number for number in choice.listed if number not in choice.copies]
    return choice


def split_site(title: str) -> tuple[str, str]:
    """A title and the site's name behind it ("Headline | Site"); the name is empty where there is none."""
    before, _, name = title.rpartition(" | ")
    return (before.strip(), name.strip()) if count_words(before) > _HEADLINE_WORDS >= count_words(name) else (title, "")


def without_suffix(title: str, headline: str) -> str:
    """What a page title adds to the headline, such as "Report.az" in "Headline | Report.az"; else empty."""
    for mark in _SUFFIX_MARKS:
        before, found, after = title.rpartition(mark)
        if found and fold(without_tags(before)) == fold(without_tags(headline)):
            return after.strip()
    return ""


def _first(titles: list[Candidate]) -> Candidate:
    """The first line with the words of a headline, or the first at all; the kind of document before its name counts."""
    for title, after in pairwise(titles):
        if count_words(title.text) >= _HEADLINE_WORDS or _continues(title, after):
            return title
    return next((title for title in titles if count_words(title.text) >= _HEADLINE_WORDS), titles[0])


def _parts(headline: Candidate, titles: list[Candidate]) -> list[Candidate]:
    """The lines of a headline that goes over several ("AGREEMENT / between … / on cooperation against terrorism")."""
    parts = [headline]
    for title in titles:
        if title.number == parts[-1].number + 1 and len(parts) < _MOST_LINES and _continues(parts[-1], title):
            parts.append(title)
    return parts


def _continues(line: Candidate, after: Candidate) -> bool:
    """Whether the next line is the rest of a headline's line: one that cannot end there, or what cannot begin."""
    if after.number != line.number + 1 or fold(line.text) == fold(after.text):
        return False
    if _OPEN_END.search(line.text) or after.text[0].islower():
        return True
    return count_words(line.text) <= _HEADLINE_WORDS and fold(after.text).split()[0] in _PREPOSITIONS


def _below_list(titles: list[Candidate]) -> Candidate | None:
    """The last dated line, where several lines stand below "Latest news" or the like."""
    if sum(title.listed for title in titles) < 3:
        return None
    return next((title for title in reversed(titles) if title.dated and title.listed), None)


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
        copies = [other for other in candidates if _same(candidate.text, other.text)]
        if len(copies) > 1 and count_words(candidate.text) >= _HEADLINE_WORDS:
            return min(copies, key=lambda copy: len(copy.text))
    return None


def _same(one: str, other: str) -> bool:
    """Whether two lines are the same headline, whatever was added to it."""
    first, second = fold(without_tags(one)), fold(without_tags(other))
    return first == second or bool(without_suffix(one, other)) or bool(without_suffix(other, one))
