"""Fields that several kinds of records share: addresses, dates, references to other records, masked texts."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ctarchive.api.v1.quick import Contextual, QuickSerializer
from editorial import dates
from editorial.addresses import path_of
from editorial.asof import PARAMETER as AS_OF
from editorial.models import Record
from editorial.uids import is_uid
from events.models import Entity, Event
from sources.models import Publisher, Source


def address(context: Mapping[str, Any], record_type: str, uid: str) -> str:
    """The absolute address of a record in the API, on the day that the request asks for."""
    if not is_uid(uid):
        return dated_address(context, reverse(f"api:{record_type}-detail", args=[uid]))
    return _addresses(context).of(record_type, uid)


def dated_address(context: Mapping[str, Any], path: str) -> str:
    """The absolute address of a path, on the day that the request asks for."""
    return _addresses(context).absolute(path)


class _Addresses:
    """The absolute addresses of one answer: what they share is put together once, not for every record."""

    def __init__(self, request: Any, day: str) -> None:
        self.request, self.day = request, day
        self.host = str(request.build_absolute_uri("/"))[:-1]
        self.query = str(request.build_absolute_uri(f"/?{AS_OF}={day}"))[len(self.host) + 1 :] if day else ""
        self._starts: dict[str, str] = {}

    def of(self, record_type: str, uid: str) -> str:
        """The address of a record in the API."""
        start = self._starts.get(record_type)
        if start is None:
            path = path_of(f"api:{record_type}-detail", uid)
            start = self._starts[record_type] = f"{self.host}{path[: path.rindex(uid)]}"
        return f"{start}{uid}/{self.query}"

    def absolute(self, path: str) -> str:
        """The address of a path that needs no quoting."""
        return f"{self.host}{path}{self.query}"


def _addresses(context: Mapping[str, Any]) -> _Addresses:
    request, day = context["request"], context["day"].given if context.get("at") else ""
    known: _Addresses | None = vars(request).get("told_addresses")
    if known is None or known.day != day:
        known = request.told_addresses = _Addresses(request, day)
    return known


def day(ordinal: int | None) -> str | None:
    """An ordinal day as ISO 8601; None where that end is open or unknown."""
    if ordinal is None or ordinal in (dates.OPEN_START, dates.OPEN_END):
        return None
    return date.fromordinal(ordinal).isoformat()


def dated(edtf: str, earliest: int | None = None, latest: int | None = None) -> dict[str, Any] | None:
    """A date in EDTF as JSON, with its own bounds unless others are given. None for an empty text."""
    return dict(_dated(edtf, earliest, latest, get_language())) if edtf else None


@functools.lru_cache(maxsize=8192)
def _dated(edtf: str, earliest: int | None, latest: int | None, language: str | None) -> dict[str, Any]:
    """As `dated`, in the active language: the same few dates stand in many answers."""
    parsed = dates.parse(edtf)
    return {
        "edtf": edtf,
        "readable": dates.echo(parsed),
        "earliest": day(parsed.earliest if earliest is None else earliest),
        "latest": day(parsed.latest if latest is None else latest),
    }


def referred(entity: Entity, context: Mapping[str, Any]) -> dict[str, Any]:
    """A reference to an entity, by what it was merged into."""
    return {
        "uid": entity.root_id,
        "name": context["mask"].apply(entity.display_name),
        "kind": entity.kind,
        "url": address(context, "entity", entity.root_id),
    }


def titled(record: Event | Source, context: Mapping[str, Any]) -> dict[str, Any]:
    """A reference to an event or source, by what it was merged into."""
    return {
        "uid": record.root_id,
        "title": context["mask"].apply(record.title),
        "kind": record.kind,
        "url": address(context, record.type_name(), record.root_id),
    }


# -- what the compound fields look like, for the schema ----------------------------------------------------------------


class DateSerializer(serializers.Serializer[Any]):
    """A date, with the first and last day it allows."""

    edtf = serializers.CharField(help_text="Extended Date/Time Format (ISO 8601-2), as the archive keeps it.")
    readable = serializers.CharField(help_text="The same in words, in the language of the request.")
    earliest = serializers.DateField(allow_null=True, help_text="The first day; null where it is open or unknown.")
    latest = serializers.DateField(allow_null=True, help_text="The last day; null where it is open or unknown.")


class EntityReferenceSerializer(serializers.Serializer[Any]):
    """An entity that is referred to. What was merged is given by what it was merged into."""

    uid = serializers.CharField()
    name = serializers.CharField(help_text="Its name where it is referred to; of somebody protected, the pseudonym.")
    kind = serializers.CharField()
    url = serializers.URLField(help_text="Its address in this API.")


class ReferenceSerializer(serializers.Serializer[Any]):
    """An event or source that is referred to. What was merged is given by what it was merged into."""

    uid = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    url = serializers.URLField(help_text="Its address in this API.")


class PublisherReferenceSerializer(serializers.Serializer[Any]):
    uid = serializers.CharField()
    name = serializers.CharField()
    url = serializers.URLField(help_text="Its address in this API.")


# -- the fields --------------------------------------------------------------------------------------------------------


class ReadOnly(Contextual, serializers.Field[Any, Any, Any, Any]):
    """A field that is only ever shown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"read_only": True} | kwargs)


