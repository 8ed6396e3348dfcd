"""Documents on their way in, one after the other: from files, folders and archives to the verb, and what came of each.

Knows files and the verb `capture`. What is there already is recognised by its bytes and not read again, so work that
was interrupted is taken up by starting it once more. Each document is a transaction of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

from editorial.choices import Via
from editorial.errors import EditorialError
from sources import actions
from sources.choices import Method
from sources.models import Source
from sources.readers import Document
from sources.readers.ahead import Ahead, Reading, read_item
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
    found: Iterable[Item],
    *,
    user: Any,
    via: str = Via.COMMAND,
    again: bool = False,
    dry_run: bool = False,
    ahead: Ahead | None = None,
) -> Iterator[Outcome]:
    """Capture each document, and what is attached to it. `again`: read what is there already once more.

    With `dry_run` everything is read and nothing is written. `ahead` reads documents while others are written.
    """
    done: set[str] = set()
    for taken in _Queue(found, ahead or Ahead(), again=again):
        item = taken.item
        if item.refused:
            yield Outcome(item.name, REFUSED, why=item.refused)
            continue
        try:
            outcome = _take(taken, user=user, via=via, again=again, dry_run=dry_run, done=done)
        except (UnreadableError, EditorialError) as error:
            yield Outcome(item.name, REFUSED, why=str(error))
        except ValidationError as error:
            yield Outcome(item.name, REFUSED, why=" ".join(error.messages))
        else:
            yield outcome


@contextmanager
def lasting_together() -> Iterator[None]:
    """What is written meanwhile survives a power cut from the end on, instead of from each commit on (SQLite only).

    Waiting for the disk at each commit is most of the work of capturing many documents. Nothing is ever half-written;
    what a power cut takes away is captured when the command is started again.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        (level,) = cursor.execute("PRAGMA synchronous").fetchone()
        cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA synchronous={int(level)}")
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")  # writes the log to the disk, and waits for it


@dataclass
class _Taken:
    """A document at hand: what the archive knows of its bytes, or the reading of it that is under way."""

    item: Item
    known: actions.Captured | None
    reading: Reading


class _Queue:
    """Items one by one, the next of them being read already; what is attached to one comes right after it."""

    def __init__(self, found: Iterable[Item], ahead: Ahead, *, again: bool) -> None:
        self._found, self._ahead, self._again = iter(found), ahead, again
        self._window: deque[_Taken] = deque()
        self._attached: list[Item] = []

    def __iter__(self) -> Iterator[_Taken]:
        while True:
            if self._attached:
                taken = self._taken(self._attached.pop(), Ahead())
            else:
                self._fill()
                if not self._window:
                    return
                taken = self._window.popleft()
            taken.reading = self._noting(taken.item, taken.reading)
            yield taken

    def _fill(self) -> None:
        while len(self._window) < self._ahead.window:
            item = next(self._found, None)
            if item is None:
                return
            self._window.append(self._taken(item, self._ahead))

    def _taken(self, item: Item, ahead: Ahead) -> _Taken:
        known = None if item.refused or self._again else actions.already(item.data, url=item.url, at=item.at)
        # What is known is not read; only a mail is, for what is attached to it.
        return _Taken(item, known, partial(read_item, item) if item.refused or known else ahead.read(item))

    def _noting(self, item: Item, reading: Reading) -> Reading:
        def read() -> Document:
            document = reading()
            self._attached += reversed(_parts(item, document))
            return document

        return read


def _take(taken: _Taken, *, user: Any, via: str, again: bool, dry_run: bool, done: set[str]) -> Outcome:
    """One document into the archive. `done` are the digests of those before it, which may have been read meanwhile."""
    item, known, digest = taken.item, taken.known, sha256_hex(taken.item.data)
    if known is None and digest in done and not again:
        known = actions.already(item.data, url=item.url, at=item.at)
    if known is not None:
        if known.capture.media_type == "message/rfc822":
            taken.reading()  # perhaps not all that is attached was captured with it
        return Outcome(item.name, THERE, source=known.source, capture=known.capture.pk)
    document = taken.reading()
    is_first = digest not in done
    done.add(digest)
    if dry_run:
        what = CAPTURED if is_first else THERE
        return Outcome(item.name, what, source=actions.proposed(document, {}, url=item.url))
    made = actions.capture(
        item.data, user=user, via=via, document=document, filename=item.filename,
        method=Method.WARC if item.is_web else Method.UPLOAD, requested_url=item.url, final_url=item.url,
        headers=item.headers, seen_at=item.at,
    )  # fmt: skip
    return Outcome(item.name, CAPTURED if made.is_new else THERE, source=made.source, capture=made.capture.pk)


def _parts(item: Item, document: Document) -> list[Item]:
    return [
        Item(f"{item.name} → {part.filename}", part.data, filename=part.filename, media_type=part.media_type)
        for part in document.parts
    ]
