"""How records are written as JSON. Every field is named; nothing is told because a model has it."""

from ctarchive.api.v1.serializers.claims import ClaimSerializer
from ctarchive.api.v1.serializers.events import (
    EntityDetailSerializer,
    EntitySerializer,
    EventDetailSerializer,
    EventSerializer,
)
from ctarchive.api.v1.serializers.sources import PublisherSerializer, SourceDetailSerializer, SourceSerializer

__all__ = [
    "ClaimSerializer",
    "EntityDetailSerializer",
    "EntitySerializer",
    "EventDetailSerializer",
    "EventSerializer",
    "PublisherSerializer",
    "SourceDetailSerializer",
    "SourceSerializer",
]
