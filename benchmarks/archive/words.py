"""Names in three scripts and sentences as news have them, from nothing but numbers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import NamedTuple

# The same syllable in Latin, Cyrillic and Arabic letters.
_SPELLINGS = """
    ba/ба/با ka/ка/کا ra/ра/را mi/ми/می na/на/نا le/ле/لی du/ду/دو sha/ша/شا vo/во/وو ti/ти/تی gu/гу/گو ze/зе/زی
    fa/фа/فا ho/хо/هو ni/ни/نی ja/джа/جا lo/ло/لو pe/пе/پی su/су/سو ye/е/یه cha/ча/چا mo/мо/مو da/да/دا ri/ри/ری
"""
_SYLLABLES = tuple(one.split("/") for one in _SPELLINGS.split())
_ENDINGS = (("v", "в", "ف"), ("n", "н", "ن"), ("r", "р", "ر"), ("s", "с", "س"), ("m", "м", "م"))
_GIVEN = (
    ("Leyla", "Лейла", "لیلا"), ("Farid", "Фарид", "فرید"), ("Nigar", "Нигяр", "نگار"), ("Rashad", "Рашад", "رشاد"),
    ("Aysel", "Айсель", "آیسل"), ("Timur", "Тимур", "تیمور"), ("Olga", "Ольга", "اولگا"), ("Samir", "Самир", "سمیر"),
)  # fmt: skip
_BODIES = (
    ("{} Border Service", "Пограничная служба «{}»", "خدمة الحدود {}"),
    ("Ministry of Security of {}", "Министерство безопасности {}", "وزارة أمن {}"),
    ("{} Financial Intelligence Unit", "Финансовая разведка «{}»", "وحدة الاستخبارات المالية {}"),
    ("Prosecutor's Office of {}", "Прокуратура {}", "نيابة {}"),
)
_LAWS = (
    ("{} Protocol on the Exchange of Information", "Протокол «{}» об обмене информацией", "بروتوكول {}"),
    ("{} Agreement on Extradition", "Соглашение «{}» о выдаче", "اتفاقية {}"),
)
_COMMON = """
    the of and to in a for on that with at from by was were said its their which after before between during officers
    border security meeting talks delegation ministers agreement training exchange information region services
    cooperation terrorism joint plan working group session capital officials report measures threats experts visit
"""


class Name(NamedTuple):
    """One name in Latin, Cyrillic and Arabic letters."""

    latin: str
    cyrillic: str
    arabic: str


def root(number: int) -> Name:
    """A word of two to five syllables that no other number has."""
    parts, rest = [], number + len(_SYLLABLES)
    while rest:
        rest, digit = divmod(rest, len(_SYLLABLES))
        parts.append(_SYLLABLES[digit])
    ending = _ENDINGS[number % len(_ENDINGS)]
    latin, cyrillic, arabic = ("".join(letters) for letters in zip(*parts, ending, strict=True))
    return Name(latin.capitalize(), cyrillic.capitalize(), arabic)


def name(kind: str, number: int) -> Name:
    """The name of the entity of this number: of a person, a place, a body or an instrument."""
    own = root(number)
    if kind == "place":
        return own
    patterns: Sequence[Sequence[str]]
    if kind == "person":
        patterns = [[f"{given} {{}}" for given in names] for names in _GIVEN]
    else:
        patterns = _LAWS if kind == "legal_instrument" else _BODIES
    return Name(*(pattern.format(word) for pattern, word in zip(patterns[number % len(patterns)], own, strict=True)))


class Vocabulary:
    """Some thousand words, few of them common and most of them rare, as Zipf's law has it."""

    def __init__(self, size: int = 5000) -> None:
        self._words = [*_COMMON.split(), *(root(90_000 + number).latin.lower() for number in range(size))]
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))

    def sentence(self, chance: Random) -> str:
        drawn = chance.choices(self._words, cum_weights=self._weights, k=chance.randint(8, 16))
        return f"{' '.join(drawn).capitalize()}."
