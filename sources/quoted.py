"""What the outer packages tell the pages of sources: which passages are quoted, and whose names are hidden.

The sources package knows neither claims nor people. Whoever does calls `register` when the apps are ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from editorial.asof import NOW, AsOf
from sources.cutting import Replacement, part
from sources.models import Capture, Publisher


@dataclass(frozen=True)
class Rest:
    """One statement that rests on a passage. `about` is what it speaks of; the stance is a key and its label."""

    uid: str
    url: str
    says: str
    about: str
    about_url: str
    stance: str
    stance_label: str


@dataclass
class Passage:
    """One quoted passage of a capture: code points from `start` to `end`, and all that rests on it.

    `uids` are those of the evidence, by which other pages link here.
    """

    capture: str
    start: int
    end: int
    uids: list[str] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    number: int = 0


@dataclass(frozen=True)
class Fared:
    """How what rests on a publisher's sources fared, in claims; each counts once, however many passages it has.

    `corroborated`: also supported by an independent origin. `contradicted`: in conflict, or a passage is against it.
    """

    claims: int = 0
    corroborated: int = 0
    contradicted: int = 0
    superseded: int = 0
    retracted: int = 0

    @property
    def ended(self) -> int:
        return self.superseded + self.retracted


class Known:
    """What is known beyond sources, asked once a page. This one knows nothing."""

    hides = False  # whether there is anything to hide in any text

    def passages(self, captures: Sequence[Capture], day: AsOf = NOW) -> Iterable[Passage]:
        """The passages of these captures that the public may read, in the order of captures and text, numbered.

        They are those that stand, or stood on the day.
        """
        return ()

    def records(self, publishers: Sequence[Publisher]) -> Mapping[str, Fared]:
        """Uid of a publisher → how what rests on its sources fared; those on which nothing rests may be missing."""
        return {}

    def hidden(self, text: str) -> Sequence[Replacement]:
        """The spans of the text that are shown as something else."""
        return ()

    def hide(self, text: str) -> str:
        """The text as it is shown."""
        return part(text, 0, len(text), self.hidden(text))

    def veil(self, *records: Any) -> None:
        """Hide the same in the texts of these records, in memory."""


_ask: Callable[[], Known] = Known


def register(ask: Callable[[], Known]) -> None:
    """Ask this one from now on."""
    global _ask  # noqa: PLW0603 -- set once, when the apps are ready
    _ask = ask


def ask() -> Known:
    """What is known at this moment."""
    return _ask()
