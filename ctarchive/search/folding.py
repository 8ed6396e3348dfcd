"""How texts and queries are made comparable for search: words folded, and names once more by their sound. Pure.

Words that look like names are indexed once more by how they sound (see `sources.folding`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sources.folding import WORD, fold, sound

__all__ = ["SOUND", "WORD", "fitting", "fold", "folded", "looks_like_a_name", "sound", "wholes", "words"]

# Stands before the sound of a name. No folded word holds it, so words and sounds are never taken for each other.
SOUND = "ξ"

# PostgreSQL keeps at most 2^20 - 1 bytes of words and their places for one record.
_ROOM = 900_000
_ALWAYS_FITS = 75_000


# Words that an apostrophe joins, such as Da’esh or d’Ivoire: they are looked for as one as well. Looked for at the
# beginning of a word alone: a word of a million letters would be read a million times over.
_JOINED = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:['’‘`´][^\W\d_]++)+")
_POSSESSIVE = re.compile("['’‘`´][sS]$")


def wholes(text: str) -> dict[int, str]:
    """Where words begin that apostrophes join → the whole of them, without a possessive."""
    found = {match.start(): _POSSESSIVE.sub("", match.group()) for match in _JOINED.finditer(text)}
    return {start: whole for start, whole in found.items() if not whole.isalpha()}


def looks_like_a_name(word: str) -> bool:
    """Whether a word is indexed by its sound too: it has a capital, or letters beyond ASCII."""
    return word[0].isupper() or not word.isascii()


def words(text: str) -> Iterator[str]:
    """The words of a text, folded, in order."""
    return (fold(found) for found in WORD.findall(text))


def folded(text: str) -> str:
    """The text as it is matched: its words in order, then what apostrophes join, and each sound of its names, once."""
    found, joined = WORD.findall(text), dict.fromkeys(wholes(text).values())
    sounds = {
        f"{SOUND}{heard}": None
        for word in (*found, *joined)
        if looks_like_a_name(word) and (heard := sound(fold(word)))
    }
    return " ".join([*map(fold, found), *dict.fromkeys(map(fold, joined)), *sounds])


def fitting(text: str) -> str:
    """The text up to the word until which the index has room; only texts of more than a book's length are cut."""
    if len(text) <= _ALWAYS_FITS:
        return text
    seen: set[str] = set()
    room, joined = _ROOM, wholes(text)
    for found in WORD.finditer(text):
        start = found.start()
        for word in map(fold, [found.group(), *([joined[start]] if start in joined else [])]):
            # A new word takes its letters and its place, perhaps twice because of its sound; a known one another place.
            room -= 2 if word in seen else 2 * (len(word) + 5)
            seen.add(word)
        if room < 0:
            return text[:start]
    return text
