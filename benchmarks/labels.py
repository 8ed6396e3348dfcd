"""Texts with the answers marked in them, and the texts beside the project whose answers are kept apart.

A labelled text is written with its answers in place: ``[[person|Ali Valiyev]]``, ``[[date=2018-07|July 2018]]``,
``[[number=more_than:30|more than 30]]``, ``[[event=visit date=2018-07 place=Baku|… a passage, others inside …]]``. The
rules are in docs/suggestions.md. Offsets are Unicode code points of the text without the marks.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent / "labels"
BESIDE = Path(os.environ.get("SEEDS", HERE.parents[2] / "shared" / "seeds"))
_MARK = re.compile(r"\[\[([a-z_]+(?:=[^|\]]*)?)\||\]\]")


@dataclass(frozen=True)
class Span:
    """A passage of the text, and what it says: for a mention its kind, for a date its EDTF, for a number its words."""

    start: int
    end: int
    value: str = ""
    date: str = ""
    place: str = ""


@dataclass
class Labelled:
    """A document and everything that should be found in it."""

    name: str
    data: bytes
    text: str
    mentions: list[Span] = field(default_factory=list)
    dates: list[Span] = field(default_factory=list)
    numbers: list[Span] = field(default_factory=list)
    events: list[Span] = field(default_factory=list)

    @property
    def language(self) -> str:
        return self.name[:2] if self.name[2] == "-" else "en"


def labelled() -> list[Labelled]:
    """All labelled documents: our own, and those beside the project where they are there."""
    return [parse(path.name, path.read_text("utf-8")) for path in sorted(HERE.glob("*.txt"))] + list(beside())


def parse(name: str, marked: str) -> Labelled:
    """The text without its marks, and the answers. Raises `ValueError` for a mark that is not closed, or unknown."""
    text, at, opened = "", 0, []
    found = Labelled(name, b"", "")
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[1]:
            opened.append((mark[1], len(text)))
        elif not opened:
            raise ValueError(f"{name}: a mark is closed that was never opened, before “{marked[at : at + 30]}”")
        else:
            _keep(found, *opened.pop(), len(text))
    if opened:
        raise ValueError(f"{name}: the mark “{opened[-1][0]}” is not closed")
    found.text = text + marked[at:]
    found.data = found.text.encode()
    return found


def _keep(found: Labelled, mark: str, start: int, end: int) -> None:
    name, _, told = mark.partition("=")
    if name == "date":
        found.dates.append(Span(start, end, told))
    elif name == "number":
        found.numbers.append(Span(start, end, told))
    elif name == "event":
        kind, *more = told.split(" ", 2)
        known = dict(part.split("=", 1) for part in more)
        found.events.append(Span(start, end, kind, known.get("date", ""), known.get("place", "")))
    else:
        found.mentions.append(Span(start, end, name))


def beside() -> Iterator[Labelled]:
    """The documents beside the project, labelled by labels/beside.yaml; those that are not there are left out."""
    for name, told in yaml.safe_load((HERE / "beside.yaml").read_text("utf-8")).items():
        path = BESIDE / name
        if not path.is_file():
            continue
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != told["sha256"]:
            raise ValueError(f"{path} is not the document that was labelled")
        text = data.decode()
        # What stands behind `until` is furniture, from which nothing is suggested.
        found = Labelled(name, data, text, mentions=_occurrences(text[: told.get("until")], told["mentions"]))
        found.dates = [_first(text, words, edtf, *within) for words, edtf, *within in told["dates"]]
        found.numbers = [_first(text, words, f"{hedge}:{value}") for words, hedge, value in told["numbers"]]
        found.events = [Span(*event) for event in told["events"]]
        yield found


def _occurrences(text: str, names: dict[str, list[str]]) -> list[Span]:
    """Every whole-word occurrence of every name; where two begin at one place, or overlap, the longer."""
    kinds = {name: kind for kind, listed in names.items() for name in listed}
    pattern = "|".join(re.escape(name) for name in sorted(kinds, key=len, reverse=True))
    return [Span(m.start(), m.end(), kinds[m[0]]) for m in re.finditer(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", text)]


def _first(text: str, words: str, value: str, within: str = "") -> Span:
    start = text.index(words, text.index(within) if within else 0)
    return Span(start, start + len(words), value)


@dataclass(frozen=True)
class Copy:
    """A text of which others are copies, or none: those of its family, and no others."""

    id: str
    family: str
    text: str


def copies() -> list[Copy]:
    """The texts of labels/duplicates.yaml."""
    return [_copy(row) for row in yaml.safe_load((HERE / "duplicates.yaml").read_text("utf-8"))]


def _copy(row: dict) -> Copy:
    if "text" in row:
        return Copy(row["id"], row["family"], row["text"])
    text = parse(row["of"], (HERE / row["of"]).read_text("utf-8")).text
    for old, new in row.get("swap", {}).items():
        if old not in text:
            raise ValueError(f"duplicates.yaml, {row['id']}: “{old}” is not in {row['of']}")
        text = text.replace(old, new)
    paragraphs = [p for p in text.split("\n\n") if p.strip()]
    if "take" in row:
        paragraphs = paragraphs[slice(*row["take"])]
    return Copy(row["id"], row["family"], "\n\n".join([*row.get("before", ()), *paragraphs, *row.get("after", ())]))
