"""Is everything preserved as it was captured? The sources' part of `manage.py verify`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.core.files.storage import Storage, storages
from django.utils import timezone

from editorial.verifying import BATCH, Finding, Range, Step, Walk, batches
from sources import fixity, lineage, merging
from sources.models import Blob, Capture, Source
from sources.text import sha256_hex


def blob_walks() -> list[Walk]:
    return [Walk("blobs", blobs, Blob), Walk("files", files)]


def blobs(step: Step, part: Range) -> Iterator[Finding]:
    """The bytes of every blob against its name, which is their SHA-256."""
    for rows in batches(part.of(Blob.objects.all())):
        for blob in rows:
            yield from _blob(blob)
        step(len(rows))


# A document that is being captured has its bytes in the store before its row.
_SETTLED = timedelta(hours=1)


def files(_step: Step, _part: Range) -> Iterator[Finding]:
    """Files in the blob store that no row names, or whose row says that they were erased."""
    store = storages["blobs"]
    names = _files(store, "")
    while some := list(islice(names, BATCH)):
        uids = [name.rpartition("/")[2] for name in some]
        rows = dict(Blob.objects.filter(pk__in=uids).values_list("pk", "erased_at"))
        for name, uid in zip(some, uids, strict=True):
            if uid in rows and rows[uid] is None and name == Blob(sha256=uid).path:
                continue
            if timezone.now() - store.get_modified_time(name) < _SETTLED:
                continue
            why = "was erased, but its bytes are still there" if uid in rows else "no row names this file of the store"
            yield Finding("blob", uid, f"{why} ({name})")


def _files(store: Storage, folder: str) -> Iterator[str]:
    """The names of all files. A store that is gone has none; of each blob it is told that it cannot be read."""
    try:
        folders, names = store.listdir(folder)
    except OSError:
        return
    yield from (f"{folder}{name}" for name in sorted(names))
    for name in sorted(folders):
        yield from _files(store, f"{folder}{name}/")


def _blob(blob: Blob) -> Iterator[Finding]:
    if blob.erased_at is None and (wrong := fixity.problem(blob)):
        yield Finding("blob", blob.pk, wrong)


def captures(step: Step, part: Range) -> Iterator[Finding]:
    """The text of every capture against its hash, and its spans against its text."""
    for rows in batches(part.of(Capture.objects.all()), size=100):
        for capture in rows:
            if sha256_hex(capture.text) != capture.text_sha256:
                yield Finding("capture", capture.pk, "its text does not have the hash that was recorded")
            for name in ("breaks", "furniture"):
                if any(not 0 <= span[0] <= span[1] <= len(capture.text) for span in getattr(capture, name)):
                    yield Finding("capture", capture.pk, f"a span of its {name} lies outside its text")
        step(len(rows))


def origins(step: Step, part: Range) -> Iterator[Finding]:
    """The origin and the root of every source against the published links."""
    for rows in batches(part.of(Source.objects.all())):
        origins_of, roots = lineage.origins(row.pk for row in rows), merging.SOURCES.roots(row.pk for row in rows)
        for row in rows:
            for name, stored, computed in (
                ("origin", row.origin_id, origins_of[row.pk]), ("root", row.root_id, roots[row.pk]),
            ):  # fmt: skip
                if stored != computed:
                    yield Finding("source", row.pk, f"{name} is stored as {stored}, computed as {computed}")
        step(len(rows))
