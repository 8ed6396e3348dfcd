"""Claims with their statements and evidence as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from ctarchive.api.v1.fields import (
    DateSerializer,
    EdtfField,
    EntityRef,
    EntityReferenceSerializer,
    Masked,
    PacketLink,
    PageLink,
    ReadOnly,
    SelfLink,
    address,
    dated,
    referred,
    titled,
)
from ctarchive.api.v1.quick import QuickSerializer
from editorial.choices import State
from editorial.payload import decimal_string
from events.choices import ValueKind
from events.footnotes import AROUND, Footnote
from events.models import Claim, Reply
from events.properties import ValueType
from events.replies import direction
from events.veil import spans
from sources.choices import Access
from sources.cutting import part

# -- statements --------------------------------------------------------------------------------------------------------


def _always(value: str) -> serializers.CharField:
    """A field that always holds this value: it tells the shapes of statements apart."""

    @extend_schema_field({"type": "string", "const": value})
    class Always(serializers.CharField): ...

    return Always()


class StatementSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(help_text="The value in plain words, in the language of the request.")


class TextStatementSerializer(StatementSerializer):
    type = _always("text")
    value = serializers.CharField()


class TermStatementSerializer(StatementSerializer):
    type = _always("term")
    value = serializers.CharField(help_text="A key of the property's vocabulary.")


class DateStatementSerializer(StatementSerializer):
    type = _always("date")
    date = DateSerializer()


class NumberStatementSerializer(StatementSerializer):
    """A number or a range. Numbers are decimal strings."""

    type = _always("number")
    low = serializers.CharField()
    high = serializers.CharField(help_text="The same as `low` for a single number.")
    hedge = serializers.CharField(help_text="`exactly`, `about`, `at_least` …: see `hedges` in the codebook.")
    unit = serializers.CharField(help_text="See `units` in the codebook.")
    currency = serializers.CharField(help_text="ISO 4217, for money.")
    counted = serializers.CharField(help_text="What is counted, in words.")


class EntityStatementSerializer(StatementSerializer):
    type = _always("entity")
    entity = EntityReferenceSerializer()


class UnknownStatementSerializer(StatementSerializer):
    """It is known that nobody knows."""

    type = _always("unknown")


class NoneStatementSerializer(StatementSerializer):
    """It is known that there is none."""

    type = _always("none")


STATEMENT = PolymorphicProxySerializer(
    component_name="Statement",
    serializers={
        "text": TextStatementSerializer,
        "term": TermStatementSerializer,
        "date": DateStatementSerializer,
        "number": NumberStatementSerializer,
        "entity": EntityStatementSerializer,
        "unknown": UnknownStatementSerializer,
        "none": NoneStatementSerializer,
    },
    resource_type_field_name="type",
)


@extend_schema_field(STATEMENT)
class Statement(ReadOnly):
    """What a claim says, by the type of its value."""

    def __init__(self) -> None:
        text = "What is claimed; its members depend on `type`. Null once retracted."
        super().__init__(source="claim", allow_null=True, help_text=text)

    def to_representation(self, claim: Claim) -> dict[str, Any] | None:
        if claim.state == State.RETRACTED:
            return None
        text = self.context["mask"].apply(claim.value_as_text())
        if claim.value_kind != ValueKind.VALUE:
            return {"type": claim.value_kind, "text": text}
        return dict(self._members(claim)) | {"text": text}

    def _members(self, claim: Claim) -> Iterator[tuple[str, Any]]:
        match claim.spec.value:
            case ValueType.EDTF:
                yield from {"type": "date", "date": dated(claim.value_edtf)}.items()
            case ValueType.NUMBER:
                yield "type", "number"
                yield "low", decimal_string(claim.value_low or Decimal(0))
                yield "high", decimal_string(claim.value_high or Decimal(0))
                yield from ((name, getattr(claim, name)) for name in ("hedge", "unit", "currency", "counted"))
            case ValueType.ENTITY:
                assert claim.value_entity is not None
                yield from {"type": "entity", "entity": referred(claim.value_entity, self.context)}.items()
            case kind:
                yield from {"type": kind.value, "value": self.context["mask"].apply(claim.value_text)}.items()


# -- evidence ----------------------------------------------------------------------------------------------------------


class QuotedCaptureSerializer(QuickSerializer):
    """The capture that a passage was quoted from."""

    uid = serializers.CharField()
    captured_at = serializers.DateTimeField()
    fidelity = serializers.CharField(help_text="See `fidelity` in the codebook.")
    sha256 = serializers.CharField(source="blob_id", help_text="SHA-256 of the original bytes, in hex.")
    text_sha256 = serializers.CharField(help_text="SHA-256 of the text, as UTF-8, in hex.")


class QuotedSourceSerializer(QuickSerializer):
    """The source that a passage was quoted from."""

    uid = serializers.CharField(source="root_id", help_text="What was merged is given by what it was merged into.")
    title = Masked()
    kind = serializers.CharField()
    publisher = serializers.CharField(source="publisher.name", default="", help_text="Its name; empty if unknown.")
    published = EdtfField(allow_null=True)
    reliability = serializers.CharField(source="grade", help_text="Admiralty grade, A to F.")
    origin = serializers.CharField(source="origin_id", help_text="The uid of the source from which it was copied.")
    url = serializers.SerializerMethodField(help_text="Its address in this API.")

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, source: Any) -> str:
        return address(self.context, "source", source.root_id)


class EvidenceSerializer(QuickSerializer):
    """A passage that bears on a claim, with the selectors of the W3C Web Annotation Data Model."""

    uid = serializers.CharField(source="evidence.uid")
    stance = serializers.CharField(source="evidence.stance", help_text="See `stances` in the codebook.")
    exact = serializers.CharField(help_text="The passage, letter for letter, unless `masked`.")
    prefix = serializers.SerializerMethodField(help_text="What stands before it, where the public may read it.")
    suffix = serializers.SerializerMethodField(help_text="What stands after it, where the public may read it.")
    start = serializers.IntegerField(source="evidence.start", help_text="Code points from the start of the text.")
    end = serializers.IntegerField(source="evidence.end", help_text="The first code point after it.")
    masked = serializers.SerializerMethodField(help_text="Whether the name of somebody protected was replaced in it.")
    url = serializers.SerializerMethodField(help_text="Its address in this API.")
    locator = serializers.DictField(
        source="evidence.locator",
        help_text="Paragraph and line, counted from 1; the page of a PDF, the time in a transcript such as 00:01:23.",
    )
    reading = Masked(
        source="evidence.reading", help_text="How the value follows, where the passage alone does not say."
    )
    translation = Masked(source="evidence.translation")
    language = serializers.CharField(source="evidence.language", help_text="Of the translation.")
    published_at = serializers.DateTimeField(source="evidence.published_at")
    capture = QuotedCaptureSerializer()
    source = QuotedSourceSerializer()  # type: ignore[assignment]

    def get_prefix(self, note: Footnote) -> str:
        row = note.evidence
        return self._text(note, row.start - min(len(row.prefix), AROUND), row.start)

    def get_suffix(self, note: Footnote) -> str:
        row = note.evidence
        return self._text(note, row.end, row.end + min(len(row.suffix), AROUND))

    def _text(self, note: Footnote, start: int, end: int) -> str:
        """The capture's text between the offsets. A protected name that an edge cuts in two is hidden all the same."""
        if note.source.access == Access.METADATA:
            return ""
        row: Any = note.evidence
        return part(row.slice, start - row.from_, end - row.from_, spans(self.context["mask"], row.slice))

    def get_masked(self, note: Footnote) -> bool:
        return note.exact != note.evidence.exact

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, note: Footnote) -> str:
        return address(self.context, "evidence", note.evidence.pk)


