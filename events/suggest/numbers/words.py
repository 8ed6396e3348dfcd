"""The words of numbers in the languages that are read: values, hedges, units, money, and where a noun phrase ends."""

# ruff: noqa: E501 -- tables of words
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from events.choices import Hedge, Unit

Hedges = Mapping[str, str]
"""Patterns by the hedge that they are words of."""


@dataclass(frozen=True)
class Language:
    """How one language writes numbers. Values are pattern fragments, keys of `words` and `scales` small letters."""

    words: Mapping[str, int]
    scales: Mapping[str, int]
    many: Mapping[str, int]  # "dozens", "сотни": at least two of them
    before: Hedges
    after: Hedges  # behind the number, or behind what is counted
    to: str  # between the two numbers of a range
    both: str  # before a range whose numbers are joined by "and"
    money: Mapping[str, str]  # currency by pattern
    percent: str
    definite: str  # words before a small number that make it no count: "the two sides"
    stops: frozenset[str]  # words at which what is counted ends
    comma_is_point: bool = False


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _spelt(*groups: str, first: int = 0, step: int = 1) -> dict[str, int]:
    return {word: first + n * step for n, group in enumerate(groups) for word in group.split()}


ENGLISH = Language(
    words=_spelt(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    )
    | _spelt("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", first=20, step=10),
    scales={
        "dozen": 12,
        "score": 20,
        "hundred": 100,
        "thousand": 1000,
        "million": 10**6,
        "billion": 10**9,
        "trillion": 10**12,
        "mln": 10**6,
        "bn": 10**9,
    },
    many={
        "dozens": 12,
        "scores": 20,
        "hundreds": 100,
        "thousands": 1000,
        "tens of thousands": 10_000,
        "hundreds of thousands": 100_000,
        "millions": 10**6,
        "billions": 10**9,
    },
    before={
        Hedge.EXACTLY: "exactly|precisely",
        Hedge.AT_LEAST: "at least|no fewer than|no less than|not less than|not fewer than|a minimum of|upwards of",
        Hedge.AT_MOST: "at most|up to|no more than|not more than|a maximum of|as many as",
        Hedge.MORE_THAN: "more than|over|above|in excess of|exceeding|greater than",
        Hedge.FEWER_THAN: "fewer than|less than|under|below",
        Hedge.ALMOST: "almost|nearly|close to|just under",
        Hedge.ABOUT: "about|around|approximately|approx\\.?|some|roughly|circa|an estimated|estimated",
    },
    after={
        Hedge.AT_LEAST: "or more|\\+",
        Hedge.AT_MOST: "or (?:less|fewer)",
        Hedge.ABOUT: "or so|[-–]odd",
    },
    to="to|or",
    both="between|both",
    money={
        "(?:US |american )?dollars?": "USD",
        "euros?": "EUR",
        "pounds?(?: sterling)?": "GBP",
        "manats?": "AZN",
        "(?:rubles?|roubles?)": "RUB",
        "(?:swiss )?francs?": "CHF",
        "(?:turkish )?liras?": "TRY",
    },
    percent="per ?cent|percent",
    definite="the|these|those|both|our|their|your|all|other",
    stops=frozenset(
        _list(
            "and or but who which that were was are is have has had will would took take from in on at by for with to as into during since until after before where when while took made left returned than under over against between among joined arrested held signed"
        )
    ),
)
RUSSIAN = Language(
    words=_spelt(
        "ноль", "один одна одно одного одной одному", "два две двух двум двое двоих", "три трех трем трое троих",
        "четыре четырех четверо четверых", "пять пяти пятеро пятерых", "шесть шести шестеро шестерых", "семь семи семеро семерых",
        "восемь восьми", "девять девяти", "десять десяти", "одиннадцать одиннадцати", "двенадцать двенадцати",
        "тринадцать тринадцати", "четырнадцать четырнадцати", "пятнадцать пятнадцати", "шестнадцать шестнадцати",
        "семнадцать семнадцати", "восемнадцать восемнадцати", "девятнадцать девятнадцати",
    ) | _spelt(
        "двадцать двадцати", "тридцать тридцати", "сорок сорока", "пятьдесят пятидесяти", "шестьдесят шестидесяти",
        "семьдесят семидесяти", "восемьдесят восьмидесяти", "девяносто девяноста", first=20, step=10,
    ) | _spelt(
        "сто ста", "двести двухсот", "триста трехсот", "четыреста четырехсот", "пятьсот пятисот", "шестьсот шестисот",
        "семьсот семисот", "восемьсот восьмисот", "девятьсот девятисот", first=100, step=100,
    ),
    scales={
        word: value
        for value, group in {
            12: "дюжина дюжину", 1000: "тысяча тысячи тысяч тысячу тыс тыс.", 10**6: "миллион миллиона миллионов млн млн.",
            10**9: "миллиард миллиарда миллиардов млрд млрд.",
        }.items()
        for word in group.split()
    },
    many={"десятки": 10, "десятков": 10, "сотни": 100, "сотен": 100, "тысячи": 1000, "десятки тысяч": 10_000, "сотни тысяч": 100_000, "миллионы": 10**6},
    before={
        Hedge.EXACTLY: "ровно",
        Hedge.AT_LEAST: "не менее чем|не менее|не меньше|как минимум|по меньшей мере|по крайней мере|минимум",
        Hedge.AT_MOST: "не более чем|не более|не больше|максимум|до",
        Hedge.MORE_THAN: "более чем|более|больше|свыше",
        Hedge.FEWER_THAN: "менее чем|менее|меньше",
        Hedge.ALMOST: "почти|без малого",
        Hedge.ABOUT: "около|примерно|приблизительно|порядка|ориентировочно",
    },
    after={Hedge.AT_LEAST: "и более|или более", Hedge.AT_MOST: "и менее|или менее"},
    to="до|или", both="между",
    money={"долл(?:ар\\w*|\\.)?(?: США)?": "USD", "евро": "EUR", "манат\\w*": "AZN", "руб(?:л\\w*|\\.)?": "RUB", "франк\\w*": "CHF", "лир\\w*": "TRY"},
    percent="процент\\w*",
    definite="эти|этих|оба|обе|обоих|обеих|все|всех|наших|наши",
    stops=frozenset(_list("и или а но который которые которых были был была есть будет в во на с со из от к до по для за при что чтобы как после перед где когда между против о об")),
    comma_is_point=True,
)  # fmt: skip
AZERBAIJANI = Language(
    words=_spelt("sıfır", "bir", "iki", "üç", "dörd", "beş", "altı", "yeddi", "səkkiz", "doqquz")
    | _spelt("on", "iyirmi", "otuz", "qırx", "əlli", "altmış", "yetmiş", "səksən", "doxsan", first=10, step=10),
    scales={"yüz": 100, "min": 1000, "milyon": 10**6, "mln": 10**6, "mln.": 10**6, "milyard": 10**9, "mlrd": 10**9, "mlrd.": 10**9},
    many={"onlarla": 10, "yüzlərlə": 100, "minlərlə": 1000, "milyonlarla": 10**6},
    before={
        Hedge.EXACTLY: "düz|dəqiq",
        Hedge.AT_LEAST: "ən azı|azı|minimum",
        Hedge.AT_MOST: "ən çoxu|maksimum|ən çox",
        Hedge.ABOUT: "təxminən|təqribən|təxmini",
    },
    # "30-dan çox əcnəbi", "30 nəfərdən çox", "30-a yaxın", "30 nəfərə qədər"
    after={
        Hedge.MORE_THAN: r"(?:[-–]?|\s\w+)d[əa]n\s(?:çox|artıq)",
        Hedge.FEWER_THAN: r"(?:[-–]?|\s\w+)d[əa]n\saz",
        Hedge.ALMOST: r"(?:[-–]?|\s\w+?)(?:y|n)?[əa]\s(?:yaxın)",
        Hedge.AT_MOST: r"(?:[-–]?|\s\w+?)(?:(?:y|n)?[əa]\sqədər|d[əa]k)",
    },
    to="və ya|ya da", both="arasında",
    money={"(?:ABŞ )?dollar\\w*": "USD", "avro\\w*": "EUR", "manat\\w*": "AZN", "rubl\\w*": "RUB", "frank\\w*": "CHF", "lirə\\w*": "TRY"},
    percent="faiz\\w*",
    definite="bu|həmin|hər|bütün",
    stops=frozenset(_list("və ya amma ki olan olub üçün ilə isə da də kimi görə qarşı sonra əvvəl haqqında")),
    comma_is_point=True,
)  # fmt: skip
LANGUAGES: Mapping[str, Language] = {"en": ENGLISH, "ru": RUSSIAN, "az": AZERBAIJANI}

