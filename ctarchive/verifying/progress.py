"""A file that remembers what a run of `verify` has walked, so that one that was cut off goes on from there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

from ctarchive.verifying.running import Outcome, Piece
from editorial import ledger
from editorial.verifying import Finding

# Seconds between two writings; so much is walked again when a run is killed.
_PAUSE = 1.0


class UnreadableError(ValueError):
    """The file is not what a run of `verify` left behind."""


class Progress:
    """What was walked of an archive, and what did not hold there. `path`: None remembers nothing.

    Raises `UnreadableError`.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.head: dict[str, Any] = {}
        self.done: set[str] = set()
        self.findings: list[Finding] = []
        self.erased = 0
        self._written = monotonic()
        if path is not None and path.exists():
            self._read(path)

    def _read(self, path: Path) -> None:
        try:
            told = json.loads(path.read_text())
            self.head = {"size": int(told["head"]["size"]), "root": str(told["head"]["root"])}
            if not told["finished"]:
                self.done, self.erased = set(told["done"]), int(told["erased"])
                self.findings = [Finding(*one) for one in told["findings"]]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise UnreadableError(
                f"{path} is not what a run of verify left behind ({error!r}). Remove it to begin anew."
            ) from error

    def begin(self) -> Iterator[Finding]:
        """Whether the archive's ledger still begins with the one that an earlier run saw. The head is then today's."""
        now = ledger.head()
        if self.head and not _begins_with(self.head["size"], self.head["root"], now.size):
            seen = f"the ledger of {self.head['size']} entries with the root {self.head['root']}"
            yield Finding("ledger", "head", f"{seen}, which an earlier run saw, is not the beginning of this one")
        self.head = {"size": now.size, "root": now.root}

    def left(self, pieces: list[Piece]) -> list[Piece]:
        """Those of the pieces that were not walked yet."""
        return [piece for piece in pieces if str(piece) not in self.done]

    def note(self, outcome: Outcome) -> None:
        self.done.add(str(outcome.piece))
        self.findings += outcome.findings
        self.erased += outcome.tally.erased
        if monotonic() - self._written > _PAUSE:
            self.write()

    def write(self, *, finished: bool = False) -> None:
        """Replace the file as a whole: a run may be killed at any moment."""
        self._written = monotonic()
        if self.path is None:
            return
        told = {"head": self.head, "finished": finished}
        if not finished:
            told |= {
                "done": sorted(self.done), "erased": self.erased,
                "findings": [[one.kind, one.uid, one.what] for one in self.findings],
            }  # fmt: skip
        beside = self.path.with_name(f"{self.path.name}.new")
        beside.write_text(json.dumps(told))
        beside.replace(self.path)


def _begins_with(size: int, root: str, now: int) -> bool:
    """Whether the stored tree, which `verify` compares with the entries, had this root when it had so many entries."""
    try:
        return size <= now and ledger.root_at(size) == root
    except (KeyError, ValueError):
        return False  # a node is missing, or is no digest
