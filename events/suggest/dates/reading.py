"""Finds the expressions of dates in a text and reads what their words say. What they leave open is resolved later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from events.suggest.dates import azerbaijani, english, numeric, russian
from events.suggest.dates.expression import Expression, Moment, Relative
from events.suggest.dates.licences import is_licensed
from events.suggest.dates.words import (
    COUNTS,
    DAYS,
    MONTHS,
    NAMED,
    PARTS,
    SAME,
    SEASONS,
    SHIFTS,
    UNITS,
    WEEKDAYS,
    fold,
    value_of,
)  # fmt: skip

_LANGUAGES = {"en": english, "ru": russian, "az": azerbaijani}
_WORD = re.compile(r"\w+")
_HEAD = 3  # letters by which a word is known to be worth a look
_BETWEEN = re.compile(r"(?:\bbetween|\bмежду)[^\S\n]+(?:the[^\S\n]+)?$", re.IGNORECASE)
_AND = frozenset({"and", "&", "и", "və"})
_LEADING = re.compile(r"(?:on[^\S\n]+)?(?:the[^\S\n]+)?", re.IGNORECASE)
_MOST_YEARS = 99  # what lies further apart is no range of years


def expressions(text: str, language: str) -> list[Expression]:
    """The dates that the text tells, in its order. None lies across another; the longer reading is preferred."""
    candidates = [one for match in _matches(text, language) for one in read(match, language)]
    candidates.sort(key=lambda one: (not one.known, one.start - one.end, one.start))
    taken: list[Expression] = []
    covered = bytearray(len(text))
    for one in candidates:
        if not any(covered[one.start : one.end]):
            covered[one.start : one.end] = b"\1" * (one.end - one.start)
            taken.append(one)
    return sorted(taken, key=lambda one: one.start)


def languages_of(text: str, language: str) -> list[str]:
    """The languages whose dates the text may hold: its own, and those that its letters tell."""
    found = [language] if language in _LANGUAGES else ["en"]
    if "ru" not in found and re.search("[а-я]{3}", text):
        found.append("ru")
    if "az" not in found and "ə" in text:
        found.append("az")
    return found


def _matches(text: str, language: str) -> Iterator[re.Match[str]]:
    """Whatever a pattern matches where a number or a word of dates begins."""
    modules = [_LANGUAGES[tag] for tag in languages_of(text, language)]
    heads = {fold(word)[:_HEAD] for module in modules for word in module.TRIGGERS}
    patterns = [pattern for module in (numeric, *modules) for pattern in module.PATTERNS]
    for word in _WORD.finditer(text):
        if word[0][0].isdigit() or fold(word[0])[:_HEAD] in heads:
            for pattern in patterns:
                if match := pattern.match(text, word.start()):
                    yield match


def read(match: re.Match[str], language: str) -> list[Expression]:
    """What one match says; nothing where it is no date after all."""
    told = {name: value for name, value in match.groupdict().items() if value is not None}
    reader = next((reader for group, reader in _READERS.items() if group in told), _read_dates)
    try:
        made = reader(match, told, language)
    except (KeyError, ValueError):
        return []  # a word that stands for nothing here, a number that no calendar has
    made = [_trimmed(one, match.string) for one in made]
    return [one for one in made if _exists(one) and is_licensed(match, told, one)]


def _trimmed(one: Expression, text: str) -> Expression:
    """Without the preposition and article before it and the comma behind it."""
    leading = _LEADING.match(text, one.start)
    return replace(
        one, start=leading.end() if leading else one.start, end=one.start + len(text[one.start : one.end].rstrip(" ,"))
    )


def _expression(match: re.Match[str], told: dict[str, str], first: Moment | None = None, **more: object) -> Expression:
    """The expression of the whole match, with the part and the approximation it names."""
    part = value_of(PARTS, told["part"]) if "part" in told else ""
    made = Expression(match.start(), match.end(), first, part=part, about="about" in told)
    return replace(made, **more)  # type: ignore[arg-type]


def _moment(told: dict[str, str], n: int) -> Moment:
    """The first or second moment, as far as its words tell it."""
    year, shift, same = (told.get(f"{name}{n}") for name in "yrs")
    month = MONTHS[fold(told[f"m{n}"])] if f"m{n}" in told else told.get(f"n{n}")
    day = told.get(f"d{n}")
    return Moment(
        year=int(year) if year else None,
        month=int(month) if month else None,
        day=int(day) if day else None,
        shift=value_of(SHIFTS, shift) if shift else None,
        same=value_of(SAME, same) if same else None,
    )


def _exists(one: Expression) -> bool:
    """Whether the calendar has its days, and an interval does not run backwards."""
    ends = [moment for moment in (one.first, one.last) if moment]
    if any(not _in_calendar(moment) for moment in ends):
        return False
    if one.first and one.last and one.first.year and one.last.year:
        return _order(one.first) < _order(one.last)
    return True


_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _in_calendar(moment: Moment) -> bool:
    if moment.month is None:
        return moment.day is None
    if moment.month > 12:
        return moment.month <= 24 and moment.day is None
    if not moment.month or (moment.day is not None and not 1 <= moment.day <= _LENGTHS[moment.month - 1]):
        return False
    year = moment.year
    leaps = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return leaps or (moment.month, moment.day) != (2, 29)


def _order(moment: Moment) -> tuple[int, int, int]:
    return moment.year or 0, moment.month or 0, moment.day or 0


# -- one date, or two ------------------------------------------------------------------------------------------------


def _read_dates(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    """A day, month or year, or two of them."""
    weekday = WEEKDAYS[fold(told["w"])] if "w" in told else None
    if set(told) <= {"w", "toward"}:
        return _read_weekday(match, told, language)
    if "y2s" in told:
        return _short_range(match, told)
    if "sep" not in told:
        return [_expression(match, told, _moment(told, 1), weekday=weekday)]
    first, last = _completed(_moment(told, 1), _moment(told, 2))
    if (first.day is None) != (last.day is None) or (first.month is None) != (last.month is None):
        return []
    if fold(told["sep"]) in _AND and not _BETWEEN.search(match.string, 0, match.start()):
        return _coordinated(match, told, first, last, weekday)
    if first.month is None and last.year is not None and last.year - (first.year or 0) > _MOST_YEARS:
        return []
    return [_expression(match, told, first, last=last, weekday=weekday)]


def _completed(first: Moment, last: Moment) -> tuple[Moment, Moment]:
    """Both moments, each with the month and the year that is told only of the other."""
    month = first.month or last.month
    first, last = replace(first, month=month), replace(last, month=last.month or month)
    if first.month is None or last.month is None:
        return first, last
    wraps = int((first.month, first.day or 0) > (last.month, last.day or 0) and first.month != last.month)
    if not _dated(first) and _dated(last):
        first = _in_year_of(first, last, -wraps)
    elif _dated(first) and not _dated(last):
        last = _in_year_of(last, first, wraps)
    return first, last


def _dated(moment: Moment) -> bool:
    return (moment.year, moment.shift, moment.same) != (None, None, None)


def _in_year_of(moment: Moment, other: Moment, years: int) -> Moment:
    told = {name: value + years for name in ("year", "shift", "same") if (value := getattr(other, name)) is not None}
    return replace(moment, **told)


def _coordinated(
    match: re.Match[str], told: dict[str, str], first: Moment, last: Moment, weekday: int | None
) -> list[Expression]:
    """ "8 and 9 July" are two days on end; "3 and 5 July", "2014 and 2016" are two dates."""
    if first.month is not None and _follows(first, last):
        return [_expression(match, told, first, last=last, weekday=weekday)]
    begin, end = match.span("sep")
    two = _expression(match, told, first, weekday=weekday), _expression(match, told, last)
    return [replace(two[0], end=begin), replace(two[1], start=end, part="")]


def _follows(first: Moment, last: Moment) -> bool:
    if first.day is not None and last.day is not None:
        return first.month == last.month and last.day == first.day + 1
    return first.day is last.day is None and (last.month or 0) == (first.month or 0) + 1


def _short_range(match: re.Match[str], told: dict[str, str]) -> list[Expression]:
    """ "2017–19" is two years on, "2019-11" a month, "2018/19" a year that begins in autumn."""
    year, short = int(told["y1"]), int(told["y2s"])
    last = year // 100 * 100 + short
    if year < last <= year + (1 if told["sep"] == "/" else 20):
        return [_expression(match, told, Moment(year), last=Moment(last))]
    if told["sep"] == "-" and 1 <= short <= 12:
        return [_expression(match, told, Moment(year, short))]
    return []


def _read_list(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    """Several days of one month: an interval where they stand on end."""
    last = _moment(told, 2)
    begin = match.start("list")
    days = [(int(day[0]), begin + day.start(), begin + day.end()) for day in re.finditer(r"\d+", told["list"])]
    if [day for day, _s, _e in days] == list(range(days[0][0], days[0][0] + len(days))):
        first = replace(last, day=days[0][0])
        return [_expression(match, told, first, last=replace(last, day=days[-1][0]))]
    one_each = [Expression(start, end, replace(last, day=day)) for day, start, end in days]
    return [*one_each[:-1], replace(one_each[-1], end=match.end())]


def _read_iso(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    def moment(text: str) -> Moment:
        year, month, day = map(int, text.split("-"))
        return Moment(year, month, day)

    last = moment(told["iso2"]) if "iso2" in told else None
    return [_expression(match, told, moment(told["iso"]), last=last, score=0.95)]


def _read_figures(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    """12.11.2019 is the 12th of November everywhere; 12/11/2019 may be the 11th of December."""
    if "n1" in told:
        return [_expression(match, told, _moment(told, 1))]
    a, b = int(told["a"]), int(told["b"])
    if "yy" in told:
        year = 2000 + int(told["yy"]) if int(told["yy"]) < 50 else 1900 + int(told["yy"])
        return [_expression(match, told, Moment(year, b, a), doubt="two_digit_year", score=0.6)]
    year = int(told["y1"])
    if told["mark"] == "." or language in {"ru", "az"} or a > 12:
        return [_expression(match, told, Moment(year, b, a))]
    if b > 12:
        return [_expression(match, told, Moment(year, a, b))]
    other = Moment(year, a, b)
    return [_expression(match, told, Moment(year, b, a), other=other if a != b else None)]


# -- other ways to tell a date ---------------------------------------------------------------------------------------


def _read_decade(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    return [_expression(match, told, Moment(int(told["decade"]), decade=True))]


def _read_season(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    return [_expression(match, told, replace(_moment(told, 1), month=SEASONS[fold(told["season"])]))]


def _read_share(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    """A half, a quarter, or the first months of a year."""
    year = _moment(told, 1) if "present" not in told else Moment(shift=0)
    unit, nth = value_of(UNITS, told["unit"]), COUNTS[fold(told["nth"])]
    if unit == "month":
        if "length" not in told and (nth == 1 or fold(told["unit"]) in {"month", "месяц", "месяце"}):
            return [_expression(match, told, replace(year, month=nth))]
        first, last = 1, COUNTS[fold(told["length"])] if "length" in told else nth
        if "length" in told and nth != 1:
            return []
    else:
        size = 6 if unit == "half" else 3
        first, last = (nth - 1) * size + 1, nth * size
    if not 1 <= first < last <= 12:
        return []
    return [_expression(match, told, replace(year, month=first), last=replace(year, month=last))]


def _read_bare(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    return [_expression(match, told, Moment(int(told["bare"])), score=0.75)]


def _read_alone(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    return [_expression(match, told, Moment(month=MONTHS[fold(told["alone"])]), score=0.7)]


def _read_relative(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    shift = value_of(SHIFTS, told["rel"])
    if "m1" in told:
        return [_expression(match, told, _moment(told, 1), toward=shift, score=0.8)]
    unit = value_of(UNITS, told["unit"])
    if unit == "year":
        return [_expression(match, told, Moment(shift=shift), score=0.85)]
    return [_expression(match, told, relative=Relative(unit, shift), score=0.75)]


def _read_same(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    unit, shift = value_of(UNITS, told["unit"]), value_of(SAME, told["same"])
    return [_expression(match, told, relative=Relative(unit, shift, from_publication=False), score=0.5)]


def _read_ago(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    count = COUNTS[fold(told["n"])] if "n" in told else 1
    return [_expression(match, told, relative=Relative(value_of(UNITS, told["unit"]), -count), score=0.7)]


def _read_apart(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    """ "Two days earlier": so far from the day last spoken of."""
    count = COUNTS[fold(told["n"])] * (-1 if fold(told["apart"]) == "earlier" else 1)
    relative = Relative(value_of(UNITS, told["unit"]), count, from_publication=False)
    return [_expression(match, told, relative=relative, score=0.6)]


def _read_today(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    return [_expression(match, told, relative=Relative("day", value_of(DAYS, told["today"])), score=0.8)]


def _read_weekday(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    toward = value_of(SHIFTS, told["toward"]) if "toward" in told else 0
    return [_expression(match, told, weekday=WEEKDAYS[fold(told["w"])], toward=toward, score=0.8)]


def _read_named(match: re.Match[str], told: dict[str, str], language: str) -> list[Expression]:
    return [_expression(match, told, known=NAMED[fold(told["named"]).replace("11th", "11")])]


Reader = Callable[[re.Match[str], dict[str, str], str], list[Expression]]
# By the group that only their patterns have.
_READERS: dict[str, Reader] = {
    "iso": _read_iso,
    "mark": _read_figures,
    "list": _read_list,
    "decade": _read_decade,
    "season": _read_season,
    "nth": _read_share,
    "bare": _read_bare,
    "alone": _read_alone,
    "rel": _read_relative,
    "same": _read_same,
    "ago": _read_ago,
    "apart": _read_apart,
    "today": _read_today,
    "named": _read_named,
}
