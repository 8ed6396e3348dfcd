"""A SQLite database: a table for each type of record, with keys, references and indexes, and those of what is derived.

The same content gives the same bytes wherever the release of SQLite is the same, whose number stands in the file.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from ctarchive.exports.about import about
from ctarchive.exports.columns import DECIMAL, FLAG, INTEGER, LIST, OBJECT
from ctarchive.exports.formats import Format
from ctarchive.exports.moment import Moment
from ctarchive.exports.tables import FLAT, TABLES, Row, Table, as_json
from events.protection import Mask

_TYPES = {INTEGER: "INTEGER", DECIMAL: "NUMERIC", FLAG: "INTEGER"}
# Columns by which rows are looked for, besides keys and references.
_INDEXED = ("state", "property", "kind", "date")


def write(out: BinaryIO, moment: Moment) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.sqlite"
        _build(path, moment)
        with path.open("rb") as made:
            shutil.copyfileobj(made, out)


def _build(path: Path, moment: Moment) -> None:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        # Nothing is kept for a crash: the file is thrown away then. References are checked by the tests.
        for pragma in ("page_size=4096", "journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-8000"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("BEGIN")
        database.execute("CREATE TABLE archive (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
        database.executemany("INSERT INTO archive VALUES (?, ?)", _told(about(moment)))
        for table in (*TABLES, FLAT):
            database.execute(_definition(table))
            marks = ", ".join("?" * len(table.columns))
            database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', _rows(table, moment.mask))  # noqa: S608 -- names of our own
        for table in (*TABLES, FLAT):
            for statement in _indexes(table):
                database.execute(statement)
        database.execute("COMMIT")
    finally:
        database.close()


def _told(value: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """(name, value) of everything the file says of itself; members of members as ledger.root."""
    for name, one in value.items():
        if isinstance(one, dict):
            yield from _told(one, f"{path}{name}.")
        elif one is not None:
            yield f"{path}{name}", str(one)


def _definition(table: Table) -> str:
    columns = [f'"{column.name}" {_TYPES.get(column.kind, "TEXT")}' for column in table.columns]
    key = ", ".join(f'"{name}"' for name in table.key)
    foreign = [f'FOREIGN KEY ("{name}") REFERENCES "{to}" ("uid")' for name, to in table.references.items()]
    return f'CREATE TABLE "{table.name}" ({", ".join([*columns, f"PRIMARY KEY ({key})", *foreign])})'


def _indexes(table: Table) -> Iterator[str]:
    wanted = {*table.references, *_INDEXED, *(("record_uid",) if table.name in ("revision", "redaction") else ())}
    for column in table.columns:
        if column.name in wanted and table.key[0] != column.name:
            yield f'CREATE INDEX "{table.name}_{column.name}" ON "{table.name}" ("{column.name}")'


def _rows(table: Table, mask: Mask) -> Iterator[list[Any]]:
    for row in table.rows(mask):
        yield [_stored(row, column.name, column.kind) for column in table.columns]


def _stored(row: Row, name: str, kind: str) -> Any:
    value = row.get(name)
    if value is None:
        return None
    if kind in (LIST, OBJECT):
        return as_json(value)
    return int(value) if kind in (INTEGER, FLAG) else value


FORMAT = Format(
    name="archive",
    label="SQLite",
    media_type="application/vnd.sqlite3",
    extension="sqlite",
    about=_("A database to put questions to at once: the tables with keys, references and indexes."),
    write=write,
)
