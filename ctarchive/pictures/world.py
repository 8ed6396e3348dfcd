"""Draws places on a map: circles as large as what happened there, near ones as one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import hypot, sqrt

from ctarchive.pictures.projection import Box, Frame
from ctarchive.pictures.svg import Element, cut, el, link, picture

# Circles nearer than so many units become one; the radius of one event, and the largest.
NEAR, SMALLEST, LARGEST = 26.0, 6.0, 30.0
# From this radius on the number fits in.
NUMBERED = 9.0
# How far from the edge circles stand for what lies beyond it; and which part of all events a cropped map shows.
EDGE, MOST = 20.0, 0.75


@dataclass(frozen=True)
class Spot:
    """A place with its events. `exact` is false where only its country is known."""

    uid: str
    name: str
    longitude: float
    latitude: float
    number: int
    exact: bool = True


@dataclass(frozen=True)
class Cluster:
    """Spots that lie so near each other that one circle stands for them, with where its middle is on the canvas."""

    spots: tuple[Spot, ...]
    x: float
    y: float
    beyond: tuple[int, int] | None = None  # which way farther out they lie, where the circle stands on the edge

    @property
    def number(self) -> int:
        return sum(spot.number for spot in self.spots)

    @property
    def box(self) -> Box:
        xs, ys = [s.longitude for s in self.spots], [s.latitude for s in self.spots]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def names(self) -> str:
        found = list(dict.fromkeys(spot.name for spot in self.spots))
        return cut(", ".join(found), 120)


def heart(spots: Sequence[Spot]) -> Box | None:
    """The box of the places where most events were, those nearest the middle of all; None where there are none."""
    if not spots:
        return None
    middle = _median([(s.longitude, s.number) for s in spots]), _median([(s.latitude, s.number) for s in spots])
    total, kept = sum(spot.number for spot in spots), list[Spot]()
    for spot in sorted(spots, key=lambda s: (hypot(s.longitude - middle[0], s.latitude - middle[1]), s.uid)):
        kept.append(spot)
        if sum(one.number for one in kept) >= MOST * total:
            break
    xs, ys = [spot.longitude for spot in kept], [spot.latitude for spot in kept]
    return min(xs), min(ys), max(xs), max(ys)


def _median(weighted: Sequence[tuple[float, int]]) -> float:
    """The value that half of the weight does not exceed."""
    ordered = sorted(weighted)
    passed = list(accumulate(weight for _value, weight in ordered))
    return next(value for (value, _weight), so_far in zip(ordered, passed, strict=True) if 2 * so_far >= passed[-1])


def clusters(spots: Sequence[Spot], frame: Frame, *, pinned: bool = False) -> list[Cluster]:
    """The spots that the frame shows, the near ones together: each joins the first circle near enough.

    The busiest come first, so that the same spots always make the same circles. With `pinned`, those that lie beyond
    the frame have circles on its edge.
    """
    made: list[tuple[float, float, tuple[int, int] | None, list[Spot]]] = []
    for spot in sorted(spots, key=lambda s: (-s.number, s.uid)):
        x, y = frame.at(spot.longitude, spot.latitude)
        beyond = None
        if not frame.shows(spot.longitude, spot.latitude):
            if not pinned:
                continue
            beyond = (x > frame.width) - (x < 0), (y > frame.height) - (y < 0)
            x, y = min(max(x, EDGE), frame.width - EDGE), min(max(y, EDGE), frame.height - EDGE)
        near = next((c for c in made if c[2] == beyond and hypot(c[0] - x, c[1] - y) <= NEAR), None)
        if near:
            near[3].append(spot)
        else:
            made.append((x, y, beyond, [spot]))
    return [Cluster(tuple(group), x, y, beyond) for x, y, beyond, group in made]


def radius(number: int, most: int) -> float:
    """The area of a circle grows with the number."""
    largest = min(LARGEST, SMALLEST + 2 * sqrt(most))
    return SMALLEST if most <= 1 else SMALLEST + (largest - SMALLEST) * sqrt((number - 1) / (most - 1))


def ground(frame: Frame, file: str) -> Element:
    """Land and borders, from the file of shapes: tenths of a degree from 180° W 90° N."""
    x, y = frame.at(-180.0, 90.0)
    move = f"translate({x:.2f} {y:.2f}) scale({frame.scale_x / 10:.5f} {frame.scale_y / 10:.5f})"
    return el(
        "g",
        el("rect", x=0.0, y=0.0, width=frame.width, height=frame.height, class_="pic__sea"),
        el("use", href=f"{file}#world", transform=move, class_="pic__land"),
        aria_hidden="true",
    )


def draw(
    key: str,
    found: Sequence[Cluster],
    frame: Frame,
    file: str,
    words: tuple[str, str],
    told: Callable[[Cluster], tuple[str, str]],
) -> Element:
    """The map. `told` gives for a circle where it leads and what is said of it."""
    most = max((c.number for c in found), default=1)
    circles = [_circle(c, radius(c.number, most), *told(c)) for c in sorted(found, key=lambda c: (-c.number, c.x, c.y))]
    return picture(key, *words, (frame.width, frame.height), ground(frame, file), *circles)


def _circle(cluster: Cluster, r: float, url: str, said: str) -> Element:
    kind = "pic__spot" if any(spot.exact for spot in cluster.spots) else "pic__spot pic__spot--country"
    if cluster.beyond:
        kind, r = "pic__spot pic__spot--beyond", max(r, NUMBERED)
    number = None
    if cluster.number > 1 and r >= NUMBERED:
        number = el(
            "text", str(cluster.number), x=cluster.x, y=cluster.y + 4, text_anchor="middle",
            class_="pic__number pic__number--beyond" if cluster.beyond else "pic__number",
        )  # fmt: skip
    hit = el("circle", cx=cluster.x, cy=cluster.y, r=max(r, 12.0), class_="pic__hit")
    way = el("path", d=_tip(cluster, r, *cluster.beyond), class_="pic__way") if cluster.beyond else None
    return link(
        url, said, hit, way, el("circle", cx=cluster.x, cy=cluster.y, r=r, class_=kind), number, class_="pic__mark"
    )


def _tip(cluster: Cluster, r: float, across: int, down: int) -> str:
    """A triangle beside the circle, which points the way."""
    far = hypot(across, down) or 1.0
    dx, dy = across / far, down / far
    x, y = cluster.x + dx * r, cluster.y + dy * r
    return f"M{x - 6 * dy:.1f} {y + 6 * dx:.1f}L{x + 9 * dx:.1f} {y + 9 * dy:.1f}L{x + 6 * dy:.1f} {y - 6 * dx:.1f}Z"


def inset(key: str, frame: Frame, at: tuple[float, float], exact: bool, file: str, words: tuple[str, str]) -> Element:
    """A small map with one place on it. It holds no links."""
    x, y = frame.at(*at)
    spot = el("circle", cx=x, cy=y, r=7.0, class_="pic__spot" if exact else "pic__spot pic__spot--country")
    made = picture(key, *words, (frame.width, frame.height), ground(frame, file), spot)
    made.set("role", "img")
    return made
