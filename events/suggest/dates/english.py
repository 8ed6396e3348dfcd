"""How English writes dates."""

from __future__ import annotations

from events.suggest.dates.slots import DASH, YEAR, B, O, pattern
from events.suggest.dates.words import COUNTS, ENGLISH_WEEKDAYS, alternatives, words

_NAMES = words("January February March April May June July August September October November December")
_SHORT = words("Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec")
# With a capital, or in capitals: "may" and "march" are words of their own.
_LONG = "|".join([*_NAMES, *(name.upper() for name in _NAMES)])
_SPELT = rf"(?-i:(?:{_LONG})\b|(?:{'|'.join([*_SHORT, *(name.upper() for name in _SHORT)])})\b\.?)"
_DAYS = "|".join(word.title() for word in sorted(ENGLISH_WEEKDAYS, key=len, reverse=True))
_FULL_DAYS = "|".join(word.title() for word in ENGLISH_WEEKDAYS if word.endswith("day"))


def _month(n: int) -> str:
    return rf"(?P<m{n}>{_SPELT})"


def _day(n: int) -> str:
    return rf"(?P<d{n}>[0-3]?\d)(?:{O}(?:st|nd|rd|th)\b)?"


def _year(n: int) -> str:
    """A year, or one told by its distance: "of last year"."""
    return (
        rf"(?:(?P<y{n}>{YEAR})|(?:of{B})?(?:the{B})?(?P<r{n}>last|this|next|current|past){B}year"
        rf"|(?:of{B})?(?P<s{n}>the{B}same|that|the{B}previous){B}year)"
    )


_WEEKDAY = rf"(?:(?P<w>(?-i:{_DAYS}))\b\.?,?{B})?"
_THE = rf"(?:the{B})?"
_OF = rf"(?:(?:(?:the|day){B})?of{B})?"
_SEP = rf"(?P<sep>{DASH}|{B}(?:to|until|till|through|thru|and|&){B})(?:on{B})?{_THE}"
_PART_WORDS = rf"early|mid|late|(?:the{B})?(?:beginning|start|middle|end){B}of"
_PART = rf"(?:(?P<part>{_PART_WORDS})(?:[-–]|{B})(?:the{B})?)?"
_ABOUT = rf"(?:(?P<about>circa|around|about|approximately|c\.|ca\.){B}(?:the{B})?)?"
_NUMBERS = alternatives(word for word in COUNTS if word.isascii())
_SEASON = "spring|summer|autumn|fall|winter"

TRIGGERS = (
    *_NAMES, *_SHORT, *_FULL_DAYS.split("|"), *words("Mon Tue Wed Thu Fri Sat Sun"),
    *words("early mid late beginning start middle end circa around about approximately c ca the that last this next"),
    *words("earlier later past coming yesterday today tonight tomorrow"), *_SEASON.split("|"), "Q", "H", *COUNTS,
)  # fmt: skip

