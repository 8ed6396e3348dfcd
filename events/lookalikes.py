"""Passages that look like a quotation but are not it: told to the editor, never accepted.

A text is *folded*: blank space run together, quotation marks, dashes and letter case made one, characters decomposed,
invisible characters dropped. An index map leads from the folded text back to the original. Pure.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BLANKS, QUOTES, DASHES, CASE, HIDDEN, ENCODING = KINDS = ("blanks", "quotes", "dashes", "case", "hidden", "encoding")

NAMES: dict[str, str | Promise] = {
    BLANKS: _("blank space"),
    QUOTES: _("quotation marks"),
    DASHES: _("dashes"),
    CASE: _("capital and small letters"),
    HIDDEN: _("soft hyphens or other invisible characters"),
    ENCODING: _("the encoding of accents or character forms"),
}

# A text of nothing but near misses must not keep the editor waiting.
_MOST_TRIED = 500

_QUOTE_MARKS = frozenset("\"'`´‘’‚‛“”„‟′″‵‶«»‹›＂＇ʼʹʻ")
_DASH_MARKS = frozenset("-‐‑‒–—―−﹘﹣－⁃")
# Soft hyphen, zero-width space, word joiner, byte order mark, and the marks that steer writing direction.
_HIDDEN_MARKS = frozenset(
    "\u00ad\u200b\u2060\ufeff\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


class LookAlike(NamedTuple):
    """A passage of the text that folds to the same as the quotation."""

    start: int
    end: int
    differs_in: tuple[str, ...]


def look_alikes(text: str, exact: str, limit: int = 5) -> list[LookAlike]:
    """The first ``limit`` passages of ``text`` that differ from ``exact`` only in kinds of `KINDS`, and in which."""
    needle = fold(exact)[0].strip()
    if not needle:
        return []
    folded, origin = fold(text)
    found = []
    for at in islice(occurrences(folded, needle), _MOST_TRIED):
        start, end = origin[at], origin[at + len(needle) - 1] + 1
        # A match inside a folded character ("e" in "é") is no look-alike.
        if kinds := differences(text[start:end], exact):
            found.append(LookAlike(start, end, kinds))
        if len(found) == limit:
            break
    return found


def occurrences(text: str, needle: str) -> Iterator[int]:
    """The offsets at which ``needle`` stands in ``text``, overlapping ones too."""
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def fold(text: str, kinds: frozenset[str] = frozenset(KINDS)) -> tuple[str, list[int]]:
    """The text without differences of these ``kinds``, and for each of its characters the offset it comes from."""
    folded: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        piece = _fold_char(char, kinds)
        if piece == " " and BLANKS in kinds and folded and folded[-1] == " ":
            continue
        folded.append(piece)
        origin.extend([index] * len(piece))
    return "".join(folded), origin


@lru_cache(maxsize=16384)
def _fold_char(char: str, kinds: frozenset[str]) -> str:
    """One character, folded: none, one or several characters. Each character belongs to one kind, or is a letter."""
    if char in _HIDDEN_MARKS:
        return "" if HIDDEN in kinds else char
    if char.isspace():
        return " " if BLANKS in kinds else char
    if char in _QUOTE_MARKS:
        return "'" if QUOTES in kinds else char
    if char in _DASH_MARKS:
        return "-" if DASHES in kinds else char
    if ENCODING not in kinds:
        # lower() keeps ligatures and "ß", which are a matter of encoding; casefold() would spell them out.
        return char.lower() if CASE in kinds else char
    char = unicodedata.normalize("NFKD", char)
    return unicodedata.normalize("NFKD", char.casefold()) if CASE in kinds else char


def differences(passage: str, exact: str) -> tuple[str, ...]:
    """The kinds in which two texts differ; empty where they are the same, or differ in more than `KINDS`."""
    everything = frozenset(KINDS)
    if passage == exact or not _alike(passage, exact, everything):
        return ()
    # A kind matters if the two are not alike without it. "ß" and "SS" take two kinds at once to tell apart.
    return tuple(kind for kind in KINDS if not _alike(passage, exact, everything - {kind})) or (ENCODING,)


def _alike(one: str, other: str, kinds: frozenset[str]) -> bool:
    return fold(one, kinds)[0].strip() == fold(other, kinds)[0].strip()
