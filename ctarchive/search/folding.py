"""How texts and queries are made comparable: words without case, accents and script, and names by their sound. Pure.

The archive's names come in Azerbaijani, Russian and English spellings. Every word is folded to ASCII letters and
digits; words that look like names are indexed once more by how they sound, so that Əliyev, Aliyev and Алиев find each
other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from anyascii import anyascii

# Marks that stand on a letter without a composed form, and characters that only join: they part no word.
_MARKS = "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u00ad\u200b-\u200d\u2060"
# A number with its thousands grouped is one word, as is a word with its possessive.
WORD = re.compile(
    rf"(?<!\d)\d{{1,3}}(?:[,.\u00a0\u202f]\d{{3}})+(?!\w)|[^\W_](?:[^\W_]|[{_MARKS}])*(?:['’][sS](?!\w))?"
)
_POSSESSIVE = re.compile("['’][sS]$")
_NEITHER_LETTER_NOR_DIGIT = re.compile("[^a-z0-9]+")
# English and Russian write this letter with an a (Aliyev, Алиев).
_SCHWA = str.maketrans("əƏәӘ", "aAaA")
_LONGEST_WORD = 60

# Stands before the sound of a name. No folded word holds it, so words and sounds are never taken for each other.
SOUND = "ξ"
_SOUNDS = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        ("(?<=[aeiou])[yi](?=[aeiou])", ""),
        ("dzh|dj|ch|j", "c"),
        ("sh", "s"),
        ("zh", "z"),
        ("ph", "f"),
        ("gh|[gq]", "k"),
        ("kh|x", "h"),
        ("w", "v"),
        ("y", "i"),
        ("e", "a"),
        (r"(.)\1+", r"\1"),
    )
)
_SHORTEST_SOUND = 3

# PostgreSQL keeps at most 2^20 - 1 bytes of words and their places for one record.
_ROOM = 900_000
_ALWAYS_FITS = 75_000


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word as ASCII letters and digits, lower case, never empty: “Şəki” → “saki”, “Агаев” → “agaev”."""
    ascii_text = anyascii(_POSSESSIVE.sub("", word).translate(_SCHWA)).lower()
    return _NEITHER_LETTER_NOR_DIGIT.sub("", ascii_text)[:_LONGEST_WORD] or "0"


@lru_cache(maxsize=200_000)
def sound(folded: str) -> str:
    """What the spellings of a name have in common: “aliyev” and “aliev” → “aliav”. Empty for numbers, short words."""
    if not folded.isalpha():
        return ""
    for spelling, to in _SOUNDS:
        folded = spelling.sub(to, folded)
    return folded if len(folded) >= _SHORTEST_SOUND else ""


def looks_like_a_name(word: str) -> bool:
    """Whether a word is indexed by its sound too: it has a capital, or letters beyond ASCII."""
    return word[0].isupper() or not word.isascii()


def words(text: str) -> Iterator[str]:
    """The words of a text, folded, in order."""
    return (fold(found) for found in WORD.findall(text))


def folded(text: str) -> str:
    """The text as it is matched: its words in order, then each sound of its names once."""
    found = WORD.findall(text)
    sounds = {f"{SOUND}{heard}": None for word in found if looks_like_a_name(word) and (heard := sound(fold(word)))}
    return " ".join([*map(fold, found), *sounds])


def fitting(text: str) -> str:
    """The text up to the word until which the index has room; only texts of more than a book's length are cut."""
    if len(text) <= _ALWAYS_FITS:
        return text
    seen: set[str] = set()
    room = _ROOM
    for found in WORD.finditer(text):
        word = fold(found.group())
        # A new word takes its letters and its place, perhaps twice because of its sound; a known one another place.
        room -= 2 if word in seen else 2 * (len(word) + 5)
        if room < 0:
            return text[: found.start()]
        seen.add(word)
    return text
