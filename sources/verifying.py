"""Is everything preserved as it was captured? The sources' part of `manage.py verify`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import Storage, storages
from django.utils import timezone

from editorial.verifying import Finding, Step, batches
from sources import fixity, lineage, merging
from sources.models import Blob, Capture, Source
from sources.text import sha256_hex


def blobs(step: Step) -> Iterator[Finding]:
    """The bytes of every blob against its name, which is their SHA-256; every file in the store against the rows."""
    for rows in batches(Blob.objects.order_by("pk")):
        for blob in rows:
            yield from _blob(blob)
        step(len(rows))

    yield from _strays()


# A document that is being captured has its bytes in the store before its row.
_SETTLED = timedelta(hours=1)


def _strays() -> Iterator[Finding]:
    """Files in the blob store that no row names, or whose row says that they were erased. A folder's at a time."""
    store = storages["blobs"]
    for names in _folders(store, ""):
        rows = dict(
            Blob.objects.filter(pk__in=[name.rpartition("/")[2] for name in names]).values_list("pk", "erased_at")
        )
        for name in names:
            uid = name.rpartition("/")[2]
            if uid in rows and rows[uid] is None and name == Blob(sha256=uid).path:
                continue
            if timezone.now() - store.get_modified_time(name) < _SETTLED:
                continue
            why = "was erased, but its bytes are still there" if uid in rows else "no row names this file of the store"
            yield Finding("blob", uid, f"{why} ({name})")


def _folders(store: Storage, folder: str) -> Iterator[list[str]]:
    """The files of each folder. A store that is gone has none; of each blob it is told that it cannot be read."""
    try:
        folders, names = store.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    if names:
        yield sorted(f"{folder}{name}" for name in names)
    for name in sorted(folders):
        yield from _folders(store, f"{folder}{name}/")


def _blob(blob: Blob) -> Iterator[Finding]:
    if blob.erased_at is None and (wrong := fixity.problem(blob)):
        yield Finding("blob", blob.pk, wrong)


def captures(step: Step) -> Iterator[Finding]:
    """The text of every capture against its hash, and its spans against its text."""
    for rows in batches(Capture.objects.order_by("pk"), size=100):
        for capture in rows:
            if sha256_hex(capture.text) != capture.text_sha256:
                yield Finding("capture", capture.pk, "its text does not have the hash that was recorded")
            for name in ("breaks", "furniture"):
                if any(not 0 <= span[0] <= span[1] <= len(capture.text) for span in getattr(capture, name)):
                    yield Finding("capture", capture.pk, f"a span of its {name} lies outside its text")
        step(len(rows))


def origins(step: Step) -> Iterator[Finding]:
    """The origin and the root of every source against the published links."""
    for rows in batches(Source.objects.order_by("pk")):
        origins_of, roots = lineage.origins(row.pk for row in rows), merging.SOURCES.roots(row.pk for row in rows)
        for row in rows:
            for name, stored, computed in (
                ("origin", row.origin_id, origins_of[row.pk]), ("root", row.root_id, roots[row.pk]),
            ):  # fmt: skip
                if stored != computed:
                    yield Finding("source", row.pk, f"{name} is stored as {stored}, computed as {computed}")
        step(len(rows))
