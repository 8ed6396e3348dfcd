"""Model serializers, model view sets, page numbers; and a view that says the same to everybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.routers import DefaultRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from benchmarks.plain.models import Claim, Entity, Event, Evidence, Participation

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


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    class Meta:
        model = Evidence
        fields = "__all__"


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    evidence = EvidenceSerializer(many=True)
    value_entity = EntitySerializer()

    class Meta:
        model = Claim
        fields = "__all__"


class EventDetailSerializer(EventSerializer):
    claims = ClaimSerializer(many=True)


class EventViewSet(ReadOnlyModelViewSet[Event]):
    pagination_class = Pages

    def get_queryset(self) -> Any:
        along = ["participations__entity"]
        if self.action == "retrieve":
            along += ["claims__evidence", "claims__value_entity"]
        asked, found = self.request.query_params, Event.objects.filter(state="published")
        for name in ("kind", "date_latest__gte"):
            if name in asked:
                found = found.filter(**{name: asked[name]})
        return found.select_related("place").prefetch_related(*along).order_by("-date_latest", "uid")

    def get_serializer_class(self) -> Any:
        return EventDetailSerializer if self.action == "retrieve" else EventSerializer


class EntityViewSet(ReadOnlyModelViewSet[Entity]):
    queryset = Entity.objects.all()
    serializer_class = EntitySerializer


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CONSTANT, content_type="application/json")


router = DefaultRouter()
router.register("events", EventViewSet, basename="event")
router.register("entities", EntityViewSet)
urlpatterns = [path("", include(router.urls)), path("constant", constant)]
