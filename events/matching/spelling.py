"""How alike two full names are, and in what: script, spelling, order, initials, a word more or less. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import name as name_of

from anyascii import anyascii
from django.utils.translation import gettext as _
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.fuzz import ratio

from events.matching.words import Word, words

SAME, HEARD, ALIKE, INITIAL = 4, 3, 2, 1

_ALIKE_FROM = 70  # of 100, beside the same consonants
_SHORTEST_MISSPELT = 6
_LONG = 10
_MOST_OF = 0.8
_HALF = 0.5
_FEW = 2
# How much less other names count, where two names set their owners apart: in a word, or by country or number.
_IN_A_WORD, _APART = 0.65, 0.4
# A longer name with one of these is a part of what the shorter one names, or above it; folded.
_WORDS_FOR_PARTS = """
    council heads office department committee commission secretariat directorate mission embassy consulate assembly
    court bureau branch unit delegation centre center institute academy school sovet komitet komissiya departament otdel
"""
_PARTS = frozenset(_WORDS_FOR_PARTS.split())
# Words that set apart what is otherwise called the same; folded. Numbers do, too.
_WORDS_THAT_PART = """
    north south east west northern southern eastern western upper lower first second third former deputy new old
    central regional national additional protocol annex amendment amending deputies shimali canubi sharqi qarbi
    severnyy yuzhnyy