PATTERNS = (
    # 23, 24 and 25 July 2018
    pattern(rf"(?P<list>\d{{1,2}}(?:,{B}\d{{1,2}}){{1,9}},?{B}and{B}\d{{1,2}}){B}{_OF}{_month(2)}(?:,?{B}{_year(2)})?"),
    # 23 to 25 July 2018
    pattern(rf"{_WEEKDAY}{_day(1)}{_SEP}(?:[a-z]+day,?{B})?{_day(2)}{B}{_OF}{_month(2)}(?:,?{B}{_year(2)})?"),
    # July 8-9, 2016
    pattern(rf"{_WEEKDAY}{_month(1)}{B}{_THE}{_day(1)}{_SEP}{_day(2)}(?:,?{B}{_year(2)})?"),
    # 28 June (2018) – 2 July 2018
    pattern(
        rf"{_WEEKDAY}{_day(1)}{B}{_OF}{_month(1)}(?:,?{B}{_year(1)})?,?{_SEP}(?:[a-z]+day,?{B})?{_day(2)}{B}{_OF}"
        rf"{_month(2)}(?:,?{B}{_year(2)})?"
    ),
    # June 28(, 2018) – July 2, 2018
    pattern(
        rf"{_WEEKDAY}{_month(1)}{B}{_day(1)}(?:,?{B}{_year(1)})?,?{_SEP}(?:[a-z]+day,?{B})?{_month(2)}{B}{_day(2)}"
        rf"(?:,?{B}{_year(2)})?"
    ),
    # May and June 2017; March 2018 – May 2019
    pattern(rf"{_PART}{_month(1)}(?:,?{B}(?P<y1>{YEAR}))?{_SEP}{_month(2)}(?:,?{B}(?:of{B})?{_year(2)})?"),
    # 12(th of) November 2019, 12-Nov-2019
    pattern(rf"{_ABOUT}{_WEEKDAY}{_day(1)}(?:{B}|-){_OF}{_month(1)}(?:(?:,?{B}|-){_year(1)})?"),
    # November 12(, 2019)
    pattern(rf"{_ABOUT}{_WEEKDAY}{_month(1)}{B}{_THE}{_day(1)}(?:,?{B}{_year(1)})?"),
    # (early) October (of) 2009; October last year
    pattern(rf"{_ABOUT}{_PART}{_month(1)},?{B}(?:of{B})?{_year(1)}"),
    pattern(rf"(?:{_ABOUT}{_PART}|the{B}month{B}of{B})(?P<alone>{_SPELT})"),
    # 2017–2019; between 2014 and 2016; 2017–19
    pattern(rf"(?P<y1>{YEAR})(?P<sep>{DASH}|{B}(?:to|until|till|through|and|&){B})(?P<y2>{YEAR})"),
    pattern(rf"(?P<y1>{YEAR})(?P<sep>[-–/])(?P<y2s>\d\d)"),
    # (late) 1980s; the late 1980s and early 1990s are two
    pattern(rf"{_PART}(?:the{B})?(?P<decade>(?:1[89]|20)\d0)['’]?s"),
    # (late) spring (of) 2014; last summer; winter 2015–16
    pattern(rf"{_PART}(?P<season>{_SEASON}),?{B}(?:of{B})?{_year(1)}(?:[-–/](?:20)?\d\d)?"),
    pattern(rf"(?P<r1>last|this|next){B}(?P<season>spring|summer|autumn|winter)"),
    # the first half of 2018; the third quarter of last year; the first nine months of the year; Q1 2018
    pattern(
        rf"(?P<nth>{_NUMBERS}){B}(?:(?P<length>{_NUMBERS}){B})?(?P<unit>half|quarter|months?){B}"
        rf"of{B}{_THE}(?:{_year(1)}|(?P<present>year))"
    ),
    pattern(rf"(?P<unit>[QH])(?P<nth>[1-4]){B}(?:of{B})?(?P<y1>{YEAR})"),
    # late 2016, the beginning of last year, about 1990; a year alone
    pattern(rf"(?P<part>{_PART_WORDS})(?:[-–]|{B}){_year(1)}"),
    pattern(rf"(?P<about>circa|around|approximately|c\.|ca\.){B}(?P<y1>{YEAR})"),
    pattern(rf"(?P<bare>{YEAR})"),
    # last year, earlier this month, last November, this 12 May
    pattern(
        rf"(?:(?P<part>earlier|later|{_PART_WORDS})(?:[-–]|{B}))?(?:the{B})?(?P<rel>last|this|next|past|current|coming)"
        rf"{B}(?P<unit>week|month|year)(?!{B}[’']s?\b)"
    ),
    pattern(
        rf"(?:(?P<part>earlier|later|early|late|mid)(?:[-–]|{B}))?(?P<rel>last|this|next){B}{_month(1)}"
        rf"(?:{B}(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?)?"
    ),
    pattern(rf"(?P<same>the{B}same|that|the{B}previous|the{B}following|the{B}next){B}(?P<unit>day|month|year)"),
    pattern(rf"(?P<n>{_NUMBERS}){B}(?P<unit>days?|weeks?|months?|years?){B}(?P<ago>ago)"),
    pattern(rf"(?P<n>{_NUMBERS}){B}(?P<unit>days?|months?|years?){B}(?P<apart>earlier|later)"),
    pattern(
        rf"(?P<today>the{B}day{B}before{B}yesterday|yesterday|(?:earlier{B}|later{B})?today|tonight|tomorrow"
        rf"|last{B}night|this{B}(?:morning|afternoon|evening))"
    ),
    # (last) Tuesday
    pattern(rf"(?:(?P<toward>last|next|this|past|coming){B})?(?P<w>(?-i:{_FULL_DAYS}))"),
    # September 11 attacks
    pattern(rf"(?P<named>9/11|September{B}11(?:th)?(?={B}(?:terror|attack))|11{B}September(?={B}(?:terror|attack)))"),
)
