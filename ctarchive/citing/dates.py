"""EDTF as the formats of citations take dates: whole numbers, as far as they are known. Pure."""

from __future__ import annotations

from typing import Any

from editorial import dates
from editorial.edtf import parts

Parts = tuple[int, ...]


def ends(edtf: str) -> list[Parts]:
    """The (year, month, day) of a date as far as they are written: one, two for an interval, none for no date.

    A decade or century is an interval of years; an open or unknown end is left out. Raises `DateError`.
    """
    if not edtf:
        return []
    text = dates.parse(edtf).text
    if "/" in text:
        return [_parts(end) for end in text.split("/") if end.strip(".")]
    year = text[:4]
    if "X" in year:
        return [(int(year.replace("X", "0")),), (int(year.replace("X", "9")),)]
    return [_parts(text)]


def _parts(text: str) -> Parts:
    piece = parts(text.partition("T")[0])
    found = [int(piece["year"])]
    for name in ("month", "day"):
        if not piece[name].isdecimal() or int(piece[name]) > 31 or (name == "month" and int(piece[name]) > 12):
            break
        found.append(int(piece[name]))
    return tuple(found)


def is_certain(edtf: str) -> bool:
    """Whether the date is told without doubt, and both its ends are known."""
    date = dates.parse(edtf)
    return not (
        date.approximate or date.uncertain or date.open_start or date.open_end or date.unknown_start or date.unknown_end
    )


def as_csl(edtf: str) -> dict[str, Any]:
    """The date as CSL-JSON; `circa` where it is approximate, uncertain or open at one end. Empty for no date."""
    found: dict[str, Any] = {}
    if written := ends(edtf):
        found["date-parts"] = [list(end) for end in written]
        if not is_certain(edtf):
            found["circa"] = True
        if (season := _season(edtf)) is not None:
            found["season"] = season
    return found


def _season(edtf: str) -> int | None:
    """1 for spring to 4 for winter, where the date is one season."""
    if dates.parse(edtf).precision != "season":
        return None
    return int(edtf[5:7]) - 20


def iso(end: Parts, between: str = "-") -> str:
    """One end in the order of ISO 8601, such as 2018-05 or, with another sign between, 2018/05."""
    return between.join(f"{number:0{4 if place == 0 else 2}d}" for place, number in enumerate(end))
