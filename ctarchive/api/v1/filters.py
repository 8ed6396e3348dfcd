"""Query parameters: the same filter sets as on the site, but what they do not know is an error here, not ignored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import FilterSet
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from ctarchive.api.v1.pagination import PARAMETERS
from editorial import filters


def refuse_all(request: Request) -> None:
    """Raise `ValidationError` if the request has any parameter."""
    if errors := wrong_names(request, ()):
        raise ValidationError(errors)


def wrong_names(request: Request, known: Iterable[str], several: Iterable[str] = ()) -> dict[str, list[str]]:
    """Parameter → what is wrong with it, for those that are not known, or are given twice and take one value."""
    known, errors = list(known), {}
    for name, values in request.query_params.lists():
        if name not in known:
            errors[name] = [_unknown(name, known)]
        elif len(values) > 1 and name not in several:
            errors[name] = [_("This is given more than once.")]
    return errors


def _unknown(name: str, known: list[str]) -> str:
    if not known:
        return _("There is no parameter “%(name)s”: this address takes none.") % {"name": name[:40]}
    near = get_close_matches(name, known, n=1, cutoff=0.5) or [k for k in known if k in name or name in k]
    if near:
        return _("There is no parameter “%(name)s”. Did you mean “%(near)s”?") % {"name": name[:40], "near": near[0]}
    return _("There is no parameter “%(name)s”. There are: %(known)s.") % {
        "name": name[:40],
        "known": ", ".join(sorted(known)),
    }


def takes_several(field: forms.Field) -> bool:
    return isinstance(field, forms.MultipleChoiceField | filters.ManyField)


class ListFilters(BaseFilterBackend):
    """Filters by the view's `filterset_class`."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        fields: dict[str, Any] = view.filterset_class.base_filters
        several = [name for name, filter_ in fields.items() if takes_several(filter_.field)]
        errors: dict[str, list[str]] = wrong_names(request, [*fields, *PARAMETERS], several)
        filterset: FilterSet = view.filterset_class(request.query_params, queryset, request=request)
        errors |= {name: list(messages) for name, messages in filterset.errors.items()}
        if errors:
            raise ValidationError(errors)
        found: QuerySet[Any] = filterset.qs
        return found

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [_parameter(name, filter_.field) for name, filter_ in view.filterset_class.base_filters.items()]


def _parameter(name: str, field: forms.Field) -> dict[str, Any]:
    """The OpenAPI parameter object of one form field."""
    label, help_text = str(field.label or name), str(field.help_text or "")
    several = takes_several(field)
    schema = {"type": "array", "items": _schema(field)} if several else _schema(field)
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
