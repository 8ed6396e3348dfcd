"""Serializers for what is told many times over: what is the same for all rows and requests is looked up once.

They are declared and documented as any other, and write the same; only records are written, by fields that read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from operator import attrgetter
from types import MethodType
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property
from rest_framework import serializers
from rest_framework.fields import empty

Step = tuple[str, Callable[[Any], Any], Callable[[Any], Any]]


class Contextual:
    """A field or serializer that knows where its context is; the library climbs to the root at every question."""

    if TYPE_CHECKING:
        root: Any

    @cached_property
    def _top(self) -> Any:
        return self.root

    @property
    def context(self) -> Any:
        """What is needed besides the row."""
        return vars(self._top)["_context"]


class QuickSerializer(Contextual, serializers.Serializer[Any]):
    """A serializer that writes rows of one kind, without asking each of its fields anew how to."""

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
        if type(one) is serializers.ListSerializer:
            write: Callable[[Any], Any] = one.child.to_representation  # type: ignore[union-attr]
            return lambda rows: [write(row) for row in rows]
        if type(one) in (serializers.CharField, serializers.URLField):
            return str
        if type(one) is serializers.IntegerField:
            return int
        own: Callable[[Any], Any] = one.to_representation
        return _moment if _is_plain_moment(one) else own


def told(serializer: type[serializers.Serializer[Any]], rows: Iterable[Any], context: Any) -> list[dict[str, Any]]:
    """The rows as JSON, as `serializer(rows, many=True, context=context).data` has them."""
    if not issubclass(serializer, QuickSerializer):
        return [dict(row) for row in serializer(rows, many=True, context=context).data]
    writer = _writer_of(serializer)
    vars(writer)["_context"] = context
    try:
        return [writer.to_representation(row) for row in rows]
    finally:
        vars(writer)["_context"] = {}


class _Known(threading.local):
    """What one thread has made already."""

    def __init__(self) -> None:
        self.writers: dict[type[QuickSerializer], Any] = {}


_known = _Known()


def _writer_of(serializer: type[QuickSerializer]) -> Any:
    """One serializer of this class for all answers of a thread: to make its fields takes longer than to write a row."""
    if serializer not in _known.writers:
        _known.writers[serializer] = serializer()
    return _known.writers[serializer]


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
