"""The part of the world that a map shows, and where on its canvas a place lies: equirectangular. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from pathlib import Path

# The least that a map shows, in degrees, and how much is left free around what it is to show.
LEAST, ROOM = 3.0, 0.12
# Where hardly anybody lives is left out of the map of the world.
WORLD = (-170.0, -56.0, 180.0, 78.0)
Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True)
class Frame:
    """A map of the degrees `box` on a canvas `width` wide. East and north are stretched alike at its middle."""

    box: Box
    width: float

    @property
    def scale_x(self) -> float:
        """Units of the canvas for a degree to the east."""
        return self.width / (self.box[2] - self.box[0])

    @property
    def scale_y(self) -> float:
        """Units of the canvas for a degree to the north."""
        return self.scale_x / _squeeze(self.box)

    @property
    def height(self) -> float:
        return (self.box[3] - self.box[1]) * self.scale_y

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place lies on the canvas, perhaps beyond its edges."""
        return (longitude - self.box[0]) * self.scale_x, (self.box[3] - latitude) * self.scale_y

    def place(self, x: float, y: float) -> tuple[float, float]:
        """The longitude and latitude of a point of the canvas: `at`, backwards."""
        return x / self.scale_x + self.box[0], self.box[3] - y / self.scale_y

    def shows(self, longitude: float, latitude: float) -> bool:
        west, south, east, north = self.box
        return west <= longitude <= east and south <= latitude <= north


def _squeeze(box: Box) -> float:
    """How much shorter a degree to the east is than one to the north, at the middle of the box."""
    return max(cos(radians((box[1] + box[3]) / 2)), 0.2)


def world(width: float) -> Frame:
    """A map of the whole world."""
    return Frame(WORLD, width)


def frame(box: Box, width: float, shape: float) -> Frame:
    """A map of the box, widened to be about `shape` times as wide as high, and not too small a piece."""
    west, south, east, north = box
    squeeze = _squeeze(box)
    high = max((north - south) * (1 + 2 * ROOM), LEAST)
    wide = max((east - west) * (1 + 2 * ROOM), high * shape / squeeze)
    high = max(high, wide * squeeze / shape)
    wide, high = min(wide, 360.0), min(high, 170.0)
    x, y = _within((west + east) / 2, wide, 180), _within((south + north) / 2, high, 85)
    return Frame((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2), width)


def _within(middle: float, size: float, end: float) -> float:
    """The middle, moved so that nothing lies beyond ± end where that can be had."""
    return min(max(middle, size / 2 - end), end - size / 2) if size < 2 * end else 0.0


@cache
def countries() -> dict[str, list[float]]:
    """ISO 3166-1 code → longitude and latitude of its middle, west, south, east, north."""
    found: dict[str, list[float]] = json.loads((Path(__file__).parent / "countries.json").read_text())
    return found


def middle(code: str) -> tuple[float, float] | None:
    """The longitude and latitude of the middle of a country."""
    row = countries().get(code)
    return (row[0], row[1]) if row else None


def read_zoom(given: str) -> Box | None:
    """What `zoom` asks for: a country (`AZ`), or west, south, east, north in degrees. None for what is neither."""
    if row := countries().get(given.strip().upper()):
        return row[2], row[3], row[4], row[5]
    try:
        west, south, east, north = (float(end) for end in given.split(","))
    except ValueError:
        return None
    if -180 <= west < east <= 180 and -90 <= south < north <= 90:
        return west, south, east, north
    return None


def write_zoom(box: Box) -> str:
    return ",".join(f"{end:.2f}" for end in box)
