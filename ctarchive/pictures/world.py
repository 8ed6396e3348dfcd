"""Draws places on a map: circles as large as what happened there, near ones as one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from ctarchive.pictures.projection import Box, Frame
from ctarchive.pictures.svg import Element, cut, el, link, picture

# Circles nearer than so many units become one; the radius of one event, and the largest.
NEAR, SMALLEST, LARGEST = 26.0, 6.0, 30.0
# From this radius on the number fits in.
NUMBERED = 9.0


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


def clusters(spots: Sequence[Spot], frame: Frame) -> list[Cluster]:
    """The spots that the frame shows, the near ones together: each joins the first circle near enough.

    The busiest come first, so that the same spots always make the same circles.
    """
    made: list[tuple[float, float, list[Spot]]] = []
    for spot in sorted(spots, key=lambda s: (-s.number, s.uid)):
        if not frame.shows(spot.longitude, spot.latitude):
            continue
        x, y = frame.at(spot.longitude, spot.latitude)
        near = next((c for c in made if (c[0] - x) ** 2 + (c[1] - y) ** 2 <= NEAR**2), None)
        if near:
            near[2].append(spot)
        else:
            made.append((x, y, [spot]))
    return [Cluster(tuple(group), x, y) for x, y, group in made]


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
    number = None
    if cluster.number > 1 and r >= NUMBERED:
        number = el(
            "text", str(cluster.number), x=cluster.x, y=cluster.y + 4, text_anchor="middle", class_="pic__number"
        )
    hit = el("circle", cx=cluster.x, cy=cluster.y, r=max(r, 12.0), class_="pic__hit")
    return link(url, said, hit, el("circle", cx=cluster.x, cy=cluster.y, r=r, class_=kind), number, class_="pic__mark")


def inset(key: str, frame: Frame, at: tuple[float, float], exact: bool, file: str, words: tuple[str, str]) -> Element:
    """A small map with one place on it. It holds no links."""
    x, y = frame.at(*at)
    spot = el("circle", cx=x, cy=y, r=7.0, class_="pic__spot" if exact else "pic__spot pic__spot--country")
    made = picture(key, *words, (frame.width, frame.height), ground(frame, file), spot)
    made.set("role", "img")
    return made
