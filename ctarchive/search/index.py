"""Keeping the entries equal to what `documents` says they should be, and proving that they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from types import ModuleType
from typing import Any

from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from ctarchive.models import SearchEntry, SearchName
from ctarchive.search import documents, postgres, sqlite
from ctarchive.search.documents import Document
from ctarchive.search.names import Name
from editorial.verifying import EVERYTHING, Range

BATCH = 200
_BACKENDS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgres}
_COLUMNS = (
    "record_type", "slug", "language", "title", "names", "body", "folded_title", "folded_names", "folded_body",
)  # fmt: skip

Step = Callable[[int], Any]


def _no_step(rows: int) -> None:
    """Nobody wants to know how far it is."""


def backend(connection: BaseDatabaseWrapper) -> ModuleType:
    """The module that speaks this database's full-text search."""
    return _BACKENDS[connection.vendor]


def write_connection() -> BaseDatabaseWrapper:
    return connections[router.db_for_write(SearchEntry)]


def read_connection() -> BaseDatabaseWrapper:
    return connections[router.db_for_read(SearchEntry)]


# -- keeping -----------------------------------------------------------------------------------------------------------


def refresh(affected: Mapping[str, Iterable[str]]) -> int:
    """Bring the entries of these records (record type → uids) up to date. Returns how many were written or removed."""
    # Always in the same order, so that two verbs never wait for each other's entries.
    return sum(
        _store(record_type, batch)
        for record_type in documents.BUILDERS
        for batch in _batches(sorted(set(affected.get(record_type, ()))))
    )


def _store(record_type: str, uids: Sequence[str]) -> int:
    with transaction.atomic(using=write_connection().alias):
        # Locked before the records are read: of two verbs on one event, the second to come here sees the first's work.
        entries = SearchEntry.objects.select_for_update().filter(uid__in=uids).order_by("uid")
        stored = {entry.uid: entry for entry in entries}
        wanted = {document.uid: document for document in documents.of(record_type, uids)}
        changed = [d for uid, d in wanted.items() if uid not in stored or _differing(stored[uid], d)]
        SearchEntry.objects.bulk_create(
            [SearchEntry(**document.columns, updated_at=timezone.now()) for document in changed],
            update_conflicts=True,
            unique_fields=["uid"],
            update_fields=[*_COLUMNS, "updated_at"],
        )
        gone = stored.keys() - wanted.keys()
        if gone:
            SearchEntry.objects.filter(uid__in=gone).delete()
        _store_names(list(uids), wanted)
        return len(changed) + len(gone)


def _store_names(uids: Sequence[str], wanted: Mapping[str, Document]) -> None:
    """Bring the names of these records up to date."""
    stored = _stored_names(uids)
    differing = [uid for uid in uids if stored.get(uid, []) != (wanted[uid].all_names if uid in wanted else [])]
    if any(uid in stored for uid in differing):
        SearchName.objects.filter(uid__in=differing).delete()
    made = [(uid, name) for uid in differing if uid in wanted for name in wanted[uid].all_names]
    SearchName.objects.bulk_create(SearchName(uid=uid, **asdict(name)) for uid, name in made)


def _stored_names(uids: Sequence[str]) -> dict[str, list[Name]]:
    """Uid → its names as they are stored, in order."""
    found: dict[str, list[Name]] = {}
    rows = SearchName.objects.filter(uid__in=uids).order_by("id")
    for uid, *columns in rows.values_list("uid", "text", "folded", "pieces"):
        found.setdefault(uid, []).append(Name(*columns))
    return found


def _lost_names() -> Any:
    """Names of which there is no entry."""
    return SearchName.objects.exclude(uid__in=SearchEntry.objects.values("uid"))


