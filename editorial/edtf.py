"""Reads an Extended Date/Time Format (ISO 8601-2:2019) date and computes its strict bounds.

Levels 0 and 1 and intervals are read; level 2, years outside 0001–9999 and reversed intervals are refused. What is
read is kept as written: a date has one spelling, and ``parse(text).text == text``.

The grammar is our own and small, because the ``edtf`` library gets in the way at run time: its errors cannot say what
is wrong, it takes reversed intervals and level 2, needs about 5 ms a date, prints while it parses, and four of its
bounds are not the ones an archive can promise (it widens ``2019-11-12~`` by a year, and gives an unknown end a date
ten years off). The tests hold this module against it wherever both should agree.

Bounds are proleptic Gregorian day numbers (``datetime.date.toordinal``), first and last day both included:

* a qualifier (``?`` ``~`` ``%``) never widens them;
* a date-time is bounded by its day as written, in its own time zone;
* an open (``..``) or unknown (empty) end is a sentinel beyond every day;
* seasons are named, not placed: 21 is March to May, 22 June to August, 23 September to November, and 24 December to
  February of the next year, in whichever hemisphere.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from editorial.edtf_errors import DateError, diagnose

OPEN_START = 0
OPEN_END = 4_000_000

_QUALIFIED = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?P<mark>[?~%])?"
)
_DATE_TIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})"
    r"(?P<zone>Z|[+-][0-9]{2}(?::[0-9]{2})?)?"
)
_X_AT_END = re.compile(r"[0-9]{2}(?:[0-9]{2}(?:-XX|-[0-9]{2}-XX|-XX-XX)|[0-9]X|XX)")
_SEASON_STARTS = {21: 3, 22: 6, 23: 9, 24: 12}


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """A date as written, with its first and last possible day.

    ``precision`` is one of time, day, month, season, year, decade, century, interval. For an interval, ``approximate``
    and ``uncertain`` are true where either end is.
    """

    text: str
    earliest: int
    latest: int
    precision: str
    approximate: bool = False
    uncertain: bool = False
    open_start: bool = False
    unknown_start: bool = False
    open_end: bool = False
    unknown_end: bool = False

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=8192)
def parse(text: str) -> EdtfDate:
    """The date that ``text`` writes in EDTF, level 0 or 1. Raises `DateError`."""
    if not text.isascii() or re.search(r"\s", text) or not text:
        raise diagnose(text)
    if "/" in text:
        return _interval(text)
    if "T" in text:
        return _date_time(text)
    return _single(text)


def parts(text: str) -> dict[str, str]:
    """The groups of a date that `parse` accepted and that is neither interval nor date-time: year, month, day, mark."""
    match = _QUALIFIED.fullmatch(text)
    if match is None:
        raise diagnose(text)
    return match.groupdict(default="")


def time_parts(text: str) -> dict[str, str]:
    """The groups of a date-time: day (yyyy-mm-dd), hour, minute, second, zone (may be empty)."""
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        raise DateError(
            text, _("its time is not written hh:mm:ss with Z or a zone such as +04:00"), "2017-10-19T09:58:00+04:00"
        )
    return match.groupdict(default="")


def _single(text: str) -> EdtfDate:
    """A date, month, year, season, decade or century, qualified or with unspecified digits."""
    piece = parts(text)
    if "X" in text and not _X_AT_END.fullmatch(text.rstrip("?~%")):
        raise diagnose(text)
    earliest, latest, precision = _bounds(text, piece)
    mark = piece["mark"]
    return EdtfDate(text, earliest, latest, precision, approximate=mark in {"~", "%"}, uncertain=mark in {"?", "%"})


def _bounds(text: str, piece: dict[str, str]) -> tuple[int, int, str]:
    """First day, last day and precision of the pieces of one date."""
    year, month, day = piece["year"], piece["month"].replace("XX", ""), piece["day"].replace("XX", "")
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first == 0:
        raise DateError(text, _("year %(year)s lies outside 0001–9999") % {"year": year}, "0001, 1999")
    if not month:
        precision = {0: "year", 1: "decade", 2: "century"}[year.count("X")]
        return date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal(), precision
    if int(month) in _SEASON_STARTS and not piece["day"]:
        return _season(text, first, int(month))
    if not 1 <= int(month) <= 12:
        raise DateError(text, _("month %(month)s does not exist") % {"month": month})
    length = calendar.monthrange(first, int(month))[1]
    start = date(first, int(month), 1).toordinal()
    if not day:
        return start, start + length - 1, "month"
    if not 1 <= int(day) <= length:
        problem = _("day %(day)s does not exist in %(month)s, which has %(length)d days")
        raise DateError(text, problem % {"day": day, "month": f"{year}-{month}", "length": length})
    return start + int(day) - 1, start + int(day) - 1, "day"


def _season(text: str, year: int, code: int) -> tuple[int, int, str]:
    """Three whole months; winter (24) runs into the next year."""
    if code == 24 and year == 9999:
        raise DateError(text, _("that winter ends outside the years 0001–9999"))
    month = _SEASON_STARTS[code]
    last_year, last_month = (year + 1, 2) if code == 24 else (year, month + 2)
    last = date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])
    return date(year, month, 1).toordinal(), last.toordinal(), "season"


def _date_time(text: str) -> EdtfDate:
    """A day with its time of day; the bounds are the day as written, whatever the zone."""
    piece = time_parts(text)
    zone = piece["zone"].lstrip("Z+-").partition(":")
    if int(piece["hour"]) > 23 or int(piece["minute"]) > 59 or int(piece["second"]) > 59:
        raise DateError(text, _("that time of day does not exist"), "2017-10-19T09:58:00+04:00")
    if int(zone[0] or 0) > 14 or int(zone[2] or 0) > 59:
        raise DateError(text, _("the time zone %(zone)s does not exist") % {"zone": piece["zone"]}, "Z, +04:00")
    try:
        day = _single(piece["day"])
    except DateError as error:
        raise DateError(text, error.problem, "2017-10-19T09:58:00+04:00") from None
    return replace(day, text=text, precision="time")


def _interval(text: str) -> EdtfDate:
    """Start and end, at most one of them open (``..``) or unknown (empty). Both ends are included."""
    ends = text.split("/")
    if len(ends) > 2:
        raise DateError(text, _("it has more than one slash"), "2019-11-12/2019-11-14")
    if not any(end.strip(".") for end in ends):
        raise DateError(text, _("an interval needs at least one date"), "2017-07-20/.., ../2019-11-12")
    start, end = (None if end in {"..", ""} else _end(text, end) for end in ends)
    if start and end:
        _check_order(text, start, end)
    return EdtfDate(
        text,
        earliest=start.earliest if start else OPEN_START,
        latest=end.latest if end else OPEN_END,
        precision="interval",
        approximate=any(e.approximate for e in (start, end) if e),
        uncertain=any(e.uncertain for e in (start, end) if e),
        open_start=ends[0] == "..",
        unknown_start=ends[0] == "",
        open_end=ends[1] == "..",
        unknown_end=ends[1] == "",
    )


def _end(text: str, end: str) -> EdtfDate:
    """One dated end of the interval ``text``: a date, month, year or season, perhaps qualified."""
    if "T" in end or "X" in end:
        problem = _("the ends of an interval have no time of day and no X (in “%(end)s”)") % {"end": end}
        raise DateError(text, problem, "2004-06/2004-07-03")
    try:
        return _single(end)
    except DateError as error:
        problem = _("%(problem)s (in “%(end)s”)") % {"problem": error.problem, "end": end}
        raise DateError(text, problem, error.example) from None


def _check_order(text: str, start: EdtfDate, end: EdtfDate) -> None:
    """Refuse an interval that ends before it starts, or whose bounds leave that open (``2019-11-12/2019``)."""
    if start.earliest > end.latest:
        problem = _("it ends before it starts")
    elif start.earliest > end.earliest or start.latest > end.latest:
        problem = _("it can be read as ending before it starts; write both ends equally precisely")
    else:
        return
    raise DateError(text, problem, "2019-11-12/2019-11-14")
