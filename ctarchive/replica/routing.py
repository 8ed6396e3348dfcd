"""Which database is read: the primary, unless a request is led elsewhere. All is written to the primary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

PRIMARY, REPLICA = "default", "replica"

_led: ContextVar[str] = ContextVar("ctarchive_database", default=PRIMARY)


class Router:
    """Django's router: reads go to where this request was led, writes to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return _led.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Rows of both are the same archive's."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """The replica is given its tables by the primary."""
        return db == PRIMARY


@contextmanager
def led_to(alias: str) -> Iterator[None]:
    """Inside, everything that is read is read from this database."""
    token = _led.set(alias)
    try:
        yield
    finally:
        _led.reset(token)


def parts_from(alias: str, parts: Iterable[Any]) -> Iterator[Any]:
    """The parts of an answer that is written only while it is sent, each read from this database."""
    following = iter(parts)
    while True:
        with led_to(alias):
            try:
                part = next(following)
            except StopIteration:
                return
        yield part
