"""Sharing the walks among processes, all of which see one moment of the archive."""

from __future__ import annotations

import atexit
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from queue import Empty
from typing import Any

import django
from django.db import connection

from editorial.verifying import Finding, Range, Tally

# Rows that one process has walked before others have started.
_FEW = 20_000
# Seconds after which a process that has not started never will.
_PATIENCE = 120


@dataclass(frozen=True)
class Piece:
    """A range that one process walks: the number of its verifier, the name of the walk there, and the range."""

    verifier: int
    walk: str
    part: Range

    def __str__(self) -> str:
        return f"{self.verifier} {self.walk} {self.part}"


@dataclass(frozen=True)
class Outcome:
    piece: Piece
    findings: list[Finding]
    tally: Tally


def processes_for(rows: int, wanted: int | None) -> int:
    """How many processes walk an archive of so many rows: as many as wanted, else one for each core, if it is worth it.

    What stands in a transaction that is still open, or in memory, no other process can see.
    """
    if connection.in_atomic_block or connection.settings_dict["NAME"] == ":memory:":
        return 1
    if wanted is not None:
        return max(1, wanted)
    return 1 if rows < _FEW else len(os.sched_getaffinity(0))


def pieces() -> list[Piece]:
    """All there is to walk now. What cannot be divided comes first, so that it does not come last."""
    # The table needs the models, which a new process has not loaded when it reads this module.
    from ctarchive.verifying.table import VERIFIERS

    found = [
        (walk.model is not None, Piece(number, walk.name, part))
        for number, verifier in enumerate(VERIFIERS)
        for walk in verifier.walks()
        for part in walk.ranges()
    ]
    return [piece for _whole, piece in sorted(found, key=lambda one: one[0])]


def walk(piece: Piece) -> Outcome:
    """What is found in one piece."""
    from ctarchive.verifying.table import VERIFIERS, walked  # as above

    verifier, tally = VERIFIERS[piece.verifier], Tally()
    named = next(one for one in verifier.walks() if one.name == piece.walk)
    return Outcome(piece, list(walked(verifier, named, piece.part, tally)), tally)


Walking = Callable[[Iterable[Piece]], Iterator[Outcome]]


@contextmanager
def walking(processes: int) -> Iterator[Walking]:
    """Yields what walks pieces, in so many processes and in any order. Inside it, this process sees their moment."""
    from editorial import snapshots  # it needs the models, as above

    if processes == 1:
        with snapshots.snapshot():
            yield lambda wanted: map(walk, wanted)
        return
    # Spawned: a forked process would share this one's connection.
    context = get_context("spawn")
    gate, names = context.Barrier(processes + 1), context.Queue()
    with ExitStack() as stack:
        executor = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(gate, names))
        stack.callback(executor.shutdown, cancel_futures=True)
        for _process in range(processes):
            executor.submit(os.getpid)
        gate.wait(_PATIENCE)

        def join(name: str) -> None:
            for _process in range(processes):
                names.put(name)
            gate.wait(_PATIENCE)

        stack.enter_context(snapshots.shared(join))
        yield lambda wanted: _done(executor, wanted)


def _done(executor: ProcessPoolExecutor, wanted: Iterable[Piece]) -> Iterator[Outcome]:
    futures: list[Future[Outcome]] = [executor.submit(walk, piece) for piece in wanted]
    for future in as_completed(futures):
        yield future.result()


_held = ExitStack()


def _begin(gate: Barrier, names: Any) -> None:
    """Make a new process ready, and join the moment."""
    # Ctrl-C reaches all processes; the one that tells decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    from editorial import snapshots  # not before Django is ready

    snapshots.read_only()
    # Given up in order: what Python clears away when the process ends can no longer end a transaction.
    atexit.register(_held.close)
    gate.wait(_PATIENCE)
    try:
        _held.enter_context(snapshots.snapshot(names.get(timeout=_PATIENCE)))
    except Empty:
        gate.abort()
        raise
    gate.wait(_PATIENCE)
