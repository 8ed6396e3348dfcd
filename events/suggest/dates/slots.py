"""The slots that the patterns of all languages are made of. Their groups are what `reading` looks for.

d1 m1 y1: day, month, year of the one date or of the first of two; d2 m2 y2: of the second; r1, s1: a year told as
"last", "the same"; y2s: the two digits of "2017–19"; w: weekday; sep: what stands between the two.
"""

from __future__ import annotations

import re

B = r"[^\S\n]{1,3}"
"""Blanks between two words; never the end of a line."""
O = r"[^\S\n]{0,3}"  # noqa: E741 -- as short as its fellow
DASH = rf"{O}[-–—−]{O}"

_START = r"(?<![\w/:$€£₼₽#№+])(?<!\d[-–.,])"
_END = r"(?!\w)(?![-–/.,]\d)(?![/:])"

YEAR = r"(?:1[89]\d\d|20\d\d)"


def pattern(source: str, *, start: str = _START, end: str = _END) -> re.Pattern[str]:
    """The source as a pattern that begins and ends with whole words and numbers."""
    return re.compile(start + source + end, re.IGNORECASE)
