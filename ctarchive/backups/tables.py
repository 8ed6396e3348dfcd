"""The rows of all tables, as JSON that every kind of database writes and reads alike.

Rows are copied column by column, with their keys and without any verb: a restored archive is the same archive.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management.color import no_style
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from ctarchive.models import SearchEntry, SearchName

Rows = Iterable[Sequence[Any]]
# Search is made anew from what was restored. A session lets in whoever shows it: it must not outlive in a file.
LEFT_OUT = (SearchEntry, SearchName, Session)
ROWS, HEAVY = 2000, 1 << 22  # a part has so many rows, or bytes, at most; and one row at least


class Table(NamedTuple):
    """A table and its columns, in the order in which rows are written."""

    label: str
    model: type[models.Model]
    fields: list[models.Field[Any, Any]]

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]


def all_tables() -> list[Table]:
    """Every table that a backup holds, those between two others included."""
    found = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    kept = [model for model in found if model not in LEFT_OUT]
    return [Table(model._meta.label_lower, model, list(model._meta.local_concrete_fields)) for model in kept]


def migrations() -> list[str]:
    """The migrations that the database has been through: the form of its tables."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


# -- out ---------------------------------------------------------------------------------------------------------------


def rows(table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows in the order of their keys, a few at a time in memory."""
    names = [field.attname for field in table.fields]
    found = table.model._base_manager.order_by("pk").values_list(*names)
    return iter(found.iterator(chunk_size=500))


def parts(found: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, bytes]]:
    """(how many rows, the part's bytes): lines of JSON, compressed. The same rows make the same bytes."""
    lines: list[bytes] = []
    weight = 0
    for row in found:
        lines.append(json.dumps([_out(value) for value in row], ensure_ascii=False, sort_keys=True).encode() + b"\n")
        weight += len(lines[-1])
        if len(lines) >= ROWS or weight >= HEAVY:
            yield len(lines), _compressed(lines)
            lines, weight = [], 0
    if lines:
        yield len(lines), _compressed(lines)


def _compressed(lines: list[bytes]) -> bytes:
    packer = zlib.compressobj(6, wbits=31)  # gzip, without the moment
    return b"".join([*(packer.compress(line) for line in lines), packer.flush()])


def _out(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    return value


# -- in ----------------------------------------------------------------------------------------------------------------


def read(data: bytes) -> Iterator[list[Any]]:
    """The rows of a part."""
    for line in zlib.decompress(data, wbits=31).splitlines():
        yield json.loads(line)


def clear(tables: Iterable[Table]) -> None:
    """Empty the tables of what migrations put there, inside the transaction of the restoring."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {_quoted(table.model._meta.db_table)}")  # noqa: S608 -- our own tables' names


def insert(table: Table, found: Rows) -> int:
    """Write rows as they are. Returns how many."""
    names = ", ".join(map(_quoted, table.columns))
    places = ", ".join(["%s"] * len(table.columns))
    into = _quoted(table.model._meta.db_table)
    sql = f"INSERT INTO {into} ({names}) VALUES ({places})"  # noqa: S608 -- our own tables' and columns' names
    count, remaining = 0, iter(found)
    with connection.cursor() as cursor:
        while batch := list(islice(remaining, 500)):
            cursor.executemany(sql, [_in(table.fields, row) for row in batch])
            count += len(batch)
    return count


def _in(fields: Sequence[models.Field[Any, Any]], row: Sequence[Any]) -> list[Any]:
    if len(row) != len(fields):
        raise ValueError("a row has another number of columns than its table")
    return [_prepared(field, value) for field, value in zip(fields, row, strict=True)]


def _prepared(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.JSONField) and value is None and not field.null:
        # JSON's own null, in a column that cannot be empty.
        return field.get_db_prep_value(None, connection)
    return field.get_db_prep_save(value if isinstance(field, models.JSONField) else field.to_python(value), connection)


def settle(tables: Iterable[Table]) -> None:
    """Have the database count on from the rows that were written, and check what refers to what."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
            cursor.execute(sql)
    connection.check_constraints()


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