def rebuild(step: Step = _no_step) -> dict[str, int]:
    """Make the whole index anew, a batch at a time, while the archive is in use. Returns record type → entries.

    `step` is told how many records were walked, out of `total()`.
    """
    connection = write_connection()
    backend(connection).repair(connection)
    for record_type in documents.BUILDERS:
        for uids in _published(record_type):
            refresh({record_type: uids})
            step(len(uids))
    for batch in _entries():
        for record_type, uid in _strangers(batch):
            if record_type in documents.BUILDERS:
                refresh({record_type: [uid]})
            else:
                SearchEntry.objects.filter(uid=uid).delete()
    _lost_names().delete()
    backend(connection).optimize(connection)
    return {name: SearchEntry.objects.filter(record_type=name).count() for name in documents.BUILDERS}


def total() -> int:
    """How many records should have an entry."""
    return sum(documents.published(record_type).count() for record_type in documents.BUILDERS)


def _published(record_type: str, part: Range = EVERYTHING) -> Iterator[list[str]]:
    """The uids of every record of a type that belongs in the index, in batches."""
    rows = part.of(documents.published(record_type))
    last = ""
    while batch := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        yield batch
        last = batch[-1]


def _entries(part: Range = EVERYTHING) -> Iterator[list[tuple[str, str]]]:
    """Every entry, in batches of (record type, uid)."""
    rows = part.of(SearchEntry.objects.all(), "uid").values_list("record_type", "uid")
    last = ""
    while batch := list(rows.filter(uid__gt=last)[:BATCH]):
        yield batch
        last = batch[-1][1]


def _strangers(entries: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of these entries whose record does not belong in the index."""
    belonging: set[tuple[str, str]] = set()
    for record_type in documents.BUILDERS:
        uids = [uid for kind, uid in entries if kind == record_type]
        known = documents.published(record_type).filter(pk__in=uids).values_list("pk", flat=True)
        belonging |= {(record_type, uid) for uid in known}
    return [entry for entry in entries if entry not in belonging]


# -- proving -----------------------------------------------------------------------------------------------------------


def verify() -> Iterator[tuple[str, str, str]]:
    """(record type, uid, what) for each entry that is not what it should be, is missing, or should not be there.

    What the full-text index itself has wrong comes last, as (`searchentry`, "", what).
    """
    for record_type in documents.BUILDERS:
        yield from verify_records(record_type, _no_step, EVERYTHING)
    yield from verify_entries(_no_step, EVERYTHING)
    yield from verify_database()


def verify_records(record_type: str, step: Step, part: Range) -> Iterator[tuple[str, str, str]]:
    """Every record that belongs in the index against its entry."""
    for uids in _published(record_type, part):
        stored = {entry.uid: entry for entry in SearchEntry.objects.filter(uid__in=uids)}
        names = _stored_names(uids)
        for document in documents.of(record_type, uids):
            if names.get(document.uid, []) != document.all_names:
                yield record_type, document.uid, "the names by which it is suggested are not its own"
            entry = stored.get(document.uid)
            if entry is None:
                yield record_type, document.uid, "it has no entry"
            elif differing := _differing(entry, document):
                yield record_type, document.uid, f"its entry differs from the record in {', '.join(differing)}"
        step(len(uids))


def verify_entries(step: Step, part: Range) -> Iterator[tuple[str, str, str]]:
    """Every entry of a record that does not belong in the index. The range is one of uids."""
    for batch in _entries(part):
        for record_type, uid in _strangers(batch):
            yield record_type, uid, "it has an entry, and is not published, or is merged into another"
        step(len(batch))


def verify_database() -> Iterator[tuple[str, str, str]]:
    """Names that belong to no entry, and whether the database's own index agrees with the entries."""
    for uid in _lost_names().order_by("uid").values_list("uid", flat=True).distinct():
        yield "searchentry", uid, "there are names of it to suggest, and no entry"
    connection = write_connection()
    for problem in backend(connection).problems(connection):
        yield "searchentry", "", problem


def _differing(entry: SearchEntry, document: Document) -> list[str]:
    return [name for name in _COLUMNS if getattr(entry, name) != document.columns[name]]


def _batches(values: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), BATCH):
        yield list(values[start : start + BATCH])
