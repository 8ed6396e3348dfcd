"""Query parameters: the same filter sets as on the site, but what they do not know is an error here, not ignored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from ctarchive.api.v1.wording import unknown_parameter
from editorial import filters

# Of what no schema tells.
EXAMPLES = {
    "q": "meeting",
    "identifier": "wikidata:Q227",
    "language": "en",
    "currency": "USD",
    "counted": "officers",
    "symbol": "S/2018/1",
    "media_type": "text/html",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "text_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


def refuse_all(request: Request) -> None:
    """Raise `ValidationError` if the request has any parameter."""
    if errors := wrong_names(request, ()):
        raise ValidationError(errors)


def wrong_names(request: Request, known: Iterable[str], several: Iterable[str] = ()) -> dict[str, list[str]]:
    """Parameter → what is wrong with it: those that are not known, are empty, or are given twice and take one value."""
    known, errors = list(known), {}
    for name, values in request.query_params.lists():
        if name not in known:
            errors[name] = [unknown_parameter(name, known)]
        elif len(values) > 1 and name not in several:
            errors[name] = [_("This is given more than once.")]
        elif name in several and sum(value.count(",") + 1 for value in values) > filters.MAX_VALUES:
            # Counted as given: a filter would overlook those that are given twice.
            errors[name] = [_("Give %(most)d values at most.") % {"most": filters.MAX_VALUES}]
        elif not all(value.strip() for value in values):
            # It would narrow nothing, unawares.
            errors[name] = [str(forms.Field.default_error_messages["required"])]
    return errors


def takes_several(field: forms.Field) -> bool:
    return isinstance(field, forms.MultipleChoiceField | filters.ManyField)


def several_of(filterset_class: Any) -> list[str]:
    """The filters that take several values."""
    return [name for name, one in filterset_class.base_filters.items() if takes_several(one.field)]


def parameters(filterset_class: Any) -> list[dict[str, Any]]:
    """What the schema says of the filters."""
    return [parameter(name, one.field) for name, one in filterset_class.base_filters.items()]


def parameter(name: str, field: forms.Field) -> dict[str, Any]:
    """The OpenAPI parameter object of one form field."""
    label, help_text = str(field.label or name), str(field.help_text or "")
    text = f"{label[:1].upper()}{label[1:]}. {help_text}".strip()
    schema = _schema(field)
    told = schema.pop("example", None)
    example = EXAMPLES.get(name, _first(schema) if told is None else told)
    if not takes_several(field):
        return described(name, text, schema, example)
    many = {"type": "array", "items": schema, "maxItems": filters.MAX_VALUES}
    return described(name, text, many, None if example is None else [example])


def described(name: str, text: str, schema: dict[str, Any], example: Any = None) -> dict[str, Any]:
    """The parameter object. Several values stand with commas between; that they may be repeated, too, is said in words,
    because OpenAPI has no way to allow both.
    """
    found = {"name": name, "in": "query", "required": False, "description": text, "schema": schema}
    if schema.get("type") == "array":
        text += " Put commas between, or repeat it."
        found |= {"description": text, "style": "form", "explode": False}
    return found if example is None else found | {"example": example}


def _first(schema: Mapping[str, Any]) -> Any:
    """A value that the schema allows, if it tells any."""
    if "enum" in schema:
        return schema["enum"][0]
    return True if schema["type"] == "boolean" else schema.get("minimum")


# How texts of a kind are written, with an example.
_WRITTEN: Sequence[tuple[tuple[type[forms.Field], ...], dict[str, Any]]] = (
    ((filters.UidField, filters.UidsField), {"pattern": "^[0-9a-hjkmnp-tv-z]{10}$", "example": "7k3m9qz2ab"}),
    ((filters.CountryField, filters.CountriesField), {"pattern": "^[A-Za-z]{2}$", "example": "AZ"}),
    ((filters.YearsField,), {"pattern": "^[0-9]{4}$", "example": "2018"}),
    ((filters.EdtfField,), {"example": "2018-07"}),
    ((forms.DateTimeField,), {"format": "date-time", "example": "2026-01-31T12:00:00Z"}),
)


def _schema(field: forms.Field) -> dict[str, Any]:
    for kinds, written in _WRITTEN:
        if isinstance(field, kinds):
            return {"type": "string"} | written
    match field:
        case forms.ChoiceField() if isinstance(field.widget, filters.YesNoWidget):
            return {"type": "boolean"}
        case forms.ChoiceField():
            keys = list(_keys(field.choices))
            default = {"default": field.initial} if field.initial else {}
            return {"type": "string", "enum": keys} | default
        case forms.IntegerField():
            return {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
        case filters.ManyField(one=one):
            return _schema(one)
        case forms.CharField(max_length=int(most)):
            return {"type": "string", "maxLength": most}
    return {"type": "string"}


def _keys(choices: Any) -> Iterator[str]:
    """The keys of the choices, those in groups included, the empty one left out."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _keys(label)
        elif key not in ("", None):
            yield str(key)
