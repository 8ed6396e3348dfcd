"""What came of a measurement, and how it is told. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

_WIDEST = 40


@dataclass(frozen=True)
class Result:
    """One row: medians of ours and of a reference, in the same unit.

    Of units that end in `/s` more is better, of all others less. `least` is the ratio that is the goal, `most` the
    p95 that is. `at_once` are requests a second at eight connections.
    """

    workload: str
    ours: float
    reference: str = ""
    theirs: float | None = None
    unit: str = "ms"
    p95: float | None = None
    least: float | None = None
    most: float | None = None
    at_once: float | None = None
    at_once_theirs: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times as fast as the reference the archive is; how many times as little it takes."""
        if not self.theirs or not self.ours:
            return None
        return self.ours / self.theirs if self.unit.endswith("/s") else self.theirs / self.ours

    @property
    def goal(self) -> str:
        if self.most is not None:
            return f"p95 ≤ {self.most:g} {self.unit}"
        return "" if self.least is None else f"≥ {self.least:.2g} ×"

    @property
    def met(self) -> bool | None:
        """Whether the goal was reached; None where there is none."""
        if self.most is not None:
            return self.p95 is not None and self.p95 <= self.most
        return None if self.least is None or self.ratio is None else self.ratio >= self.least

    def told(self) -> dict[str, Any]:
        """As it stands in benchmarks.json."""
        return asdict(self) | {"ratio": self.ratio, "goal": self.goal, "met": self.met}


def number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(results: Sequence[Result]) -> str:
    """A table in Markdown."""
    lines = [
        "| workload | ctarchive (p95) | reference | its | unit | ratio | goal | met | requests/s at 8 | its |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in results:
        ours = number(one.ours) + (f" ({number(one.p95)})" if one.p95 is not None else "")
        met = {True: "yes", False: "**no**", None: ""}[one.met]
        cells = (
            one.workload, ours, one.reference, number(one.theirs), one.unit, number(one.ratio), one.goal, met,
            number(one.at_once), number(one.at_once_theirs),
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def bars(curves: dict[str, dict[str, float]]) -> str:
    """Workload → size → milliseconds, as bars of text: they need no pictures, and a screen reader can read them."""
    most = max((value for by_size in curves.values() for value in by_size.values()), default=1.0)
    lines = []
    for workload, by_size in curves.items():
        lines.append(workload)
        for size, value in by_size.items():
            lines.append(f"  {size:7} {number(value):>9} ms  {'█' * max(1, round(value / most * _WIDEST))}")
    return "\n".join(lines)
