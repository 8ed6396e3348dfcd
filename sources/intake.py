"""Documents on their way in, one after the other: from files, folders and archives to the verb, and what came of each.

Knows files and the verb `capture`. What is there already is recognised by its bytes and not read again, so work that
was interrupted is taken up by starting it once more. Each document is a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from editorial.choices import Via
from editorial.errors import EditorialError
from sources import actions, readers
from sources.choices import Method
from sources.models import Source
from sources.readers.containers import Item, is_container, unpack
from sources.text import UnreadableError, sha256_hex

LARGEST = 50 * 1024 * 1024
CAPTURED, THERE, REFUSED = "captured", "already there", "refused"
# Data and programs that lie beside documents in a folder. Named by themselves they are tried all the same.
NO_DOCUMENTS = frozenset({
    ".yaml", ".yml", ".json", ".ndjson", ".jsonl", ".csv", ".tsv", ".toml", ".ini", ".py", ".js", ".css", ".sqlite3",
})  # fmt: skip
_HEAD = 1 << 16


@dataclass(frozen=True)
class Outcome:
    """What came of one document: `what` is one of the three words above, `why` the reason of a refusal."""

    name: str
    what: str
    source: Source | None = None
    why: str = ""
    capture: str = ""


def files(paths: Iterable[str], pattern: str = "*") -> Iterator[Path]:
    """The files named, and those in the folders named, in a lasting order. Hidden ones and links out are left out."""
    for path in map(Path, paths):
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob(pattern)):
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file.is_file() and not hidden and file.suffix.lower() not in NO_DOCUMENTS:
                yield file


def items(paths: Iterable[Path]) -> Iterator[Item]:
    """The documents in these files; those in archives one by one. What cannot be opened is an item that says so."""
    for path in paths:
        name = str(path)
        try:
            yield from _items_of(path, name)
        except UnreadableError as error:
            yield Item(name, b"", filename=path.name, refused=str(error))
        except OSError as error:
            why = error.strerror or str(error)
            yield Item(name, b"", filename=path.name, refused=f"The file cannot be opened: {why}.")


def _items_of(path: Path, name: str) -> Iterator[Item]:
    with path.open("rb") as file:
        start = file.read(_HEAD)
        file.seek(0)
        if is_container(start, path.name):
            for item in unpack(file, filename=path.name):
                yield replace(item, name=f"{name} → {item.name}")
            return
        if path.stat().st_size > LARGEST:
            raise UnreadableError(f"The file is larger than {LARGEST // 1024 // 1024} MB. Divide it.")
        yield Item(name, file.read(), filename=path.name)


def take_in(
    found: Iterable[Item], *, user: Any, via: str = Via.COMMAND, again: bool = False, dry_run: bool = False
) -> Iterator[Outcome]:
    """Capture each document, and what is attached to it. `again`: read what is there already once more.

    With `dry_run` everything is read and nothing is written.
    """
    done: set[str] = set()
    todo = _Queue(found)
    for item in todo:
        if item.refused:
            yield Outcome(item.name, REFUSED, why=item.refused)
            continue
        try:
            outcome, parts = _take(item, user=user, via=via, again=again, dry_run=dry_run, done=done)
        except (UnreadableError, EditorialError) as error:
            yield Outcome(item.name, REFUSED, why=str(error))
        except ValidationError as error:
            yield Outcome(item.name, REFUSED, why=" ".join(error.messages))
        else:
            yield outcome
            todo.push(parts)


class _Queue:
    """Items one by one, those pushed meanwhile first."""

    def __init__(self, found: Iterable[Item]) -> None:
        self._found, self._pushed = iter(found), list[Item]()

    def __iter__(self) -> Iterator[Item]:
        return self

    def __next__(self) -> Item:
        return self._pushed.pop() if self._pushed else next(self._found)

    def push(self, more: Iterable[Item]) -> None:
        self._pushed.extend(reversed(list(more)))


def _take(item: Item, *, user: Any, via: str, again: bool, dry_run: bool, done: set[str]) -> tuple[Outcome, list[Item]]:
    """One document into the archive. Returns what came of it, and the documents within it that are still to come."""
    known = None if again else actions.already(item.data, url=item.url, at=item.at)
    digest = sha256_hex(item.data)
    if known is not None:
        parts = _known_parts(item) if known.capture.media_type == "message/rfc822" else []
        return Outcome(item.name, THERE, source=known.source, capture=known.capture.pk), parts
    document = readers.read(item.data, filename=_hint(item), media_type=item.media_type)
    parts = _parts(item, document)
    if dry_run:
        what = THERE if digest in done else CAPTURED
        done.add(digest)
        return Outcome(item.name, what, source=actions.proposed(document, {}, url=item.url)), parts
    made = actions.capture(
        item.data, user=user, via=via, document=document, filename=item.filename,
        method=Method.WARC if item.is_web else Method.UPLOAD, requested_url=item.url, final_url=item.url,
        headers=item.headers, seen_at=item.at,
    )  # fmt: skip
    return Outcome(item.name, CAPTURED if made.is_new else THERE, source=made.source, capture=made.capture.pk), parts


def _hint(item: Item) -> str:
    """The name that says what the file is; the end of a web address says nothing, servers do."""
    return "" if item.is_web else item.filename


def _known_parts(item: Item) -> list[Item]:
    """What is attached to a mail that is there already: perhaps not all of it was captured with it."""
    return _parts(item, readers.read(item.data, filename=_hint(item), media_type=item.media_type))


def _parts(item: Item, document: readers.Document) -> list[Item]:
    return [
        Item(f"{item.name} → {part.filename}", part.data, filename=part.filename, media_type=part.media_type)
        for part in document.parts
    ]
