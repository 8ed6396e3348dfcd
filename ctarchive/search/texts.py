"""Putting together the texts of the index. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from events import passages
from events.protection import Mask

AROUND = 200  # code points of context that the public may read around a quoted passage


def listed(*texts: str, without: str = "") -> str:
    """The texts, each said once, parted by blank lines; empty ones, and the text `without`, are left out."""
    return "\n\n".join(dict.fromkeys(text for text in texts if text and text != without))


def joined(*pieces: str) -> str:
    """Pieces that do not follow each other, parted by blank lines."""
    return "\n\n".join(piece for piece in pieces if piece.strip())


def shortened(text: str, longest: int) -> str:
    """The text on one line, cut after a word where it is longer than `longest` code points."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return f"{line[: passages.cut_back(line, longest - 1)].rsplit(' ', 1)[0]}…"


def without(text: str, furniture: Iterable[Sequence[int]], quoted: Sequence[tuple[int, int]] = ()) -> str:
    """The text without its furniture (menus and the like), but for what is quoted of it. Spans are in code points."""
    pieces, at = [], 0
    for start, end in sorted((span[0], span[1]) for span in furniture):
        if not any(first < end and last > start for first, last in quoted):
            pieces.append(text[at:start])
            at = max(at, end)
    return "".join([*pieces, text[at:]])


def windows(text: str, spans: Iterable[tuple[int, int]], mask: Mask) -> list[str]:
    """The passages with 200 code points around each, those that meet run together.

    An edge never goes through a protected name, which could not be recognised any more.
    """
    names = [found.span() for found in mask.pattern.finditer(text)] if mask.pattern else []
    edges: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        before, _passage, after = passages.window(text, start, end, AROUND)
        left, right = _around_names(start - len(before), end + len(after), names)
        if edges and left <= edges[-1][1]:
            edges[-1] = (edges[-1][0], max(edges[-1][1], right))
        else:
            edges.append((left, right))
    return [text[left:right] for left, right in edges]


def _around_names(left: int, right: int, names: Iterable[tuple[int, int]]) -> tuple[int, int]:
    for start, end in names:
        left = start if start < left < end else left
        right = end if start < right < end else right
    return left, right
