"""How Azerbaijani writes dates."""

from __future__ import annotations

from events.suggest.dates.slots import DASH, YEAR, B, O, pattern
from events.suggest.dates.words import AZERBAIJANI_MONTHS, AZERBAIJANI_WEEKDAYS, COUNTS, SEASONS, alternatives, words

_STEM = alternatives(AZERBAIJANI_MONTHS)
_V = "[ıiuüİI]"
# Endings of case and possession: noyabrın, noyabrda, noyabrında, noyabradək.
_CASE = rf"(?:{_V}n(?:d[əa]n?|[əa](?:d[əa]k)?)?|d[əa]n?|d[əa]k[ıi]|{_V}|y?[əa](?:d[əa]k)?)"
_HERE = rf"(?:{_V}nd[əa]n?|d[əa]n?|[əa]d[əa]k|{_V}n[əa]d[əa]k)"
# What is hung on a number: 12-də, 12-dən, 14-dək, 14-nə, 12-si.
_TAIL = r"(?:[-–](?:d[əa]n?|d[əa]k|d[əa]k[ıi]|n[əa]|s[ıiuü]|[ıiuüəa]n?|[ıi]nd[əa]))"
_MONTH_WORD = rf"(?:{B}ay(?:{_V}(?:n(?:{_V}n|d[əa]n?|[əa]d[əa]k|[əa])?)?|da)?)"
_IL = r"il(?:[əi]n(?:d[əa]n?)?|d[əa]n?|[əi](?:d[əa]k)?|l[əa]r\w{0,6})?"


def _month(n: int) -> str:
    return rf"(?P<m{n}>{_STEM}){_CASE}?\b{_MONTH_WORD}?"


def _day(n: int) -> str:
    return rf"(?P<d{n}>[0-3]?\d)"


def _year(n: int) -> str:
    """A year, or one told by its distance: "ötən ilin"."""
    return (
        rf"(?:(?P<y{n}>{YEAR})(?:{O}[-–]?{O}c[ıiuü]\b(?:{B}{_IL}\b)?|{B}{_IL}\b)?"
        rf"|(?P<r{n}>bu|cari|builki|ötən|keçən|gələn|növbəti){B}{_IL}\b|(?P<s{n}>həmin|elə{B}həmin){B}{_IL}\b)"
    )


_SEP = rf"(?P<sep>{DASH}|{B}(?:və|ilə){B})"
_UNTIL = rf"(?:{B}(?:qədər|kimi))?"
_PART = rf"{B}(?P<part>əvv[əe]l(?:l[əa]r)?\w{{0,6}}|orta(?:lar)?\w{{0,6}}|son(?:lar|u)\w{{0,6}})"
_DAYS = alternatives(word for word in AZERBAIJANI_WEEKDAYS if word not in {"bazar", "cümə"})
_NUMBERS = alternatives(word for word in COUNTS if not "а" <= word[0] <= "я")
_SEASON = alternatives(word for word in SEASONS if word.startswith(("yaz", "yay", "pay", "qi")))

TRIGGERS = (
    *AZERBAIJANI_MONTHS, *AZERBAIJANI_WEEKDAYS, *COUNTS,
    *words("bu cari builki ötən keçən gələn növbəti həmin elə dünən srağagün bugün sabah"),
)  # fmt: skip

