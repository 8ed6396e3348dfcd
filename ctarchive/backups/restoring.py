"""Checks a backup without restoring it, and restores one into an empty place: all of it, or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from ctarchive import search
from ctarchive.backups import form, tables
from ctarchive.backups.form import DamagedError
from ctarchive.backups.making import Made
from ctarchive.backups.sealing import opened
from ctarchive.verifying.table import VERIFIERS, findings
from editorial import ledger
from editorial.models import LedgerEntry, PublicId, User
from editorial.verifying import Finding
from sources.models import Blob

Say = Callable[[str], Any]


class NotEmptyError(Exception):
    """The place to restore into holds something."""


class UnfitError(Exception):
    """The backup is whole, and this software cannot restore it."""


class WrongError(Exception):
    """What was restored does not hold; `findings` says why. Nothing of it was kept."""

    def __init__(self, found: list[Finding]) -> None:
        super().__init__(f"{len(found)} things do not hold in what was restored")
        self.findings = found


def check(path: Path, key: Path | None = None) -> Made:
    """Read all of a backup and check every part. Raises `DamagedError`, `sealing.KeyFileError` and `OSError`."""
    header: dict[str, Any] | None = None
    with opened(path, key) as file:
        reader = form.Reader(file)
        for part in reader.parts():
            if header is None:
                header = _header(part)
            else:
                for _piece in part.pieces():
                    pass
    assert reader.manifest is not None  # else `parts` has raised
    if header is None:
        raise DamagedError("it holds nothing")
    return Made(header, reader.manifest)


def _header(part: form.Part) -> dict[str, Any]:
    try:
        header = json.loads(part.read())
        if part.name != form.HEADER or header["format"] != form.FORMAT:
            raise DamagedError("its form is another than this software reads")
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedError(f"its header cannot be read ({error})") from error
    found: dict[str, Any] = header
    return found


def restore(path: Path, key: Path | None = None, *, say: Say = lambda _line: None) -> Made:
    """Restore a backup into the empty database and blob store of the settings, and verify it.

    Raises what `check` raises, `NotEmptyError`, `UnfitError` and `WrongError`; then nothing was restored.
    """
    say("checking the backup")
    made = check(path, key)
    require_empty(with_blobs=made.header["with_blobs"])
    say("preparing the database")
    call_command("migrate", verbosity=0)
    _require_same_form(made.header)
    with _all_or_nothing(with_blobs=made.header["with_blobs"]), opened(path, key) as file:
        _Restoring(say).load(form.Reader(file))
        say("making the search index")
        search.rebuild()
        _require_same_head(made.header)
        say("verifying")
        if found := [one for one in _findings(say) if not _was_known(one, made)]:
            raise WrongError(found)
    ContentType.objects.clear_cache()
    return made


def require_empty(*, with_blobs: bool) -> None:
    """Raise `NotEmptyError` unless nobody has an account here, and nothing was written or preserved."""
    there = set(connection.introspection.table_names())
    for model in (LedgerEntry, PublicId, User, Blob):
        if model._meta.db_table in there and (count := model._base_manager.count()):
            raise NotEmptyError(f"the database is not empty: it holds {count} {model._meta.verbose_name_plural}")
    if with_blobs and (name := next(_files(storages["blobs"]), None)):
        raise NotEmptyError(f"the blob store is not empty: it holds {name}")


def _files(store: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, names = store.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        yield f"{folder}{name}"
    for name in folders:
        yield from _files(store, f"{folder}{name}/")


def _require_same_form(header: dict[str, Any]) -> None:
    """Rows go where they came from only when the tables are the same on both sides."""
    ours, theirs = set(tables.migrations()), set(header["migrations"])
    if newer := sorted(theirs - ours):
        raise UnfitError(f"it was made by a newer release, with migrations that this one does not have: {newer}")
    if older := sorted(ours - theirs):
        raise UnfitError(
            f"it was made by an older release, before these migrations: {older}. Install that release, restore with "
            "it, then upgrade"
        )
    if header["tables"] != {table.label: table.columns for table in tables.all_tables()}:
        raise UnfitError("its tables have other columns than this software's")


@contextmanager
def _all_or_nothing(*, with_blobs: bool) -> Iterator[None]:
    """A transaction; and the blob store, which was empty, is empty again when something goes wrong."""
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for name in list(_files(storages["blobs"])) if with_blobs else ():
            storages["blobs"].delete(name)
        raise


class _Restoring:
    """Loads the parts of a backup that was checked."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._tables = {table.label: table for table in tables.all_tables()}
        self._last = ""

    def load(self, reader: form.Reader) -> None:
        tables.clear(self._tables.values())
        counts: dict[str, int] = dict.fromkeys(self._tables, 0)
        for part in reader.parts():
            kind, _, name = part.name.partition("/")
            if kind == "tables":
                label = name.partition("/")[0]
                self._tell(label)
                counts[label] += tables.insert(self._tables[label], tables.read(part.read()))
            elif kind == "blobs":
                self._tell("blobs")
                storages["blobs"].save(Blob(sha256=name).path, ContentFile(part.read()))
        if reader.manifest is None or counts != reader.manifest.rows:
            raise DamagedError("it has other numbers of rows than its manifest says")
        tables.settle(self._tables.values())

    def _tell(self, what: str) -> None:
        if what != self._last:
            self._say(what)
            self._last = what


def _require_same_head(header: dict[str, Any]) -> None:
    head = ledger.head()
    if (head.size, head.root, head.public_version) != tuple(
        header["head"][k] for k in ("size", "root", "public_version")
    ):
        raise DamagedError("its ledger has another head than its header says")


def _findings(say: Say) -> Iterator[Finding]:
    for verifier in VERIFIERS:
        say(f"verifying: {verifier.label}")
        try:
            yield from findings(verifier)
        except DatabaseError as error:
            yield Finding("verifier", str(verifier.label), f"cannot go on ({error})")
            return


def _was_known(found: Finding, made: Made) -> bool:
    """Whether this was so in the archive already when it was backed up."""
    return found.kind == "blob" and found.uid in made.manifest.damaged
