"""The verbs on sources: capture a document, link sources. The general ones are in `editorial.actions`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from editorial import actions, policies
from editorial.choices import State, Via
from editorial.errors import WrongState
from sources import readers
from sources.arrivals import Arrival, Arrivals, Captured, on_site
from sources.choices import Fidelity, LinkKind, Method
from sources.models import Blob, Capture, Sighting, Source, SourceLink
from sources.readers import Document
from sources.text import sha256_hex


def capture(
    data: bytes,
    *,
    user: Any,
    via: str = Via.COMMAND,
    at: datetime | None = None,
    source: Source | None = None,
    method: Method = Method.UPLOAD,
    filename: str = "",
    media_type: str = "",
    charset: str | None = None,
    requested_url: str = "",
    final_url: str = "",
    headers: Mapping[str, str] | None = None,
    fidelity: Fidelity = Fidelity.ORIGINAL,
    language: str = "",
    document: Document | None = None,
    given: Mapping[str, str] | None = None,
    reason: str = "",
    seen_at: datetime | None = None,
) -> Captured:
    """Preserve a document: its bytes, and the text read from them. Returns the source and its capture.

    With `source` it is a capture of that source; without, bytes seen before are found again (a `Sighting`), and others
    make a draft source whose title, date and publisher are proposed by the document, unless they are `given` (title,
    publisher by name, published as EDTF). `document` is what was read, if the caller read it already. `reason` is kept
    with the ledger's entry; `seen_at` is when the bytes were fetched, if that was earlier. The same bytes at an address
    of another site are another source.
    Raises `UnreadableError` and writes nothing when the bytes cannot be read,
    `NotAllowed` for somebody without a role, and `WrongState` for bytes that a redaction erased.
    """
    policies.check(user, "create", Capture())
    arrival = Arrival(
        data, document or readers.read(data, filename=filename, media_type=media_type, charset=charset),
        source=source, method=method, filename=filename, requested_url=requested_url, final_url=final_url,
        headers=headers or {}, fidelity=fidelity, language=language, given=given or {}, reason=reason, seen_at=seen_at,
    )  # fmt: skip
    return capture_all([arrival], user=user, via=via, at=at)[0]


def capture_all(
    arrivals: Sequence[Arrival], *, user: Any, via: str = Via.COMMAND, at: datetime | None = None
) -> list[Captured]:
    """Preserve documents that were read: all of them, or none. Returns what came of each, in order.

    Each becomes what `capture` makes of it; together they cost little more than one. Raises what `capture` raises.
    """
    # First of all, because even bytes already known leave a sighting behind.
    policies.check(user, "create", Capture())
    _refuse_erased(arrival.sha256 for arrival in arrivals)
    # File work stays outside the transaction; bytes without a row do no harm.
    kept = {blob.pk: blob for blob in (Blob.keep(arrival.data) for arrival in arrivals)}
    with actions.verb():
        found = Arrivals(_held(kept), user=user, at=at or timezone.now())
        outcomes = [found.take(arrival) for arrival in arrivals]
        actions.create(found.records, user=user, via=via, reasons=found.reasons, at=at)
        Sighting.objects.bulk_create(found.sightings)
    return outcomes


def _held(blobs: Mapping[str, Blob]) -> dict[str, Blob]:
    """Rows for these blobs, locked. Whoever captures the same bytes meanwhile waits here, and then finds them known."""
    # In one order for all, so that nobody waits for somebody who waits for them.
    Blob.objects.bulk_create([blobs[sha256] for sha256 in sorted(blobs)], ignore_conflicts=True)
    return {blob.pk: blob for blob in Blob.objects.select_for_update().filter(pk__in=blobs).order_by("pk")}


def seen(digests: Iterable[str]) -> set[str]:
    """Those of these SHA-256 that the archive has captures of."""
    return set(Capture.objects.filter(blob__in=list(digests)).values_list("blob", flat=True))


def already(data: bytes, *, url: str = "", at: datetime | None = None) -> Captured | None:
    """What was captured of these very bytes before, if they still stand for a source; None where they are new.

    With `url`, only where they do not come from another site; with `at`, only where the capture or a sighting of it
    tells of that moment: else a look at it is worth noting.
    """
    same = Capture.objects.select_related("source", "source__publisher")
    same = same.filter(blob=sha256_hex(data), blob__erased_at=None).exclude(source__state=State.DISCARDED)
    known = on_site(same.defer("text").order_by("created_at", "pk"), url)
    if known is None:
        return None
    if at is not None and known.captured_at != at and not known.sightings.filter(at=at).exists():
        return None
    return Captured(known.source, known, is_new=False)


def _refuse_erased(digests: Iterable[str]) -> None:
    """What a redaction erased does not come back by being captured once more."""
    if Blob.objects.filter(pk__in=list(digests), erased_at__isnull=False).exists():
        raise WrongState("These very bytes were erased by a redaction; they are not captured again.")


def preserve(
    made: Sequence[Capture], contents: Sequence[bytes], *, user: Any, sightings: Iterable[Sighting] = (), via: str
) -> None:
    """Keep captures as they were made elsewhere, with their bytes. `sightings` are later looks that found the same."""
    _refuse_erased(capture.blob_id for capture in made)
    blobs = {blob.pk: blob for blob in map(Blob.keep, contents)}
    with actions.verb():
        _held(blobs)
        actions.create(made, user=user, via=via)
        Sighting.objects.bulk_create(sightings)


def link(
    source: Source,
    kind: LinkKind,
    target: Source,
    *,
    reason: str,
    user: Any,
    via: str = Via.COMMAND,
    at: datetime | None = None,
) -> SourceLink:
    """Say how one source stands to another. Returns the link as a draft; submitted and published, it counts."""
    return actions.save(SourceLink(source=source, kind=kind, target=target, reason=reason), user=user, via=via, at=at)
