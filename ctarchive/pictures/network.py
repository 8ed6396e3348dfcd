"""Draws one entity and those it acted with: around it on wide screens, below it on phones. Pure.

The same data makes the same picture: nothing is thrown at random and nothing is left to settle.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ctarchive.pictures.svg import Element, cut, el, link, picture

WIDE, NARROW = 960.0, 340.0
STEP, ROW = 34.0, 38.0  # from one to the next, on the wide canvas and on the narrow one
_RADIUS = 5.0


@dataclass(frozen=True)
class Node:
    """One that acted together with the entity: in how many events, and whether a claim says that the two cooperate."""

    uid: str
    name: str
    kind: str
    url: str
    events: int
    years: str = ""
    roles: tuple[str, ...] = ()
    claims: int = 0

    @property
    def said(self) -> str:
        parts = [ngettext("%d event together", "%d events together", self.events) % self.events]
        if self.claims:
            parts.append(_("said to cooperate"))
        return f"{self.name}: {', '.join(parts)}"


@dataclass(frozen=True)
class Network:
    """An entity's name, its companions (the nearest first), and how many events each two of them shared."""

    name: str
    nodes: tuple[Node, ...]
    ties: dict[tuple[str, str], int]


def ordered(network: Network) -> list[Node]:
    """The companions so that those who share most events stand side by side: each is followed by its nearest."""
    left = list(network.nodes)
    row = left[:1]
    left = left[1:]
    while left:
        last = row[-1].uid
        nearest = max(left, key=lambda n: (_tie(network, last, n.uid), n.events, n.uid))
        left.remove(nearest)
        row.append(nearest)
    return row


def _tie(network: Network, one: str, other: str) -> int:
    return network.ties.get((min(one, other), max(one, other)), 0)


def positions(count: int, height: float) -> list[tuple[float, float, bool]]:
    """x, y and whether on the right side, for so many companions around the middle: right half down, left half up.

    On each side they stand equally far apart, so that no name covers another.
    """
    right = (count + 1) // 2
    made = []
    for number in range(count):
        on_right = number < right
        on_side, place = (right, number) if on_right else (count - right, count - 1 - number)
        y = height / 2 + (place - (on_side - 1) / 2) * STEP
        reach = height / 2 + STEP
        across = 180 * sqrt(max(1 - ((y - height / 2) / reach) ** 2, 0.0))
        made.append((WIDE / 2 + (across if on_right else -across), y, on_right))
    return made


def around(key: str, network: Network, words: tuple[str, str]) -> Element:
    """The entity in the middle and its companions around it; lines as thick as what they shared."""
    nodes = ordered(network)
    height = max(STEP * (-(-len(nodes) // 2) + 1), 140.0)
    places = dict(zip((n.uid for n in nodes), positions(len(nodes), height), strict=True))
    middle = WIDE / 2, height / 2
    ties = [_curve(places[a], places[b], middle, weight) for (a, b), weight in sorted(network.ties.items())]
    spokes = [_spoke(n, middle, places[n.uid]) for n in nodes]
    dots = [_named(n, places[n.uid]) for n in nodes]
    me = el(
        "g",
        el("circle", cx=middle[0], cy=middle[1], r=10.0, class_="pic__me"),
        el("text", cut(network.name, 34), x=middle[0], y=middle[1] - 16, text_anchor="middle", class_="pic__ego"),
    )
    lines = el("g", *ties, *spokes, aria_hidden="true")
    return picture(key, *words, (WIDE, height), lines, *dots, me)


def thickness(events: int) -> float:
    """How thick the line of so many events is: its area grows with the number, up to what can be told apart."""
    return min(max(1.5 * sqrt(events), 1.0), 9.0)


def _spoke(node: Node, middle: tuple[float, float], place: tuple[float, float, bool]) -> Element:
    kind = "pic__tie pic__tie--claimed" if not node.events else "pic__tie"
    ends = {"x1": middle[0], "y1": middle[1], "x2": place[0], "y2": place[1]}
    return el("line", **ends, stroke_width=thickness(node.events), class_=kind)


def _curve(
    a: tuple[float, float, bool], b: tuple[float, float, bool], middle: tuple[float, float], weight: int
) -> Element:
    """A line between two companions, bent half way to the middle."""
    x, y = ((a[0] + b[0]) / 2 + middle[0]) / 2, ((a[1] + b[1]) / 2 + middle[1]) / 2
    bent = f"M{a[0]:.1f} {a[1]:.1f}Q{x:.1f} {y:.1f} {b[0]:.1f} {b[1]:.1f}"
    return el("path", d=bent, stroke_width=min(thickness(weight) / 2, 3.0), class_="pic__between")


def _named(node: Node, place: tuple[float, float, bool]) -> Element:
    x, y, right = place
    anchor = None if right else "end"
    beside = x + 12 if right else x - 12
    return link(
        node.url,
        node.said,
        el("circle", cx=x, cy=y, r=_RADIUS, class_="pic__node"),
        el("text", cut(node.name, 34), x=beside, y=y, text_anchor=anchor, class_="pic__title"),
        el("text", _note(node), x=beside, y=y + 13, text_anchor=anchor, class_="pic__when"),
        class_="pic__mark",
    )


def _note(node: Node) -> str:
    events = ngettext("%d event", "%d events", node.events) % node.events if node.events else _("said to cooperate")
    return cut(f"{node.kind} · {events}", 44)


def below(key: str, network: Network, words: tuple[str, str]) -> Element:
    """The entity on top, its companions in rows below it; who of them acted together is joined by an arc."""
    nodes = ordered(network)
    left = 70.0
    ys = {n.uid: 30 + ROW * (number + 1) for number, n in enumerate(nodes)}
    arcs = [_arc(left, ys[a], ys[b], min(thickness(w) / 2, 3.0)) for (a, b), w in sorted(network.ties.items())]
    spokes = [
        el(
            "line",
            x1=left,
            y1=ys[n.uid],
            x2=left + 10,
            y2=ys[n.uid],
            stroke_width=thickness(n.events),
            class_="pic__tie",
        )
        for n in nodes
    ]
    rows = [_named(n, (left + 12, ys[n.uid], True)) for n in nodes]
    me = el(
        "g",
        el("circle", cx=left, cy=22.0, r=9.0, class_="pic__me"),
        el("text", cut(network.name, 32), x=left + 16, y=27.0, class_="pic__ego"),
    )
    spine = el("line", x1=left, y1=22.0, x2=left, y2=max(ys.values(), default=22.0), class_="pic__spine")
    return picture(
        key,
        *words,
        (NARROW, 40 + ROW * (len(nodes) + 0.5)),
        el("g", *arcs, spine, *spokes, aria_hidden="true"),
        *rows,
        me,
    )


def _arc(x: float, a: float, b: float, width: float) -> Element:
    """An arc to the left of the rows, further out the further they are apart, but never off the canvas."""
    a, b = min(a, b), max(a, b)
    out = min((b - a) / 2, 62.0)
    d = f"M{x:.1f} {a:.1f}C{x - out * 4 / 3:.1f} {a:.1f} {x - out * 4 / 3:.1f} {b:.1f} {x:.1f} {b:.1f}"
    return el("path", d=d, stroke_width=width, class_="pic__between")
