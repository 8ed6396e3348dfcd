"""Makes the shapes of the land that maps are drawn on, from the npm package `world-atlas` 2.0.2 (Natural Earth 4.1).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python docs/tools/world.py package/

In: `countries-110m.json` (shapes) and `countries-50m.json` (where each country lies). Out:
`ctarchive/static/ctarchive/world.svg`, in tenths of a degree, north up, (0, 0) at 180° W 90° N, and
`ctarchive/pictures/countries.json`: ISO 3166-1 code → [longitude, latitude, west, south, east, north].
Natural Earth is in the public domain; the package is under the ISC licence.
"""

import json
import sys
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from babel.core import get_global

ROOT = Path(__file__).resolve().parents[2]
Point = tuple[float, float]
NOTE = (
    "Land and borders of Natural Earth 4.1 (1:110m, public domain, naturalearthdata.com), by way of world-atlas 2.0.2 "
    "(ISC licence, Copyright 2013-2019 Michael Bostock). Made by docs/tools/world.py."
)


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs of a TopoJSON file, in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    made = []
    for arc in topology["arcs"]:
        xs, ys = accumulate(step[0] for step in arc), accumulate(step[1] for step in arc)
        made.append([(x * sx + tx, y * sy + ty) for x, y in zip(xs, ys, strict=True)])
    return made


def rings(geometry: dict[str, Any]) -> list[list[int]]:
    """The rings of a polygon or of several, each as numbers of arcs."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring for polygon in polygons for ring in polygon]


def walk(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def path(points: list[Point], closed: bool) -> str:
    """SVG path data of one line, in whole tenths of a degree, points that fall together left out."""
    whole = [(round((x + 180) * 10), round((90 - y) * 10)) for x, y in points]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(whole) if a != b]
    if len(steps) < (3 if closed else 1):
        return ""
    steps = steps[:-1] if closed else steps
    return f"M{whole[0][0]} {whole[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps) + ("z" if closed else "")


def area_and_middle(points: list[Point]) -> tuple[float, Point]:
    """The signed area of a ring and its centre of mass."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(points):
        cross = ax * by - bx * ay
        area, x, y = area + cross / 2, x + (ax + bx) * cross / 6, y + (ay + by) * cross / 6
    return (abs(area), (x / area, y / area)) if area else (0.0, points[0])


def unbroken(points: list[Point]) -> list[Point]:
    """A ring without the leaps from one edge of the map to the other: what lies beyond 180° is counted on."""
    made, turn = points[:1], 0
    for (before, _y), (x, y) in pairwise(points):
        turn += 360 * ((before - x > 180) - (x - before > 180))
        made.append((x + turn, y))
    return made


def drawn(points: list[Point]) -> str:
    """The path of a ring; one that crosses 180° is drawn at both edges of the map."""
    whole = unbroken(points)
    if whole == points:
        return path(points, True)
    return "".join(path([(x + turn, y) for x, y in whole], True) for turn in (-360, 0, 360) if _is_seen(whole, turn))


def _is_seen(points: list[Point], turn: int) -> bool:
    return min(x for x, _y in points) + turn < 180 and max(x for x, _y in points) + turn > -180


def shapes(topology: dict[str, Any]) -> str:
    arcs = arcs_of(topology)
    parts = [walk(ring, arcs) for g in topology["objects"]["land"]["geometries"] for ring in rings(g)]
    # Antarctica goes round the pole, and no map of the archive shows it.
    land = "".join(drawn(part) for part in parts if min(y for _x, y in part) > -60)
    seen: dict[int, int] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        for number in {n if n >= 0 else ~n for ring in rings(country) for n in ring}:
            seen[number] = seen.get(number, 0) + 1
    borders = "".join(path(arcs[number], False) for number, times in sorted(seen.items()) if times > 1)
    thin = 'vector-effect="non-scaling-stroke"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3600 1800"><!-- {NOTE} --><g id="world">'
        f'<path fill="currentColor" {thin} d="{land}"/>'
        f'<path fill="none" {thin} d="{borders}"/></g></svg>\n'
    )


def places(topology: dict[str, Any]) -> dict[str, list[float]]:
    """Where each country lies: the middle of its largest part, and the bounds of that and of all parts near it."""
    arcs, codes, found = arcs_of(topology), get_global("territory_aliases"), {}
    for country in topology["objects"]["countries"]["geometries"]:
        code = (codes.get(country.get("id") or "") or [""])[0]
        # The ring of Antarctica goes round the pole and has no middle; nothing is recorded there.
        if len(code) != 2 or code == "AQ":
            continue
        parts = [unbroken(walk(ring, arcs)) for ring in rings(country)]
        areas = {n: area_and_middle(part) for n, part in enumerate(parts)}
        largest = max(areas, key=lambda n: areas[n][0])
        x, y = areas[largest][1]
        xs, ys = zip(*parts[largest], strict=True)
        # Islands far away would make the bounds of half the world.
        found[code] = [round(v, 2) for v in ((x + 180) % 360 - 180, y, min(xs), min(ys), min(max(xs), 180), max(ys))]
    return dict(sorted(found.items()))


def main(folder: Path) -> None:
    coarse, fine = (json.loads((folder / f"countries-{scale}.json").read_text()) for scale in ("110m", "50m"))
    (ROOT / "ctarchive/static/ctarchive/world.svg").write_text(shapes(coarse))
    rows = ",\n".join(f'"{code}": {json.dumps(values)}' for code, values in places(fine).items())
    (ROOT / "ctarchive/pictures/countries.json").write_text("{\n" + rows + "\n}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
