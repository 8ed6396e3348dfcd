"""Formats written to memory, and read back."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

from ctarchive.exchange.cells import restored
from ctarchive.exports import FORMATS, moment, records


def written(name: str) -> bytes:
    out = io.BytesIO()
    with moment.held() as held:
        FORMATS[name].write(out, held)
    return out.getvalue()


def told() -> dict[str, list[dict[str, Any]]]:
    """Type → the public forms of all its records."""
    mask = moment.now().mask
    return {name: list(records.stream(name, mask)) for name in records.TYPES}


def csv_rows(data: bytes, path: str) -> list[dict[str, str]]:
    """A table of a ZIP, its cells as they were before spreadsheets were kept from running them."""
    csv.field_size_limit(10_000_000)
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(path) as file:
        rows = list(csv.DictReader(io.TextIOWrapper(file, "utf-8-sig", newline="")))
    return [{name: restored(cell) for name, cell in row.items()} for row in rows]


def database(data: bytes, folder: Path) -> sqlite3.Connection:
    path = folder / "read-back.sqlite"
    path.write_bytes(data)
    found = sqlite3.connect(path)
    found.row_factory = sqlite3.Row
    return found


def same(cell: Any, value: Any) -> bool:
    """Whether a cell of a table is the value of a form."""
    if value is None:
        return cell in ("", None)
    if isinstance(value, list | dict):
        return bool(json.loads(cell) == value)
    if isinstance(value, bool):
        return cell in ("true", 1) if value else cell in ("false", 0)
    if isinstance(cell, int | float):
        return cell == float(value)
    return cell in (value, json.dumps(value, ensure_ascii=False))  # revisions keep their values as JSON
