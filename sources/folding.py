"""How words in any script are made comparable: without case, accents and script, and names by their sound. Pure.

The archive's names come in Azerbaijani, Russian and English spellings. Every word is folded to ASCII letters and
digits; the sound of a folded name lets Əliyev, Aliyev and Алиев find each other.
"""

from __future__ import annotations

import re
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
