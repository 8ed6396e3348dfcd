"""What the OpenAPI document says of each endpoint, beyond what its serializer and filters say themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers

from ctarchive.api.v1 import filters
from ctarchive.api.v1.errors import MEDIA_TYPE, ProblemSerializer
from ctarchive.api.v1.fields import TombstoneSerializer
from ctarchive.api.v1.filters import described
from ctarchive.api.v1.forms import LinesRenderer, LinkedRenderer, TableRenderer
from ctarchive.api.v1.pagination import CursorPages
from ctarchive.api.v1.serializers.codebook import CodebookSerializer
from ctarchive.api.v1.serializers.overview import (
    CountsSerializer,
    FacetSerializer,
    ReadAsSerializer,
)

View = TypeVar("View", bound=type[Any])

UID = {"type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{10}$"}
PLURALS = {"entity": "entities", "evidence": "evidence"}
MERGED = ("event", "entity", "source")
# Names for the three forms besides JSON.
_TEXT_FORMS = {
    TableRenderer: "A table, one row a record; members of members have dots in their names.",
    LinesRenderer: "One record a line, as in `results`.",
}


class Schema(AutoSchema):
    """Parameters come from the view, which reads them; those in conditional requests are told once for all."""

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        told = getattr(self.view, "schema_parameters", None)
        return list(told()) if told and self.method == "GET" else []

    def _get_format_parameters(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = super()._get_format_parameters()
        for one in found:
            one["description"] = "The form of the answer; goes before the `Accept` header."
            one["example"] = one["schema"]["enum"][0]
        return found


def _plural(name: str) -> str:
    return PLURALS.get(name, f"{name}s")


def _problem(status: int, text: str) -> dict[Any, OpenApiResponse]:
    return {(status, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description=text)}


def _always() -> dict[Any, OpenApiResponse]:
    """What any address may answer."""
    return {
        304: OpenApiResponse(description="You have the newest answer already (`If-None-Match`, `If-Modified-Since`)."),
        **_problem(400, "A parameter is not known or cannot be read; `errors` says which, and what would be right."),
        **_problem(406, "The form asked for is none of this address."),
        **_problem(412, "The archive has changed since the answer that `If-Match` names."),
    }


def _forms(view: Any, answer: Any, text: str) -> dict[Any, OpenApiResponse]:
    """The answer in each form of the view."""
    found: dict[Any, OpenApiResponse] = {(200, "application/json"): OpenApiResponse(answer, description=text)}
    for one in view.renderer_classes:
        if one in _TEXT_FORMS:
            found[200, one.media_type] = OpenApiResponse(OpenApiTypes.STR, description=text)
        elif one is LinkedRenderer:
            found[200, one.media_type] = OpenApiResponse(OpenApiTypes.OBJECT, description=text)
    return found


def _page(view: Any, name: str, **more: Any) -> Any:
    """A page of records: what the schema calls the answer of a list."""
    fields: dict[str, Any] = {
        "count": serializers.IntegerField(
            required=False, help_text="The number of all records found; only with `count=true`."
        ),
        "next": serializers.URLField(allow_null=True, help_text="The next page; null on the last."),
        "previous": serializers.URLField(allow_null=True, help_text="The page before; null on the first."),
        "license": serializers.URLField(help_text="The licence of the data."),
        **more,
        "results": view.serializer_class(many=True),
    }
    return type(f"{name.title()}PageSerializer", (serializers.Serializer,), {"__doc__": "One page.", **fields})


def listing(name: str, text: str) -> Callable[[View], View]:
    """Documents a list of records."""

    def decorate(view: View) -> View:
        operation = extend_schema(
            operation_id=f"list_{_plural(name)}",
            summary=f"List {_plural(name)}",
            description=text,
            tags=[_plural(name)],
            responses=_forms(view, _page(view, name), "One page of the list.") | _always(),
        )
        return extend_schema_view(get=operation)(view)

    return decorate


def detail(name: str, text: str, *, ends: bool = True) -> Callable[[View], View]:
    """Documents one record. `ends`: whether it can be retracted."""

    def decorate(view: View) -> View:
        responses: dict[Any, Any] = _forms(view, view.serializer_class, "The record.")
        if name in MERGED:
            responses[301] = OpenApiResponse(description="It was merged: `Location` is what it was merged into.")
        responses |= _always() | _problem(404, "No published record of this type has this uid.")
        if ends:
            responses[410, "application/json"] = OpenApiResponse(TombstoneSerializer, description="It was retracted.")
        path = OpenApiParameter("uid", UID, OpenApiParameter.PATH, description=f"The uid of the {name}.")
        operation = extend_schema(
            operation_id=f"get_{name}",
            summary=f"Get one {name}",
            description=text,
            tags=[_plural(name)],
            parameters=[path],
            responses=responses,
        )
        return extend_schema_view(get=operation)(view)

    return decorate


codebook = extend_schema(
    operation_id="get_codebook",
    summary="Get the codebook",
    description="Every controlled vocabulary: its terms, what they mean, and what they are called in other standards.",
    tags=["codebook"],
    responses={(200, "application/json"): OpenApiResponse(CodebookSerializer, description="The codebook.")} | _always(),
)


def stats(view: View) -> View:
    """Documents the figures."""
    operation = extend_schema(
        operation_id="get_stats",
        summary="Get figures of the archive",
        description="How many records there are, by kind, year, country, property, language, and how well supported.",
        tags=["stats"],
        responses=_forms(view, view.serializer_class, "The figures.") | _always(),
    )
    return extend_schema_view(get=operation)(view)


def search(view: View) -> View:
    """Documents the search."""
    more = {
        "count": serializers.IntegerField(help_text="The number of all records found."),
        "counts": CountsSerializer(help_text="How many records of each type hold the words."),
        "read_as": ReadAsSerializer(help_text="What of the words was not looked for."),
        "facets": FacetSerializer(many=True, required=False, help_text="Only with `facets=true`."),
    }
    operation = extend_schema(
        operation_id="search",
        summary="Search",
        description="Full text of everything public, in any script: records that hold all the words, the best first. "
        "With `type`, the filters of that list narrow what is found.",
        tags=["search"],
        responses=_forms(view, _page(view, "search", **more), "One page of what was found.") | _always(),
    )
    return extend_schema_view(get=operation)(view)


def search_parameters(lists: Mapping[str, Any], left_out: Iterable[str], orders: Iterable[str]) -> list[dict[str, Any]]:
    """The search's own parameters, and the filters of the lists, each with the types that it narrows."""
    page = [one for one in CursorPages.parameters() if one["name"] != "count"]
    own = [
        described("q", "The words to look for; “phrases in double quotes” stand as they are.",
                  {"type": "string", "minLength": 1, "maxLength": 200}, "meeting") | {"required": True},
        described("type", "One type of record alone.", {"type": "string", "enum": list(lists)}, "event"),
        described("ordering", "The best first, the newest event or source, or the newest publication.",
                  {"type": "string", "enum": list(orders), "default": "relevance"}, "relevance"),
        described("facets", "Whether to tell `facets`: what choosing one value more would leave. With type=event, say.",
                  {"type": "boolean", "default": False}, True),
    ]  # fmt: skip
    return [*own, *page, *_filters_of_all(lists, set(left_out))]