SIGNS = {"US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "₼": "AZN", "₽": "RUB", "USD": "USD", "EUR": "EUR", "GBP": "GBP", "AZN": "AZN", "RUB": "RUB", "CHF": "CHF", "TRY": "TRY"}  # fmt: skip

# What is counted tells the unit, by its words in all three languages.
UNITS: tuple[tuple[str, str], ...] = (
    (Unit.AGENDA_ITEMS, r"agenda items?|items? on the agenda|issues|questions|вопрос\w*|пункт\w* повестки|məsələ\w*"),
    (Unit.PERSONS,
        r"people|persons?|individuals?|officers?|m[ae]n|wom[ae]n|children|participants?|members?|citizens?|fighters?|soldiers?"
        r"|terrorists?|guards?|troops|service(?:men|members)|militants?|residents?|passengers?|students?|trainees?|delegates?"
        r"|experts?|detainees?|suspects?|victims?|representatives?|nationals|prisoners?|civilians?|policemen|police|gunmen"
        r"|employees|staff|refugees?|migrants?|recruits?|smugglers?|defendants?|convicts?|investigators?|prosecutors?|judges?"
        r"|instructors?|specialists?|officials?|foreigners?|families|wives|widows|orphans|hostages|attackers?|bombers?|extremists?"
        r"|человек\w*|люд\w+|лиц\w?|граждан\w*|боевик\w*|сотрудник\w*|военнослужащ\w+|участник\w*|женщин\w*|дет\w{1,3}|ребен\w+"
        r"|мужчин\w*|офицер\w*|солдат\w*|террорист\w*|иностранц\w*|эксперт\w*|представител\w*|пограничник\w*|подозреваем\w+"
        r"|заложник\w*|погибш\w+|ранен\w+|задержанн\w+|экстремист\w*|слушател\w*|курсант\w*|специалист\w*|полицейск\w+"
        r"|nəfər\w*|adam\w*|şəxs\w*|vətəndaş\w*|əməkdaş\w*|hərbçi\w*|zabit\w*|əsgər\w*|qadın\w*|uşaq\w*|kişi\w*|iştirakçı\w*"
        r"|əcnəbi\w*|ekspert\w*|mütəxəssis\w*|terrorçu\w*|silahlı\w*|yaraqlı\w*|sərhədçi\w*|nümayəndə\w*|polis\w*|dinləyici\w*"),
    (Unit.DOCUMENTS,
        r"documents?|treat(?:y|ies)|agreements?|conventions?|protocols?|resolutions?|laws?|notices?|memorand(?:um|a)|reports?"
        r"|документ\w*|договор\w*|соглашени\w*|конвенци\w*|протокол\w*|резолюци\w*|закон\w*|меморандум\w*"
        r"|sənəd\w*|müqavilə\w*|saziş\w*|konvensiya\w*|protokol\w*|qətnamə\w*|qanun\w*|memorandum\w*"),
    (Unit.OPERATIONS, r"operations?|raids?|missions?|exercises?|операци\w*|рейд\w*|учени\w*|əməliyyat\w*|reyd\w*|təlim\w*"),
    (Unit.CASES,
        r"cases?|investigations?|proceedings?|prosecutions?|дел\w?|расследовани\w*|преступлени\w*|cinayət\w*|işi|hadisə\w*"),
    (Unit.KILOGRAMS, r"kg|kilograms?|kilos?|кг|килограмм\w*|kiloqram\w*|kq"),
    (Unit.DAYS, r"days?|дн(?:я|ей)|день|сут(?:ки|ок)|gün\w*"),
    (Unit.ITEMS,
        r"items?|weapons?|rifles?|devices?|pieces?|websites?|accounts?|vehicles?|grenades?|pistols?|bombs?|firearms?|cartridges?"
        r"|предмет\w*|автомат\w*|пистолет\w*|гранат\w*|устройств\w*|единиц\w*|сайт\w*|аккаунт\w*|автомобил\w*|патрон\w*"
        r"|ədəd\w*|silah\w*|avtomat\w*|tapança\w*|qumbara\w*|qurğu\w*|sayt\w*|hesab\w*|avtomobil\w*|patron\w*"),
)  # fmt: skip


def value_of_words(written: str, language: Language) -> Decimal:
    """The number that is written in words: "two hundred and fifty", "сорок два", "iyirmi beş"."""
    total = part = Decimal(0)
    for word in chain(*(piece.split("-") for piece in written.lower().replace("ё", "е").replace("i̇", "i").split())):
        if word in language.words:
            part += language.words[word]
        elif word in language.scales:
            scale = language.scales[word]
            part = (part or Decimal(1)) * scale
            if scale >= 1000:
                total, part = total + part, Decimal(0)
    return total + part
