"""How records are written as JSON. Every field is named; nothing is told because a model has it."""

from ctarchive.api.v1.serializers.claims import ClaimSerializer, EvidenceRecordSerializer
from ctarchive.api.v1.serializers.events import (
    EntityDetailSerializer,
    EntitySerializer,
    EventDetailSerializer,
    EventSerializer,
)
from ctarchive.api.v1.serializers.sources import (
    CaptureDetailSerializer,
    CaptureRecordSerializer,
    PublisherSerializer,
    SourceDetailSerializer,
    SourceSerializer,
)

__all__ = [
    "CaptureDetailSerializer",
    "CaptureRecordSerializer",
    "ClaimSerializer",
    "EntityDetailSerializer",
    "EntitySerializer",
    "EventDetailSerializer",
    "EventSerializer",
    "EvidenceRecordSerializer",
    "PublisherSerializer",
    "SourceDetailSerializer",
    "SourceSerializer",
]
