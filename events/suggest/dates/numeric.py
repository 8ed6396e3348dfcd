"""Dates in figures, the same in all languages but for the order of day and month."""

from __future__ import annotations

from events.suggest.dates.slots import DASH, YEAR, O, pattern

_ISO = r"(?P<{}>(?:1[89]|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"

PATTERNS = (
    # 2019-11-12, 2019-11-12T09:58; 2019-11-12/2019-11-14
    pattern(_ISO.format("iso") + r"(?=T\d\d:\d\d|(?![\w/]))", end=""),
    pattern(rf"{_ISO.format('iso')}(?:/|{O}–{O}|[^\S\n]to[^\S\n]){_ISO.format('iso2')}"),
    pattern(rf"(?P<y1>{YEAR})(?P<mark>[./])(?P<n1>[01]\d)(?P=mark)(?P<d1>[0-3]\d)"),
    # 12.11.2019, 12/11/2019, 12.11.19
    pattern(rf"(?P<a>[0-3]?\d)(?P<mark>[./-])(?P<b>[0-3]?\d)(?P=mark)(?P<y1>{YEAR})"),
    pattern(r"(?P<a>[0-3]\d)(?P<mark>[./])(?P<b>[0-3]\d)(?P=mark)(?P<yy>\d\d)"),
    # 23–25.07.2018, 23.07–25.07.2018, 23.07.2018–25.07.2018
    pattern(
        rf"(?P<d1>[0-3]?\d)(?:\.(?P<n1>[01]\d)(?:\.(?P<y1>{YEAR}))?)?(?P<sep>{DASH})(?P<d2>[0-3]?\d)\.(?P<n2>[01]\d)\.(?P<y2>{YEAR})"
    ),
)
