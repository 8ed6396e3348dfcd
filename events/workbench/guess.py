"""What a quotation seems to say: a date as EDTF, a number with its hedge. Proposals that an editor confirms. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from editorial import dates
from events.choices import Hedge, Unit
from sources.readers.dates import first_date, iso_date

_DASH = r"\s*(?:[-–—]|to|till|until|and|по|до)\s*"
_MONTH = r"(?P<month>[^\W\d_]{3,}\.?)"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_DAYS = r"(?P<first>\d{1,2})(?:st|nd|rd|th)?" + _DASH + r"(?P<last>\d{1,2})(?:st|nd|rd|th)?"
# 23–25 July 2018; July 23–25, 2018; 28 June – 2 July 2018; 28 June 2018 – 2 July 2018.
_RANGES = (
    re.compile(rf"(?<!\w){_DAYS}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\w){_MONTH}\s+{_DAYS},?\s+{_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(
        rf"(?<!\w)(?P<first>\d{{1,2}})\s+(?P<from>[^\W\d_]{{3,}}\.?)(?:,?\s+(?P<since>(?:1[89]|20)\d\d))?{_DASH}"
        rf"(?P<last>\d{{1,2}})\s+{_MONTH},?\s+{_YEAR}(?!\d)",
        re.IGNORECASE,
    ),
)
_YEARS = re.compile(r"(?<![\d,.])((?:1[89]|20)\d\d)\s*(?:[-–—]|to|and)\s*((?:1[89]|20)\d\d)(?![\d,])")
_IN_YEAR = re.compile(
    r"(?:\b(?:in|during|since|of|by|year|until)\s+|^\W*)((?:1[89]|20)\d\d)(?![\d,]|-\d)", re.IGNORECASE
)


def date_in(quote: str) -> str:
    """The EDTF of the first date or range of days in the quotation; empty where none can be read for certain."""
    for pattern in _RANGES:
        if (found := pattern.search(quote)) and (edtf := _range(found)):
            return edtf
    found_years = _YEARS.search(quote)
    single = first_date(quote) or iso_date(quote)
    if single:
        return _valid(single)
    if found_years:
        return _valid("/".join(found_years.groups()))
    year = _IN_YEAR.search(quote)
    return year[1] if year else ""


def _range(found: re.Match[str]) -> str:
    groups = found.groupdict()
    ends = (
        first_date(
            f"{groups['first']} {groups.get('from') or groups['month']} {groups.get('since') or groups['year']}"
        ),
        first_date(f"{groups['last']} {groups['month']} {groups['year']}"),
    )
    return _valid("/".join(ends)) if all(len(end) == 10 for end in ends) else ""


def _valid(edtf: str) -> str:
    """The date, if it is one: a range may be written backwards."""
    try:
        return dates.parse(edtf).text
    except dates.DateError:
        return ""


@dataclass(frozen=True)
class Number:
    """What a quotation counts. `unit` and `counted` are empty where they cannot be told."""

    low: Decimal
    high: Decimal
    hedge: str = Hedge.EXACTLY
    unit: str = ""
    currency: str = ""
    counted: str = ""


_HEDGES: tuple[tuple[str, str], ...] = (
    (Hedge.MORE_THAN, r"more than|over|above|in excess of|exceeding"),
    (Hedge.FEWER_THAN, r"fewer than|less than|under|below"),
    (Hedge.AT_LEAST, r"at least|no fewer than|no less than|not less than|a minimum of"),
    (Hedge.AT_MOST, r"at most|up to|no more than|not more than|a maximum of"),
    (Hedge.ALMOST, r"almost|nearly|close to|just under"),
    (Hedge.ABOUT, r"about|around|approximately|approx\.?|some|roughly|circa|an estimated|estimated"),
)
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: number for number, word in enumerate(_ONES.split())} | {
    word: number * 10 for number, word in enumerate(_TENS.split(), start=2)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_WORD = "|".join([*_WORDS, *_SCALES])
_SPELT = rf"(?:(?:a|{_WORD})(?=[\s-]+(?:{_WORD})\b)|{_WORD})(?:(?:[\s-]+and)?[\s-]+(?:{_WORD})\b)*"
_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "₼": "AZN", "₽": "RUB"}
_MONEY = r"US\$|[$€£₼₽]|\b(?:USD|EUR|GBP|AZN|RUB|CHF|TRY)\b"
_NUMBER = re.compile(
    rf"(?:\b(?P<hedge>{'|'.join(words for _hedge, words in _HEDGES)})\s+)?(?P<before>{_MONEY})?\s?"
    rf"(?<![\w.,/-])(?P<low>{_DIGITS}|\b{_SPELT}\b)"
    rf"(?:\s*(?:[-–—]|to|or)\s*(?P<high>{_DIGITS}|\b{_SPELT}\b))?(?:\s+(?P<scale>hundred|thousand|million|billion)\b)?"
    rf"(?P<percent>\s*(?:%|per\s?cent))?(?:\s?(?P<after>{_MONEY}))?(?![\w/]|-\d)",
    re.IGNORECASE,
)
_UNITS = (
    (Unit.PERSONS, r"people|persons?|officers?|men|women|children|participants?|members?|citizens?|fighters?|soldiers?"
                   r"|terrorists?|guards?|troops|servicemen|militants|residents|passengers|students|trainees|delegates?|experts?|detainees|suspects|victims|representatives|nationals|prisoners"),
    (Unit.DOCUMENTS, r"documents?|treaties|agreements|conventions|protocols|resolutions|laws|notices"),
    (Unit.AGENDA_ITEMS, r"agenda items|items on the agenda"),
    (Unit.OPERATIONS, r"operations?|raids|missions"),
    (Unit.CASES, r"cases?|investigations|proceedings|prosecutions"),
    (Unit.KILOGRAMS, r"kg|kilograms?|kilos"),
    (Unit.DAYS, r"days?"),
    (Unit.ITEMS, r"items?|weapons?|rifles|devices|pieces|websites|accounts|vehicles"),
)  # fmt: skip
_COUNTED = re.compile(r"\s*((?:[^\W\d_][\w’'-]*)(?:[ \n][^\W\d_][\w’'-]*){0,3})")
_STOPS = "and or but who which that were was are is have has had will would took take from in on at by for with to as"


def number_in(quote: str) -> Number | None:
    """The first number in the quotation that is no part of a date, or None."""
    for found in _NUMBER.finditer(quote):
        if not _is_of_a_date(quote, found) and (number := _number(quote, found)):
            return number
    return None


def _number(quote: str, found: re.Match[str]) -> Number | None:
    low = _value(found["low"])
    high = _value(found["high"]) if found["high"] else low
    if found["scale"] and not found["low"].lower().endswith(found["scale"].lower()):
        low, high = low * _SCALES[found["scale"].lower()], high * _SCALES[found["scale"].lower()]
    if low > high or found["percent"]:
        return None
    sign = (found["before"] or found["after"] or "").upper()
    counted = _counted(quote, found.end())
    unit = Unit.MONEY.value if sign else _unit(counted)
    return Number(low, high, _hedge(found["hedge"]), unit, _CURRENCIES.get(sign, sign), counted)


def _hedge(words: str | None) -> str:
    told = words or ""
    return next((hedge for hedge, known in _HEDGES if re.fullmatch(known, told, re.IGNORECASE)), Hedge.EXACTLY)


def _value(written: str) -> Decimal:
    """The number that is written in digits or in English words."""
    if written[0].isdigit():
        return Decimal(re.sub(r"[^\d.]", "", written))
    total = part = 0
    for word in re.findall(r"[a-z]+", written.lower()):
        if word in _WORDS:
            part += _WORDS[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in _SCALES:
            total, part = total + (part or 1) * _SCALES[word], 0
    return Decimal(total + part)


def _is_of_a_date(quote: str, found: re.Match[str]) -> bool:
    """Whether the number is a year, or a day beside a month."""
    if (
        re.fullmatch(r"(?:1[89]|20)\d\d", found["low"])
        and not found["hedge"]
        and not _unit(_counted(quote, found.end()))
    ):
        return True
    after = re.match(r"(?:st|nd|rd|th)?\s+(?:of\s+)?([^\W\d_]{3,})", quote[found.end() :])
    before = re.search(r"([^\W\d_]{3,})\.?\s+$", quote[: found.start("low")])
    return any(near and first_date(f"1 {near[1]} 2000") for near in (after, before))


def _counted(quote: str, end: int) -> str:
    """The words right after the number, as far as they may name what is counted."""
    found = _COUNTED.match(quote, end)
    words: list[str] = []
    for word in found[1].split() if found else ():
        if word.lower() in _STOPS.split() and (word.lower() != "of" or not words):
            break
        words.append(word)
    return " ".join(words)


def _unit(counted: str) -> str:
    return next((unit.value for unit, words in _UNITS if re.search(rf"\b(?:{words})\b", counted, re.IGNORECASE)), "")
