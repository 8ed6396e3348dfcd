"""One moment of the whole archive, however long one reads and whoever writes meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from editorial.models import LedgerHead


def _reading() -> BaseDatabaseWrapper:
    return connections[router.db_for_read(LedgerHead)]


@contextmanager
def snapshot(exported: str = "") -> Iterator[None]:
    """Everything read inside is of one moment, and nobody waits for it. Nothing can be written inside.

    `exported` names the moment of another process, as `export` told it. Inside a transaction that is open already it
    changes nothing.
    """
    connection = _reading()
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            if exported:
                cursor.execute("SET TRANSACTION SNAPSHOT %s", [exported])
            yield
    else:
        # `atomic` would take SQLite's write lock (IMMEDIATE); a deferred transaction only reads.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            # The moment is that of the first reading.
            cursor.execute("SELECT count(*) FROM sqlite_schema")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


@contextmanager
def shared(join: Callable[[str], Any]) -> Iterator[None]:
    """A `snapshot` that other processes see as well: `join` is called with its name, and returns once they hold it.

    Each of them holds `snapshot(name)`. SQLite knows no names: there nobody can write while `join` runs.
    """
    connection = _reading()
    if connection.vendor == "postgresql":
        with snapshot(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            join(cursor.fetchone()[0])
            yield
        return
    lock = connection.copy()
    try:
        with lock.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            with snapshot():
                join("")
                cursor.execute("ROLLBACK")
                yield
    finally:
        lock.close()


def read_only() -> None:
    """Let this process's connection write nothing from now on."""
    connection = _reading()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET default_transaction_read_only = on")
        else:
            cursor.execute("PRAGMA query_only = ON")
