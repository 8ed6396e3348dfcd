"""Draws events along time: one mark for each, in lanes, or, where they are many, how many there were. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ctarchive.pictures.scales import Bin, Scale, ticks, whole_years
from ctarchive.pictures.svg import Element, cut, el, label, link, picture, points
from editorial.edtf import OPEN_END, OPEN_START

# The canvas of wide screens and that of phones; what stands left of the lanes; the height of a row of marks.
WIDE, NARROW, SIDE, ROW = 960.0, 340.0, 150.0, 22.0
# With so few marks, titles stand beside them. About how wide a letter is.
FEW, LETTER, TITLE = 40, 6.9, 34
BAR = 46.0  # the height of a lane of bars
_HALF = 5.0


@dataclass(frozen=True)
class Mark:
    """One event: the bounds of its chosen date, and those over all rival dates. `when` is the date in words."""

    url: str
    title: str
    when: str
    lane: int
    chosen: tuple[int, int]
    bounds: tuple[int, int]
    approximate: bool = False
    conflicted: bool = False

    @property
    def said(self) -> str:
        notes = [_("sources conflict")] if self.conflicted else []
        return f"{self.when}: {self.title}" + (f" ({', '.join(notes)})" if notes else "")


@dataclass(frozen=True)
class Tally:
    """How many events share a day with each bin, by lane; events of several bins count in each."""

    lanes: Sequence[str]
    bins: Sequence[Bin]
    counts: dict[tuple[int, int], int]  # (lane, bin) → number
    totals: Sequence[int]  # bin → number


def axis(first: int, last: int, height: float) -> tuple[Scale, Element]:
    """The line of time of the wide canvas, with its years written above and drawn through."""
    scale = Scale(first, last, SIDE, WIDE - 10)
    years = [
        el(
            "g",
            el("line", x1=scale.at(day), y1=18.0, x2=scale.at(day), y2=height),
            el("text", year, x=scale.at(day) + 3, y=14.0),
        )
        for day, year in ticks(first, last)
    ]
    return scale, el("g", *years, class_="pic__axis", aria_hidden="true")


# -- one mark for each event -------------------------------------------------------------------------------------------


def packed(spans: Sequence[tuple[float, float]]) -> list[int]:
    """A row for each span, so that no two in one row touch: the first row that is free. Spans come by their start."""
    ends: list[float] = []
    rows = []
    for start, end in spans:
        row = next((n for n, free in enumerate(ends) if free < start), len(ends))
        ends[row:] = [end] if row == len(ends) else [end, *ends[row + 1 :]]
        rows.append(row)
    return rows


def wide(key: str, marks: Sequence[Mark], lanes: Sequence[str], words: tuple[str, str]) -> Element | None:
    """Marks in lanes, for wide screens. `words`: the title and the description. None where no mark has a day."""
    years = whole_years([m.bounds for m in marks])
    if years is None:
        return None
    scale = Scale(*years, SIDE, WIDE - 10)
    body, top = [], 26.0
    for number, name in enumerate(lanes):
        own = sorted((m for m in marks if m.lane == number), key=lambda m: (scale.at(m.bounds[0]), m.bounds[1], m.url))
        rows = packed([_span(m, scale, len(marks) <= FEW) for m in own])
        height = ROW * (max(rows, default=0) + 1) + 8
        drawn = [
            _mark(m, scale, top + 4 + ROW * (row + 0.5), len(marks) <= FEW) for m, row in zip(own, rows, strict=True)
        ]
        body.append(_lane(name, top, height, *drawn))
        top += height
    _scale, lines = axis(*years, top)
    return picture(key, *words, (WIDE, top + 4), lines, *body)


def _lane(name: str, top: float, height: float, *inside: Element) -> Element:
    return el(
        "g",
        el("line", x1=0.0, y1=top, x2=WIDE, y2=top, class_="pic__lane"),
        label(name, 0, top + 19, 20, class_="pic__name"),
        *inside,
    )


def _ends(mark: Mark, scale: Scale, bounds: tuple[int, int]) -> tuple[float, float]:
    """Where a range begins and ends on the line; at least as wide as a dot."""
    start, end = scale.at(bounds[0]), scale.at(bounds[1] + 1)
    middle = (start + end) / 2
    return (start, end) if end - start >= 2 * _HALF else (middle - _HALF, middle + _HALF)


def _titled_right(mark: Mark, scale: Scale) -> bool:
    return _ends(mark, scale, mark.bounds)[1] + 8 + LETTER * min(len(mark.title), TITLE) <= WIDE


def _titled_inside(mark: Mark, scale: Scale) -> bool:
    """A bar that leaves no room beside it has its title on it."""
    start, end = _ends(mark, scale, mark.bounds)
    length = 14 + LETTER * min(len(mark.title), TITLE)
    return end - start > length and not _titled_right(mark, scale) and start - length < SIDE


def _span(mark: Mark, scale: Scale, titled: bool) -> tuple[float, float]:
    """The room that a mark takes, with its title."""
    start, end = _ends(mark, scale, mark.bounds)
    length = 10 + LETTER * min(len(mark.title), TITLE) if titled else 2
    if not titled or _titled_right(mark, scale):
        return start - 2, end + length
    return (start - 2, end + 2) if _titled_inside(mark, scale) else (start - length, end + 2)


def _mark(mark: Mark, scale: Scale, y: float, titled: bool) -> Element:
    start, end = _ends(mark, scale, mark.bounds)
    text = None
    if titled:
        x, kind = start - 6, "pic__title"
        anchor: str | None = "end"
        if _titled_right(mark, scale):
            x, anchor = end + 6, None
        elif _titled_inside(mark, scale):
            x, anchor, kind = start + 10, None, "pic__title pic__title--on"
        text = el("text", cut(mark.title, TITLE), x=x, y=y + 4, text_anchor=anchor, class_=kind)
    return link(mark.url, mark.said, *_shapes(mark, scale, y), text, class_="pic__mark")


def _shapes(mark: Mark, scale: Scale, y: float) -> list[Element]:
    """All rivals' range, pale; over it the chosen date: a dot, a diamond in conflict, or a range with its open ends."""
    made = []
    if mark.bounds != mark.chosen:
        start, end = _ends(mark, scale, mark.bounds)
        made.append(el("rect", x=start, y=y - 4, width=end - start, height=8.0, rx=4.0, class_="pic__rivals"))
    start, end = _ends(mark, scale, mark.chosen)
    kind = "pic__date" + (" pic__date--about" if mark.approximate else "")
    kind += " pic__date--conflict" if mark.conflicted else ""
    if end - start <= 2 * _HALF + 0.1:
        made.append(_point(mark, (start + end) / 2, y, kind))
    else:
        made.append(el("path", d=_range(mark, start, end, y), class_=kind))
    return made


