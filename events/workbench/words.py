"""The words by which a name is found while somebody types it, whatever the script, accents and spelling. Pure.

Each word counts twice: folded to ASCII, and as it is heard, where Baku, Bakı and Баку, or Huseynov and Гусейнов, are
one. What begins a word begins what it is heard as, so that the first letters find it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sources.folding import WORD, fold, sound

MOST = 400  # words of one record: more names than anybody has
_MOST_TYPED = 8
# Vowels at the ends of names, and h, change with the language: Bakı and Baku, Orkhan and Orxan, Huseynov and Гусейнов.
_LETTERS = str.maketrans("ouh", "aik")
_TWICE = re.compile(r"(.)\1+")
# Whether it is heard depends on the letter that follows: Agay may become Agayev, which is Агаев.
_OPEN_END = re.compile("(?<=[aeiou])i$")


def heard(folded: str) -> str:
    """What the spellings of a folded word share; empty for numbers and the shortest words. “baku” → “baki”."""
    return _TWICE.sub(r"\1", sound(folded).translate(_LETTERS))


def words_of(names: Iterable[str]) -> set[str]:
    """All words of these names, folded and as heard."""
    found = dict.fromkeys(fold(word) for name in names for word in WORD.findall(name))
    both = dict.fromkeys(one for word in found for one in (word, heard(word)) if one)
    return set(list(both)[:MOST])


def typed_words(typed: str) -> list[tuple[str, str]]:
    """(folded, heard) for each word that was typed, of which the second may be empty. Each may be unfinished."""
    found = [fold(word) for word in WORD.findall(typed)][:_MOST_TYPED]
    return [(word, _TWICE.sub(r"\1", _OPEN_END.sub("", sound(word)).translate(_LETTERS))) for word in found]


def fits(name: str, typed: str) -> int:
    """0: the name begins with what was typed; 1: a word of it does; 2: its words do, in any order, as heard; 3: none.

    All without accents, in any script.
    """
    wanted, own = typed_words(typed), [fold(word) for word in WORD.findall(name)]
    letters, written = " ".join(folded for folded, _heard in wanted), " ".join(own)
    if written.startswith(letters):
        return 0
    if f" {letters}" in written:
        return 1
    both = [*own, *filter(None, map(heard, own))]
    is_heard = all(any(word.startswith(tuple(filter(None, pair))) for word in both) for pair in wanted)
    return 2 if is_heard else 3
