"""What is answered to a request that was refused: problem details (RFC 9457), with all that is wrong at once.

{"type": "about:blank", "title": "Unprocessable Content", "status": 422, "detail": "…",
 "errors": [{"pointer": "#/evidence/0/exact", "message": "…", "candidates": [{"start": 120, "end": 131, …}]}],
 "request_id": "…"}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as InvalidValue
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.response import Response

from ctarchive.api.v1 import errors as reading
from ctarchive.api.v1.writing.refusals import RefusalError, Wrong
from ctarchive.telemetry.traces import request_id
from editorial.errors import EditorialError, NotAllowed, ReasonRequired, Refused, Stale
from editorial.forms import sentences
from events.quotes import QuoteError


class CandidateSerializer(serializers.Serializer[Any]):
    """A passage that may have been meant."""

    start = serializers.IntegerField(help_text="Its first code point in the text of the capture.")
    end = serializers.IntegerField(help_text="The code point after its last.")
    line = serializers.IntegerField(help_text="Its line, counted from 1.")
    excerpt = serializers.CharField(help_text="A line of text that shows it.")


class WrongMemberSerializer(serializers.Serializer[Any]):
    pointer = serializers.CharField(
        required=False,
        help_text="A JSON pointer into the body, such as `#/evidence/0/exact`; empty for the request as a whole.",
    )
    field = serializers.CharField(required=False, help_text="In its place, the query parameter that is wrong.")
    message = serializers.CharField(help_text="What is wrong with it, and how to mend it.")
    candidates = CandidateSerializer(
        many=True, required=False, help_text="Of a quotation: the passages that may be meant."
    )
    theirs = serializers.JSONField(required=False, help_text="Of a stale draft: the value that somebody else saved.")
    yours = serializers.JSONField(required=False, help_text="Of a stale draft: the value that was sent.")


class WorkProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457). Nothing was written."""

    type = serializers.CharField(help_text="Always `about:blank`: the status says what kind of problem it is.")
    title = serializers.CharField(help_text="The name of the status.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence on this occurrence.")
    errors = WrongMemberSerializer(many=True)  # type: ignore[assignment]
    request_id = serializers.CharField(help_text="Names this request to whoever runs the archive; as `X-Request-ID`.")


def handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Any refusal as a problem; what is none of ours is left to the handler of the reading side."""
    refusal = refused(error)
    if refusal is None:
        return reading.handler(error, context)
    return problem(refusal)


def problem(refusal: RefusalError) -> Response:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": _whole(refusal.detail),
        "errors": _whole(refusal.errors),
        "request_id": request_id(),
    }
    return Response(body, status=refusal.status, headers=refusal.headers, content_type=reading.MEDIA_TYPE)


def refused(error: Exception) -> RefusalError | None:
    """The refusal that an error means; None for what is no refusal."""
    match error:
        case RefusalError():
            return error
        case EditorialError():
            return _of_a_verb(error)
        case QuoteError():
            return RefusalError(422, _("The quotation cannot be anchored."), [of_quotation(error, "#/exact")])
        case InvalidValue():
            return wrong_body(list(of_fields(error)))
        case IntegrityError():
            return RefusalError(409, sentences(error)[0])
    for kind, status, detail in _OTHERS:
        if isinstance(error, kind):
            return RefusalError(status, str(detail))
    return None


_OTHERS: tuple[tuple[type[Exception], int, Any], ...] = (
    (RequestDataTooBig, 413, gettext_lazy("The request is too large. Send a document as a file.")),
    (SuspiciousOperation, 400, gettext_lazy("The request cannot be read.")),
    (ObjectDoesNotExist, 404, gettext_lazy("This is not there any more.")),
    (RecursionError, 400, gettext_lazy("The body is nested too deeply.")),
)


def _of_a_verb(error: EditorialError) -> RefusalError:
    match error:
        case Stale():
            return RefusalError(409, _("Somebody else saved this meanwhile. Nothing of yours was saved."), stale(error))
        case NotAllowed():
            return RefusalError(403, str(error))
        case ReasonRequired():
            return RefusalError(422, str(error), [{"pointer": "#/reason", "message": str(error)}])
        case Refused():
            return RefusalError(422, _("This cannot be done as it is."), of_the_whole(sentences(error)))
    return RefusalError(409, str(error))


def wrong_body(errors: Sequence[Wrong]) -> RefusalError:
    return RefusalError(422, _("The body has members that cannot be taken."), errors)


def of_the_whole(messages: Sequence[str]) -> list[Wrong]:
    return [{"pointer": "", "message": message} for message in messages]


def of_quotation(error: QuoteError, pointer: str) -> Wrong:
    """What is wrong with a quotation, with the passages that may be meant."""
    told: Wrong = {"pointer": pointer, "message": str(error)}
    return told | ({"candidates": [one._asdict() for one in error.candidates]} if error.candidates else {})


def of_fields(error: InvalidValue) -> Iterator[Wrong]:
    """What a model says is wrong, by its columns."""
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, messages in told.items():
        pointer = "" if name in ("", "__all__") else f"#/{_escaped(name)}"
        yield from ({"pointer": pointer, "message": str(message)} for message in messages)


def stale(error: Stale) -> list[Wrong]:
    """The columns in which the stored draft and the one that was sent differ."""
    told = _("Somebody else saved this meanwhile.")
    return [
        {
            "pointer": f"#/{_escaped(name)}",
            "message": told,
            "theirs": error.theirs.get(name),
            "yours": error.yours[name],
        }
        for name in error.yours
    ]


def of_detail(detail: Any, pointer: str = "#") -> Iterator[Wrong]:
    """What a serializer says is wrong: nested as the body is, with lists of messages at the leaves."""
    if isinstance(detail, Mapping):
        for name, told in detail.items():
            here = pointer if name == "non_field_errors" else f"{pointer}/{_escaped(str(name))}"
            yield from of_detail(told, here)
    elif isinstance(detail, list | tuple):
        for number, told in enumerate(detail):
            nested = isinstance(told, Mapping | list | tuple)
            yield from of_detail(told, f"{pointer}/{number}" if nested else pointer)
    else:
        yield {"pointer": "" if pointer == "#" else pointer, "message": str(detail)}


def _escaped(name: str) -> str:
    """One step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def _whole(value: Any) -> Any:
    """The value without the half characters that a body may hold, which no answer can be written with."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case Mapping():
            return {_whole(str(name)): _whole(one) for name, one in value.items()}
        case list() | tuple():
            return [_whole(one) for one in value]
    return value
