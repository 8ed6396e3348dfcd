"""Each type of record: what may be listed of it, how a page of it is made ready, and where its references lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from ctarchive.api.v1 import serializers
from ctarchive.api.v1.asking import Expansion
from ctarchive.api.v1.loading import claims, documents, subjects
from events import then
from events.models import Claim, Entity, Event, Evidence
from events.protection import Mask
from events.reading import NAMED
from sources import merging
from sources.models import Capture, Publisher, Source

At = datetime | None


@dataclass(frozen=True)
class Resource:
    """One type of record, as the API tells it.

    `listed`: all that stands, or stood at a moment. `ever`: all that was ever public. `along` fetches what `prepare`
    needs; that returns a page's records in their order, as the serializer wants them, with what is protected hidden.
    `columns`: all that a list needs of each, and of what is fetched along; empty for all columns.
    """

    name: str
    serializer: Any
    listed: Callable[[At], QuerySet[Any]]
    ever: Callable[[], QuerySet[Any]]
    along: Callable[[QuerySet[Any], At], QuerySet[Any]]
    prepare: Callable[[Sequence[Any], Mask, At], Sequence[Any]]
    expansions: tuple[Expansion, ...] = ()
    columns: tuple[str, ...] = ()


def _to(path: str, *types: str) -> Expansion:
    return Expansion(tuple(path.split(".")), types)


_CLAIMS = Expansion(("claims",), ("claim",), many=True)


def _with_named(rows: QuerySet[Claim], at: At) -> QuerySet[Claim]:
    return rows.select_related(*NAMED)


def _with_claim(rows: QuerySet[Evidence], at: At) -> QuerySet[Evidence]:
    # All but the claim is fetched along with what stands around the passage.
    return rows.select_related("claim").only("uid", "claim", "state", "published_at", "ended_at", "start")


def _roots(of: type[Event] | type[Entity] | type[Source]) -> QuerySet[Any]:
    return of.objects.published().filter(root=F("pk"))


RESOURCES = {
    one.name: one
    for one in (
        Resource(
            "event",
            serializers.EventSerializer,
            listed=lambda at: _roots(Event) if at is None else then.events(at),
            ever=Event.objects.once_published,
            along=subjects.with_place,
            prepare=subjects.events,
            columns=subjects.EVENT_COLUMNS,
            expansions=(
                _to("place", "entity"), _to("participants.entity", "entity"), _to("part_of", "event"), _CLAIMS,
            ),
        ),
        Resource(
            "entity",
            serializers.EntitySerializer,
            listed=lambda at: _roots(Entity) if at is None else then.entities(at),
            ever=Entity.objects.once_published,
            along=lambda rows, _at: rows,
            prepare=subjects.entities,
            columns=subjects.ENTITY_COLUMNS,
            expansions=(_CLAIMS,),
        ),
        Resource(
            "claim",
            serializers.ClaimSerializer,
            # A list of claims may also hold what ended: its filters choose.
            listed=lambda _at: Claim.objects.narrowable(),
            ever=Claim.objects.once_published,
            along=_with_named,
            prepare=claims.claims,
            expansions=(
                _to("about", "event", "entity"), _to("statement.entity", "entity"), _to("attributed_to", "entity"),
                _to("accused", "entity"), _to("evidence.source", "source"), _to("evidence.capture", "capture"),
            ),
        ),
        Resource(
            "evidence",
            serializers.EvidenceRecordSerializer,
            listed=Evidence.objects.published,
            ever=Evidence.objects.once_published,
            along=_with_claim,
            prepare=claims.passages,
            expansions=(_to("claim", "claim"), _to("source", "source"), _to("capture", "capture")),
        ),
        Resource(
            "source",
            serializers.SourceSerializer,
            listed=lambda at: _roots(Source) if at is None else merging.roots_at(at),
            ever=Source.objects.once_published,
            along=documents.with_captures,
            prepare=documents.sources,
            expansions=(_to("publisher", "publisher"), _to("origin", "source")),
        ),
        Resource(
            "capture",
            serializers.CaptureRecordSerializer,
            # With a source that was retracted, what was preserved of it is told no more.
            listed=lambda at: Capture.objects.published(at).filter(source__in=Source.objects.published(at)),
            ever=Capture.objects.published,
            along=documents.with_source,
            prepare=documents.captures,
            expansions=(_to("source", "source"),),
        ),
        Resource(
            "publisher",
            serializers.PublisherSerializer,
            listed=Publisher.objects.published,
            ever=Publisher.objects.published,
            along=lambda rows, _at: rows,
            prepare=documents.publishers,
        ),
    )
}  # fmt: skip

EXPANSIONS = {name: one.expansions for name, one in RESOURCES.items()}
