"""Events and entities as JSON."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ctarchive.api.v1.fields import (
    EntityRef,
    EventDate,
    Masked,
    MergedTitles,
    PageLink,
    RecordSerializer,
    TitledRef,
    TombstoneSerializer,
    address,
)
from ctarchive.api.v1.quick import QuickSerializer, told
from ctarchive.api.v1.serializers.claims import ClaimSerializer, SubjectSerializer, subject_of
from ctarchive.api.v1.told import Told
from editorial.payload import decimal_string
from events import replies
from events.choices import NameKind
from events.models import Entity
from events.reading import Reading


class ParticipantSerializer(QuickSerializer):
    entity = EntityRef()
    role = serializers.CharField(help_text="See `participant_roles` in the codebook.")


class EventSerializer(RecordSerializer):
    html = PageLink()
    kind = serializers.CharField(help_text="See `event_kinds` in the codebook.")
    title = serializers.CharField()
    summary = serializers.CharField()
    date = EventDate()
    place = EntityRef(allow_null=True, help_text="The best supported place.")
    participants = ParticipantSerializer(many=True, source="shown_participants")
    part_of = TitledRef(allow_null=True, help_text="The larger event.")
    merged = MergedTitles(help_text="Events that were found to be the same.")
    conflicted = serializers.BooleanField(help_text="Whether published claims contradict each other.")


class RivalsSerializer(serializers.Serializer[Any]):
    property = serializers.CharField()
    claims = serializers.ListField(child=serializers.CharField(), help_text="Uids of the rivals, the best first.")


class WithdrawnSerializer(TombstoneSerializer):
    """A claim that was published once and holds no more."""

    state = serializers.CharField(help_text="`superseded` or `retracted`.")
    retracted_at = None  # type: ignore[assignment]
    ended_at = serializers.DateTimeField()
    reason = serializers.CharField(help_text="Why it was retracted, or moved to another subject; else empty.")
    superseded_by = serializers.CharField(allow_null=True, help_text="The uid of the claim that took its place.")
    moved_to = SubjectSerializer(allow_null=True, help_text="What that claim is about, if it is another subject.")
    url = serializers.URLField()


class ReadSerializer(QuickSerializer):
    """What the claims about a subject come to. The view passes the subject's `Reading` as `reading` in the context."""

    conflicts = serializers.SerializerMethodField(help_text="Claims that cannot all be true.")
    claims = serializers.SerializerMethodField(help_text="By property, in the order of the codebook; the best first.")
    withdrawn = serializers.SerializerMethodField(help_text="Claims that were published once and hold no more.")

    @property
    def reading(self) -> Reading:
        reading: Reading = self.context["reading"]
        return reading

    @extend_schema_field(RivalsSerializer(many=True))
    def get_conflicts(self, subject: Any) -> list[dict[str, Any]]:
        return [
            {"property": fact.spec.key, "claims": [rival.claim.pk for rival in conflict.rivals]}
            for fact in self.reading.facts
            for conflict in fact.conflicts
        ]

    @extend_schema_field(ClaimSerializer(many=True))
    def get_claims(self, subject: Any) -> Any:
        shown = list(self.reading.shown())
        answered = [one.claim.pk for one in shown if one.claim.replies_count]  # type: ignore[attr-defined]
        replied = replies.to_claims(answered, self.context["mask"], self.context.get("at"))
        claims = [Told.of(one, replied.get(one.claim.pk, [])) for one in shown]
        return told(ClaimSerializer, claims, self.context)

    @extend_schema_field(WithdrawnSerializer(many=True))
    def get_withdrawn(self, subject: Any) -> list[dict[str, Any]]:
        return [
            {
                "uid": gone.claim.pk,
                "type": gone.claim.type_name(),
                "state": gone.claim.state,
                "ended_at": serializers.DateTimeField().to_representation(gone.claim.ended_at),  # type: ignore[arg-type]
                "reason": self.context["mask"].apply(gone.reason),
                "superseded_by": gone.successor.pk if gone.successor else None,
                "moved_to": subject_of(gone.successor, self.context) if gone.successor and gone.moved_to else None,
                "url": address(self.context, "claim", gone.claim.pk),
            }
            for gone in self.reading.withdrawn
        ]


