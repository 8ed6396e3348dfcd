"""What the bodies of requests are made of: strict members, and references to what the person may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers
from rest_framework.utils.html import is_html_input

from ctarchive.api.v1.writing.looking import visible
from editorial.models import Record, Reviewable


class Strict(serializers.Serializer[Any]):
    """Refuses members that it does not know: a misspelt one would be left out unawares. Nor does it guess: a member of
    JSON has the type that the OpenAPI document says.
    """

    def to_internal_value(self, data: Any) -> Any:
        unknown = dict(self._unknown(data)) if isinstance(data, Mapping) else {}
        if isinstance(data, Mapping):
            unknown |= dict(self._too_long(data))
        if isinstance(data, Mapping) and not is_html_input(data):
            unknown |= self._mistyped(data)
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**error.detail, **unknown}) from error  # type: ignore[dict-item]
        if unknown:
            raise serializers.ValidationError(unknown)
        return value

    def _too_long(self, data: Mapping[Any, Any]) -> Iterator[tuple[str, list[str]]]:
        """Texts count as they were sent: the field itself counts what is left without blanks around."""
        for name, one in self.fields.items():
            most = one.max_length if isinstance(one, serializers.CharField) else None
            if most is not None and isinstance(data.get(name), str) and len(data[name]) > most:
                yield name, [str(one.error_messages["max_length"]).format(max_length=most)]

    def _mistyped(self, data: Mapping[Any, Any]) -> dict[str, list[str]]:
        told = {}
        for name, one in self.fields.items():
            if not one.read_only and name in data and not _fits(one, data[name]):
                messages = getattr(one, "child", one).error_messages
                message = messages.get("invalid") or messages["invalid_choice"]
                told[name] = [str(message).format(input=str(data[name])[:40])]
        return told

    def _unknown(self, data: Mapping[Any, Any]) -> Iterator[tuple[str, list[str]]]:
        known = [name for name, one in self.fields.items() if not one.read_only]
        for name in map(str, data):
            if name in known:
                continue
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            if near:
                told = _("There is no member “%(name)s”. Did you mean “%(near)s”?") % {
                    "name": name[:40],
                    "near": near[0],
                }
            else:
                told = _("There is no member “%(name)s”. There are: %(known)s.") % {
                    "name": name[:40], "known": ", ".join(known) or "–",
                }  # fmt: skip
            yield name, [told]


def _fits(field: Any, value: Any) -> bool:
    """Whether a value of JSON has the type that the document says of the field. What is null is left to the field."""
    if value is None:
        return True
    match field:
        case serializers.BooleanField():
            return isinstance(value, bool)
        case serializers.IntegerField():
            return _is_number(value) and value == int(value)
        case serializers.FloatField():
            return _is_number(value)
        case serializers.ChoiceField():
            return any(type(value) is type(key) for key in field.choices)
        case serializers.DecimalField():
            return isinstance(value, str) or _is_number(value)
        case serializers.CharField():
            return isinstance(value, str)
        case serializers.ListField():
            return not isinstance(value, list) or all(_fits(field.child, one) for one in value)
        case serializers.DictField():
            return not isinstance(value, Mapping) or all(_fits(field.child, one) for one in value.values())
    return True


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


class RecordField(serializers.Field[Any, Any, Any, Any]):
    """A reference, by uid, to a record that the person may see and that has not ended."""

    def __init__(self, *models: type[Record], **kwargs: Any) -> None:
        self.models = models
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Record:
        user = self.context["request"].user
        for model in self.models if isinstance(data, str) and len(data) == 10 and data.isascii() else ():
            rows: Any = visible(model, user)
            rows = rows.live() if issubclass(model, Reviewable) else rows
            found: Record | None = rows.filter(pk=data).first() if "\0" not in data else None
            if found is not None:
                return found
        names = " / ".join(str(model._meta.verbose_name) for model in self.models)
        raise serializers.ValidationError(
            _("There is no such %(what)s that you may see and that has not ended. Write its uid.") % {"what": names}
        )

    def to_representation(self, value: Any) -> str:
        return str(value.pk)


class RecordFieldSchema(OpenApiSerializerFieldExtension):
    target_class = RecordField

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{10}$"}


class SentDecimalSchema(OpenApiSerializerFieldExtension):
    """Decimals are told as strings, and taken as numbers, too."""

    target_class = serializers.DecimalField

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        told = dict(auto_schema._map_serializer_field(self.target, direction, bypass_extensions=True))  # noqa: SLF001
        return {"anyOf": [told, {"type": "number"}]} if direction == "request" else told


class PassageField(serializers.CharField):
    """A passage as it stands in the text: blanks at its ends may matter, and line ends are those of the captures."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        return str(super().to_internal_value(data)).replace("\r\n", "\n")


def nullable(data: Any, *names: str) -> Any:
    """The body with null for these members read as the empty text, which is what it means."""
    if not isinstance(data, Mapping):
        return data
    return {**data, **{name: "" for name in names if name in data and data[name] is None}}
