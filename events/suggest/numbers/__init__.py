"""Numbers that count or measure something: a value or bounds, a hedge, what is counted; in three languages.

Dates, ordinals, document symbols, telephone numbers, ages and times of day are no such numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from events.choices import Hedge, SuggestionKind, Unit
from events.suggest.dates import find_dates
from events.suggest.dates.reading import languages_of
from events.suggest.document import Document, Found, Span, Suggested, Suggester
from events.suggest.numbers.words import LANGUAGES, SIGNS, UNITS, Hedges, Language, value_of_words

__all__ = ["NUMBERS", "Number", "find_numbers", "numbers_in"]

_ = r"[^\S\n]{1,2}"
_DIGITS = r"\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+(?![\d])(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
# Not within a word, a number, a symbol, a time of day or a telephone number.
_START = r"(?<![\w.,/:+#№-])(?<!\d[ \u00a0(])(?<!\d[–—])"
_END = r"(?![\w/:%]|[-–]\w|[.,]\d|[ \u00a0]\d\d)"
_NUMBERING = re.compile(
    r"(?<!\w)(?:no|nos|№|№№|n|art|articles?|sections?|paragraphs?|para|chapters?|resolutions?|decrees?|orders?|laws?"
    r"|rules?|annex|pages?|pp|p|item|version|room|flight|unit|aged?|channel|route|line|school|tel|phone|fax"
    r"|top|agenda|vision|covid"
    r"|стать\w+|ст|пункт\w*|п|резолюци\w+|приказ\w*|указ\w*|закон\w*|глав[аеыу]|стр|возраст\w*|тел|школ\w+|войсков\w+"
    r"|част\w+|maddə\w*|bənd\w*|qətnamə\w*|fərman\w*|səh|tel|məktəb\w*|yaş\w*)\.?[^\S\n]*(?:\d+(?:,| and| и| və)? )*$",
    re.IGNORECASE,
)
_AGE_OR_TIME = re.compile(
    r"[^\S\n]*(?:years? old|-?year-old|o['’]clock|[ap]\.?m\b|hrs\b|years? of age|лет\b|летн|год[ау]?\b|года\b"
    r"|час(?:ов|а)?\b|yaş|saat|saylı|nömrəli)"
    r"|[^\S\n]\((?:19|20)\d\d\)|(?:st|nd|rd|th)\b|[-–](?:й|я|е|го|м|му|ая|ой|х|ci|cı|cu|cü)\b|[).]\s",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"[^\S\n]*((?:[^\W\d_][\w’'-]*)(?:[^\S\n][^\W\d_][\w’'-]*){0,3})")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
# "30 nəfərdən çox": what is counted stands before the hedge, in its case.
_CASED = re.compile(r"[^\S\n](\w+?)(?:d[əa]n|[yn]?[əa])[^\S\n]")
# Behind these a number may stand without what it counts: "the number rose to 12".
_RESULT = re.compile(
    r"(?<!\w)(?:to|by|of|from|reached|totall?ed|total|was|were|is|at|and|between|или|и|до|на|из|составил\w*|достигл\w*|равно)[^\S\n]$",
    re.IGNORECASE,
)
# A case hung on a number: "20-si", "12-də". Ordinals have others.
_TAIL = re.compile(r"[-–](?:s[ıiuü]|n[ıiuü]n|[ıiuü]n|d[əa]n?|n[əa])(?!\w)")
_SMALL = 10


@dataclass(frozen=True)
class Number:
    """What a passage counts. `unit` and `counted` are empty where they cannot be told."""

    low: Decimal
    high: Decimal
    hedge: str = Hedge.EXACTLY
    unit: str = ""
    currency: str = ""
    counted: str = ""
    percent: bool = False


def find_numbers(document: Document, found: Found | None = None) -> Iterator[Suggested]:
    """The numbers of the document, in its order."""
    dates = found["dates"] if found and "dates" in found else list(find_dates(document))
    taken = [(one.start, one.end) for one in dates]
    for start, end, number in numbers_in(document.flowing, document.language, taken):
        yield Suggested(SuggestionKind.NUMBER, start, end, _payload(number), _score(number))


def numbers_in(text: str, language: str = "", dates: Sequence[Span] = ()) -> list[tuple[int, int, Number]]:
    """Start, end and value of each number of the text that lies in none of the dates."""
    covered = bytearray(len(text))
    for start, end in dates:
        covered[start:end] = b"\1" * (end - start)
    made: list[tuple[int, int, Number]] = []
    for tag in languages_of(text, language):
        pattern, place = _pattern(tag), 0
        while match := pattern.search(text, place):
            start, end, number = _read(match, LANGUAGES[tag])
            place = max(end, match.start("number") + 1)
            if number is not None and not any(covered[start:end]):
                covered[start:end] = b"\1" * (end - start)
                made.append((start, end, number))
    return sorted(made, key=lambda one: one[0])


def _payload(number: Number) -> dict[str, Any]:
    payload: dict[str, Any] = {"low": _plain(number.low), "high": _plain(number.high), "hedge": str(number.hedge)}
    payload |= {name: str(value) for name in ("unit", "currency", "counted") if (value := getattr(number, name))}
    return payload | ({"percent": True} if number.percent else {})


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _score(number: Number) -> float:
    if number.unit and number.unit != Unit.OTHER:
        return 0.9
    return 0.7 if number.counted or number.percent else 0.4


# -- reading -----------------------------------------------------------------------------------------------------------


@cache
def _pattern(tag: str) -> re.Pattern[str]:
    """The pattern of numbers in one language, with their hedges, scales, currencies."""
    language = LANGUAGES[tag]
    word = "|".join(sorted({*language.words, *language.scales}, key=lambda word: (-len(word), word))).replace(
        ".", r"\."
    )
    word = word.replace("е", "[её]")
    spelt = rf"(?:a{_}(?=(?:{word})\b)|)(?:{word})(?:(?:{_}|-)(?:and{_})?(?:{word})(?!\w))*(?!\w)"
    number = rf"{_DIGITS}|\b{spelt}"
    signs = "|".join(re.escape(sign) if not sign.isalpha() else rf"\b{sign}\b" for sign in SIGNS)
    many = "|".join(sorted(language.many, key=len, reverse=True))
    money = "|".join(f"(?:{words})" for words in language.money)
    scale = "|".join(sorted(language.scales, key=len, reverse=True)).replace(".", r"\.")
    hedge = "|".join(language.before.values()).replace(" ", _)
    return re.compile(
        rf"(?:(?<!\w)(?:(?P<both>{language.both}|from|от|с){_})?(?:(?P<hedge>{hedge}){_})?)"
        rf"(?P<number>(?:(?P<before>{signs})[^\S\n]?)?"
        rf"(?:{_START}|(?<=[$€£₼₽])|(?<=[$€£₼₽] ))(?:(?P<many>\b(?:{many})\b)(?:{_}of\b)?|(?P<low>{number})"
        rf"(?:(?P<sep>[^\S\n]?[-–—][^\S\n]?|{_}(?:{language.to}|and|и|və){_})(?P<high>{number}))?"
        rf"(?:{_}(?P<scale>{scale})(?!\w))?)"
        rf"(?:(?P<percent>[^\S\n]?%|{_}(?:{language.percent})\b)|[^\S\n]?(?P<after>{signs}|\b(?:{money})(?!\w)))?)",
        re.IGNORECASE,
    )


def _read(match: re.Match[str], language: Language) -> tuple[int, int, Number | None]:
    """Span and value of one match; None where it counts nothing."""
    start, end = match.span("number")
    if match["hedge"]:
        start = match.start("hedge")
    text = match.string
    after, more = _hedge_after(text, end, language)
    if match["sep"] and not _is_range(match, language):
        # "20 and 30" are two numbers; the second is found by itself where it counts something.
        return start, match.end("low"), _single(match, language, match.end("low"))
    if match["many"]:
        value = Decimal(language.many[re.sub(r"\s+", " ", match["many"].lower())] * 2)
        return start, match.end("many"), Number(value, value, Hedge.AT_LEAST, *_what(match, text, end))
    if not _ends(text, end, after) or not _begins(match):
        return start, end, None
    low = _value(match["low"], language, scaled=bool(match["scale"]))
    high = _value(match["high"], language, scaled=bool(match["scale"])) if match["sep"] else low
    if match["scale"]:
        factor = language.scales[match["scale"].lower()]
        low, high = (low * factor if low < factor else low), high * factor
    hedge = after or _hedge(language.before, match["hedge"]) or Hedge.EXACTLY
    unit, currency, counted = _what(match, text, more)
    if cased := _CASED.match(text, end, more):
        unit, counted = _unit(cased[1]), cased[1]
    number = Number(low, high, hedge, unit, currency, counted, percent=bool(match["percent"]))
    return start, (more if after else end), number if low <= high and _counts(match, number, language) else None


def _single(match: re.Match[str], language: Language, end: int) -> Number | None:
    text = match.string
    if not _begins(match) or not _ends(text, end, ""):
        return None
    low = _value(match["low"], language)
    unit, currency, counted = _what(match, text, end)
    hedge = _hedge(language.before, match["hedge"]) or Hedge.EXACTLY
    number = Number(low, low, hedge, unit, currency, counted)
    return number if _counts(match, number, language) else None


def _is_range(match: re.Match[str], language: Language) -> bool:
    joined = match["sep"].strip().lower() in {"and", "и", "və"}
    return not joined or bool(match["both"] and re.fullmatch(language.both, match["both"], re.IGNORECASE))


def _begins(match: re.Match[str]) -> bool:
    """Whether nothing before the number makes it the number of an article, a document, an age."""
    text, start = match.string, match.start("number")
    line = text[max(0, start - 60) : start].rpartition("\n")[2]
    return bool(match["hedge"]) or not _NUMBERING.search(line)


def _ends(text: str, end: int, after: str) -> bool:
    """Whether nothing behind the number makes it an ordinal, an age, a time of day, or part of a longer number."""
    if after or _TAIL.match(text, end):
        return True
    if re.match(_END, text[end : end + 4]) is None or _AGE_OR_TIME.match(text, end):
        return bool(re.match(r"\.\s|\.$", text[end : end + 2])) and not re.match(r"\d", text[end + 1 : end + 2])
    return True


def _hedge_after(text: str, end: int, language: Language) -> tuple[str, int]:
    """The hedge that stands behind the number or behind what is counted, and where it ends."""
    for hedge, words in language.after.items():
        found = re.compile(rf"[^\S\n]?(?:{words})(?!\w)", re.IGNORECASE).match(text, end)
        if found:
            return hedge, found.end()
    return "", end


def _hedge(hedges: Hedges, words: str | None) -> str:
    told = " ".join((words or "").split())
    return next((str(hedge) for hedge, known in hedges.items() if re.fullmatch(known, told, re.IGNORECASE)), "")


def _value(written: str, language: Language, *, scaled: bool = False) -> Decimal:
    """The number that is written in digits or in words."""
    if not written[0].isdigit():
        return value_of_words(written, language)
    grouped = re.fullmatch(r"\d{1,3}(?:([,.\u00a0\u202f ])\d{3})+(?:[.,]\d{1,2})?", written)
    if grouped and not (scaled and grouped[1] in ",."):
        whole, _mark, rest = written, "", ""
        if tail := re.search(r"[.,]\d{1,2}$", written):
            whole, rest = written[: tail.start()], tail[0][1:]
        if not (grouped[1] == "." and not language.comma_is_point):
            return Decimal(re.sub(r"\D", "", whole) + ("." + rest if rest else ""))
    return Decimal(
        re.sub(r"[^\d.]", "", written.replace(",", "."))
        if written.count(",") + written.count(".") == 1
        else re.sub(r"\D", "", written)
    )


def _counts(match: re.Match[str], number: Number, language: Language) -> bool:
    """Whether the number counts or measures something, as far as its surroundings tell."""
    if number.percent or number.currency or match["hedge"]:
        return True
    low, text, start = match["low"], match.string, match.start("number")
    if low[0].isdigit():
        if not number.counted and not match["sep"] and not _RESULT.search(text, max(0, start - 16), start):
            return False
        is_year = bool(_YEAR.fullmatch(low)) and number.unit in {"", Unit.OTHER}
        # A number that opens a line counts its entry.
        opens = not text[max(0, start - 3) : start].strip(" \t") and text[max(0, start - 1) : start] in {"", "\n"}
        return not is_year and not (opens and re.match(r"[.)]", text[match.end("number") : match.end("number") + 1]))
    before = text[max(0, start - 12) : start].lower()
    if re.search(rf"(?<!\w)(?:{language.definite})\s$", before) and number.low < _SMALL:
        return False
    if number.low < 2 or low.lower() in {"on", "bir", "score"}:
        return bool(number.unit) and number.unit != Unit.OTHER and low.lower() not in {"on"}
    return bool(number.counted) or number.low >= _SMALL


def _what(match: re.Match[str], text: str, end: int) -> tuple[str, str, str]:
    """Unit, currency, and the words that say what is counted."""
    sign = match["before"] or match["after"]
    if sign:
        return Unit.MONEY, _currency(sign), _counted(text, end)
    counted = "" if match["percent"] else _counted(text, end)
    return _unit(counted), "", counted


def _currency(sign: str) -> str:
    known = SIGNS.get(sign.upper())
    words = ((code, words) for language in LANGUAGES.values() for words, code in language.money.items())
    return known or next(code for code, spelt in words if re.fullmatch(spelt, sign, re.IGNORECASE))


def _counted(text: str, end: int) -> str:
    """The words right after the number, as far as they may name what is counted."""
    found = _COUNTED.match(text, end)
    words: list[str] = []
    for word in found[1].split() if found else ():
        if any(word.lower() in language.stops for language in LANGUAGES.values()):
            break
        words.append(word)
    while words and words[-1].lower() == "of":
        words.pop()
    return " ".join(words)


def _unit(counted: str) -> str:
    if not counted:
        return ""
    return next((str(unit) for unit, words in _UNIT_PATTERNS if words.search(counted)), "")


_UNIT_PATTERNS = [(unit, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for unit, words in UNITS]

NUMBERS = Suggester("numbers", "1", find_numbers)
