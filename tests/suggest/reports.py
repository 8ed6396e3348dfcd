"""Reads the reports of `data/reports.txt`: texts whose sentences are marked as events, or as none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from events.suggest import Document


@dataclass
class Report:
    """A report, with start, end, kind and date of the sentences that an editor would record."""

    title: str
    language: str
    published: str
    text: str
    events: list[tuple[int, int, str, str]] = field(default_factory=list)

    @property
    def document(self) -> Document:
        return Document(self.text, language=self.language, published=self.published, title=self.title)


def reports() -> Iterator[Report]:
    made: Report | None = None
    for line in (Path(__file__).parent / "data" / "reports.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            if made:
                yield made
            language, _, rest = line[3:].partition(" ")
            published, _, title = rest.partition(" ") if rest[:1].isdigit() else ("", "", rest)
            made = Report(title, language, published, title + "\n\n")
        elif made and line[:2] in {"+ ", "- "}:
            told, _, sentence = line[2:].rpartition(" | ")
            start = len(made.text)
            made.text += sentence + "\n\n"
            if told:
                kind, _, date = told.partition(" ")
                made.events.append((start, start + len(sentence), kind, date))
    if made:
        yield made
