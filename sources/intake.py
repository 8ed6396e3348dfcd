"""Documents on their way in, one after the other: from files, folders and archives to the verb, and what came of each.

Knows files and the verb `capture`. What is there already is recognised by its bytes and not read again, so work that
was interrupted is taken up by starting it once more. A few documents at a time are one transaction.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

from editorial.choices import Via
from editorial.errors import EditorialError
from sources import actions
from sources.arrivals import Arrival, Captured, proposed
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
# What is written together: so many documents, or bytes, or what was read in so many seconds.
TOGETHER, HEAVY, LONG = 25, 32 * 1024 * 1024, 2.0


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
    read: set[str] = set()
    at_hand = _AtHand(user, via)
    try:
        for taken in _Queue(found, ahead or Ahead(), again=again):
            if taken.digest in at_hand.digests:
                yield from at_hand.write()  # and then it is known
            looked = _look(taken, again=again, dry_run=dry_run, is_read=taken.digest in read)
            read.add(taken.digest)
            at_hand.add(taken, looked)
            if at_hand.is_full:
                yield from at_hand.write()
    except KeyboardInterrupt:
        yield from at_hand.write()  # what was read is not read in vain
        raise
    yield from at_hand.write()


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
    digest: str
    known: Captured | None
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
                item = self._attached.pop()
                taken = self._taken(item, sha256_hex(item.data), Ahead())
            else:
                self._fill()
                if not self._window:
                    return
                taken = self._window.popleft()
            taken.reading = self._noting(taken.item, taken.reading)
            yield taken

    def _fill(self) -> None:
        """Several at a time, because one question tells of all of them whether their bytes are new."""
        if len(self._window) > self._ahead.window // 2:
            return
        size = sum(len(taken.item.data) for taken in self._window)
        items: list[tuple[str, Item]] = []
        while len(self._window) + len(items) < self._ahead.window and size < HEAVY:
            if (item := next(self._found, None)) is None:
                break
            items.append((sha256_hex(item.data), item))
            size += len(item.data)
        seen = actions.seen(digest for digest, _item in items) if items and not self._again else set()
        for digest, item in items:
            self._window.append(self._taken(item, digest, self._ahead, is_seen=digest in seen))

    def _taken(self, item: Item, digest: str, ahead: Ahead, *, is_seen: bool = True) -> _Taken:
        is_sought = is_seen and not item.refused and not self._again
        known = actions.already(item.data, url=item.url, at=item.at) if is_sought else None
        # What is known is not read; only a mail is, for what is attached to it.
        return _Taken(item, digest, known, partial(read_item, item) if item.refused or known else ahead.read(item))

    def _noting(self, item: Item, reading: Reading) -> Reading:
        def read() -> Document:
            document = reading()
            self._attached += reversed(_parts(item, document))
            return document

        return read


def _look(taken: _Taken, *, again: bool, dry_run: bool, is_read: bool) -> Outcome | Arrival:
    """What comes of a document; to know that of a new one, it has to be written. `is_read`: its bytes came before."""
    item, known = taken.item, taken.known
    if item.refused:
        return Outcome(item.name, REFUSED, why=item.refused)
    if known is None and is_read and not again:
        known = actions.already(item.data, url=item.url, at=item.at)
    try:
        if known is not None:
            if known.capture.media_type == "message/rfc822":
                taken.reading()  # perhaps not all that is attached was captured with it
            return Outcome(item.name, THERE, source=known.source, capture=known.capture.pk)
        document = taken.reading()
    except UnreadableError as error:
        return Outcome(item.name, REFUSED, why=str(error))
    if dry_run:
        return Outcome(item.name, THERE if is_read else CAPTURED, source=proposed(document, {}, url=item.url))
    return Arrival(
        item.data, document, filename=item.filename, method=Method.WARC if item.is_web else Method.UPLOAD,
        requested_url=item.url, final_url=item.url, headers=item.headers, seen_at=item.at,
    )  # fmt: skip


class _AtHand:
    """Documents that were read and are written together, and between them what is known already of others.

    Few, small and soon: whoever is killed loses no more than these, and they are taken again the next time.
    """

    def __init__(self, user: Any, via: str) -> None:
        self.digests: set[str] = set()
        self._user, self._via, self._size, self._since = user, via, 0, 0.0
        self._waiting: list[tuple[str, Outcome | Arrival]] = []

    def add(self, taken: _Taken, looked: Outcome | Arrival) -> None:
        if not self._waiting:
            self._since = monotonic()
        self._waiting.append((taken.item.name, looked))
        if isinstance(looked, Arrival):
            self.digests.add(taken.digest)
            self._size += len(looked.data)

    @property
    def is_full(self) -> bool:
        """Also where there is nothing to write: what is known is told at once."""
        if not self.digests:
            return True
        return len(self.digests) >= TOGETHER or self._size >= HEAVY or monotonic() - self._since >= LONG

    def write(self) -> Iterator[Outcome]:
        """Write them in one transaction. Where one is in the way of that, each by itself: only that one is refused."""
        waiting, self._waiting, self.digests, self._size = self._waiting, [], set(), 0
        arrivals = [looked for _name, looked in waiting if isinstance(looked, Arrival)]
        try:
            made = iter(actions.capture_all(arrivals, user=self._user, via=self._via) if len(arrivals) > 1 else ())
        except Exception:  # noqa: BLE001 -- whatever it is, it is raised again for the one that is the reason
            made = iter(())
        for name, looked in waiting:
            if isinstance(looked, Outcome):
                yield looked
            elif (done := next(made, None)) is not None:
                yield _told(name, done)
            else:
                yield self._alone(name, looked)

    def _alone(self, name: str, arrival: Arrival) -> Outcome:
        try:
            (done,) = actions.capture_all([arrival], user=self._user, via=self._via)
        except EditorialError as error:
            return Outcome(name, REFUSED, why=str(error))
        except ValidationError as error:
            return Outcome(name, REFUSED, why=" ".join(error.messages))
        return _told(name, done)


def _told(name: str, done: Captured) -> Outcome:
    return Outcome(name, CAPTURED if done.is_new else THERE, source=done.source, capture=done.capture.pk)


def _parts(item: Item, document: Document) -> list[Item]:
    return [
        Item(f"{item.name} → {part.filename}", part.data, filename=part.filename, media_type=part.media_type)
        for part in document.parts
    ]
