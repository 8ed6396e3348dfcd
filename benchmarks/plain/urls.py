"""Model serializers, model view sets, page numbers; and a view that says the same to everybody."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.routers import DefaultRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from benchmarks.plain.models import Capture, Claim, Entity, Event, Evidence, Participation, Publisher, Source

CONSTANT = b'{"constant": "' + b"x" * 44_000 + b'"}'


class Pages(PageNumberPagination):
    page_size = 20
    page_size_query_param = "page_size"


class EntitySerializer(serializers.ModelSerializer[Entity]):
    class Meta:
        model = Entity
        fields = "__all__"


class ParticipationSerializer(serializers.ModelSerializer[Participation]):
    entity = EntitySerializer()

    class Meta:
        model = Participation
        fields = ("entity", "role")


class EventSerializer(serializers.ModelSerializer[Event]):
    place = EntitySerializer()
    participations = ParticipationSerializer(many=True)

    class Meta:
        model = Event
        fields = "__all__"


class PublisherSerializer(serializers.ModelSerializer[Publisher]):
    class Meta:
        model = Publisher
        fields = "__all__"


class SourceSerializer(serializers.ModelSerializer[Source]):
    publisher = PublisherSerializer()

    class Meta:
        model = Source
        fields = "__all__"


class CaptureSerializer(serializers.ModelSerializer[Capture]):
    source = SourceSerializer()  # type: ignore[assignment]

    class Meta:
        model = Capture
        fields = "__all__"


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    capture = CaptureSerializer()

    class Meta:
        model = Evidence
        fields = "__all__"


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    evidence = EvidenceSerializer(many=True)
    value_entity = EntitySerializer()
    attributed_to = EntitySerializer()
    accused = EntitySerializer()

    class Meta:
        model = Claim
        fields = "__all__"


class EventDetailSerializer(EventSerializer):
    claims = ClaimSerializer(many=True)


class EntityDetailSerializer(EntitySerializer):
    claims = ClaimSerializer(many=True)


# Fetched along with a record, each step in one query.
CLAIMS = (
    Prefetch("claims", Claim.objects.select_related("value_entity", "attributed_to", "accused")),
    Prefetch("claims__evidence", Evidence.objects.select_related("capture__source__publisher")),
)


class EventViewSet(ReadOnlyModelViewSet[Event]):
    pagination_class = Pages

    def get_queryset(self) -> Any:
        along: list[Any] = ["participations__entity"]
        if self.action == "retrieve":
            along += CLAIMS
        asked, found = self.request.query_params, Event.objects.filter(state="published")
        for name in ("kind", "date_latest__gte"):
            if name in asked:
                found = found.filter(**{name: asked[name]})
        return found.select_related("place").prefetch_related(*along).order_by("-date_latest", "uid")

    def get_serializer_class(self) -> Any:
        return EventDetailSerializer if self.action == "retrieve" else EventSerializer


class EntityViewSet(ReadOnlyModelViewSet[Entity]):
    """An entity with the claims about it and their quotations, as the archive tells it; a list of bare rows."""

    def get_queryset(self) -> Any:
        return Entity.objects.prefetch_related(*(CLAIMS if self.action == "retrieve" else []))

    def get_serializer_class(self) -> Any:
        return EntityDetailSerializer if self.action == "retrieve" else EntitySerializer


class EntityRowViewSet(ReadOnlyModelViewSet[Entity]):
    """A row of the table of entities, and nothing else."""

    queryset = Entity.objects.all()
    serializer_class = EntitySerializer


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CONSTANT, content_type="application/json")


router = DefaultRouter()
router.register("events", EventViewSet, basename="event")
router.register("entities", EntityViewSet, basename="entity")
router.register("entity-rows", EntityRowViewSet, basename="entity-row")
urlpatterns = [path("", include(router.urls)), path("constant", constant)]
