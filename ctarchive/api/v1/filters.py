"""Query parameters: the same filter sets as on the site, but what they do not know is an error here, not ignored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from ctarchive.api.v1.wording import unknown_parameter
from editorial import filters


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
    several = takes_several(field)
    many = {"type": "array", "items": _schema(field), "maxItems": filters.MAX_VALUES}
    schema = many if several else _schema(field)
    text = f"{label[:1].upper()}{label[1:]}. {help_text}".strip()
    if several:
        text += " Repeat it, or put commas between."
    style = {"style": "form", "explode": True} if several else {}
    return {"name": name, "in": "query", "required": False, "description": text, "schema": schema} | style


def _schema(field: forms.Field) -> dict[str, Any]:
    match field:
        case forms.ChoiceField() if isinstance(field.widget, filters.YesNoWidget):
            return {"type": "boolean"}
        case forms.ChoiceField():
            keys = list(_keys(field.choices))
            default = {"default": field.initial} if field.initial else {}
            return {"type": "string", "enum": keys} | default
        case forms.IntegerField():
            return {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
        case filters.UidField() | filters.UidsField():
            return {"type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{10}$"}
        case filters.CountryField() | filters.CountriesField():
            return {"type": "string", "pattern": "^[A-Za-z]{2}$"}
        case filters.YearsField():
            return {"type": "string", "pattern": "^[0-9]{4}$"}
        case forms.DateTimeField():
            return {"type": "string", "format": "date-time"}
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
