"""What the OpenAPI document says of each endpoint, beyond what its serializer and filters say themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view

from ctarchive.api.v1.errors import MEDIA_TYPE, ProblemSerializer
from ctarchive.api.v1.fields import TombstoneSerializer
from ctarchive.api.v1.serializers.codebook import CodebookSerializer

View = TypeVar("View", bound=type[Any])

PLURALS = {"entity": "entities"}


def _plural(name: str) -> str:
    return PLURALS.get(name, f"{name}s")


def _problem(status: int, text: str) -> dict[tuple[int, str], OpenApiResponse]:
    return {(status, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description=text)}


BAD_REQUEST = _problem(400, "A parameter is not known or cannot be read; `errors` says which.")


def listing(name: str, text: str) -> Callable[[View], View]:
    """Documents a list of records."""

    def decorate(view: View) -> View:
        answer = OpenApiResponse(view.serializer_class(many=True), description="One page of the list.")
        operation = extend_schema(
            operation_id=f"list_{_plural(name)}",
            summary=f"List {_plural(name)}",
            description=text,
            tags=[_plural(name)],
            responses={200: answer} | BAD_REQUEST,
        )
        return extend_schema_view(get=operation)(view)

    return decorate


def detail(name: str, text: str, *, ends: bool = True) -> Callable[[View], View]:
    """Documents one record. `ends`: whether it can be retracted."""

    def decorate(view: View) -> View:
        responses: dict[Any, Any] = {200: OpenApiResponse(view.serializer_class, description="The record.")}
        if name in ("event", "entity", "source"):
            responses[301] = OpenApiResponse(description="It was merged: `Location` is what it was merged into.")
        responses |= BAD_REQUEST | _problem(404, "No published record of this type has this uid.")
        if ends:
            responses[410] = OpenApiResponse(TombstoneSerializer, description="It was retracted.")
        operation = extend_schema(
            operation_id=f"get_{name}",
            summary=f"Get one {name}",
            description=text,
            tags=[_plural(name)],
            parameters=[OpenApiParameter("uid", str, OpenApiParameter.PATH, description=f"The uid of the {name}.")],
            responses=responses,
        )
        return extend_schema_view(get=operation)(view)

    return decorate


codebook = extend_schema(
    operation_id="get_codebook",
    summary="Get the codebook",
    description="Every controlled vocabulary: its terms, what they mean, and what they are called in other standards.",
    tags=["codebook"],
    responses={200: OpenApiResponse(CodebookSerializer, description="The codebook.")} | BAD_REQUEST,
)
