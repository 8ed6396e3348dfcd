"""Serializers for what is told many times over: what is the same for all rows is looked up once, not for each row.

They are declared and documented as any other, and write the same; only records are written, by fields that read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from types import MethodType
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property
from rest_framework import serializers
from rest_framework.fields import empty

Step = tuple[str, Callable[[Any], Any], Callable[[Any], Any]]


class QuickSerializer(serializers.Serializer[Any]):
    """A serializer that writes rows of one kind, without asking each of its fields anew how to."""

    @cached_property
    def context(self) -> Any:
        """What the fields need besides the row; the library climbs to the root for it at every question."""
        return super().context

    def to_representation(self, instance: Any) -> dict[str, Any]:
        told = {}
        for name, read, write in self._steps:
            value = read(instance)
            if value.__class__ is MethodType:
                value = value()
            told[name] = None if value is None else write(value)
        return told

    @cached_property
    def _steps(self) -> list[Step]:
        """Name, way from the row to the value, and way from there to what is written, for every field."""
        return [(name, _reader(one), self._writer(one)) for name, one in self.fields.items() if not one.write_only]

    def _writer(self, one: Any) -> Callable[[Any], Any]:
        if isinstance(one, serializers.SerializerMethodField):
            method: Callable[[Any], Any] = getattr(self, one.method_name)
            return method
        if type(one) in (serializers.CharField, serializers.URLField):
            return str
        if type(one) is serializers.IntegerField:
            return int
        own: Callable[[Any], Any] = one.to_representation
        return _moment if _is_plain_moment(one) else own


def _reader(one: Any) -> Callable[[Any], Any]:
    if one.source == "*":
        return _itself
    # With a default, something on the way may be missing.
    return attrgetter(one.source) if one.default is empty else one.get_attribute


def _itself(row: Any) -> Any:
    return row


def _is_plain_moment(one: Any) -> bool:
    is_written_so = type(one) is serializers.DateTimeField and not hasattr(one, "format")
    return is_written_so and settings.USE_TZ and timezone.get_current_timezone_name() == "UTC"


def _moment(value: datetime) -> str:
    """A moment in ISO 8601, as the library writes it where the time zone is UTC."""
    return value.astimezone(timezone.get_default_timezone()).isoformat().replace("+00:00", "Z")
