"""Finding names that are known: one automaton for all of them, in one pass over the text. Pure: rows in, hits out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import ahocorasick_rs

from events.suggest.mentions.endings import is_azerbaijani_ending, russian_forms
from events.suggest.mentions.folding import Folded, fold, fold_name

_LETTERS = re.compile(r"[^\W\d_]*")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_APOSTROPHE = re.compile("['’ʼ]")
_PARTS = re.compile(r"[\s-]+")
_BETWEEN = re.compile(r"[,;:!?()\[\]«»“”\"]")  # signs that no name spans, unless it is written with them
_LONGEST_ACRONYM = 8
_SHORTEST = 2


class Row(NamedTuple):
    """One name of one thing. `ref` is the uid of an entity, or what a gazetteer calls it."""

    text: str
    kind: str
    ref: str
    acronym: bool = False


class Hit(NamedTuple):
    """A name found: its span in the text, and the rows of all things that bear it."""

    start: int
    end: int
    rows: tuple[Row, ...]


@dataclass
class Names:
    """Names ready to be found. Making it costs one pass over the names; keep it as long as they do not change."""

    rows: Iterable[Row]
    _by_form: dict[str, list[Row]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.rows:
            folded = fold_name(row.text)
            if len(folded) < _SHORTEST or not any(char.isalpha() for char in folded):
                continue
            for form in _forms(folded, row):
                rows = self._by_form.setdefault(form, [])
                if row not in rows:
                    rows.append(row)
        self.rows = ()
        self._forms = list(self._by_form)
        # One word that begins with a capital: where the text has a small letter, there is nothing to look at.
        self._proper = [
            " " not in form and all(row.text[:1].isupper() for row in rows) for form, rows in self._by_form.items()
        ]

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        # A blank before each: a name begins where a word does.
        forms = [f" {form}" for form in self._forms]
        return ahocorasick_rs.AhoCorasick(forms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str, *, suffixes: bool = False) -> list[Hit]:
        """The longest known names in the text, in order, none inside a word, none overlapping another.

        `suffixes`: the text is Azerbaijani, and a name may carry an ending.
        """
        if not self._forms:
            return []
        folded = fold(text)
        plain = f" {folded.text}"
        hits = []
        for number, start, end in self._automaton.find_matches_as_indexes(plain):
            if self._proper[number] and text[folded.back(start)].islower():
                continue
            hit = self._hit(text, folded, start, end - 1, number, suffixes=suffixes)
            if hit is not None:
                hits.append(hit)
            elif " " in self._forms[number]:
                hits += self._shorter(text, folded, start, end - 1, suffixes=suffixes)
        return hits

    def _hit(self, text: str, folded: Folded, start: int, end: int, number: int, *, suffixes: bool) -> Hit | None:
        """The name between two offsets of the folded text, if it ends where a word does and is written as a name."""
        plain, whole = folded.text, end
        if end < len(plain) and plain[end].isalnum():
            letters = _LETTERS.match(plain, end)
            whole = letters.end() if letters else end
            if not suffixes or whole == end or not is_azerbaijani_ending(plain[end:whole]):
                return None
        first, last = folded.back(start), folded.back_end(whole)
        bare_end = folded.back_end(end)
        bare = text[first:bare_end]
        rows = tuple(row for row in self._by_form[self._forms[number]] if _is_written_so(bare, row))
        if not rows:
            return None
        if whole == end:
            return Hit(first, _with_signs(text, last, rows[0].text), rows)
        apostrophe = _APOSTROPHE.search(text, bare_end, last)
        return Hit(first, apostrophe.start() if apostrophe else last, rows)

    def _shorter(self, text: str, folded: Folded, start: int, end: int, *, suffixes: bool) -> Iterator[Hit]:
        """What else stands in a passage whose longest match turned out to be no name: looked for once, not again."""
        inside = f" {folded.text[start : end - 1]}"
        for number, first, last in self._automaton.find_matches_as_indexes(inside):
            hit = self._hit(text, folded, start + first, start + last - 1, number, suffixes=suffixes)
            if hit is not None:
                yield hit


def _with_signs(text: str, end: int, name: str) -> int:
    """Behind the signs with which a name ends, where the text has them too: "U.S.", "Law (1999)"."""
    signs = name[len(name.rstrip('.)+»”"')) :]
    return end + len(signs) if signs and text.startswith(signs, end) else end


def _forms(folded: str, row: Row) -> set[str]:
    """What is looked for: the name itself, and its cases where it is Russian."""
    if _CYRILLIC.search(folded) and not is_acronym(row):
        return russian_forms(folded, person=row.kind == "person")
    return {folded}


def is_acronym(row: Row) -> bool:
    """Whether a name is written in capitals only: it says so, or looks so."""
    return row.acronym or (row.text.isupper() and len(row.text) <= _LONGEST_ACRONYM and " " not in row.text)


def _is_written_so(bare: str, row: Row) -> bool:
    """Whether the letters in the text may be this name: an acronym in its capitals, any other with a capital in it."""
    if _BETWEEN.search(bare) and not _BETWEEN.search(row.text):
        return False
    if is_acronym(row):
        return bare.isupper()
    if row.text.islower() or row.text.upper() == row.text.lower():  # or a script without capitals
        return True
    return any(part[:1].isupper() for part in _PARTS.split(bare))
