"""Draws who repeats, translates, cites or updates whom: documents in rows, the originals on top, with arrows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ctarchive.pictures.svg import Element, cut, el, link, picture, points

WIDE, NARROW, ROW = 720.0, 340.0, 48.0
SIDE = 96.0  # room for the arrows


@dataclass(frozen=True)
class Document:
    """A source: what is told of it (`note`), whether it copies no other, and whether the page is about it."""

    uid: str
    title: str
    note: str
    url: str
    day: int | None = None
    origin: bool = False
    here: bool = False


@dataclass(frozen=True)
class Arrow:
    """That one document repeats, translates, cites, updates … another."""

    of: str
    to: str
    kind: str
    label: str
    copies: bool


def ordered(documents: Sequence[Document], arrows: Sequence[Arrow]) -> list[Document]:
    """Originals first, then each after what it points to, where that is no circle; else the older first."""
    left = sorted(documents, key=lambda d: (not d.origin, d.day is None, d.day or 0, d.uid))
    row: list[Document] = []
    while left:
        waiting = {d.uid for d in left}
        free = next((d for d in left if not any(a.of == d.uid and a.to in waiting - {d.uid} for a in arrows)), left[0])
        left.remove(free)
        row.append(free)
    return row


def draw(
    key: str, documents: Sequence[Document], arrows: Sequence[Arrow], words: tuple[str, str], *, narrow: bool
) -> Element:
    """The documents in rows, with an arrow from each to what it points to."""
    rows, width = ordered(documents, arrows), NARROW if narrow else WIDE
    side = SIDE if not narrow else 60.0
    ys = {document.uid: 26 + ROW * number for number, document in enumerate(rows)}
    drawn = [
        _arrow(one, side - 8, ys[one.of], ys[one.to], side - 14)
        for one in sorted(arrows, key=lambda a: (a.of, a.to, a.kind))
    ]
    most = int((width - side - 14) / 7)
    named = [_document(document, side, ys[document.uid], most) for document in rows]
    return picture(key, *words, (width, ROW * len(rows) + 8), el("g", *drawn), *named)


def _document(document: Document, x: float, y: float, most: int) -> Element:
    kind = "pic__node pic__node--origin" if document.origin else "pic__node"
    dot = el("circle", cx=x, cy=y, r=7.0 if document.origin else 5.0, class_=kind)
    ring = el("circle", cx=x, cy=y, r=11.0, class_="pic__here") if document.here else None
    title = el("text", cut(document.title, most), x=x + 18, y=y, class_="pic__ego" if document.here else "pic__title")
    note = el("text", cut(document.note, most + 6), x=x + 18, y=y + 15, class_="pic__when")
    return link(document.url, f"{document.title} ({document.note})", ring, dot, title, note, class_="pic__mark")


def _arrow(arrow: Arrow, x: float, of: float, to: float, room: float) -> Element:
    """An arc on the left, further out the further the two are apart; dashed for what is no copy."""
    out = min(18 + abs(of - to) / 4, room)
    to_y = to + (6 if of > to else -6)
    d = f"M{x:.1f} {of:.1f}C{x - out * 4 / 3:.1f} {of:.1f} {x - out * 4 / 3:.1f} {to_y:.1f} {x - 4:.1f} {to_y:.1f}"
    kind = "pic__arrow" if arrow.copies else "pic__arrow pic__arrow--other"
    head = el("polygon", points=points([(x + 2, to_y), (x - 7, to_y - 4), (x - 7, to_y + 4)]), class_="pic__head")
    return el("g", el("title", arrow.label), el("path", d=d, class_=kind), head)
