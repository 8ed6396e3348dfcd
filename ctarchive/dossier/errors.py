from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong in a dossier: on which line, what, in a sentence, and under which key of the record."""

    line: int
    what: str
    key: str = ""


class DossierError(Exception):
    """The dossier cannot be loaded; nothing was written. `problems` are all that were found, in the order of lines."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.name = name
        self.problems = sorted(problems)
        super().__init__("\n".join(f"{name}:{problem.line}: {problem.what}" for problem in self.problems))