class ClaimReferenceSerializer(serializers.Serializer[Any]):
    """The claim that a passage bears on."""

    uid = serializers.CharField()
    property = serializers.CharField(help_text="See `properties` in the codebook.")
    url = serializers.URLField(help_text="Its address in this API.")


@extend_schema_field(ClaimReferenceSerializer)
class ClaimRef(ReadOnly):
    def to_representation(self, claim: Claim) -> dict[str, Any]:
        return {"uid": claim.pk, "property": claim.property, "url": address(self.context, "claim", claim.pk)}


class EvidenceRecordSerializer(EvidenceSerializer):
    """A passage by itself, with the claim that it bears on."""

    url = None  # type: ignore[assignment]
    type = serializers.CharField(source="evidence.type_name")
    self = SelfLink(source="evidence")
    html = serializers.SerializerMethodField(help_text="The passage on its source's page; empty where that is closed.")
    state = serializers.CharField(source="evidence.state", help_text="`published`, `superseded` or `retracted`.")
    ended_at = serializers.DateTimeField(source="evidence.ended_at", allow_null=True, help_text="When it ceased.")
    version = serializers.IntegerField(source="evidence.version", help_text="Counts every change of the record itself.")
    claim = ClaimRef(source="evidence.claim")

    def get_html(self, note: Footnote) -> str:
        return str(self.context["request"].build_absolute_uri(note.url)) if note.url else ""


