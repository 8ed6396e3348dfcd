"""The endpoints. Each names its records, how they are fetched, written and filtered; the rest is in `base`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from ctarchive import codebook
from ctarchive.api.v1 import loading, schema, serializers
from ctarchive.api.v1.base import DetailView, ListView, PublicView
from ctarchive.api.v1.fields import address
from ctarchive.api.v1.filters import refuse_all
from ctarchive.api.v1.loading import Told
from events import reading
from events.filters import ClaimFilter, EntityFilter, EventFilter
from events.models import Claim, Entity, Event
from events.protection import Mask
from events.reading import NAMED
from sources.filters import PublisherFilter, SourceFilter
from sources.models import Publisher, Source

LISTS = ("event", "entity", "claim", "source", "publisher")


def root_address(request: Request, record: Event | Entity | Source) -> str | None:
    """The address of what the record was merged into, if it was."""
    return address({"request": request}, record.type_name(), record.root_id) if record.root_id != record.pk else None


@schema.listing("event", "Published events, the newest first. What was merged is told by what it was merged into.")
class EventList(ListView):
    queryset = loading.events(Event.objects.published())
    serializer_class = serializers.EventSerializer
    filterset_class = EventFilter

    def prepare(self, rows: Sequence[Event], mask: Mask) -> Sequence[Event]:
        return loading.veil_events(rows, mask)


@schema.detail(
    "event",
    "One event: its facts, and the claims, passages and conflicts they follow from. A merged one's uid leads on (301).",
)
class EventDetail(DetailView):
    queryset = loading.events(Event.objects.all())
    serializer_class = serializers.EventDetailSerializer

    def prepare(self, rows: Sequence[Event], mask: Mask) -> Sequence[Event]:
        return loading.veil_events(rows, mask)

    def details(self, record: Event, mask: Mask) -> dict[str, Any]:
        return {"reading": reading.read(record, mask)}

    def moved_to(self, record: Event) -> str | None:
        return root_address(self.request, record)


@schema.listing("entity", "Published entities by name. What was merged is told once, by what it was merged into.")
class EntityList(ListView):
    queryset = loading.entities(Entity.objects.published())
    serializer_class = serializers.EntitySerializer
    filterset_class = EntityFilter

    def prepare(self, rows: Sequence[Entity], mask: Mask) -> Sequence[Entity]:
        return loading.veil_entities(rows, mask)


@schema.detail("entity", "One entity: its names, and the claims about it. A merged entity's uid leads on (301).")
class EntityDetail(DetailView):
    queryset = loading.entities(Entity.objects.all())
    serializer_class = serializers.EntityDetailSerializer

    def prepare(self, rows: Sequence[Entity], mask: Mask) -> Sequence[Entity]:
        return loading.veil_entities(rows, mask)

    def details(self, record: Entity, mask: Mask) -> dict[str, Any]:
        return {"reading": reading.read(record, mask)}

    def moved_to(self, record: Entity) -> str | None:
        return root_address(self.request, record)


@schema.listing("claim", "Published claims with their statements and evidence, the newest first.")
class ClaimList(ListView):
    queryset = Claim.objects.once_published().select_related(*NAMED)
    serializer_class = serializers.ClaimSerializer
    filterset_class = ClaimFilter

    def prepare(self, rows: Sequence[Claim], mask: Mask) -> list[Told]:
        return loading.claims(rows, mask)


@schema.detail("claim", "One claim. What was superseded is still told, with `superseded_by`.")
class ClaimDetail(DetailView):
    queryset = Claim.objects.select_related(*NAMED)
    serializer_class = serializers.ClaimSerializer

    def prepare(self, rows: Sequence[Claim], mask: Mask) -> list[Told]:
        return loading.claims(rows, mask)


@schema.listing("source", "Published sources, the newest first, with the hashes of what is preserved of them.")
class SourceList(ListView):
    queryset = loading.sources(Source.objects.published())
    serializer_class = serializers.SourceSerializer
    filterset_class = SourceFilter

    def prepare(self, rows: Sequence[Source], mask: Mask) -> Sequence[Source]:
        return loading.veil_sources(rows, mask)


@schema.detail("source", "One source: what is preserved of it, its text where that is public, and its links.")
class SourceDetail(DetailView):
    queryset = loading.sources(Source.objects.all(), whole=True)
    serializer_class = serializers.SourceDetailSerializer

    def prepare(self, rows: Sequence[Source], mask: Mask) -> Sequence[Source]:
        return loading.veil_sources(rows, mask)

    def details(self, record: Source, mask: Mask) -> dict[str, Any]:
        return {"links": loading.links(record)}

    def moved_to(self, record: Source) -> str | None:
        return root_address(self.request, record)


@schema.listing("publisher", "Publishers of published sources, by name.")
class PublisherList(ListView):
    queryset = Publisher.objects.published()
    serializer_class = serializers.PublisherSerializer
    filterset_class = PublisherFilter

    def prepare(self, rows: Sequence[Publisher], mask: Mask) -> Sequence[Publisher]:
        return loading.veil_publishers(rows, mask)


@schema.detail("publisher", "One publisher.", ends=False)
class PublisherDetail(DetailView):
    queryset = Publisher.objects.published()
    serializer_class = serializers.PublisherSerializer

    def prepare(self, rows: Sequence[Publisher], mask: Mask) -> Sequence[Publisher]:
        return loading.veil_publishers(rows, mask)

    def get_queryset(self) -> QuerySet[Publisher]:
        """A publisher has no review of its own: it is public with its sources, and is never retracted."""
        return Publisher.objects.published()


class Codebook(PublicView):
    @schema.codebook
    def get(self, request: Request) -> Response:
        refuse_all(request)
        return Response({"vocabularies": codebook.as_data(), "standards": codebook.standards()})


class Root(PublicView):
    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Where everything is."""
        names = {f"{name}s" if name != "entity" else "entities": f"api:{name}-list" for name in LISTS}
        names |= {"codebook": "api:codebook", "schema": "api:schema", "documentation": "api:docs"}
        return Response({name: request.build_absolute_uri(reverse(view)) for name, view in names.items()})


class Missing(PublicView):
    """Answers for every address that is not there, in the shape of all errors."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotFound(
            _("There is nothing at this address. %(root)s tells what there is.") % {"root": reverse("api:root")}
        )
