"""One shape for every error: problem details (RFC 9457), with the fields that are wrong in `errors`.

{"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "…",
 "errors": [{"field": "after", "message": "…"}], "request_id": "…"}
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from ctarchive.health import RETRY_AFTER, UNAVAILABLE, is_of_the_machine
from ctarchive.telemetry.traces import request_id

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class WrongFieldSerializer(serializers.Serializer[Any]):
    field = serializers.CharField(help_text="The parameter that is wrong; empty where the request is wrong as a whole.")
    message = serializers.CharField(help_text="What is wrong with it, and how to write it.")


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457)."""

    type = serializers.CharField(help_text="Always `about:blank`: the status says what kind of problem it is.")
    title = serializers.CharField(help_text="The name of the status.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence on this occurrence.")
    errors = WrongFieldSerializer(many=True)  # type: ignore[assignment]
    request_id = serializers.CharField(help_text="Names this request to whoever runs the archive; as `X-Request-ID`.")


class NotModified(exceptions.APIException):
    """The reader has the answer already."""

    status_code = 304


class PreconditionFailed(exceptions.APIException):
    status_code = 412


def handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Write any error as a problem. What nobody foresaw is logged; with DEBUG it is left to Django's own page."""
    match error:
        case Http404():
            error = exceptions.NotFound(*error.args)
        case PermissionDenied():
            error = exceptions.PermissionDenied(*error.args)
        case NotModified():
            return Response(status=304)
        case exceptions.APIException():
            pass
        case _ if is_of_the_machine(error):
            logger.error("API request could not be answered", exc_info=error)
            return problem(503, str(UNAVAILABLE), headers={"Retry-After": RETRY_AFTER})
        case _ if settings.DEBUG:
            return None
        case _:
            logger.error("API request failed", exc_info=error)
            return problem(500, _("Something went wrong on our side. It has been logged."))
    headers = _headers(error, context)
    if isinstance(error, exceptions.ValidationError):
        return problem(400, _("The request has parameters that cannot be read."), list(_wrong(error.detail)), headers)
    return problem(error.status_code, str(error.detail), headers=headers)


def _headers(error: exceptions.APIException, context: Mapping[str, Any]) -> dict[str, str]:
    """What the standards want told beside the status: which methods there are, how to sign in, when to come again."""
    found = {"Allow": context["view"].headers["Allow"]} if isinstance(error, exceptions.MethodNotAllowed) else {}
    if getattr(error, "auth_header", None):
        found["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        found["Retry-After"] = str(int(error.wait))  # type: ignore[attr-defined]
    return found


def problem(
    status: int, detail: str, errors: list[dict[str, str]] | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """A response with problem details."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": errors or [],
        "request_id": request_id(),
    }
    return Response(body, status=status, headers=dict(headers or {}), content_type=MEDIA_TYPE)


def _wrong(detail: Any) -> Iterator[dict[str, str]]:
    """{"field", "message"} for each message of a validation error."""
    fields = detail if isinstance(detail, Mapping) else {"": detail}
    for field, messages in fields.items():
        for message in messages if isinstance(messages, list | tuple) else [messages]:
            yield {"field": str(field).replace("__all__", ""), "message": str(message)}
