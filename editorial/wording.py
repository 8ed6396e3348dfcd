"""How two texts differ, word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, GONE, NEW = "same", "gone", "new"

# Beyond this many words a comparison would take long, and nobody could read it.
MOST = 4000
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


class Piece(NamedTuple):
    """A stretch of text, and whether it is in both texts (SAME), in the old one (GONE) or in the new one (NEW)."""

    kind: str
    text: str


def pieces(old: str, new: str) -> list[Piece]:
    """The two texts as one, in the order of reading. Where little is alike, the old one whole and then the new one.

    So with what is no text but a sign, such as a code: half of one tells nobody anything.
    """
    if not (re.search(r"\s", old) or re.search(r"\s", new)):
        return _whole(old, new)
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if len(before) + len(after) > MOST:
        return _whole(old, new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.4:
        return _whole(old, new)
    return list(_parts(matcher, before, after))


def _whole(old: str, new: str) -> list[Piece]:
    return [Piece(SAME, old)] if old == new else [p for p in (Piece(GONE, old), Piece(NEW, new)) if p.text]


def _parts(matcher: SequenceMatcher[str], before: list[str], after: list[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(before[a:b]))
            continue
        if a < b:
            yield Piece(GONE, "".join(before[a:b]))
        if c < d:
            yield Piece(NEW, "".join(after[c:d]))