def _point(mark: Mark, x: float, y: float, kind: str) -> Element:
    if mark.conflicted:
        return el("polygon", points=points([(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)]), class_=kind)
    return el("circle", cx=x, cy=y, r=_HALF, class_=kind)


def _range(mark: Mark, start: float, end: float, y: float) -> str:
    """A bar; an end that is open or not known is an arrow."""
    left = f"M{start + 7:.1f} {y - 5:.1f}L{start:.1f} {y:.1f}L{start + 7:.1f} {y + 5:.1f}"
    if mark.chosen[0] != OPEN_START:
        left = f"M{start:.1f} {y - 5:.1f}V{y + 5:.1f}"
    right = f"H{end:.1f}V{y - 5:.1f}Z"
    if mark.chosen[1] == OPEN_END:
        right = f"H{end - 7:.1f}L{end:.1f} {y:.1f}L{end - 7:.1f} {y - 5:.1f}Z"
    return left + right


def narrow(key: str, marks: Sequence[Mark], words: tuple[str, str]) -> Element | None:
    """The same marks one below the other, the oldest on top, for phones."""
    ordered = sorted(marks, key=lambda m: (m.bounds, m.title, m.url))
    if whole_years([m.bounds for m in ordered]) is None:
        return None
    # Equal steps: a phone has room for the order, not for the distances.
    step, left = 44.0, 16.0
    rows = [_step(mark, left, 24 + step * n) for n, mark in enumerate(ordered)]
    height = step * len(ordered) + 12
    line = el("line", x1=left, y1=8.0, x2=left, y2=height - 8, class_="pic__spine")
    return picture(key, *words, (NARROW, height), line, *rows)


