"""Is everything preserved as it was captured? The sources' part of `manage.py verify`."""

from __future__ import annotations

from collections.abc import Iterator

from editorial.verifying import Finding, Step, batches
from sources import lineage, merging
from sources.models import Blob, Capture, Source
from sources.text import sha256_hex


def blobs(step: Step) -> Iterator[Finding]:
    """The bytes of every blob against its name, which is their SHA-256."""
    for rows in batches(Blob.objects.order_by("pk")):
        for blob in rows:
            yield from _blob(blob)
        step(len(rows))


def _blob(blob: Blob) -> Iterator[Finding]:
    if blob.erased_at is not None:
        return
    try:
        data = blob.read()
    except OSError as error:
        yield Finding("blob", blob.pk, f"its bytes cannot be read ({error.strerror or error})")
        return
    if sha256_hex(data) != blob.sha256:
        yield Finding("blob", blob.pk, "its bytes are not what was captured")
    if len(data) != blob.size:
        yield Finding("blob", blob.pk, f"it has {len(data)} bytes, its row says {blob.size}")


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
