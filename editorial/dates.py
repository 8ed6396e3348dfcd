"""Dates as the archive keeps them: EDTF, with strict bounds, and a readable echo in the reader's language.

The one place to import dates from. Pure: no queries. `parse` and the bounds are described in `editorial.edtf`.
"""

import datetime
from contextlib import nullcontext

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from editorial.edtf import OPEN_END, OPEN_START, EdtfDate, parse, parts, time_parts
from editorial.edtf_errors import DateError
from editorial.languages import month_name

__all__ = [
    "OPEN_END", "OPEN_START", "DateError", "EdtfDate", "echo", "overlaps", "parse", "validate_edtf", "year_of",
]  # fmt: skip


def overlaps(a: EdtfDate, b: EdtfDate) -> bool:
    """Whether the strict bounds of the two dates share a day: whether both can be true of one moment."""
    return a.earliest <= b.latest and b.earliest <= a.latest


def year_of(date: EdtfDate) -> int | None:
    """The year the date certainly lies in; None where its bounds span several years or an end is open or unknown."""
    if date.earliest == OPEN_START or date.latest == OPEN_END:
        return None
    first, last = (datetime.date.fromordinal(day).year for day in (date.earliest, date.latest))
    return first if first == last else None


def validate_edtf(value: str) -> None:
    """Refuse a value that is not a date we keep: `ValidationError`, code ``invalid_edtf``. For models and forms."""
    try:
        parse(value)
    except DateError as error:
        raise ValidationError(str(error), code="invalid_edtf") from error


def echo(date: EdtfDate | str, language: str | None = None) -> str:
    """The date in words, in ``language`` or else the active one. Raises `DateError` for a text that is not EDTF.

    ``2016-07-08/2016-07-09`` reads “8–9 July 2016”, ``2019-11-12~`` “about 12 November 2019”.
    """
    text = parse(str(date)).text
    with override(language) if language else nullcontext():
        if "/" in text:
            return _interval(*text.split("/"))
        return _date_time(text) if "T" in text else _single(text)


def _single(text: str) -> str:
    """One date with its qualifier and what is unspecified in words."""
    piece = parts(text)
    words = _plain(piece)
    notes = []
    if piece["month"] == "XX":
        notes.append(_("month and day unknown") if piece["day"] else _("month unknown"))
    elif piece["day"] == "XX":
        notes.append(_("day unknown"))
    if piece["mark"] in {"?", "%"}:
        notes.append(_("uncertain"))
    if piece["mark"] in {"~", "%"}:
        words = _("about %(date)s") % {"date": words}
    return _("%(date)s (%(notes)s)") % {"date": words, "notes": ", ".join(notes)} if notes else words


def _plain(piece: dict[str, str]) -> str:
    """The day, month, season, year, decade or century named by the pieces, without qualifiers."""
    if piece["year"].endswith("XX"):
        century = int(piece["year"][:2]) * 100
        return f"{century}–{century + 99}"
    if piece["year"].endswith("X"):
        return pgettext("decade", "%(year)ds") % {"year": int(piece["year"][:3]) * 10}
    year = int(piece["year"])
    if piece["month"] in {"", "XX"}:
        return str(year)
    month = int(piece["month"])
    if month > 12:
        return _season(month, year)
    if piece["day"] in {"", "XX"}:
        return pgettext("month of a year", "%(month)s %(year)d") % {
            "month": month_name(month, beside_a_day=False), "year": year,
        }  # fmt: skip
    return pgettext("day of a month", "%(day)d %(month)s %(year)d") % {
        "day": int(piece["day"]), "month": month_name(month, beside_a_day=True), "year": year,
    }  # fmt: skip


def _season(code: int, year: int) -> str:
    """A named season; winter names both years it touches."""
    pattern = {
        21: _("spring %(year)d"),
        22: _("summer %(year)d"),
        23: _("autumn %(year)d"),
        24: _("winter %(year)d–%(next)d"),
    }[code]
    return pattern % {"year": year, "next": year + 1}


def _date_time(text: str) -> str:
    """Day, time and zone as written: no conversion, the reader sees what the source said."""
    piece = time_parts(text)
    clock = f"{piece['hour']}:{piece['minute']}" + ("" if piece["second"] == "00" else f":{piece['second']}")
    words = pgettext("day and time", "%(day)s, %(time)s") % {"day": _single(piece["day"]), "time": clock}
    if not piece["zone"]:
        return words
    return f"{words} (UTC{piece['zone'].removeprefix('Z')})"


def _interval(start: str, end: str) -> str:
    """An interval, written as short as both ends allow."""
    if start == "..":
        return _("until %(date)s") % {"date": _single(end)}
    if start == "":
        return _("until %(date)s (start unknown)") % {"date": _single(end)}
    if end == "..":
        return _("from %(date)s") % {"date": _single(start)}
    if end == "":
        return _("from %(date)s (end unknown)") % {"date": _single(start)}
    return _single(start) if start == end else _range(start, end)


def _range(start: str, end: str) -> str:
    """Two dated ends, naming a month or year they share only once."""
    first, last = parts(start), parts(end)
    names = {
        "first": int(first["day"] or 0),
        "last": int(last["day"] or 0),
        "year": int(last["year"]),
        "start": _single(start),
        "end": _single(end),
    }
    plain = not first["mark"] and not last["mark"] and max(first["month"], last["month"]) <= "12"
    days, months = bool(first["day"] and last["day"]), bool(first["month"] and last["month"])
    if not plain or days != bool(first["day"] or last["day"]) or months != bool(first["month"] or last["month"]):
        return pgettext("interval", "%(start)s – %(end)s") % names
    if not months:
        return pgettext("interval of years", "%(start)s–%(end)s") % names
    if first["year"] != last["year"]:
        return pgettext("interval", "%(start)s – %(end)s") % names
    names["month"], names["other"] = (month_name(int(piece["month"]), beside_a_day=days) for piece in (first, last))
    if not days:
        return pgettext("months of a year", "%(month)s–%(other)s %(year)d") % names
    if first["month"] == last["month"]:
        return pgettext("days of a month", "%(first)d–%(last)d %(month)s %(year)d") % names
    return pgettext("days of a year", "%(first)d %(month)s – %(last)d %(other)s %(year)d") % names
