"""The lists and single records. Each names its type and filters; the rest is in `records` and `loading`."""

from __future__ import annotations

from typing import Any

from ctarchive.api.v1 import schema, serializers
from ctarchive.api.v1.forms import FORMS, WITH_LINKED
from ctarchive.api.v1.loading import documents
from ctarchive.api.v1.records import DetailView, ListView
from editorial.choices import State
from events import reading
from events.filters import ClaimFilter, EntityFilter, EventFilter, EvidenceFilter
from events.models import Entity, Event
from events.protection import Mask
from events.reading import Reading
from sources.filters import CaptureFilter, PublisherFilter, SourceFilter
from sources.models import Capture, Source


@schema.listing("event", "Published events, the newest first. What was merged is told by what it was merged into.")
class EventList(ListView, of="event"):
    renderer_classes = WITH_LINKED
    filterset_class = EventFilter


class SubjectDetail(DetailView):
    """An event or entity, with all the claims about it."""

    renderer_classes = WITH_LINKED

    def details(self, record: Event | Entity, mask: Mask) -> dict[str, Any]:
        if self.at is None:
            return {"reading": reading.read(record, mask, None)}
        read = reading.read(record, mask, self.at, _members(record))
        _restore(read, record)
        return {"reading": read}


def _members(record: Any) -> list[str]:
    """The uids of the record and of what was merged into it, which was looked up with it."""
    return [record.pk, *(one.pk for one in record.shown_merged)]


def _restore(read: Reading, record: Event | Entity) -> None:
    """Have the claims say of themselves what was so on the day: that they stood, about this record."""
    for shown in read.shown():
        shown.claim.state, shown.claim.ended_at = State.PUBLISHED, None
        shown.claim.subject.root_id = record.pk


@schema.detail(
    "event",
    "One event: its facts, and the claims, passages and conflicts they follow from. A merged one's uid leads on (301).",
)
class EventDetail(SubjectDetail, of="event"):
    serializer_class = serializers.EventDetailSerializer


@schema.listing("entity", "Published entities by name. What was merged is told once, by what it was merged into.")
class EntityList(ListView, of="entity"):
    renderer_classes = WITH_LINKED
    filterset_class = EntityFilter


@schema.detail("entity", "One entity: its names, and the claims about it. A merged entity's uid leads on (301).")
class EntityDetail(SubjectDetail, of="entity"):
    serializer_class = serializers.EntityDetailSerializer


@schema.listing("claim", "Published claims with their statements and evidence, the newest first.")
class ClaimList(ListView, of="claim"):
    renderer_classes = WITH_LINKED
    filterset_class = ClaimFilter


@schema.detail("claim", "One claim. What was superseded is still told, with `superseded_by`.")
class ClaimDetail(DetailView, of="claim"):
    renderer_classes = WITH_LINKED


@schema.listing("evidence", "Published passages of preserved texts, each with the claim it bears on, the newest first.")
class EvidenceList(ListView, of="evidence"):
    renderer_classes = WITH_LINKED
    filterset_class = EvidenceFilter


@schema.detail("evidence", "One passage, with the claim it bears on. What ended together with its claim is still told.")
class EvidenceDetail(DetailView, of="evidence"):
    renderer_classes = WITH_LINKED


@schema.listing("source", "Published sources, the newest first, with the hashes of what is preserved of them.")
class SourceList(ListView, of="source"):
    renderer_classes = WITH_LINKED
    filterset_class = SourceFilter


@schema.detail("source", "One source: what is preserved of it, its text where that is public, and its links.")
class SourceDetail(DetailView, of="source"):
    renderer_classes = WITH_LINKED
    serializer_class = serializers.SourceDetailSerializer

    def fetch(self, uid: str) -> Any:
        return documents.with_captures(self.ever(), self.at, whole=True).filter(pk=uid).first()

    def details(self, record: Source, mask: Mask) -> dict[str, Any]:
        return {"links": documents.links(record, None if self.at is None else _members(record), self.at)}


@schema.listing("capture", "What is preserved of published sources, with hashes, the newest first; without the texts.")
class CaptureList(ListView, of="capture"):
    renderer_classes = FORMS
    filterset_class = CaptureFilter


@schema.detail("capture", "One capture, with as much of its text as the `access` of its source lets the public read.")
class CaptureDetail(DetailView, of="capture"):
    renderer_classes = FORMS
    serializer_class = serializers.CaptureDetailSerializer

    def reviewed(self, record: Capture) -> Source:
        return record.source

    def details(self, record: Capture, mask: Mask) -> dict[str, Any]:
        return {"public_text": documents.public_text(record, mask, self.at)}


@schema.listing("publisher", "Publishers of published sources, by name.")
class PublisherList(ListView, of="publisher"):
    renderer_classes = WITH_LINKED
    filterset_class = PublisherFilter


@schema.detail("publisher", "One publisher.", ends=False)
class PublisherDetail(DetailView, of="publisher"):
    renderer_classes = WITH_LINKED
