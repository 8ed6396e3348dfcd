"""Makes a backup: everything in the database as of one moment, and the preserved bytes that it names.

All rows are read in one snapshot (`editorial.snapshots`: a deferred transaction of SQLite, a repeatable read of
PostgreSQL), so that editors go on writing meanwhile. The same code reads both kinds of database, where each one's own
tool would make a file that only it can read: a backup moves an archive from one to the other, too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.utils import timezone

from ctarchive.backups import form, tables
from ctarchive.backups.sealing import sealed
from ctarchive.proof import signing
from editorial import ledger
from editorial.payload import encode
from editorial.snapshots import snapshot
from sources.models import Blob

Say = Callable[[str], Any]


@dataclass(frozen=True)
class Made:
    """What was backed up: the header, and which parts."""

    header: dict[str, Any]
    manifest: form.Manifest


def make(path: Path, key: Path | None = None, *, with_blobs: bool = True, say: Say = lambda _line: None) -> Made:
    """Write a backup to a new file, readable by its owner alone: all of it, or no file.

    Raises `FileExistsError`, `OSError` and `sealing.KeyFileError`. Blobs that are damaged or missing in the archive
    are left out, and told in the manifest: the rest of it must be backed up all the same.
    """
    if path.exists():
        raise FileExistsError(f"{path} is there already")
    beside = path.with_name(f".{path.name}.part")
    descriptor = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with sealed(file, key) as out, form.Writer(out) as writer:
                made = _write(writer, with_blobs, say)
            file.flush()
            os.fsync(file.fileno())
        # Fails where a file of this name has appeared meanwhile.
        os.link(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return made


def _write(writer: form.Writer, with_blobs: bool, say: Say) -> Made:
    with snapshot():
        known = tables.all_tables()
        header = _header(known, with_blobs)
        writer.add(form.HEADER, json.dumps(header, indent=1, sort_keys=True).encode())
        for table in known:
            say(table.label)
            writer.manifest.rows[table.label] = _write_table(writer, table)
        if with_blobs:
            say("blobs")
            for blob in Blob.objects.filter(erased_at=None).order_by("pk").iterator(chunk_size=500):
                _write_blob(writer, blob)
    return Made(header, writer.manifest)


def _header(known: list[tables.Table], with_blobs: bool) -> dict[str, Any]:
    head = ledger.head()
    return {
        "format": form.FORMAT,
        "site": settings.SITE_URL,
        "at": encode(timezone.now()),
        "head": {"size": head.size, "root": head.root, "public_version": head.public_version},
        "checkpoint": signing.checkpoint(head.size, head.root),
        "migrations": tables.migrations(),
        "tables": {table.label: table.columns for table in known},
        "with_blobs": with_blobs,
    }


def _write_table(writer: form.Writer, table: tables.Table) -> int:
    total = 0
    for number, (count, data) in enumerate(tables.parts(tables.rows(table)), start=1):
        writer.add(f"tables/{table.label}/{number:06}.ndjson.gz", data)
        total += count
    return total


def _write_blob(writer: form.Writer, blob: Blob) -> None:
    try:
        file = storages["blobs"].open(blob.path)
    except OSError as error:
        # Gone, or erased by a redaction since this snapshot was taken.
        writer.manifest.damaged[blob.pk] = f"its bytes cannot be read ({error.strerror or error})"
        return
    with file:
        if file.size != blob.size:
            writer.manifest.damaged[blob.pk] = f"it has {file.size} bytes, its row says {blob.size}"
            return
        if writer.stream(f"blobs/{blob.pk}", file, blob.size) != blob.pk:
            writer.manifest.damaged[blob.pk] = "its bytes are not what was captured"
