"""What somebody typed, as terms that can be looked for. Pure; any input at all is a query, if only an empty one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ctarchive.search.folding import WORD, fold, looks_like_a_name, sound, wholes

# A subquery as SQL with its parameters, or nothing.
Within = tuple[str, Sequence[Any]] | None

LONGEST = 200
MOST_WORDS = 16
_QUOTES = str.maketrans("“”„‟«»＂", '"' * 7)
_PARTS = re.compile(r'"([^"]*)"|(\S+)')
_OPERATORS = re.compile(r"[*^~|&!\\<>{}\[\]+]|(?<!\S)-\w|\b(?:AND|OR|NOT|NEAR)\b|\w:\w")
_VOWEL = re.compile("[aeiouy]")
# Words that say nothing by themselves: left out of a query that has others, unless it quotes them.
_EMPTY_WORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "in", "is", "it", "its", "of", "on", "or",
     "that", "the", "this", "to", "was", "were", "with"}
)  # fmt: skip
# (ending, what stands in its place in the base form)
_ENDINGS = (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))


@dataclass(frozen=True)
class Word:
    """One word of a query: the folded words that match it, the sound of the name it may be, and whether it goes on."""

    text: str
    forms: frozenset[str]
    sound: str = ""
    prefix: bool = False

    def matches(self, word: str) -> bool:
        """Whether a word of a text, as it stands there, is found by this one."""
        folded = fold(word)
        if folded in self.forms or (self.prefix and folded.startswith(self.text)):
            return True
        if not self.sound or not looks_like_a_name(word):
            return False
        heard = sound(folded)
        return heard.startswith(self.sound) if self.prefix else heard == self.sound


@dataclass(frozen=True)
class Term:
    """One word, or several that must follow each other."""

    words: tuple[Word, ...]

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1

    @property
    def prefix(self) -> bool:
        return self.words[-1].prefix

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class Query:
    """Terms that must all be found. Without terms it finds nothing.

    What of the text typed was not looked for is told: `left_out` are words that say nothing, or were too many; `is_cut`
    says that the text was too long, `signs` that it held signs which other search boxes take for operators.
    """

    terms: tuple[Term, ...] = ()
    left_out: tuple[str, ...] = ()
    is_cut: bool = False
    signs: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)


def parse(typed: str) -> Query:
    """The query somebody typed: words, “phrases in double quotes”; the last word is also taken as a beginning.

    No character is an operator, and only the first 200 characters and 16 words count.
    """
    terms: list[tuple[list[str], bool]] = []
    room = MOST_WORDS
    for found in _PARTS.finditer(typed[:LONGEST].translate(_QUOTES)):
        quoted = found.group(1)
        words = [fold(word) for word in _words(found.group(2), quoted)][:room]
        if words:
            terms.append((words, quoted is not None))
            room -= len(words)
        elif room == 0:
            break
    telling = [one for one in terms if one[1] or len(one[0]) > 1 or one[0][0] not in _EMPTY_WORDS] or terms
    last = len(telling) - 1
    empty = [words[0] for words, quoted in terms if (words, quoted) not in telling]
    return Query(
        tuple(_term(words, quoted, is_last=i == last) for i, (words, quoted) in enumerate(telling)),
        left_out=tuple(dict.fromkeys(empty)),
        is_cut=len(typed) > LONGEST or room == 0,
        signs=bool(_OPERATORS.search(typed[:LONGEST])),
    )


def _words(typed: str, quoted: str | None) -> list[str]:
    """The words of one part: those of a phrase one by one, those that an apostrophe joins as one."""
    if quoted is not None:
        return WORD.findall(quoted)
    joined = [*wholes(typed).values()]
    return joined if len(joined) == 1 and fold(joined[0]) == fold(typed) else WORD.findall(typed)


def _term(words: list[str], quoted: bool, *, is_last: bool) -> Term:
    prefix = is_last and not quoted and len(words[-1]) > 1
    if len(words) == 1 and not quoted:
        text = words[0]
        return Term((Word(text, forms(text), sound(text), prefix),))
    exact = [Word(text, frozenset({text}), prefix=prefix and i == len(words) - 1) for i, text in enumerate(words)]
    return Term(tuple(exact))


def forms(word: str) -> frozenset[str]:
    """The word and its regular English inflections (“meetings”: meeting, meetings …); what is no word finds nothing.

    Stemming the index instead would find no beginnings of words: “cooperati” is none of the stem “cooper”.
    """
    if len(word) < 4 or not word.isalpha():
        return frozenset({word})
    found = set()
    for base in {word, *_bases(word)}:
        found |= {base, f"{base}s", f"{base}ed", f"{base}ing"}
        if base.endswith("e"):
            found |= {f"{base}d", f"{base[:-1]}ing"}
        elif base.endswith("y"):
            found |= {f"{base[:-1]}ies", f"{base[:-1]}ied"}
        else:
            found.add(f"{base}es")
    return frozenset(found)


def _bases(word: str) -> set[str]:
    if word.endswith("ss"):
        return set()
    bases = {word.removesuffix(ending) + put for ending, put in _ENDINGS if word.endswith(ending)}
    return {base for base in bases if len(base) >= 3 and _VOWEL.search(base)}
