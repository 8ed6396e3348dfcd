"""The words by which the furniture of web pages is known, in English, Azerbaijani and Russian.

Two tables: what is furniture wherever it stands, and what is only in the margins (above the headline, after the last
paragraph), because a document may well use the same words for a heading. A phrase must be the whole line; a pattern
starts the line and says itself how far it reaches. All are compared after `fold`.
"""

import re
from functools import lru_cache

from sources.readers import words
from sources.readers.dates import FONT_WIDGET
from sources.readers.lines import count_words, fold

# After these, the short lines that follow belong to the same block (visitors' comments, headlines of other reports).
OPENERS = frozenset({"comments", "listing", "gallery", "legal"})

_LONGEST_LINE = 600  # code points; longer lines are text

_AROUND = " :.…!?>»›→*|•·▪#-–—"

# How often a page was seen or shared; a year alone may be a heading.
_COUNTER = re.compile(r"(?!(?:19|20)\d\d$)\d{1,3}(?:[  ,.]?\d{3}){0,2}")
_LONGEST_MENU = 40  # words

# Breadcrumbs: first entry known, or at least three short entries between arrows.
_ARROWS = re.compile(r"\s+[>»›→/|•·]\s+|\s*[>›→]\s*")


def _phrases(text: str) -> list[str]:
    return [phrase.strip() for phrase in text.split("|")]


def _table(phrases: dict[str, str]) -> dict[str, str]:
    return {_key(phrase): kind for kind, text in phrases.items() for phrase in _phrases(text)}


def _key(line: str) -> str:
    """What is compared: folded, without arrows and bullets before, and punctuation, arrows and counts after."""
    bare = fold(line).strip(_AROUND)
    return re.sub(r" ?\(\d{1,6}\)$", "", bare).rstrip(_AROUND)


_PHRASES_ANYWHERE = _table(words.ANYWHERE)
_PHRASES_MARGIN = _table(words.MARGIN)
_BEGINNINGS = tuple(
    (kind, most, re.compile("|".join(line.strip() for line in patterns.strip().splitlines())))
    for kind, most, patterns in words.BEGINNINGS
)
_SECTION_HEADINGS = frozenset(_phrases(words.SECTION_HEADINGS))
_DOCUMENT_KINDS = frozenset(_phrases(words.DOCUMENT_KINDS))
_HOME = frozenset(_phrases(words.HOME))
_LANGUAGES = frozenset(words.LANGUAGES.split())


@lru_cache(maxsize=4096)
def furniture_kind(line: str) -> str:
    """The kind of furniture that the line is wherever it stands; empty for anything else."""
    if len(line) > _LONGEST_LINE:
        return ""
    folded = fold(line)
    kind = _PHRASES_ANYWHERE.get(_key(line), "")
    if kind or not folded:
        return kind
    if FONT_WIDGET.fullmatch(line.strip()):
        return "page"
    length = count_words(folded)
    bare = folded.lstrip("•·▪*-–—>» ")
    return next((kind for kind, most, start in _BEGINNINGS if length <= most and start.match(bare)), "")


@lru_cache(maxsize=4096)
def margin_kind(line: str) -> str:
    """The kind of furniture that the line is where it stands above the headline or after the text; else empty."""
    if len(line) > _LONGEST_LINE:
        return ""
    kind = _PHRASES_MARGIN.get(_key(line), "") or ("page" if _COUNTER.fullmatch(line) else "")
    return kind or ("navigation" if _is_breadcrumb(line) else "")


def is_section_heading(line: str) -> bool:
    """Whether the line is a heading that many documents have, and so never the headline of one."""
    return _key(line) in _SECTION_HEADINGS


def is_document_kind(line: str) -> bool:
    """Whether the line says what kind of document follows ("STATEMENT"), and so belongs to its title."""
    return _key(line) in _DOCUMENT_KINDS


def _is_breadcrumb(line: str) -> bool:
    """A path of pages ("Home > News > Politics"), a menu on one line, or a choice of languages."""
    if _is_menu(fold(line).split()):
        return True
    entries = [fold(entry) for entry in _ARROWS.split(line) if entry.strip()]
    if len(entries) < 2:
        choices = fold(line).split()
        return len(choices) > 1 and all(choice in _LANGUAGES for choice in choices)
    if entries[0].rstrip(":") in _HOME or all(entry in _LANGUAGES for entry in entries):
        return True
    known = sum(_key(entry) in _PHRASES_MARGIN for entry in entries)
    return known > 1 and all(count_words(entry) <= 4 for entry in entries) and known * 2 >= len(entries)


def _is_menu(entries: list[str]) -> bool:
    """Whether the words are three or more entries of a menu, one behind the other, and nothing else."""
    found = 0
    while entries and len(entries) <= _LONGEST_MENU:
        size = next((n for n in (3, 2, 1) if " ".join(entries[:n]) in _PHRASES_MARGIN and len(entries) >= n), 0)
        if not size:
            return False
        entries, found = entries[size:], found + 1
    return found > 2
