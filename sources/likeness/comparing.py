"""How far one text is in another. Pure.

Measures: the *containment* of the smaller text in the larger one (Broder 1997) and the *resemblance* of both (Jaccard),
over overlapping fours of words; and the *agreement* of their particulars: figures, and names as far as capitals tell
them. Two reports of one form, of two meetings, share words but not particulars.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

SIZE = 4
# A text of fewer fours says too little to be a copy of anything.
LEAST = 20
# (containment, agreement) from which on one is a copy: the fewer words are the same, the more particulars must be.
ENOUGH = ((0.5, 0.65), (0.33, 0.8))
# With fewer particulars than this, their agreement says nothing, and more of the words must be the same.
LEAST_PARTICULARS = 4
CONTAINED_WITHOUT = 0.8

_WORD = re.compile(r"[^\W_]+(?:[.,:/-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…:\n“”\"«»—-]\s*$")

Four = tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """A text without its furniture, as comparing sees it."""

    text: str
    furniture: tuple[tuple[int, int], ...] = ()

    @cached_property
    def found(self) -> list[re.Match[str]]:
        """Its words, in order, outside furniture."""
        spans = sorted(self.furniture)
        words, at = [], 0
        for word in _WORD.finditer(self.text):
            while at < len(spans) and spans[at][1] <= word.start():
                at += 1
            if at == len(spans) or word.end() <= spans[at][0]:
                words.append(word)
        return words

    @cached_property
    def fours(self) -> set[Four]:
        return set(self.fours_in_order)

    @cached_property
    def fours_in_order(self) -> list[Four]:
        words = [word[0].casefold() for word in self.found]
        return [tuple(words[at : at + SIZE]) for at in range(len(words) - SIZE + 1)]

    @cached_property
    def particulars(self) -> set[str]:
        """Its figures, and the words with a capital that begin no sentence."""
        return {
            word[0].casefold()
            for word in self.found
            if any(sign.isdigit() for sign in word[0])
            or (word[0][0].isupper() and not _SENTENCE_END.search(self.text, max(0, word.start() - 4), word.start()))
        }


@dataclass(frozen=True)
class Likeness:
    """How far two texts are one. All numbers lie between 0 and 1; the first containment is of the first text."""

    containment: float
    contained: tuple[float, float]
    resemblance: float
    agreement: float
    particulars: int

    @property
    def is_copy(self) -> bool:
        """Whether one is a copy of the other, or of a part of it."""
        if self.particulars < LEAST_PARTICULARS:
            return self.containment >= CONTAINED_WITHOUT
        return any(self.containment >= words and self.agreement >= told for words, told in ENOUGH)


def compare(one: Text, other: Text) -> Likeness:
    """Compare two texts word for word. Texts too short to say anything are alike in nothing."""
    smaller, larger = sorted((one, other), key=lambda text: len(text.fours))
    if len(smaller.fours) < LEAST:
        return Likeness(0.0, (0.0, 0.0), 0.0, 0.0, 0)
    shared = len(one.fours & other.fours)
    told = smaller.particulars
    return Likeness(
        containment=shared / len(smaller.fours),
        contained=(shared / len(one.fours), shared / len(other.fours)),
        resemblance=shared / len(one.fours | other.fours),
        agreement=len(told & larger.particulars) / len(told) if told else 1.0,
        particulars=len(told),
    )


def shared_spans(one: Text, other: Text) -> list[tuple[int, int]]:
    """The passages of `one` whose words stand in `other` in the same order, as spans of code points."""
    spans: list[tuple[int, int]] = []
    for at, four in enumerate(one.fours_in_order):
        if four in other.fours:
            start, end = one.found[at].start(), one.found[at + SIZE - 1].end()
            if spans and start <= spans[-1][1]:
                spans[-1] = spans[-1][0], end
            else:
                spans.append((start, end))
    return spans
