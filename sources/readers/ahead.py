"""Reading many documents: one by one where they are wanted, or ahead of that in processes of their own.

Pure: nothing here knows what becomes of a document. The processes never see the database.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from sources.readers import Document, read
from sources.readers.containers import Item
from sources.text import UnreadableError

Reading = Callable[[], Document]
"""A reading under way: called, it gives the document or raises `UnreadableError`."""

_FEW = 20  # documents, for which no further process is started


def read_item(item: Item) -> Document:
    """The document in an item. Of the web, servers say what it is; the end of an address says nothing."""
    return read(item.data, filename="" if item.is_web else item.filename, media_type=item.media_type)


class Ahead:
    """Reads each document when it is wanted. `Pool` begins earlier."""

    window = 1
    """How many readings may be under way."""

    def read(self, item: Item) -> Reading:
        """Begins to read."""
        return lambda: read_item(item)


class Pool(Ahead):
    """Reads in processes of its own, so that the machine's other cores read while this one writes.

    A file that makes a reading library crash takes its process along: that file is refused, and the others go on.
    """

    def __init__(self, processes: int) -> None:
        self.window = max(1, processes) * 10
        self._processes, self._begun = max(1, processes), 0
        self._started: ProcessPoolExecutor | None = None

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._started is not None:
            self._started.shutdown(wait=False, cancel_futures=True)

    def read(self, item: Item) -> Reading:
        self._begun += 1
        if self._begun <= _FEW:
            return super().read(item)
        self._started = self._started or _executor(self._processes)
        try:
            future = self._started.submit(read_item, item)
        except BrokenProcessPool:
            self._started = None
            return lambda: _read_alone(item)

        def wait() -> Document:
            try:
                return future.result()
            except BrokenProcessPool:
                # This file or one read beside it: alone it shows.
                self._started = None
                return _read_alone(item)

        return wait


def _read_alone(item: Item) -> Document:
    with _executor(1) as executor:
        try:
            return executor.submit(read_item, item).result()
        except BrokenProcessPool as error:
            raise UnreadableError(
                "This file makes its reader crash; it may have been made to. It is not read."
            ) from error


def _executor(processes: int) -> ProcessPoolExecutor:
    # Not forked: a copy of this process would share its connection to the database.
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_leave_interrupts)


def _leave_interrupts() -> None:
    """Ctrl-C reaches all processes; the one that writes decides."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
