"""The search index of a loaded archive: the archive's own documents, made by several processes and written by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from django.db import connection, transaction

from benchmarks.archive.loading import Loader
from benchmarks.archive.rows import Row, row
from ctarchive.models import SearchEntry, SearchName
from ctarchive.search import documents
from ctarchive.search.index import backend

BATCH = 500
Found = tuple[list[Row], list[Row]]


def tasks() -> Iterator[tuple[str, list[str]]]:
    """Every record that belongs in the index, in batches: (record type, uids)."""
    for record_type in documents.BUILDERS:
        last = ""
        rows = documents.published(record_type).order_by("pk")
        while batch := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
            yield record_type, batch
            last = batch[-1]


def entries(task: tuple[str, list[str]]) -> Found:
    """The rows of the entries and names of these records."""
    record_type, uids = task
    found: Found = ([], [])
    for one in documents.of(record_type, uids):
        entry = SearchEntry(**one.columns)
        entry.updated_at = SearchEntry._meta.get_field("updated_at").pre_save(entry, True)
        found[0].append(row(entry))
        found[1].extend(row(SearchName(uid=one.uid, **asdict(name))) for name in one.all_names)
    return found


def prepare() -> None:
    """Take away what follows each written row: it is made anew from all of them at once."""
    backend(connection).remove(connection)


def load(held: Loader, found: Iterable[Found]) -> None:
    for rows, names in found:
        with transaction.atomic():
            held.write(SearchEntry, rows)
            held.write(SearchName, names)


def finish() -> None:
    backend(connection).install(connection)
    backend(connection).optimize(connection)
