"""What is told of the archive beyond single records: conflicts, corrections, search results and figures."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from ctarchive.api.v1.serializers.claims import ClaimSerializer, Subject, SubjectSerializer
from ctarchive.api.v1.serializers.events import WithdrawnSerializer

# -- conflicts ---------------------------------------------------------------------------------------------------------


class RivalrySerializer(serializers.Serializer[Any]):
    claims = ClaimSerializer(many=True, help_text="The rivals, the best first: ranking, credibility, origins …")


class ConflictSerializer(serializers.Serializer[Any]):
    """Claims of one property about one event or entity that cannot all be true."""

    about = Subject(source="subject")
    property = serializers.CharField(help_text="See `properties` in the codebook.")
    newest = serializers.DateTimeField(help_text="When the newest of the rivals was published.")
    rivalries = RivalrySerializer(many=True, help_text="Claims that contradict each other directly or through a third.")


# -- corrections -------------------------------------------------------------------------------------------------------


class RewordingSerializer(serializers.Serializer[Any]):
    """How one field changed."""

    field = serializers.CharField(source="label", help_text="In the language of the request.")
    old = serializers.CharField()
    new = serializers.CharField()


class CorrectionSerializer(WithdrawnSerializer):
    """A record that was published and holds no more, or of which a part does not: what it said, why, what changed."""

    what = serializers.CharField(help_text="`superseded`, `retracted`, `revised` or `redacted`.")
    at = serializers.DateTimeField(source="told_at", help_text="When it was decided in public.")
    state = serializers.CharField(help_text="Of the record: `superseded`, `retracted`, or `published` if it stands.")
    ended_at = serializers.DateTimeField(allow_null=True, help_text="When the record ended; null if it stands.")
    reason = serializers.CharField(
        help_text="Why it was retracted, revised, redacted, or moved to another subject; else empty, or kept back."
    )
    url = serializers.URLField(allow_null=True, help_text="Its address in this API; null where it has none of its own.")
    about = SubjectSerializer(allow_null=True, help_text="What a claim was about; null for other records.")
    property = serializers.CharField(help_text="Of a claim: see `properties` in the codebook. Else empty.")
    field = serializers.CharField(help_text="The field that was revised or redacted; else empty.")
    says = serializers.CharField(
        help_text="What a claim said, as a sentence; what an event, entity, source or publisher is called; else empty."
    )
    changes = RewordingSerializer(
        many=True, help_text="What a claim's successor says otherwise, or how the field was revised; else none."
    )
    added = serializers.ListField(child=serializers.CharField(), help_text="Passages that its successor quotes anew.")
    dropped = serializers.ListField(child=serializers.CharField(), help_text="Passages that it quotes no more.")


# -- search ------------------------------------------------------------------------------------------------------------


class SegmentSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    match = serializers.BooleanField(help_text="Whether it is one of the words looked for.")


class HitSerializer(serializers.Serializer[Any]):
    """A record that was found."""

    uid = serializers.CharField()
    type = serializers.CharField(help_text="`event`, `entity`, `source` or `claim`.")
    title = serializers.CharField(help_text="What it is called.")
    language = serializers.CharField(help_text="BCP 47 language tag; empty if unknown.")
    snippet = SegmentSerializer(many=True, help_text="A passage that holds the words looked for, in order.")
    self = serializers.URLField(help_text="Its address in this API.")
    html = serializers.URLField(help_text="Its page for readers.")


class FacetValueSerializer(serializers.Serializer[Any]):
    value = serializers.CharField(help_text="As the parameter of the same name takes it.")
    label = serializers.CharField(help_text="In the language of the request.")  # type: ignore[assignment]
    count = serializers.IntegerField(help_text="How many records would be left if it alone were chosen.")


class FacetSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="The parameter that it stands for.")
    values = FacetValueSerializer(many=True)


class ReadAsSerializer(serializers.Serializer[Any]):
    """What of the words given was looked for."""

    left_out = serializers.ListField(child=serializers.CharField(), help_text="Words that say nothing by themselves.")
    is_cut = serializers.BooleanField(help_text="Whether there were too many words.")


class CountsSerializer(serializers.Serializer[Any]):
    event = serializers.IntegerField()
    entity = serializers.IntegerField()
    source = serializers.IntegerField()  # type: ignore[assignment]
    claim = serializers.IntegerField()


# -- figures -----------------------------------------------------------------------------------------------------------


class FigureSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="A term of the codebook, a code or a year; empty where it is not known.")
    count = serializers.IntegerField()


class RecordsSerializer(serializers.Serializer[Any]):
    events = serializers.IntegerField()
    entities = serializers.IntegerField()
    claims = serializers.IntegerField()
    evidence = serializers.IntegerField()
    sources = serializers.IntegerField()
    captures = serializers.IntegerField()
    publishers = serializers.IntegerField()


class SupportSerializer(serializers.Serializer[Any]):
    one_origin = serializers.IntegerField(help_text="Claims that a single independent origin supports.")
    several_origins = serializers.IntegerField(help_text="Claims that two independent origins or more support.")
    conflicted = serializers.IntegerField(help_text="Claims that a rival contradicts.")
    attributed = serializers.IntegerField(help_text="Claims that are told on somebody's word.")
    superseded = serializers.IntegerField(help_text="Claims that were corrected since they were published.")
    retracted = serializers.IntegerField(help_text="Claims that were withdrawn since they were published.")


class LedgerSerializer(serializers.Serializer[Any]):
    """The head of the ledger (RFC 9162) that these figures were read at."""

    public_version = serializers.IntegerField(help_text="Grows with each public act.")
    size = serializers.IntegerField(help_text="How many entries the ledger has.")
    root = serializers.CharField(  # type: ignore[assignment]
        help_text="The root of the Merkle tree over them, in hex."
    )


class StatsSerializer(serializers.Serializer[Any]):
    """Figures of the published archive."""

    license = serializers.URLField(help_text="The licence of the data.")
    records = RecordsSerializer()
    claims = SupportSerializer()
    events_by_kind = FigureSerializer(many=True)
    events_by_year = FigureSerializer(many=True, help_text="By the year in which they began.")
    events_by_country = FigureSerializer(many=True, help_text="Where they took place: ISO 3166-1.")
    claims_by_property = FigureSerializer(many=True)
    sources_by_kind = FigureSerializer(many=True)
    sources_by_language = FigureSerializer(many=True)
    ledger = LedgerSerializer()
