"""Names and titles by themselves: for suggestions while somebody types, and for names that were misspelt. Pure.

Derived from the entries of the index, so that nothing is suggested that the public may not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from ctarchive.search.folding import WORD, fold, folded

# Claims have sentences, not names.
NAMED = ("event", "entity", "source")
MOST_NAMES = 40
_LONGEST_NAME = 300
_MOST_PIECES = 120
_VOWELS = frozenset("aeiouy")
_PAD = "0"


@dataclass(frozen=True)
class Name:
    """One name of a record: as it is shown, its folded words, and the pieces by which a misspelt one is found."""

    text: str
    folded: str
    pieces: str


def names(record_type: str, title: str, others: str) -> list[Name]:
    """The names of an entry, its title first; none for what has no name."""
    if record_type not in NAMED:
        return []
    texts = dict.fromkeys(text for text in (title, *others.split("\n\n")) if text.strip())
    return [_name(text[:_LONGEST_NAME], record_type) for text in [*texts][:MOST_NAMES]]


def _name(text: str, record_type: str) -> Name:
    # Titles are made of the names of entities, and would be found again and again by the same pieces.
    words = map(fold, WORD.findall(text)) if record_type == "entity" else ()
    pieces = dict.fromkeys(piece for word in words for piece in pieces_of(word))
    return Name(text, f"{folded(text)} {marked(record_type)}", " ".join([*pieces][:_MOST_PIECES]))


def marked(record_type: str) -> str:
    """The word that stands for a type among folded words; no folded word holds this letter."""
    return f"ω{record_type}"


def pieces_of(word: str) -> Iterator[str]:
    """Every three letters of a folded word, its ends marked; and its consonants, which most misspellings keep."""
    if len(word) < 3 or word.isdecimal():
        return
    padded = f"{_PAD}{word}{_PAD}"
    yield from (padded[at : at + 3] for at in range(len(padded) - 2))
    yield f"{_PAD}{_PAD}{bones(word)}"


def bones(word: str) -> str:
    """The first letter and the consonants after it, each once in a row."""
    kept = [word[0], *(letter for letter in word[1:] if letter not in _VOWELS)]
    return "".join(letter for at, letter in enumerate(kept) if at == 0 or letter != kept[at - 1])[:12]


# -- misspelt names ----------------------------------------------------------------------------------------------------


def allowed(word: str) -> int:
    """How many letters of a folded word may be wrong, left out, added, or two of them exchanged."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2 if len(word) < 10 else 3


def nearest(word: str, texts: Iterable[str], *, latin: bool = True) -> tuple[int, str] | None:
    """(distance, word as shown) of the word in these names that a folded word is most likely a misspelling of.

    The distance is 0 where the word itself stands in a name: there is nothing to correct. Of two that are equally near,
    the one in the script that was typed.
    """
    most = allowed(word)
    best: tuple[int, bool, str] | None = None
    for text in texts:
        for found in WORD.findall(text):
            other = fold(found)
            if abs(len(other) - len(word)) > most or not other.isalpha():
                continue
            distance = DamerauLevenshtein.distance(word, other, score_cutoff=most)
            if distance == 0:
                return 0, found
            if distance <= most and (best is None or (distance, found.isascii() != latin) < best[:2]):
                best = distance, found.isascii() != latin, found
    return best and (best[0], best[2])


def likeness(words: Iterable[str], text: str) -> int | None:
    """How many letters must be mended until every one of these folded words stands in the name; None for too many."""
    total = 0
    for word in words:
        found = nearest(word, [text])
        if found is None:
            return None
        total += found[0]
    return total
