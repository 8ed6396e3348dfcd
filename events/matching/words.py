"""The words of a name as they are compared: without script, accents, endings of place, titles and small words. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from babel import Locale

from sources.folding import WORD, fold, sound

# They join the words of a name and tell nobody apart; folded.
_WORDS_THAT_JOIN = """
    a an and as at by for from in of on the to with de del della des di do du la le les el al ve va ile ila uzre
    uzra i v na po o ob dlya pri ot und der die das fur republic respublika respublikasi respublikasy respubliki
    respublikanyn respublikasinin jumhuriyati cumhuriyeti
"""
_SMALL = frozenset(_WORDS_THAT_JOIN.split())
# Before the names of people.
_WORDS_OF_RANK = """
    mr mrs ms dr prof professor sir dame president prezident minister deputy ambassador general colonel
    polkovnik major captain lieutenant commander admiral sheikh sheik shaykh imam judge senator secretary
    chairman cenab
"""
_TITLES = frozenset(_WORDS_OF_RANK.split())
_APOSTROPHES = re.compile(r"(?<=\w)[’'ʻʼ‘`´](?=\w)")
_IN_BRACKETS = re.compile(r"\(\s*(\w{2,10})\s*\)")
# The article, and the letters that Arabic uses for long vowels, which other scripts do not write as consonants.
_ARTICLE = re.compile("^(?:ال|وال|بال|لل)(?=\\w{3})")
_LONG_VOWELS = str.maketrans({"و": "u", "ي": "i", "ى": "a", "ة": "a", "ی": "i", "ا": "a", "أ": "a", "إ": "i", "آ": "a"})
_ARABIC = re.compile("[\u0590-\u06ff]")
# Letters that spellings of one name take for each other.
_BONES = tuple(
    (re.compile(spelling), bone)
    for spelling, bone in (("ts|dz|dh", "z"), ("th", "t"), ("[hg]", "k"), ("[pw]", "b"), ("f", "v"), ("[aeiouy]", ""))
)
_SHORTEST_BONES = 3

_LANGUAGES = ("en", "az", "ru", "uz", "ar", "fa", "tr", "fr")
_FURTHER = {
    "american": "US", "usa": "US", "us": "US", "british": "GB", "uk": "GB", "turkish": "TR", "french": "FR",
    "chinese": "CN", "danish": "DK", "spanish": "ES", "polish": "PL", "swedish": "SE", "swiss": "CH", "greek": "GR",
    "dutch": "NL", "finnish": "FI", "turkey": "TR", "rossii": "RU",
}  # fmt: skip
_LONGEST_ENDING = 5
_SHORTEST_STEM = 4
_LONGEST_ACRONYM = 8


class Word(NamedTuple):
    """One word of a name. `heard` is its sound, `bones` its consonants, `territory` the country code it stands for."""

    written: str
    folded: str
    heard: str
    bones: str
    territory: str
    has_vowels: bool

    @property
    def code(self) -> str:
        """What spellings of the word have in common, as short as can be told apart."""
        if self.territory:
            return f"@{self.territory}"
        return self.bones if len(self.bones) >= _SHORTEST_BONES else self.heard or self.folded


@lru_cache(maxsize=50_000)
def words(name: str, *, of_a_person: bool = False) -> tuple[Word, ...]:
    """The words that tell a name from others, in order. All of them, where none would be left."""
    found = [_word(written, of_a_person) for written in WORD.findall(_joined(_IN_BRACKETS.sub(_year_or_nothing, name)))]
    dropped = _SMALL | _TITLES if of_a_person else _SMALL
    return tuple(word for word in found if word.folded not in dropped or _is_initial(word)) or tuple(found)


def _is_initial(word: Word) -> bool:
    return len(word.written) == 1 and word.written.isupper()


def _joined(name: str) -> str:
    return _APOSTROPHES.sub("", name)


def _year_or_nothing(bracket: re.Match[str]) -> str:
    """What stands in brackets stays where it is a number; an abbreviation in brackets is a name of its own."""
    return f" {bracket[1]} " if any(c.isdigit() for c in bracket[1]) or not bracket[1].isupper() else " "


def _word(written: str, of_a_person: bool) -> Word:
    is_arabic = bool(_ARABIC.search(written))
    plain = _ARTICLE.sub("", written).translate(_LONG_VOWELS) if is_arabic else written
    folded = fold(plain)
    heard = sound(folded)
    bones = heard
    for spelling, bone in _BONES:
        bones = spelling.sub(bone, bones)
    bones = re.sub(r"(.)\1+", r"\1", bones)
    return Word(written, folded, heard, bones, "" if of_a_person else territory(folded), not is_arabic)


# -- abbreviations -----------------------------------------------------------------------------------------------------


def acronyms_in(name: str, *, called_one: bool) -> list[str]:
    """The abbreviations that a name is or holds in brackets, folded; `called_one` if it is recorded as one."""
    found = [bracket[1] for bracket in _IN_BRACKETS.finditer(name) if bracket[1].isupper()]
    alone = name.strip().replace(".", "")
    if called_one or (alone.isupper() and alone.isalpha() and 2 <= len(alone) <= _LONGEST_ACRONYM):
        found.append(alone)
    return [fold(one) for one in found]


def initials(name: str) -> str:
    """The first letters of the words of a full name, folded; empty for fewer than three."""
    found = [word for word in words(name) if not word.folded.isdecimal()]
    return "".join(word.folded[0] for word in found) if len(found) > 2 else ""


def shortened(letters: str) -> set[str]:
    """The initials with one of them left out, but the first."""
    return {letters[:at] + letters[at + 1 :] for at in range(1, len(letters))}


# -- countries ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=50_000)
def territory(folded: str) -> str:
    """The code of the country that a folded word names, in whatever form: “uzbek”, “azerbaydzhana”; or empty."""
    known = _territories()
    if folded in _FURTHER:
        return _FURTHER[folded]
    heard = sound(folded)
    if len(heard) < _SHORTEST_STEM:
        return ""
    if heard in known:
        return known[heard]
    for end in range(len(heard) - 1, max(len(heard) - _LONGEST_ENDING, _SHORTEST_STEM) - 1, -1):
        if heard[:end] in known:
            return known[heard[:end]]
    return ""


@lru_cache(maxsize=1)
def _territories() -> dict[str, str]:
    """Sound of a name of one word → code of its country. Forms that two countries share are left out."""
    names: dict[str, set[str]] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            parts = WORD.findall(_joined(name))
            if code.isalpha() and len(code) == 2 and len(parts) == 1:
                names.setdefault(sound(fold(parts[0].translate(_LONG_VOWELS))), set()).add(code)
    forms: dict[str, set[str]] = {}
    for heard, codes in names.items():
        for form in _forms(heard) - names.keys():
            forms.setdefault(form, set()).update(codes)
    return {form: min(codes) for form, codes in (forms | names).items() if len(codes) == 1 and form}


def _forms(heard: str) -> set[str]:
    """Of “uzbakistan”: its people, “uzbak”; of “aljeria”: its stem, “aljer”."""
    people = re.sub(r"i?stan$", "", heard)
    stem = re.sub(r"i?a$", "", heard) if len(heard) > _SHORTEST_STEM + 2 else heard
    return {form for form in (heard, people, stem) if len(form) >= _SHORTEST_STEM}
