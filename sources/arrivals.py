"""Documents that arrive together: which of them the archive knows, and the records that the others need.

Reads the archive, and writes nothing: that is the part of the verb (`sources.actions.capture_all`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from editorial.choices import State
from editorial.errors import WrongState
from editorial.models import Record
from sources.addresses import same_site
from sources.choices import Fidelity, Method, PublisherKind
from sources.models import Blob, Capture, Publisher, Sighting, Source
from sources.readers import Document
from sources.text import sha256_hex


@dataclass(frozen=True)
class Arrival:
    """A document that was read, and how it came. `sources.actions.capture` says what each of these means."""

    data: bytes
    document: Document
    source: Source | None = None
    method: Method = Method.UPLOAD
    filename: str = ""
    requested_url: str = ""
    final_url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    fidelity: Fidelity = Fidelity.ORIGINAL
    language: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    seen_at: datetime | None = None

    @cached_property
    def sha256(self) -> str:
        return sha256_hex(self.data)

    @property
    def url(self) -> str:
        return self.final_url or self.requested_url


@dataclass(frozen=True)
class Captured:
    """What came of a document: its source and capture, and whether they are new or were there already."""

    source: Source
    capture: Capture
    is_new: bool


class Arrivals:
    """What becomes of documents, one after the other. `blobs` (SHA-256 → blob) hold their bytes, and are locked."""

    def __init__(self, blobs: Mapping[str, Blob], *, user: Any, at: datetime) -> None:
        self.records: list[Record] = []
        """To be created, in this order."""
        self.reasons: dict[str, str] = {}
        self.sightings: list[Sighting] = []
        self._blobs, self._user, self._at = blobs, user, at
        self._publishers: dict[str, Publisher] = {}
        # What was captured of these bytes before, the first capture first.
        self._earlier: dict[str, list[Capture]] = {sha256: [] for sha256 in blobs}
        known = Capture.objects.filter(blob__in=blobs).select_related("source").defer("text")
        for one in known.order_by("created_at", "pk"):
            self._earlier[one.blob_id].append(one)

    def take(self, arrival: Arrival) -> Captured:
        """What comes of this one. Raises `WrongState` where its source has ended."""
        blob, moment = self._blobs[arrival.sha256], arrival.seen_at or self._at
        earlier = self._earlier[blob.pk]
        known = _known(earlier, arrival)
        if known is not None:
            self.sightings.append(Sighting(capture=known, at=moment, by=self._user))
            return Captured(known.source, known, is_new=False)
        source = arrival.source or _source_of(earlier, arrival.url) or self._propose(arrival)
        if source.state in (State.DISCARDED, State.RETRACTED):
            raise WrongState(f"{source.public_name()} is {source.get_state_display()}: nothing more is captured of it.")
        made = _capture(source, blob, arrival, captured_at=moment, captured_by=self._user)
        self.records.append(made)
        self.reasons[made.pk] = arrival.reason
        earlier.append(made)
        return Captured(source, made, is_new=True)

    def _propose(self, arrival: Arrival) -> Source:
        source = proposed(arrival.document, arrival.given, url=arrival.url)
        if source.publisher is not None:
            source.publisher = self._publisher(source.publisher)
        self.records.append(source)
        return source

    def _publisher(self, named: Publisher) -> Publisher:
        """The publisher of this name: the archive's, or one for all of these documents."""
        if (found := self._publishers.get(named.name.casefold())) is None:
            found = Publisher.objects.filter(name__iexact=named.name).order_by("created_at", "pk").first() or named
            if found is named:
                self.records.append(named)
            self._publishers[named.name.casefold()] = found
        return found


def proposed(document: Document, given: Mapping[str, str], *, url: str = "") -> Source:
    """The source that the document says it is; what somebody said goes before it. Not saved, nor is its publisher."""
    proposal = document.proposal
    publisher = given.get("publisher", "") or proposal.publisher
    return Source(
        title=(given.get("title", "") or proposal.title or "Untitled document")[:500],
        title_basis="" if given.get("title") else proposal.title_basis[:200],
        publisher=Publisher(name=publisher[:300], kind=PublisherKind.OTHER) if publisher else None,
        authors=list(proposal.authors),
        language=proposal.language,
        published=given.get("published", "") or proposal.published,
        published_basis=_("as entered by the editor") if given.get("published") else proposal.published_basis[:500],
        url=url or proposal.url,
        canonical_url=proposal.canonical_url,
        symbol=proposal.symbols[0][:100] if len(proposal.symbols) == 1 else "",
    )


def _capture(source: Source, blob: Blob, arrival: Arrival, **known: Any) -> Capture:
    document = arrival.document
    return Capture(
        source=source,
        blob=blob,
        method=arrival.method,
        filename=arrival.filename[:300],
        requested_url=arrival.requested_url,
        final_url=arrival.final_url,
        headers=dict(arrival.headers),
        media_type=document.media_type,
        fidelity=arrival.fidelity,
        text=document.text,
        text_sha256=sha256_hex(document.text),
        reader=document.reader,
        reader_version=document.reader_version,
        language=arrival.language or document.proposal.language,
        breaks=[list(span) for span in document.breaks],
        furniture=[list(span) for span in document.furniture],
        **known,
    )


def _source_of(earlier: Iterable[Capture], url: str) -> Source | None:
    """The source of these very bytes, in which another reader reads another text now; None where there is none."""
    ended = (State.DISCARDED, State.RETRACTED)
    known = on_site((one for one in earlier if one.source.state not in ended), url)
    return known.source if known is not None else None


def _known(earlier: Iterable[Capture], arrival: Arrival) -> Capture | None:
    digest = sha256_hex(arrival.document.text)
    same = [one for one in earlier if one.text_sha256 == digest]
    if arrival.source is not None:
        return next((one for one in same if one.source_id == arrival.source.pk), None)
    return on_site((one for one in same if one.source.state != State.DISCARDED), arrival.final_url)


def on_site(found: Iterable[Capture], url: str) -> Capture | None:
    """The first of these captures, unless fetched from one site and found again at another: that is another's."""
    return next((one for one in found if not (url and one.final_url) or same_site(url, one.final_url)), None)