"""
_SIDES = frozenset(_WORDS_THAT_PART.split())


class Likeness(NamedTuple):
    """`told` is a sentence. `doubt`: how much less other names count, where these two differ in more than spelling."""

    score: float
    told: str = ""
    doubt: float = 1.0


NOTHING = Likeness(0.0)


def compare(one: str, other: str, *, of_people: bool = False, home: frozenset[str] = frozenset()) -> Likeness:
    """How alike two full names are. `home`: codes of the countries that the two entities belong to."""
    said = {"one": one, "other": other}
    if one.casefold() == other.casefold():
        return Likeness(0.95, _("same name “%(one)s”") % said)
    mine, theirs = words(one, of_a_person=of_people), words(other, of_a_person=of_people)
    pairs, left, right = paired(mine, theirs, of_people=of_people)
    if not (left and right):
        # The name of the country that both belong to, as far as is known, goes without saying.
        left, right = ([w for w in extra if home != {w.territory}] for extra in (left, right))
    if not pairs or (left and right):
        at_home = sum(bool(mine[i].territory) for i, _j, _grade in pairs)
        return _contrast(said, pairs, left, right, at_home)
    if left or right:
        numbered = any(mine[i].folded.isdecimal() for i, _j, _grade in pairs)
        may_add = _MayAdd(country=not home, number=numbered)
        return _more_words(said, pairs, left or right, may_add, of_people=of_people, one_is_longer=bool(left))
    return _all_words(said, mine, theirs, pairs)


def _all_words(
    said: dict[str, str], mine: Sequence[Word], theirs: Sequence[Word], pairs: Sequence[tuple[int, int, int]]
) -> Likeness:
    grade = min(grade for _i, _j, grade in pairs)
    is_ordered = [j for _i, j, _g in pairs] == sorted(j for _i, j, _g in pairs)
    if grade == INITIAL:
        full = any(grade > INITIAL and len(mine[i].folded) > 1 for i, _j, grade in pairs)
        told = _("“%(one)s” and “%(other)s” fit: initials stand for names") % said
        return Likeness(0.72, told) if full else NOTHING
    if not is_ordered:
        score = 0.8 if grade == ALIKE else 0.88
        return Likeness(score, _("“%(one)s” and “%(other)s” share all words, in another order") % said)
    for foreign, latin in ((said["one"], said["other"]), (said["other"], said["one"])):
        if not _is_latin(foreign) and _is_latin(latin):
            told = _("“%(name)s” transliterates to “%(letters)s”, which is “%(other)s”")
            told %= {"name": foreign, "letters": _titled(foreign), "other": latin}
            return Likeness(0.84 if grade == ALIKE else 0.92, told)
    if grade == ALIKE:
        return Likeness(0.84, _("“%(one)s” and “%(other)s” are spelt alike") % said)
    if len(mine) == len(theirs) and grade == SAME:
        return Likeness(0.94, _("“%(one)s” and “%(other)s” differ in accents and small words only") % said)
    return Likeness(0.9, _("“%(one)s” and “%(other)s” are two spellings of one name") % said)


class _MayAdd(NamedTuple):
    """What a longer name may say more: a country, where none is known of either; a year, beside the same number."""

    country: bool
    number: bool

    def allows(self, word: Word) -> bool:
        return (self.country and bool(word.territory)) or (self.number and word.folded.isdecimal())


def _more_words(
    said: dict[str, str], pairs: Sequence[tuple[int, int, int]], extra: Sequence[Word], may_add: _MayAdd,
    *, of_people: bool, one_is_longer: bool,
) -> Likeness:  # fmt: skip
    if not of_people and any(word.folded in _PARTS for word in extra):
        return NOTHING
    firm = [grade for _i, _j, grade in pairs if grade > INITIAL]
    # A surname alone, or one word of a body's name, is shared by too many.
    if len(firm) < _FEW or any(_sets_apart(word) and not may_add.allows(word) for word in extra):
        return NOTHING
    short, long = (said["other"], said["one"]) if one_is_longer else (said["one"], said["other"])
    told = _("all words of “%(short)s” stand in “%(long)s”") % {"short": short, "long": long}
    share = len(firm) / (len(firm) + len(extra))
    if not of_people and share < _HALF:
        return NOTHING
    score = (0.8 if of_people else 0.45 + 0.4 * share) - (0.06 if min(firm) == ALIKE else 0)
    # There is one in every country.
    return Likeness(score * 0.75 if any(word.territory for word in extra) else score, told)


def _contrast(
    said: dict[str, str],
    pairs: Sequence[tuple[int, int, int]],
    left: Sequence[Word],
    right: Sequence[Word],
    at_home: int,
) -> Likeness:
    """Each has a word that the other lacks: two things, unless it is one word of many that says much the same.

    `at_home`: how many of the pairs are names of countries.
    """
    sets_apart = any(_sets_apart(word) for word in (*left, *right))
    # Names that share no word may be in two languages, or one of them an abbreviation.
    doubt = (_APART if sets_apart else _IN_A_WORD) if pairs else 1.0
    number, of = len(pairs), len(pairs) + 1
    # The name of the country is what all bodies of a country share.
    telling = number - at_home
    if sets_apart or len(left) != 1 or len(right) != 1 or telling / (telling + 1) < _MOST_OF:
        return Likeness(0.0, "", doubt)
    told = _("“%(one)s” and “%(other)s” share %(number)d of %(of)d words") % {**said, "number": number, "of": of}
    return Likeness(0.45 + 0.15 * number / of, told, doubt)


# -- words -------------------------------------------------------------------------------------------------------------


def paired(
    mine: Sequence[Word], theirs: Sequence[Word], *, of_people: bool
) -> tuple[list[tuple[int, int, int]], list[Word], list[Word]]:
    """(place in the one, place in the other, how alike) of words that stand for each other; what is left of both."""
    graded = (
        (_grade(a, b, of_people), i, j) for i, a in enumerate(mine) for j, b in enumerate(theirs)
    )  # fmt: skip
    taken: dict[int, tuple[int, int]] = {}
    for grade, i, j in sorted((found for found in graded if found[0]), key=lambda f: (-f[0], abs(f[1] - f[2]), f[1])):
        if i not in taken and j not in {other for other, _g in taken.values()}:
            taken[i] = j, grade
    used = {j for j, _grade_ in taken.values()}
    return (
        [(i, *taken[i]) for i in sorted(taken)],
        [word for i, word in enumerate(mine) if i not in taken],
        [word for j, word in enumerate(theirs) if j not in used],
    )


def _grade(a: Word, b: Word, of_people: bool) -> int:
    if a.folded == b.folded:
        return SAME
    if a.folded.isdecimal() or b.folded.isdecimal():
        return 0
    if a.territory or b.territory:
        return HEARD if a.territory == b.territory else 0
    if a.heard and a.heard == b.heard:
        return HEARD
    if of_people and 1 in (len(a.folded), len(b.folded)):
        return INITIAL if a.code[0] == b.code[0] or a.folded[0] == b.folded[0] else 0
    # Ali and Alia, Nazarov and Nazarova are two people.
    if of_people and (f"{a.folded}a" == b.folded or f"{b.folded}a" == a.folded):
        return 0
    return ALIKE if _spelt_alike(a, b) else 0


def _spelt_alike(a: Word, b: Word) -> bool:
    if not (a.has_vowels and b.has_vowels):
        # Some scripts write no short vowels: there is nothing else to compare.
        return len(a.bones) >= _FEW and a.bones == b.bones
    if len(a.bones) > _FEW and a.bones == b.bones:
        return ratio(a.folded, b.folded) >= _ALIKE_FROM
    if min(len(a.folded), len(b.folded)) < _SHORTEST_MISSPELT:
        return False
    allowed = 2 if min(len(a.folded), len(b.folded)) >= _LONG else 1
    return DamerauLevenshtein.distance(a.folded, b.folded, score_cutoff=allowed) <= allowed


def _sets_apart(word: Word) -> bool:
    return bool(word.territory) or word.folded in _SIDES or any(c.isdigit() for c in word.folded)


def _is_latin(text: str) -> bool:
    return all(name_of(letter, "").startswith(("LATIN", "MODIFIER")) for letter in text if letter.isalpha())


def _titled(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in anyascii(text).split())
