"""Reads test tables: texts in which what is to be found is marked as [passage]{value}."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile(r"\[([^\[\]]*)\]\{([^{}]*)\}")


@dataclass(frozen=True)
class Case:
    text: str
    language: str
    published: str
    expected: tuple[tuple[int, int, str], ...]

    def __str__(self) -> str:
        return self.text[:60]

    def shown(self, start: int, end: int, value: str) -> str:
        return f"[{self.text[start:end]}]{{{value}}}"


def parse(line: str, language: str, published: str) -> Case:
    text, expected, last = "", [], 0
    for found in _MARK.finditer(line):
        text += line[last : found.start()]
        expected.append((len(text), len(text) + len(found[1]), found[2]))
        text += found[1]
        last = found.end()
    return Case(text + line[last:], language, published, tuple(expected))


def cases(name: str) -> Iterator[Case]:
    """The cases of a file in `data`. Lines that begin with == say language and day of publication of what follows."""
    language = published = ""
    for line in (Path(__file__).parent / "data" / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            language, _, published = line.removeprefix("==").strip().partition(" ")
        elif line and not line.startswith("#"):
            yield parse(line, language, published)