# -- claims ------------------------------------------------------------------------------------------------------------


class SubjectSerializer(serializers.Serializer[Any]):
    """The event or entity that a claim is about."""

    type = serializers.CharField(help_text="`event` or `entity`.")
    uid = serializers.CharField()
    name = serializers.CharField(help_text="The event's title or the entity's name.")
    kind = serializers.CharField()
    url = serializers.URLField(help_text="Its address in this API.")


def subject_of(claim: Claim, context: Mapping[str, Any]) -> dict[str, Any]:
    """What the claim is about."""
    if claim.entity:
        return {"type": "entity"} | referred(claim.entity, context)
    assert claim.event is not None
    told = titled(claim.event, context)
    return {"type": "event", "name": told.pop("title")} | told


@extend_schema_field(SubjectSerializer)
class Subject(ReadOnly):
    def to_representation(self, claim: Claim) -> dict[str, Any]:
        return subject_of(claim, self.context)


class ReplySerializer(QuickSerializer):
    """What somebody replied to a claim, in their own words. The editors chose to show it, and do not vouch for it."""

    uid = serializers.CharField()
    type = serializers.CharField(source="type_name")
    name = Masked(source="by", help_text="Who replies, as they want to be named.")
    entity = EntityRef(allow_null=True, help_text="Their record, where the editors know that it is they.")
    capacity = serializers.CharField(help_text="As what they reply: see `reply_capacities` in the codebook.")
    text = Masked(source="said")
    language = serializers.CharField(help_text="Of the text; empty if unknown.")
    dir = serializers.SerializerMethodField(help_text="The direction of the text: `ltr` or `rtl`.")
    received = EdtfField()
    published_at = serializers.DateTimeField()

    def get_dir(self, reply: Reply) -> str:
        return direction(reply.said)


class ClaimSerializer(QuickSerializer):
    """One typed statement about one event or one entity, on somebody's word."""

    uid = serializers.CharField(source="claim.uid")
    type = serializers.CharField(source="claim.type_name")
    self = SelfLink(source="claim")
    html = PageLink(source="claim")
    packet = PacketLink(source="claim")
    state = serializers.CharField(source="claim.state", help_text="`published`, `superseded` or `retracted`.")
    published_at = serializers.DateTimeField(source="claim.published_at")
    ended_at = serializers.DateTimeField(source="claim.ended_at", allow_null=True, help_text="When it ceased to hold.")
    reason = serializers.CharField(help_text="Why it was retracted or moved; else empty.")
    supersedes = serializers.CharField(source="claim.supersedes_id", allow_null=True, help_text="The uid of a claim.")
    superseded_by = serializers.CharField(allow_null=True, help_text="The uid of the claim that took its place.")
    version = serializers.IntegerField(source="claim.version")
    about = Subject(source="claim")
    property = serializers.CharField(source="claim.property", help_text="See `properties` in the codebook.")
    statement = Statement()
    role = serializers.CharField(source="claim.role", help_text="Of a participant.")
    title = serializers.CharField(source="claim.title", help_text="Of a position.")
    accused = EntityRef(source="claim.accused", allow_null=True)
    valid = EdtfField(source="claim.valid", allow_null=True, help_text="When it held.")
    is_allegation = serializers.BooleanField(
        source="claim.spec.allegation", help_text="Whether it speaks of wrongdoing: always somebody's word, not ours."
    )
    attributed_to = EntityRef(source="claim.attributed_to", allow_null=True, help_text="Whose word it is.")
    language = serializers.CharField(source="claim.language")
    credibility = serializers.IntegerField(source="claim.credibility", help_text="Admiralty grade, 1 to 6.")
    rank = serializers.CharField(source="claim.rank", help_text="`preferred`, `normal` or `deprecated`.")
    rank_reason = serializers.CharField(help_text="Why the editors ranked it so.")
    sources_count = serializers.IntegerField(source="claim.sources_count", help_text="Sources that support it.")
    origins_count = serializers.IntegerField(
        source="claim.origins_count", help_text="Independent origins that support it: copies count once."
    )
    conflicted = serializers.BooleanField(source="claim.conflicted", help_text="Whether a rival claim contradicts it.")
    evidence = EvidenceSerializer(many=True)
    replies = ReplySerializer(many=True, help_text="What was replied to it by those whom it concerns.")
