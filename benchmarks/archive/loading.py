"""Rows into an empty database, many at a time: without indexes, which are made again at the end, and without waiting.

The database is of no use while this runs, and nobody else may use it: a load that was cut off is begun anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, cast

from django.apps import apps
from django.db import connection, models, transaction

from benchmarks.archive.rows import Batch, Row, columns
from editorial import guard, ledger, merkle
from editorial.models import LedgerNode
from editorial.models.record import Guarded


class Loader(Protocol):
    """What a kind of database does its own way."""

    def write(self, model: type[models.Model], rows: Sequence[Row]) -> None: ...
    def indexes(self, tables: Sequence[str]) -> list[tuple[str, str]]: ...
    def check(self) -> None: ...
    def begin(self) -> None: ...
    def end(self) -> None: ...


class OnSqlite:
    def write(self, model: type[models.Model], rows: Sequence[Row]) -> None:
        names = [connection.ops.quote_name(one.column) for one in columns(model)]
        marks = ", ".join("?" * len(names))
        sql = f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
        connection.connection.executemany(sql, rows)

    def indexes(self, tables: Sequence[str]) -> list[tuple[str, str]]:
        """(name, statement that makes it) of every index that is no part of its table."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
            return [(name, sql) for name, sql, table in cursor.fetchall() if table in tables]

    def check(self) -> None:
        """References are looked at when the transaction ends."""

    def begin(self) -> None:
        # Inside a transaction, as in a test, none of this can be changed.
        if not connection.in_atomic_block:
            _run("PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -1500000")

    def end(self) -> None:
        if not connection.in_atomic_block:
            _run("PRAGMA foreign_keys = ON", "PRAGMA wal_checkpoint(TRUNCATE)")


class OnPostgres:
    def write(self, model: type[models.Model], rows: Sequence[Row]) -> None:
        names = ", ".join(connection.ops.quote_name(one.column) for one in columns(model))
        with (
            connection.connection.cursor() as cursor,
            cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy,
        ):
            for one in rows:
                copy.write_row(one)

    def indexes(self, tables: Sequence[str]) -> list[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = current_schema()"
                " AND i.tablename = ANY(%s)"
                " AND NOT EXISTS (SELECT 1 FROM pg_constraint c JOIN pg_class k ON k.oid = c.conindid"
                " WHERE k.relname = i.indexname)",
                [list(tables)],
            )
            return list(cursor.fetchall())

    def check(self) -> None:
        """Look at the references of a batch now: no index is made while one waits to be looked at."""
        _run("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED")

    def begin(self) -> None:
        _run("SET synchronous_commit = off", "SET maintenance_work_mem = '1GB'")
        if _is_superuser():
            # References are checked by `verify`; a million checks that wait for the commit would fill the memory.
            _run("SET session_replication_role = replica")

    def end(self) -> None:
        if _is_superuser():
            _run("SET session_replication_role = DEFAULT")


def _is_superuser() -> bool:
    """Whether PostgreSQL lets this user leave out its checks of references."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        return bool(cursor.fetchone()[0] == "on")


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def loader() -> Loader:
    return OnSqlite() if connection.vendor == "sqlite" else OnPostgres()


@contextmanager
def bulk() -> Iterator[Loader]:
    """A loader, for as long as nothing is checked that can be checked at the end. Leaves statistics behind."""
    connection.ensure_connection()
    held = loader()
    held.begin()
    try:
        yield held
    finally:
        held.end()
    _run("ANALYZE")


def load(held: Loader, batches: Iterable[Batch], say: Callable[[str], object]) -> None:
    """Write the batches, which come in the ledger's order, and its tree; then the indexes, which only slow that."""
    indexes = held.indexes([model._meta.db_table for model in apps.get_models() if issubclass(model, Guarded)])
    _run(*(f"DROP INDEX {connection.ops.quote_name(name)}" for name, _sql in indexes))
    try:
        _write(held, batches)
    finally:
        say(f"{len(indexes)} indexes")
        _run(*(sql for _name, sql in indexes))


def _write(held: Loader, batches: Iterable[Batch]) -> None:
    peaks: list[bytes] = []
    size = 0
    for batch in batches:
        assert batch.first == size, "a batch does not stand where the plan says"
        nodes: list[Row] = []
        for leaf in batch.leaves:
            nodes += [(level, index, digest.hex()) for level, index, digest in merkle.append(size, peaks, leaf)]
            size += 1
        with transaction.atomic(), guard.writing():
            for label, rows in batch.rows.items():
                held.write(cast("type[models.Model]", apps.get_model(label)), rows)
            held.write(LedgerNode, nodes)
            head = ledger.lock_head()
            head.size, head.public_version = size, size
            head.peaks, head.root = [peak.hex() for peak in peaks], merkle.root(peaks).hex()
            head.save()
            held.check()
