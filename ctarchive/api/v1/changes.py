"""The feed of changes: the public part of the ledger in order, with what the records it touches say now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from ctarchive.api.v1.base import PublicView
from ctarchive.api.v1.errors import MEDIA_TYPE, ProblemSerializer
from ctarchive.api.v1.filters import wrong_names
from ctarchive.exports import moment
from ctarchive.following import pages

DEFAULT, MOST = 100, 500
LARGEST = 2**53 - 1  # what every reader of JSON takes for a whole number
# Seconds after which to ask again, for whoever has everything.
PATIENCE = 60
PARAMETERS = ("after", "limit", "size", "format")


class LinesRenderer(BaseRenderer):
    """NDJSON: `head`, then each `change`, `document` and `gone`, then `last`. What ends otherwise has broken off."""

    media_type = "application/x-ndjson"
    format = "ndjson"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, context: Any = None) -> bytes:
        if "head" not in data:
            return _line(data)  # a problem
        return b"".join(map(_line, self.lines(data)))

    def lines(self, page: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        yield {"head": page["head"]}
        for name, one in (("changes", "change"), ("documents", "document"), ("gone", "gone")):
            yield from ({one: each} for each in page[name])
        yield {name: page[name] for name in ("last", "complete", "next")}


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class Behind(APIException):
    """The client knows of more than there is here."""

    status_code = 409


class HeadSerializer(serializers.Serializer[Any]):
    protocol = serializers.IntegerField(help_text="1. Another number: a client that was written for 1 may go wrong.")
    version = serializers.IntegerField(
        help_text="The public version: the ledger's entries up to the newest public one."
    )
    root = serializers.CharField(  # type: ignore[assignment]
        help_text="The tree head (RFC 9162) of these entries, in hex."
    )
    epoch = serializers.CharField(
        help_text="Names how records are told. If it is another than before, begin again without `after`."
    )
    types = serializers.ListField(child=serializers.CharField(), help_text="The types of records, in loading order.")
    archive = serializers.DictField(help_text="Which archive it is, of when, and under which licence.")
    consistency = serializers.ListField(
        child=serializers.CharField(), help_text="With `size`: that those entries are the beginning of these, in hex."
    )


class ChangeSerializer(serializers.Serializer[Any]):
    seq = serializers.IntegerField(help_text="The number of the entry in the ledger.")
    previous = serializers.IntegerField(allow_null=True, help_text="The public entry before it.")
    at = serializers.DateTimeField()
    action = serializers.CharField(help_text="publish, supersede, retract, revise or redact.")
    type = serializers.CharField(help_text="The type of the record.")
    uid = serializers.CharField(help_text="The uid of the record.")
    leaf = serializers.CharField(help_text="The hash of the entry as a leaf of the ledger's tree, in hex.")


class GoneSerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    uid = serializers.CharField()


class ChangesSerializer(serializers.Serializer[Any]):
    """A page of changes."""

    head = HeadSerializer(help_text="Which version of the archive the page is of.")
    changes = ChangeSerializer(many=True, help_text="The public entries of the ledger after `after`, in order.")
    documents = serializers.ListField(
        child=serializers.DictField(),
        help_text="The current public form of each record that these changes touched; a tombstone for a retracted one.",
    )
    gone = GoneSerializer(many=True, help_text="Records that these changes touched and that have no public form.")
    last = serializers.IntegerField(allow_null=True, help_text="What to give as `after` for the next page.")
    complete = serializers.BooleanField(help_text="Whether there is nothing after this page.")
    next = serializers.URLField(allow_null=True, help_text="The next page; null where this is complete.")


def _number(name: str, text: str) -> OpenApiParameter:
    most = MOST if name == "limit" else LARGEST
    least = 0 if name == "after" else 1
    default = {"default": DEFAULT} if name == "limit" else {}
    schema = {"type": "integer", "minimum": least, "maximum": most} | default
    example = [OpenApiExample("Example", DEFAULT if name == "limit" else least)]
    return OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=text, examples=example)


class Changes(PublicView):
    """What changed in public after an entry of the ledger."""

    renderer_classes = (JSONRenderer, LinesRenderer)

    @extend_schema(
        operation_id="list_changes",
        summary="Follow the archive",
        description=(
            "The public entries of the ledger in order, with the current public forms of the records that they touch. "
            "Take page after page, keep the newest form of each record, and you have what is published."
        ),
        tags=["changes"],
        parameters=[
            _number("after", "The `last` of the page before. Leave it out to begin."),
            _number("limit", "How many changes a page has at most; it may have fewer."),
            _number("size", "The `version` of a head that you know, for `consistency`."),
            OpenApiParameter("format", str, enum=("json", "ndjson"), description="One object, or a line each.",
                             examples=[OpenApiExample("Example", "ndjson")]),
        ],
        responses={
            (200, "application/json"): OpenApiResponse(ChangesSerializer, description="One page."),
            (200, LinesRenderer.media_type): OpenApiResponse(
                str, description="The same page as lines of JSON: `head`, each `change`, `document` and `gone`, `last`."
            ),
            (400, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description="A parameter is wrong; `errors` tells."),
            (406, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description="It has no such form."),
            (409, MEDIA_TYPE): OpenApiResponse(
                ProblemSerializer, description="You know of more entries than there are: the archive was set back."
            ),
        },
        examples=[
            OpenApiExample(
                "An empty page",
                {
                    "head": {
                        "protocol": 1, "version": 4, "root": "…", "epoch": "…",
                        "types": ["publisher", "source"], "archive": {"type": "archive"}, "consistency": [],
                    },
                    "changes": [], "documents": [], "gone": [], "last": 3, "complete": True, "next": None,
                },
                response_only=True,
                media_type="application/json",
                status_codes=["200"],
            )
        ],
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponseBase:
        asked = _asked(request)
        after, limit, size = asked.get("after"), asked.get("limit", DEFAULT), asked.get("size")
        with moment.held() as now:
            if max((after if after is not None else -1) + 1, size or 0) > now.version:
                raise Behind(
                    _("There are only %(count)d entries here: the archive was set back.") % {"count": now.version}
                )
            etag = f'"{now.version}-{pages.epoch(now.mask)}-{request.accepted_renderer.format}"'
            if unchanged := get_conditional_response(request, etag=etag):
                return unchanged
            page = pages.read(now, after, limit, size)
        answer = Response(asdict(page) | {"next": _next(request, page)})
        answer["ETag"], answer["Cache-Control"] = etag, "no-cache"
        if page.complete:
            answer["Retry-After"] = str(PATIENCE)
        return answer


def _next(request: Request, page: pages.Page) -> str | None:
    if page.complete:
        return None
    kept = {name: value for name, value in request.query_params.items() if name in ("limit", "format")}
    return request.build_absolute_uri(f"{request.path}?{urlencode({'after': page.last} | kept)}")


def _asked(request: Request) -> dict[str, int]:
    """The numbers that the request gives. Raises `ValidationError`."""
    errors, numbers = wrong_names(request, PARAMETERS), dict[str, int]()
    for name, least, most in (("after", 0, LARGEST), ("limit", 1, MOST), ("size", 1, LARGEST)):
        if (text := request.query_params.get(name)) is None:
            continue
        if text.isascii() and text.isdecimal() and len(text) < 17 and least <= int(text) <= most:
            numbers[name] = int(text)
        else:
            told = {"least": least, "most": most}
            errors.setdefault(name, []).append(_("Write a whole number from %(least)d to %(most)d.") % told)
    if errors:
        raise ValidationError(errors)
    return numbers
