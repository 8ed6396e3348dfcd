"""The verbs on sources: capture a document, link sources. The general ones are in `editorial.actions`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import actions, policies
from editorial.choices import State, Via
from editorial.errors import WrongState
from sources import readers
from sources.addresses import same_site
from sources.choices import Fidelity, LinkKind, Method, PublisherKind
from sources.models import Blob, Capture, Publisher, Sighting, Source, SourceLink
from sources.readers import Document
from sources.text import sha256_hex


@dataclass(frozen=True)
class Captured:
    """What came of a document: its source and capture, and whether they are new or were there already."""

    source: Source
    capture: Capture
    is_new: bool


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
    # First of all, because even bytes already known leave a sighting behind.
    policies.check(user, "create", Capture())
    _refuse_erased(sha256_hex(data))
    # Reading and file work stay outside the transaction; bytes without a row do no harm.
    document = document or readers.read(data, filename=filename, media_type=media_type, charset=charset)
    moment = seen_at or at or timezone.now()
    blob = Blob.keep(data)
    with actions.verb():
        # Whoever captures the same bytes at the same time waits here, and then finds them known.
        Blob.objects.bulk_create([blob], ignore_conflicts=True)
        blob = Blob.objects.select_for_update().get(pk=blob.pk)
        url = final_url or requested_url
        earlier = _earlier(blob)
        known = _known(earlier, document, source, final_url)
        if known is not None:
            Sighting.objects.create(capture=known, at=moment, by=user)
            return Captured(known.source, known, is_new=False)
        source = source or _source_of(earlier, url)
        source = source or _propose_source(document, given or {}, url=url, user=user, via=via, at=at)
        if source.state in (State.DISCARDED, State.RETRACTED):
            raise WrongState(f"{source.public_name()} is {source.get_state_display()}: nothing more is captured of it.")
        made = _make_capture(
            source, blob, document,
            method=method, filename=filename[:300], requested_url=requested_url, final_url=final_url,
            headers=dict(headers or {}), captured_at=moment, captured_by=user, fidelity=fidelity,
            language=language or document.proposal.language,
        )  # fmt: skip
        preserve(made, data, user=user, via=via, at=at, reason=reason)
        return Captured(source, made, is_new=True)


def already(data: bytes, *, url: str = "", at: datetime | None = None) -> Captured | None:
    """What was captured of these very bytes before, if they still stand for a source; None where they are new.

    With `url`, only where they do not come from another site; with `at`, only where the capture or a sighting of it
    tells of that moment: else a look at it is worth noting.
    """
    same = Capture.objects.select_related("source", "source__publisher")
    same = same.filter(blob=sha256_hex(data), blob__erased_at=None).exclude(source__state=State.DISCARDED)
    known = _on_site(same.defer("text").order_by("created_at", "pk"), url)
    if known is None:
        return None
    if at is not None and known.captured_at != at and not known.sightings.filter(at=at).exists():
        return None
    return Captured(known.source, known, is_new=False)


def _refuse_erased(sha256: str) -> None:
    """What a redaction erased does not come back by being captured once more."""
    if Blob.objects.filter(pk=sha256, erased_at__isnull=False).exists():
        raise WrongState("These very bytes were erased by a redaction; they are not captured again.")


def _earlier(blob: Blob) -> list[Capture]:
    """What was captured of these bytes before, the first capture first."""
    return list(
        Capture.objects.select_related("source").filter(blob=blob.pk).defer("text").order_by("created_at", "pk")
    )


def _source_of(earlier: Iterable[Capture], url: str) -> Source | None:
    """The source of these very bytes, in which another reader reads another text now; None where there is none."""
    ended = (State.DISCARDED, State.RETRACTED)
    known = _on_site((one for one in earlier if one.source.state not in ended), url)
    return known.source if known is not None else None


def _known(earlier: Iterable[Capture], document: Document, source: Source | None, url: str) -> Capture | None:
    digest = sha256_hex(document.text)
    same = [one for one in earlier if one.text_sha256 == digest]
    if source is not None:
        return next((one for one in same if one.source_id == source.pk), None)
    return _on_site((one for one in same if one.source.state != State.DISCARDED), url)


def _on_site(found: Iterable[Capture], url: str) -> Capture | None:
    """The first of these captures, unless fetched from one site and found again at another: that is another's."""
    return next((one for one in found if not (url and one.final_url) or same_site(url, one.final_url)), None)


def _propose_source(
    document: Document, given: Mapping[str, str], *, url: str, user: Any, via: str, at: datetime | None
) -> Source:
    source = proposed(document, given, url=url)
    if source.publisher is not None:
        source.publisher = _publisher(source.publisher.name, user=user, via=via)
    return actions.save(source, user=user, via=via, at=at)


def proposed(document: Document, given: Mapping[str, str], *, url: str = "") -> Source:
    """The source that the document says it is; what somebody said goes before it. Not saved, nor is its publisher."""
    proposal = document.proposal
    publisher = given.get("publisher", "") or proposal.publisher
    return Source(
        title=(given.get("title", "") or proposal.title or "Untitled document")[:500],
        title_basis="" if given.get("title") else proposal.title_basis[:200],
        publisher=Publisher(name=publisher[:300]) if publisher else None,
        authors=list(proposal.authors),
        language=proposal.language,
        published=given.get("published", "") or proposal.published,
        published_basis=_("as entered by the editor") if given.get("published") else proposal.published_basis[:500],
        url=url or proposal.url,
        canonical_url=proposal.canonical_url,
        symbol=proposal.symbols[0][:100] if len(proposal.symbols) == 1 else "",
    )


def _publisher(name: str, *, user: Any, via: str) -> Publisher:
    known = Publisher.objects.filter(name__iexact=name).order_by("created_at", "pk").first()
    return known or actions.save(Publisher(name=name[:300], kind=PublisherKind.OTHER), user=user, via=via)


def _make_capture(source: Source, blob: Blob, document: Document, **known: Any) -> Capture:
    return Capture(
        source=source,
        blob=blob,
        text=document.text,
        text_sha256=sha256_hex(document.text),
        media_type=document.media_type,
        reader=document.reader,
        reader_version=document.reader_version,
        breaks=[list(span) for span in document.breaks],
        furniture=[list(span) for span in document.furniture],
        **known,
    )


def preserve(
    made: Capture,
    data: bytes,
    *,
    user: Any,
    sightings: Iterable[datetime] = (),
    via: str = Via.COMMAND,
    at: datetime | None = None,
    reason: str = "",
) -> Capture:
    """Keep the bytes of a capture, and the capture itself. `sightings` are later looks that found the same bytes."""
    _refuse_erased(made.blob_id)
    Blob.keep(data)
    with actions.verb():
        Blob.objects.bulk_create([made.blob], ignore_conflicts=True)
        actions.save(made, user=user, via=via, at=at, reason=reason)
        Sighting.objects.bulk_create(Sighting(capture=made, at=seen, by=user) for seen in sightings)
    return made


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
