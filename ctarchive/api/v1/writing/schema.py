"""What the OpenAPI document says of writing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_view,
)

from ctarchive.api.v1 import schema
from ctarchive.api.v1.errors import MEDIA_TYPE
from ctarchive.api.v1.pagination import CursorPages
from ctarchive.api.v1.writing import examples, inputs, outputs
from ctarchive.api.v1.writing.problems import WorkProblemSerializer
from ctarchive.api.v1.writing.suggested import SuggestionsIn
from editorial import registry

View = TypeVar("View", bound=type[Any])
Decorator = Callable[[View], View]
TAG = "writing"

UID = OpenApiParameter("uid", schema.UID, OpenApiParameter.PATH, description="The uid of the record.")
KEY = OpenApiParameter(
    "Idempotency-Key", {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[!#-\[\]-~]+$"},
    OpenApiParameter.HEADER, required=False,
    description="A name of your own for this request. Sent again with it within 24 hours, the request is not carried "
    "out again but answered as before, with `Idempotency-Replayed: true`.",
)  # fmt: skip
IF_MATCH = OpenApiParameter(
    "If-Match", {"type": "string", "pattern": '^"v[0-9]{1,9}"$'}, OpenApiParameter.HEADER, required=False,
    description="The ETag of the version that was seen; or `version` in the body.",
)  # fmt: skip

PROBLEMS = {
    400: "The request cannot be read.",
    401: "There is no token, or one that does not work; `WWW-Authenticate` says why.",
    403: "The token has not the scope, or its owner not the role; or it is the owner's own work.",
    404: "There is no such record, or it is not for the token's owner to see.",
    409: "The record is not in a state for this, was changed meanwhile, or the same request is under way.",
    412: "The record was changed since the version in `If-Match`; `errors` has both versions.",
    413: "The request is too large.",
    415: "The body is in no format that is taken.",
    422: "The body is not what it should be; `errors` says all that is wrong. Or the key came with another request.",
    428: "The version that was seen is missing.",
    429: "The token's minute is used up; `Retry-After` says how long.",
}


def _problems(*statuses: int) -> dict[Any, OpenApiResponse]:
    return {
        (status, MEDIA_TYPE): OpenApiResponse(WorkProblemSerializer, description=PROBLEMS[status])
        for status in statuses
    }


READS, WRITES = (400, 401, 403, 404, 429), (400, 401, 403, 404, 409, 413, 415, 422, 429)


def _examples(name: str) -> list[OpenApiExample]:
    value = examples.BODIES.get(name)
    return [] if value is None else [OpenApiExample("Example", value, request_only=True)]


def _writing(
    name: str, summary: str, text: str, body: Any, answer: Any, status: int = 200,
    parameters: Iterable[OpenApiParameter] = (), further: Iterable[int] = (), **more: Any,
) -> Any:  # fmt: skip
    done = "What was done." if status == 200 else "What was made."
    return extend_schema(
        operation_id=f"work_{name}", summary=summary, description=text, tags=[TAG], request=body,
        parameters=[*parameters, KEY], examples=_examples(name),
        responses={status: OpenApiResponse(answer, description=done)} | more.pop("also", {})
        | _problems(*WRITES, *further),
        **more,
    )  # fmt: skip


def _reading(name: str, summary: str, text: str, answer: Any, parameters: Iterable[OpenApiParameter] = ()) -> Any:
    return extend_schema(
        operation_id=f"work_{name}", summary=summary, description=text, tags=[TAG], parameters=list(parameters),
        responses={200: OpenApiResponse(answer, description="What was asked for.")} | _problems(*READS),
    )  # fmt: skip


def creating(
    name: str, body: type[Any], text: str, *, answer: Any = outputs.WorkRecordSerializer
) -> Callable[[View], View]:
    """Documents an endpoint that makes a record."""
    article = "an" if name[0] in "aeiou" else "a"
    summary = f"Make {article} {name}" if name != "evidence" else "Add evidence to a claim"
    return extend_schema_view(post=_writing(f"create_{name}", summary, text, body, answer, 201))


def capturing(view: View) -> View:
    text = (
        "Preserves a document, reads its text, and makes a source of it unless one is named. Bytes that the "
        "archive has already are found again, and answered with 200."
    )
    known = OpenApiResponse(outputs.CapturedSerializer, description="The archive had these bytes already.")
    body = {"application/json": inputs.CaptureIn, "multipart/form-data": inputs.CaptureIn}
    operation = _writing(
        "create_capture", "Preserve a document", text, body, outputs.CapturedSerializer, 201, also={200: known}
    )
    return extend_schema_view(post=operation)(view)


CHANGES = (inputs.SourceIn, inputs.PublisherIn, inputs.EventIn, inputs.EntityIn, inputs.StatementIn)


def record(view: View) -> View:
    answer = outputs.WorkRecordSerializer
    changes = PolymorphicProxySerializer(
        component_name="WorkChange",
        resource_type_field_name=None,
        serializers=[one(partial=True) for one in CHANGES],
    )
    told = "A record of any type and state that you may see."
    text = "A draft of one's own; editors change others' too. What is public changes by a revision or a correction."
    return extend_schema_view(
        get=_reading("get_record", "Get one record", told, answer, [UID]),
        patch=_writing(
            "change", "Change a draft", text, changes, answer, parameters=[UID, IF_MATCH], further=(412, 428)
        ),
    )(view)


def bundle(view: View) -> View:
    text = "The records that submitting or publishing this one would move, and what to send as `seen`."
    return extend_schema_view(get=_reading("bundle", "Get what moves together", text, outputs.BundleSerializer, [UID]))(
        view
    )


def step(name: str, body: Any, text: str) -> Callable[[View], View]:
    summary = {"submit": "Submit", "discard": "Discard", "send_back": "Send back", "publish": "Publish"}[name]
    return extend_schema_view(post=_writing(name, summary, text, body, outputs.MovedSerializer, parameters=[UID]))


def proposal(name: str, body: Any, text: str) -> Callable[[View], View]:
    return extend_schema_view(
        post=_writing(
            f"propose_{name}", f"Propose a {name}", f"Of what is public. {text}", body, outputs.WorkRecordSerializer,
            201, [UID],
        )
    )  # fmt: skip


def me(view: View) -> View:
    text = "In whose name the token writes, and what it may."
    return extend_schema_view(get=_reading("me", "Ask who I am", text, outputs.MeSerializer))(view)


def mine(view: View) -> View:
    types = OpenApiParameter(
        "type", str, required=True, enum=list(registry.reviewable_types()), description="The type of record."
    )
    state = OpenApiParameter("state", str, enum=["draft", "in_review"], description="Only those in this state.")
    pages = [OpenApiParameter(p["name"], p["schema"], description=p["description"]) for p in CursorPages.parameters()]
    text = "What you wrote or submitted and what is not published yet, the oldest first."
    return extend_schema_view(
        get=_reading("mine", "List my drafts", text, outputs.MineSerializer, [types, state, *pages])
    )(view)


def queue(view: View) -> View:
    text = "What is in review and for you to see, the longest waiting first."
    return extend_schema_view(get=_reading("queue", "List what waits for review", text, outputs.QueueSerializer))(view)


def comments(view: View) -> View:
    return extend_schema_view(
        get=_reading(
            "comments", "List comments", "What colleagues say of a record.", outputs.CommentsSerializer, [UID]
        ),
        post=_writing(
            "comment", "Comment", "Readers never see it.", inputs.CommentIn, outputs.CommentSerializer, 201, [UID]
        ),
    )(view)


def suggestions(view: View) -> View:
    text = (
        "What a program of yours found in a capture: editors see it in the workbench beside what the archive's own "
        "suggesters found, and decide."
    )
    return extend_schema_view(
        get=_reading("suggestions", "List suggestions", "In one capture.", outputs.SuggestionsSerializer, [UID]),
        post=_writing("suggest", "Suggest", text, SuggestionsIn, outputs.SuggestionsSerializer, 201, [UID]),
    )(view)


def verdict(name: str, text: str) -> Callable[[View], View]:
    number = OpenApiParameter(
        "number", {"type": "integer", "minimum": 0}, OpenApiParameter.PATH, description="The id of the suggestion."
    )
    return extend_schema_view(
        post=_writing(
            f"{name}_suggestion",
            f"{name.capitalize()} a suggestion",
            text,
            None,
            outputs.SuggestionSerializer,
            parameters=[number],
        )
    )