PATTERNS = (
    # 23–25 iyul 2018-ci il
    pattern(rf"{_day(1)}{_SEP}{_day(2)}{B}{_month(2)}(?:,?{B}{_year(2)})?"),
    pattern(rf"{_year(1)},?{B}{_day(1)}{_SEP}{_day(2)}{B}{_month(2)}"),
    # (2018-ci il) iyulun 23–25-də; iyulun 23-dən 25-dək
    pattern(rf"(?:{_year(1)},?{B})?{_month(1)}{B}{_day(1)}{_SEP}{_day(2)}{_TAIL}?{_UNTIL}"),
    pattern(rf"(?:{_year(1)},?{B})?{_month(1)}{B}{_day(1)}[-–]d[əa]n(?P<sep>{B}){_day(2)}{_TAIL}{_UNTIL}"),
    # iyunun 28-dən iyulun 2-dək; 28 iyundan 2 iyuladək
    pattern(
        rf"(?:{_year(1)},?{B})?{_month(1)}{B}{_day(1)}[-–]d[əa]n(?P<sep>{B})(?:{_year(2)},?{B})?{_month(2)}{B}{_day(2)}{_TAIL}{_UNTIL}"
    ),
    pattern(rf"{_day(1)}{B}{_month(1)}(?:{B}{_year(1)})?(?P<sep>{DASH}|{B}){_day(2)}{B}{_month(2)}(?:,?{B}{_year(2)})?{_UNTIL}"),
    # 12 noyabr 2019-cu il; 2019-cu il 12 noyabr; 2019-cu il noyabrın 12-də
    pattern(rf"{_day(1)}{B}{_month(1)}(?:,?{B}{_year(1)})?"),
    pattern(rf"{_year(1)},?{B}{_day(1)}{B}{_month(1)}"),
    pattern(rf"(?:{_year(1)},?{B})?{_month(1)}{B}{_day(1)}{_TAIL}"),
    # yanvar–mart 2018; 2018-ci ilin yanvar–mart aylarında
    pattern(rf"(?:{_year(1)},?{B})?(?P<m1>{_STEM})(?P<sep>{DASH}|{B}(?:və){B}){_month(2)}(?:lar\w{{0,6}})?(?:,?{B}{_year(2)})?"),
    # oktyabr 2009; 2009-cu ilin oktyabrında; oktyabr ayında
    pattern(rf"{_month(1)},?{B}{_year(1)}"),
    pattern(rf"{_year(1)},?{B}{_month(1)}(?:{_PART})?"),
    pattern(rf"(?P<m1>{_STEM})(?:{_HERE}\b{_MONTH_WORD}?|{_CASE}?{_MONTH_WORD})(?:{_PART})?"),
    pattern(rf"(?P<m1>{_STEM}){_V}n{_PART}"),
    # 2017–2019-cu illər; 2014-cü ildən 2016-cı ilədək
    pattern(rf"(?P<y1>{YEAR})(?:{O}[-–]?{O}c[ıiuü](?:{B}il(?:dən|lə|də)?)?)?(?P<sep>{DASH}|{B}(?:(?:və|ilə){B})?)(?P<y2>{YEAR})(?:{O}[-–]?{O}c[ıiuü]\b(?:{B}{_IL}\b)?)?{_UNTIL}"),
    # 1980-ci illərin sonunda
    pattern(rf"(?P<decade>(?:1[89]|20)\d0)[-–]?c[ıiuü]{B}il(?:l[əa]r\w{{0,6}})(?:{_PART})?"),
    # 2014-cü ilin yayında
    pattern(rf"{_year(1)}{B}(?P<season>{_SEASON})"),
    # 2018-ci ilin birinci yarısında, ilk doqquz ayında
    pattern(rf"{_year(1)}{B}(?P<nth>{_NUMBERS}){B}(?:(?P<length>{_NUMBERS}){B})?(?P<unit>yarısı|rüb|ay)\w{{0,6}}"),
    # 2016-cı ilin sonu; 2016-cı il
    pattern(rf"{_year(1)}{_PART}"),
    pattern(rf"(?P<y1>{YEAR})(?:{O}[-–]?{O}c[ıiuü]\b(?:{B}{_IL}\b)?|{B}{_IL}\b)"),
    pattern(rf"(?P<bare>{YEAR})"),
    # ötən il, bu həftə, ötən ay
    pattern(rf"(?P<rel>bu|cari|ötən|keçən|gələn|növbəti){B}(?P<unit>il|ay|həftə)(?:{_V}n(?:d[əa])?|d[əa]n?|in)?(?:{_PART})?"),
    pattern(rf"(?P<same>həmin|elə{B}həmin|növbəti){B}(?P<unit>gün|il|ay)(?:{_V}n?|d[əa])?"),
    pattern(rf"(?P<n>{_NUMBERS}){B}(?P<unit>gün|həftə|ay|il){B}(?:bundan{B})?(?P<ago>əvvəl|öncə)"),
    pattern(rf"(?P<today>bu{B}günkü|bugünkü|bu{B}gün|bugün|dünən|srağagün|sabah)"),
    # çərşənbə (günü); bazar and cümə need their word
    pattern(rf"(?:(?P<toward>ötən|keçən|bu|gələn|növbəti){B})?(?P<w>{_DAYS}|(?:bazar|cümə)(?={B}gün))(?:{B}günü)?"),
)  # fmt: skip
