"""Publishers and sources as JSON."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ctarchive.api.v1.fields import (
    EdtfField,
    ExactRef,
    Masked,
    MergedTitles,
    PageLink,
    PublisherRef,
    RecordSerializer,
    SelfLink,
    TitledRef,
)
from ctarchive.api.v1.quick import QuickSerializer
from sources.choices import Access


class PublisherSerializer(RecordSerializer):
    name = serializers.CharField()
    kind = serializers.CharField(help_text="See `publisher_kinds` in the codebook.")
    country = serializers.CharField(help_text="ISO 3166-1; empty if there is none.")
    homepage = serializers.CharField()
    reliability = serializers.CharField(help_text="Admiralty grade, A to F. F: it cannot be judged.")
    languages = serializers.ListField(child=serializers.CharField(), help_text="BCP 47 language tags.")


class CaptureSerializer(QuickSerializer):
    """What is preserved of a source at one moment."""

    uid = serializers.CharField()
    method = serializers.CharField(help_text="See `methods` in the codebook.")
    requested_url = serializers.CharField()
    final_url = serializers.CharField()
    captured_at = serializers.DateTimeField()
    media_type = serializers.CharField()
    size = serializers.IntegerField(source="blob.size", help_text="Of the original bytes.")
    sha256 = serializers.CharField(source="blob_id", help_text="SHA-256 of the original bytes, in hex.")
    text_sha256 = serializers.CharField(help_text="SHA-256 of the text read from them, as UTF-8, in hex.")
    characters = serializers.IntegerField(help_text="Length of the text in Unicode code points.")
    fidelity = serializers.CharField(help_text="See `fidelity` in the codebook.")
    language = serializers.CharField(help_text="BCP 47 language tag; empty if unknown.")
    reader = serializers.CharField(help_text="What read the text from the bytes.")
    reader_version = serializers.CharField()


class CaptureTextSerializer(CaptureSerializer):
    text = serializers.SerializerMethodField(
        help_text="The whole text where the source's `access` is `full`, else null. Protected names are replaced."
    )

    def get_text(self, capture: Any) -> str | None:
        if capture.source.access != Access.FULL:
            return None
        return str(self.context["mask"].apply(capture.text))


class PieceSerializer(serializers.Serializer[Any]):
    """A part of a capture's text."""

    start = serializers.IntegerField(help_text="Code points from the start of the whole text.")
    end = serializers.IntegerField(help_text="The first code point after it.")
    text = serializers.CharField(help_text="What stands there; protected names are replaced.")
    masked = serializers.BooleanField(help_text="Whether the name of somebody protected was replaced in it.")


class CaptureRecordSerializer(CaptureSerializer):
    """A capture by itself, with its source."""

    type = serializers.CharField(source="type_name")
    self = SelfLink()
    published_at = serializers.DateTimeField(help_text="When the archive first published it.")
    source = TitledRef()  # type: ignore[assignment]
    access = serializers.CharField(source="source.access", help_text="How much of its text is public.")


class CaptureDetailSerializer(CaptureRecordSerializer):
    """A capture with as much of its text as is public."""

    public_text = serializers.SerializerMethodField(
        help_text="By `access`: the whole text as one part, the quoted passages with what stands around, or nothing."
    )

    @extend_schema_field(PieceSerializer(many=True))
    def get_public_text(self, capture: Any) -> Any:
        return PieceSerializer(self.context["public_text"], many=True).data


class LinkSerializer(serializers.Serializer[Any]):
    """How a source stands to another, and how the editors know."""

    kind = serializers.CharField(help_text="`source` … `target`: see `link_kinds` in the codebook.")
    source = ExactRef()  # type: ignore[assignment]
    target = ExactRef()
    reason = Masked()


class SourceSerializer(RecordSerializer):
    html = PageLink()
    title = serializers.CharField()
    title_basis = serializers.CharField(help_text="Where the title comes from, if it is not the headline.")
    kind = serializers.CharField(help_text="See `source_kinds` in the codebook.")
    publisher = PublisherRef(allow_null=True)
    authors = serializers.ListField(child=Masked())
    language = serializers.CharField(help_text="BCP 47 language tag; empty if unknown.")
    published = EdtfField(allow_null=True, help_text="When its publisher published it.")
    published_basis = serializers.CharField(help_text="How the editors know when it was published.")
    url = serializers.CharField()
    canonical_url = serializers.CharField()
    symbol = serializers.CharField(help_text="Document symbol, such as S/RES/2396 (2017).")
    rights = serializers.CharField()
    access = serializers.CharField(help_text="How much of its text is public: `full`, `excerpts` or `metadata`.")
    reliability = serializers.CharField(source="grade", help_text="Admiralty grade, its own or else its publisher's.")
    origin = TitledRef(help_text="The source from which it was copied; itself if from none.")
    merged = MergedTitles(help_text="Records that were found to be of the same document.")
    captures = CaptureSerializer(many=True, source="shown_captures")


class SourceDetailSerializer(SourceSerializer):
    captures = CaptureTextSerializer(many=True, source="shown_captures")
    links = serializers.SerializerMethodField(help_text="How it stands to other sources, and they to it.")
    claims = serializers.SerializerMethodField(help_text="The address of the claims that quote it.")

    @extend_schema_field(LinkSerializer(many=True))
    def get_links(self, source: Any) -> Any:
        return LinkSerializer(self.context["links"], many=True, context=self.context).data

    def get_claims(self, source: Any) -> str:
        return str(self.context["lists"]("claim", source=source.pk))
