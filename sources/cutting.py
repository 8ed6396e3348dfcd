"""A text cut at offsets, some of its spans replaced: how names are hidden where passages are marked.

Pure. Offsets are Unicode code points.
"""

from __future__ import annotations

from collections.abc import Sequence

# (start, end, what is shown instead), in order and without overlaps.
Replacement = tuple[int, int, str]


def part(text: str, start: int, end: int, replacements: Sequence[Replacement] = ()) -> str:
    """`text[start:end]` with the replacements made. One that straddles an edge is shown whole where it begins."""
    pieces: list[str] = []
    at = start
    for first, last, instead in replacements:
        if last <= start or first >= end:
            continue
        if first >= start:
            pieces += [text[at:first], instead]
        at = min(last, end)
    return "".join([*pieces, text[at:end]])
