"""Whether the two databases answer, and how far the replica is behind. Looked at no more than once a second."""

from __future__ import annotations

import logging
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections

from ctarchive.replica.routing import PRIMARY, REPLICA

log = logging.getLogger(__name__)

PROBE = 1.0  # seconds between two looks
_PULSE = 0.1
# Positions in the write-ahead log, as bytes from its beginning.
_WRITTEN = "SELECT pg_current_wal_lsn() - '0/0'"
_REPLAYED = "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() - '0/0' END"


@dataclass(frozen=True)
class Seen:
    """What was found. `lag` is in seconds: infinite while it is not known, or the replica follows nobody."""

    primary: bool = True
    replica: bool = False
    lag: float = math.inf

    @property
    def is_fit(self) -> bool:
        """Whether readers may be led to the replica while the primary is there."""
        return self.replica and self.lag <= settings.REPLICA_LAG


def behind(written: deque[tuple[float, int]], replayed: int, now: float) -> float:
    """How many seconds ago the oldest position was seen that the replica has not come to. Forgets those it has. Pure.

    `written`: (when it was seen, position) of the primary, oldest first.
    """
    while written and written[0][1] <= replayed:
        written.popleft()
    return now - written[0][0] if written else 0.0


class Watch:
    """Remembers what was found last, for all threads of a process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._seen, self._at = Seen(), -math.inf
        self._written: deque[tuple[float, int]] = deque(maxlen=5000)

    def look(self, *, now: bool = False) -> Seen:
        """What was found within the last second, or is found `now`. Others do not wait for who looks."""
        if (now or self._clock() - self._at >= PROBE) and self._lock.acquire(blocking=now or self._at == -math.inf):
            try:
                found = self._look()
                if (found.primary, found.is_fit) != (self._seen.primary, self._seen.is_fit):
                    log.warning("Databases: %s", found)
                self._seen, self._at = found, self._clock()
            finally:
                self._lock.release()
        return self._seen

    def _look(self) -> Seen:
        is_new = self._at == -math.inf
        written = _ask(PRIMARY, _WRITTEN)
        answers, replayed = _answers(REPLICA)
        moment = self._clock()
        if written is not None:
            # Of what was written before the first look nobody knows when that was.
            self._written.append((-math.inf if is_new else moment, written))
        lag = math.inf if replayed is None else behind(self._written, replayed, moment)
        return Seen(written is not None, answers, lag)


def _ask(alias: str, sql: str) -> int | None:
    """The number that this database answers; None where it does not."""
    connection = connections[alias]
    for _attempt in range(2):  # a connection that broke while nobody looked is made anew once
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return int(cursor.fetchone()[0])
        except (OperationalError, InterfaceError) as error:
            log.info("Database %s does not answer: %s", alias, error)
            connection.close()
    return None


def _answers(alias: str) -> tuple[bool, int | None]:
    """Whether the replica answers, and its position; None where it is no replica any more."""
    found = _ask(alias, f"SELECT coalesce(({_REPLAYED}), -1)")
    return found is not None, None if found == -1 else found


def catches_up(seconds: float) -> float | None:
    """How long the replica takes to come to where the primary is now, in seconds; infinite when it takes longer than
    these, None where it does not answer or is no replica."""
    began, written = time.monotonic(), _ask(PRIMARY, _WRITTEN) or 0
    while (passed := time.monotonic() - began) <= seconds:
        _is_there, replayed = _answers(REPLICA)
        if replayed is None:
            return None
        if replayed >= written:
            return passed
        time.sleep(_PULSE)
    return math.inf


watch = Watch()