class EventDetailSerializer(EventSerializer, ReadSerializer):
    """An event with its facts, and the claims and passages they follow from."""


class NameSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    kind = serializers.CharField(help_text="See `name_kinds` in the codebook.")
    language = serializers.CharField(help_text="BCP 47 language tag; empty if unknown.")
    script = serializers.CharField(help_text="ISO 15924; empty if unknown.")


class IdentifierSerializer(serializers.Serializer[Any]):
    scheme = serializers.CharField(help_text="See `identifier_schemes` in the codebook.")
    value = serializers.CharField()


class CoordinatesSerializer(serializers.Serializer[Any]):
    """WGS 84, in decimal degrees."""

    latitude = serializers.CharField()
    longitude = serializers.CharField()


class MergedEntitySerializer(serializers.Serializer[Any]):
    uid = serializers.CharField()
    name = serializers.CharField()


class EntitySerializer(RecordSerializer):
    html = PageLink()
    kind = serializers.CharField(help_text="See `entity_kinds` in the codebook.")
    name = Masked(source="display_name", help_text="Of somebody protected, the pseudonym.")
    names = serializers.SerializerMethodField(help_text="All its names; of somebody protected, the pseudonym alone.")
    identifiers = serializers.SerializerMethodField(help_text="Of somebody protected, none.")
    description = serializers.CharField()
    country = serializers.CharField(help_text="ISO 3166-1; empty if none.")
    coordinates = serializers.SerializerMethodField(help_text="Of a place. Decimal strings.")
    protected = serializers.BooleanField(help_text="Whether a pseudonym stands in place of the name.")
    merged = serializers.SerializerMethodField(help_text="Entities that were found to be the same.")
    conflicted = serializers.BooleanField(help_text="Whether published claims contradict each other.")

    @extend_schema_field(NameSerializer(many=True))
    def get_names(self, entity: Any) -> list[dict[str, str]]:
        if entity.protected:
            return [{"text": entity.pseudonym, "kind": NameKind.PRIMARY.value, "language": "", "script": ""}]
        apply = self.context["mask"].apply
        return [
            {"text": apply(n.text), "kind": n.kind, "language": n.language, "script": n.script}
            for n in entity.shown_names
        ]

    @extend_schema_field(IdentifierSerializer(many=True))
    def get_identifiers(self, entity: Any) -> list[dict[str, str]]:
        known = [] if entity.protected else entity.shown_identifiers
        return [{"scheme": i.scheme, "value": i.value} for i in known]

    @extend_schema_field(CoordinatesSerializer(allow_null=True))
    def get_coordinates(self, entity: Entity) -> dict[str, str] | None:
        if entity.protected or entity.latitude is None or entity.longitude is None:
            return None
        return {"latitude": decimal_string(entity.latitude), "longitude": decimal_string(entity.longitude)}

    @extend_schema_field(MergedEntitySerializer(many=True))
    def get_merged(self, entity: Any) -> list[dict[str, str]]:
        return [{"uid": e.pk, "name": e.display_name} for e in entity.shown_merged]


class EntityDetailSerializer(EntitySerializer, ReadSerializer):
    """An entity with the claims about it. The claims that name it elsewhere are behind `mentions`."""

    events = serializers.SerializerMethodField(help_text="The address of the events in which it took part.")
    mentions = serializers.SerializerMethodField(help_text="The address of the claims whose value it is.")

    def get_events(self, entity: Any) -> str:
        return str(self.context["lists"]("event", participant=entity.pk))

    def get_mentions(self, entity: Any) -> str:
        return str(self.context["lists"]("claim", value_entity=entity.pk))