class Masked(Contextual, serializers.CharField):
    """A text in which the names of protected people are replaced."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"read_only": True} | kwargs)

    def to_representation(self, value: Any) -> str:
        text: str = self.context["mask"].apply(str(value))
        return text


@extend_schema_field(OpenApiTypes.URI)
class SelfLink(ReadOnly):
    """The record's address in the API."""

    def __init__(self, source: str = "*") -> None:
        super().__init__(source=source, help_text="Its address in this API.")

    def to_representation(self, record: Record) -> str:
        return address(self.context, record.type_name(), record.pk)


@extend_schema_field(OpenApiTypes.URI)
class PacketLink(ReadOnly):
    """The address of a claim's evidence packet."""

    def __init__(self, source: str = "*") -> None:
        super().__init__(source=source, help_text="Its evidence packet: one file with all that proves it.")

    def to_representation(self, claim: Record) -> str:
        return _addresses(self.context).host + path_of("api:claim-packet", claim.pk)


@extend_schema_field(OpenApiTypes.URI)
class PageLink(ReadOnly):
    """The address of the record's page for readers. Its texts must have been veiled: the address holds its title."""

    def __init__(self, source: str = "*") -> None:
        super().__init__(source=source, help_text="Its page for readers.")

    def to_representation(self, record: Any) -> str:
        return dated_address(self.context, record.get_absolute_url())


@extend_schema_field(DateSerializer)
class EdtfField(ReadOnly):
    """A column that holds a date in EDTF."""

    def to_representation(self, text: str) -> dict[str, Any] | None:
        return dated(text)


@extend_schema_field(DateSerializer)
class EventDate(ReadOnly):
    """The best date of an event; where sources differ, `earliest` and `latest` span them all."""

    def __init__(self) -> None:
        text = (
            "The best supported date. `earliest` and `latest` span the rival dates as well. Null where none is known."
        )
        super().__init__(source="*", allow_null=True, help_text=text)

    def to_representation(self, event: Event) -> dict[str, Any] | None:
        return dated(event.date, event.date_earliest, event.date_latest)


@extend_schema_field(EntityReferenceSerializer)
class EntityRef(ReadOnly):
    def to_representation(self, entity: Entity) -> dict[str, Any]:
        return referred(entity, self.context)


@extend_schema_field(ReferenceSerializer)
class TitledRef(ReadOnly):
    def to_representation(self, record: Event | Source) -> dict[str, Any]:
        return titled(record, self.context)


@extend_schema_field(ReferenceSerializer)
class ExactRef(ReadOnly):
    """The record itself, even where it was merged into another."""

    def to_representation(self, record: Event | Source) -> dict[str, Any]:
        own = {"uid": record.pk, "url": address(self.context, record.type_name(), record.pk)}
        return titled(record, self.context) | own


class MergedTitleSerializer(serializers.Serializer[Any]):
    uid = serializers.CharField()
    title = serializers.CharField()


@extend_schema_field(MergedTitleSerializer(many=True))
class MergedTitles(ReadOnly):
    """The events or sources that were merged into the record, fetched as `shown_merged`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="shown_merged", **kwargs)

    def to_representation(self, merged: Any) -> list[dict[str, str]]:
        return [{"uid": one.pk, "title": self.context["mask"].apply(one.title)} for one in merged]


@extend_schema_field(PublisherReferenceSerializer)
class PublisherRef(ReadOnly):
    def to_representation(self, publisher: Publisher) -> dict[str, Any]:
        return {"uid": publisher.pk, "name": publisher.name, "url": address(self.context, "publisher", publisher.pk)}


class RecordSerializer(QuickSerializer):
    """What all records have in common."""

    uid = serializers.CharField(help_text="Ten characters, the same for ever, unique over all types of records.")
    type = serializers.CharField(source="type_name", help_text="The type of the record.")
    self = SelfLink()
    published_at = serializers.DateTimeField(help_text="When the archive first published it.")
    version = serializers.IntegerField(help_text="Counts every change of the record itself.")


class TombstoneSerializer(serializers.Serializer[Any]):
    """What is left of a retracted record."""

    uid = serializers.CharField()
    type = serializers.CharField(source="type_name", help_text="The type of the record.")
    state = serializers.CharField(help_text="Always `retracted`.")
    retracted_at = serializers.DateTimeField()
    reason = serializers.CharField(help_text="Why it was retracted.")