def _filters_of_all(lists: Mapping[str, Any], left_out: set[str]) -> Iterator[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    types: dict[str, list[str]] = {}
    for record_type, filterset_class in lists.items():
        for one in filters.parameters(filterset_class):
            if one["name"] in left_out:
                continue
            known = found.setdefault(one["name"], one)
            types.setdefault(one["name"], []).append(record_type)
            known["schema"] = _either(known["schema"], one["schema"])
    for name, one in found.items():
        yield one | {"description": f"{one['description']} With type={' or '.join(types[name])}."}


def _either(schema: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """What either of the two allows."""
    if schema == other:
        return schema
    if schema.get("type") == other.get("type") == "array":
        return {**schema, "items": _either(schema["items"], other["items"])}
    if "enum" in schema and "enum" in other:
        return {**schema, "enum": list(dict.fromkeys([*schema["enum"], *other["enum"]]))}
    return {"type": "string"} if schema.get("type") != "array" else schema


# -- the whole document ------------------------------------------------------------------------------------------------


def loosened(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """A hook: no member is sure where `fields` may leave it out, in the answers of all addresses that take it."""
    schemas = result["components"]["schemas"]
    # Expanded, a reference is a whole record, and the `url` of a source may be empty.
    schemas["Reference"]["properties"]["url"].pop("format", None)
    for name in ("Evidence", "EvidenceRecord"):
        quoted = schemas[name]["properties"]
        quoted["source"] = {"anyOf": [quoted["source"], {"$ref": "#/components/schemas/Source"}]}
    waiting: list[Any] = []
    for methods in result["paths"].values():
        for operation in methods.values():
            takes_fields = any(one.get("name") == "fields" for one in operation.get("parameters", ()))
            answer = operation["responses"].get("200") if takes_fields else None
            waiting += [answer["content"]["application/json"]["schema"]] if answer else []
    # The frame of a page is always whole.
    waiting = [_results(schema, schemas) for schema in waiting]
    seen: set[str] = set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            part.pop("required", None)
            if "oneOf" in part and "discriminator" in part:
                # Cut short, a statement may look like several of its forms.
                part["anyOf"] = part.pop("oneOf")
                part.pop("discriminator")
            if (name := str(part.get("$ref", "")).rpartition("/")[2]) and name not in seen:
                seen.add(name)
                waiting.append(schemas[name])
            waiting += [value for key, value in part.items() if key not in ("enum", "const", "example")]
    return result


def _results(schema: dict[str, Any], schemas: Mapping[str, Any]) -> Any:
    """The records of a page; of one record, itself."""
    name = schema.get("$ref", "").rpartition("/")[2]
    properties = schemas.get(name, {}).get("properties", {})
    return properties.get("results", schema)