def _step(mark: Mark, x: float, y: float) -> Element:
    kind = "pic__date" + (" pic__date--about" if mark.approximate else "")
    kind += " pic__date--conflict" if mark.conflicted else ""
    day = mark.bounds[0] == mark.bounds[1] or mark.conflicted
    shape = (
        _point(mark, x, y, kind) if day else el("rect", x=x - 4, y=y - 12, width=8.0, height=24.0, rx=4.0, class_=kind)
    )
    when = el("text", cut(mark.when, 46), x=x + 18, y=y - 4, class_="pic__when")
    title = el("text", cut(mark.title, 42), x=x + 18, y=y + 13, class_="pic__title")
    return link(mark.url, mark.said, shape, when, title, class_="pic__mark")


# -- how many --------------------------------------------------------------------------------------------------------


def counted(
    key: str, tally: Tally, url: Callable[[int | None, Bin], str], words: tuple[str, str]
) -> tuple[Element, Element]:
    """Bars by lane for wide screens, and by time alone for phones. `url(lane, bin)` lists what a bar counts."""
    return _bars(f"{key}-w", tally, url, words), _steps(f"{key}-n", tally, url, words)


def how_many(number: int, where: str) -> str:
    return ngettext("%(where)s: %(n)d event", "%(where)s: %(n)d events", number) % {"where": where, "n": number}


def _bars(key: str, tally: Tally, url: Callable[[int | None, Bin], str], words: tuple[str, str]) -> Element:
    most = max(tally.counts.values(), default=1)
    height = 26 + BAR * len(tally.lanes)
    scale, lines = axis(tally.bins[0].first, tally.bins[-1].last, height)
    lanes = []
    for lane, name in enumerate(tally.lanes):
        top = 26 + BAR * lane
        drawn = []
        for number, one in enumerate(tally.bins):
            count = tally.counts.get((lane, number), 0)
            if count:
                left, right = scale.at(one.first), scale.at(one.last + 1)
                said = how_many(count, f"{name}, {one.label}")
                drawn.append(_bar(url(lane, one), said, (left, right), top + BAR - 1, count / most * (BAR - 8)))
        lanes.append(_lane(name, top, BAR, *drawn))
    return picture(key, *words, (WIDE, height + 4), lines, *lanes)


def _bar(url: str, said: str, across: tuple[float, float], foot: float, height: float) -> Element:
    """A bar that can be hit all over its lane, however low it is."""
    left, right = across
    gap, height = min(1.5, (right - left) / 6), max(height, 2.0)
    return link(
        url,
        said,
        el("rect", x=left, y=foot - BAR + 2, width=right - left, height=BAR - 2, class_="pic__hit"),
        el("rect", x=left + gap, y=foot - height, width=right - left - 2 * gap, height=height, class_="pic__bar"),
        class_="pic__mark",
    )


def _steps(key: str, tally: Tally, url: Callable[[int | None, Bin], str], words: tuple[str, str]) -> Element:
    step, most = 26.0, max(tally.totals, default=1) or 1
    rows = []
    for number, one in enumerate(tally.bins):
        count, y = tally.totals[number], 4 + step * number
        name = el("text", one.label, x=58.0, y=y + 16, text_anchor="end", class_="pic__name")
        if not count:
            rows.append(name)
            continue
        width = max(count / most * (NARROW - 120), 2.0)
        bar = el("rect", x=66.0, y=y + 3, width=width, height=step - 6, class_="pic__bar")
        hit = el("rect", x=0.0, y=y, width=NARROW, height=step, class_="pic__hit")
        many = el("text", f"{count}", x=72 + width, y=y + 16, class_="pic__when")
        rows.append(link(url(None, one), how_many(count, one.label), hit, name, bar, many, class_="pic__mark"))
    return picture(key, *words, (NARROW, step * len(tally.bins) + 8), *rows)
