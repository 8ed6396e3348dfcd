"""The archive as tables: one for each type of record, those of what is derived, and the flat one."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TextIO

from ctarchive.exchange.cells import harmless
from ctarchive.exports import columns, flat, records
from ctarchive.exports.columns import DECIMAL, EDTF, FLAG, INTEGER, LIST, MOMENT, OBJECT, Column
from ctarchive.exports.derived import DERIVED
from events.protection import Mask

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """`key` tells its rows apart; `references`: column → the table that its values are keys of."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[Mask], Iterator[Row]]

    @property
    def references(self) -> dict[str, str]:
        return {column.name: column.to[0] for column in self.columns if len(column.to) == 1}


RECORDS = tuple(
    Table(name, tuple(c for c in columns.of(name) if c.name != "type"), ("uid",), partial(records.stream, name))
    for name in records.TYPES
)
TABLES = (*RECORDS, *(Table(name, table.columns, table.key, table.rows) for name, table in DERIVED.items()))
FLAT = Table("facts", flat.COLUMNS, ("claim",), flat.rows)

# Numbers and dates are what they are: nothing in them can be run.
_PLAIN = (INTEGER, DECIMAL, MOMENT, FLAG, EDTF)


def as_json(value: Any) -> str:
    """A list or object in one cell."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def cell(value: Any, kind: str) -> str:
    """A value as CSV has it: nothing for what is empty, and no text that a spreadsheet would run (see `cells`)."""
    if value is None:
        return ""
    if kind in (LIST, OBJECT):
        return harmless(as_json(value))
    if kind == FLAG:
        return "true" if value else "false"
    return str(value) if kind in _PLAIN else harmless(str(value))


def write_csv(table: Table, rows: Iterable[Row], out: TextIO) -> None:
    """The table with its header, as RFC 4180 has it."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for row in rows:
        writer.writerow([cell(row.get(column.name), column.kind) for column in table.columns])
