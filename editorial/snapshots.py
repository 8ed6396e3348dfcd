"""One moment of the whole archive, however long one reads and whoever writes meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, router, transaction

from editorial.models import LedgerHead


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment, and nobody waits for it. Nothing can be written inside.

    Inside a transaction that is open already it changes nothing.
    """
    connection = connections[router.db_for_read(LedgerHead)]
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # `atomic` would take SQLite's write lock (IMMEDIATE); a deferred transaction only reads.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
