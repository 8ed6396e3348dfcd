"""Texts with their names marked, and how well spans found in them agree."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from events.choices import EntityKind as Kind

_MARK = re.compile(r"\{(?P<kind>[a-z]):(?P<name>[^{}]+)\}")
_KINDS = {
    "p": {Kind.PERSON}, "s": {Kind.STATE}, "l": {Kind.PLACE}, "g": {Kind.ARMED_GROUP}, "w": {Kind.LEGAL_INSTRUMENT},
    "r": {Kind.PROGRAMME}, "o": {Kind.OTHER},
}  # fmt: skip
_BODIES = set(Kind) - {kind for kinds in _KINDS.values() for kind in kinds}


@dataclass
class Marked:
    """A text without its marks, the spans that were marked, each with its possible kinds, and its furniture."""

    name: str
    language: str
    text: str
    spans: dict[tuple[int, int], set[str]] = field(default_factory=dict)
    furniture: list[tuple[int, int]] = field(default_factory=list)


def read_named(path: Path) -> list[Marked]:
    texts: list[Marked] = []
    for block in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, body = block.partition("\n")
        name, language = head.split()
        texts.append(_unmarked(name, language, body.rstrip("\n")))
    return texts


def _unmarked(name: str, language: str, body: str) -> Marked:
    marked = Marked(name, language, "")
    for written in body.split("\n"):
        is_furniture = written.startswith("~")
        line = written.removeprefix("~")
        begin, last = len(marked.text), 0
        for match in _MARK.finditer(line):
            marked.text += line[last : match.start()]
            start = len(marked.text)
            marked.text += match["name"]
            marked.spans[start, len(marked.text)] = {str(k) for k in _KINDS.get(match["kind"], _BODIES)}
            last = match.end()
        marked.text += line[last:]
        if is_furniture:
            marked.furniture.append((begin, len(marked.text)))
        marked.text += "\n"
    marked.text = marked.text[:-1]
    return marked


@dataclass
class Score:
    """How many spans were marked and found; how many of those agree to the letter, overlap, and have the right kind."""

    marked: int = 0
    found: int = 0
    exact: int = 0
    overlapped: int = 0
    overlapping: int = 0
    kind: int = 0

    def add(self, gold: dict[tuple[int, int], set[str]], found: Iterable[tuple[int, int, str]]) -> None:
        spans = list(found)
        self.marked += len(gold)
        self.found += len(spans)
        self.exact += sum((start, end) in gold for start, end, _kind in spans)
        self.kind += sum(kind in gold.get((start, end), ()) for start, end, kind in spans)
        self.overlapped += sum(any(s < e2 and s2 < e for s2, e2, _ in spans) for s, e in gold)
        self.overlapping += sum(any(s < e2 and s2 < e for s2, e2 in gold) for s, e, _ in spans)

    @property
    def exact_f1(self) -> float:
        return _f1(self.exact / (self.found or 1), self.exact / (self.marked or 1))

    @property
    def overlap_f1(self) -> float:
        return _f1(self.overlapping / (self.found or 1), self.overlapped / (self.marked or 1))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
