"""How Russian writes dates."""

from __future__ import annotations

from events.suggest.dates.slots import DASH, YEAR, B, O, pattern
from events.suggest.dates.words import COUNTS, RUSSIAN_MONTHS, RUSSIAN_WEEKDAYS, SEASONS, alternatives, words

_SHORT = frozenset(words("янв фев февр апр авг сент сен окт нояб дек"))
_SPELT = rf"(?:(?:{alternatives(set(RUSSIAN_MONTHS) - _SHORT)})\b|(?:{alternatives(_SHORT)})\b\.?)"
_DAYS = alternatives(RUSSIAN_WEEKDAYS)
_OF_YEAR = rf"(?:{O}(?:год(?:[ауе]|ом)?|гг?\b\.?))"
_SHIFT = "(?:поза)?прошл|прошедш|минувш|нынешн|эт|текущ|следующ|будущ"
_CASE = r"(?:ого|его|ом|ем|ой|ей|ую|юю|ый|ий|от|у)"


def _month(n: int) -> str:
    return rf"(?P<m{n}>{_SPELT})"


def _day(n: int) -> str:
    return rf"(?P<d{n}>[0-3]?\d)(?:[-–](?:го|е|му|м))?"


def _year(n: int) -> str:
    """A year, or one told by its distance: "прошлого года", "с. г."."""
    return (
        rf"(?:(?P<y{n}>{YEAR}){_OF_YEAR}?|(?P<r{n}>(?:{_SHIFT}){_CASE}(?={B}год)|[ст]\.{O}г\b)(?:\.|{B}год[ау]?)"
        rf"|(?P<s{n}>то(?:го|м)(?:{B}же)?){B}год[ау])"
    )


_WEEKDAY = rf"(?:(?P<w>{_DAYS}),?{B})?"
_SEP = rf"(?P<sep>{DASH}|{B}(?:по|до|и){B})"
_PART_WORDS = "начал[еоау]|конц[еау]|конец|середин[еауы]|первой половине|второй половине"
_PART = rf"(?:(?P<part>{_PART_WORDS}){B})?"
_ABOUT = rf"(?:(?P<about>около|примерно|приблизительно){B})?"
_SEASON = alternatives(word for word in SEASONS if not word.isascii() and "а" <= word[0] <= "я")
_NUMBERS = alternatives(word for word in COUNTS if word.isdigit() or word[0] >= "а" or set(word) <= set("iv"))

TRIGGERS = (
    *RUSSIAN_MONTHS, *RUSSIAN_WEEKDAYS, *(word for word in SEASONS if word[0] >= "а"), *COUNTS,
    *words("начале начало начала конце конца конец середине середина около примерно приблизительно прошлом прошедшем"),
    *words("минувшем нынешнем этом эту этой текущем следующем будущем позапрошлом тот того том сегодня вчера"),
    *words("завтра накануне позавчера год неделю месяц первой второй"),
)  # fmt: skip

PATTERNS = (
    # 23, 24 и 25 июля 2018 года
    pattern(rf"(?P<list>\d{{1,2}}(?:,{B}\d{{1,2}}){{1,9}}{B}и{B}\d{{1,2}}){B}{_month(2)}(?:{B}{_year(2)})?"),
    # 23–25 июля 2018 года
    pattern(rf"{_WEEKDAY}{_day(1)}{_SEP}{_day(2)}{B}{_month(2)}(?:{B}{_year(2)})?"),
    # 28 июня (2018 года) – 2 июля 2018 года
    pattern(rf"{_WEEKDAY}{_day(1)}{B}{_month(1)}(?:{B}{_year(1)})?{_SEP}{_day(2)}{B}{_month(2)}(?:{B}{_year(2)})?"),
    # январь–март 2018 года; с мая по июнь; май и июнь
    pattern(rf"{_PART}{_month(1)}(?:{B}(?P<y1>{YEAR}){_OF_YEAR}?)?{_SEP}{_month(2)}(?:{B}{_year(2)})?"),
    # 12 ноября 2019 года
    pattern(rf"{_ABOUT}{_WEEKDAY}{_day(1)}{B}{_month(1)}(?:,?{B}{_year(1)})?"),
    # (в начале) октября 2009 года; октябрь прошлого года
    pattern(rf"{_PART}{_month(1)},?{B}{_year(1)}"),
    pattern(rf"{_PART}(?P<alone>{_SPELT})"),
    # 2017–2019 годы; с 2014 по 2016 год; 2017/18 год
    pattern(rf"(?P<y1>{YEAR})(?:{O}г(?:од[ау]?)?\.?)?(?P<sep>{DASH}|{B}(?:по|до|и){B})(?P<y2>{YEAR})(?:{O}(?:год\w{{0,3}}|гг?\b\.?))?"),
    pattern(rf"(?P<y1>{YEAR})(?P<sep>[-–/])(?P<y2s>\d\d){O}(?:год\w{{0,3}}|гг?\b\.?)"),
    # (в конце) 1980-х годов
    pattern(rf"{_PART}(?P<decade>(?:1[89]|20)\d0)[-–](?:х|е|ые|ых|м)(?:{B}(?:год\w{{0,3}}|гг\b\.?))?"),
    # летом 2014 года, весна этого года
    pattern(rf"{_PART}(?P<season>{_SEASON}){B}{_year(1)}"),
    # в первом полугодии 2018 года, в I квартале, за девять месяцев текущего года
    pattern(
        rf"(?P<nth>{_NUMBERS}){B}(?:(?P<length>{_NUMBERS}){B})?(?P<unit>полугоди\w|половин[еаы]|квартал[ае]?"
        rf"|месяц(?:а|ев|е)?){B}{_year(1)}"
    ),
    # конец 2016 года, в начале прошлого года; год с его словом
    pattern(rf"(?P<part>{_PART_WORDS}){B}{_year(1)}"),
    pattern(rf"(?P<about>около|примерно|приблизительно){B}(?P<y1>{YEAR}){_OF_YEAR}"),
    pattern(rf"(?P<y1>{YEAR}){_OF_YEAR}"),
    pattern(rf"(?P<bare>{YEAR})"),
    # прошлый год, на этой неделе, в текущем месяце
    pattern(rf"(?:(?P<part>{_PART_WORDS}){B})?(?P<rel>(?:{_SHIFT}){_CASE}){B}(?P<unit>год[ауе]?|месяц[ае]?|недел[еюия])"),
    pattern(rf"(?P<same>то(?:т|го|м)(?:{B}же)?|следующ(?:ий|ем)|предыдущ(?:ий|ем)){B}(?P<unit>день|год[ау]?|месяц[ае]?)"),
    pattern(rf"(?:(?P<n>{_NUMBERS}){B})?(?P<unit>день|дня|дней|недел[юиь]|месяц(?:а|ев)?|год|года|лет){B}(?P<ago>(?:тому{B})?назад)"),
    pattern(r"(?P<today>сегодня|вчера|позавчера|завтра|накануне)"),
    # во вторник, в прошлую среду
    pattern(rf"(?:(?P<toward>(?:{_SHIFT}){_CASE}){B})?(?P<w>{_DAYS})"),
)  # fmt: skip
