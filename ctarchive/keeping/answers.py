"""Answers of the API that are kept: whoever asks the same of an archive that has not changed is given what was told.

Never stale, and never thrown away by hand: an answer is kept under all that shapes it, the public version and whom the
archive protects at this moment among them, and is not found any more once one of them changes. Only readers whom
nothing tells apart are answered so. The version is read before the data: where somebody publishes between the two,
what is kept is newer than it says. Who has the answer already is told so (304) by its tag.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from ctarchive.keeping import freshness, store

# Where views are that may be marked; all else is not even looked for.
_READING = re.compile(r"^/api/v1/(?!work/|changes/|docs/)(?:\w+/(?:\w+/)?)?$")
# Who sends one of these is somebody, or has something already: that is for the view to see.
_TELLING = ("Authorization", "Cookie", "Range", "If-Match", "If-Modified-Since", "If-Unmodified-Since")

View = Callable[..., Any]


def kept(view: View) -> View:
    """Mark a view whose answers depend on nothing but the public archive, the software and the request."""
    vars(view)["has_kept_answers"] = True
    return view


class KeptAnswersMiddleware:
    """Inside what counts requests and knows their language; outside all that asks who somebody is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        vars(request)["answer_is_kept"] = getattr(view, "has_kept_answers", False)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_be_kept(request):
            return self.get_response(request)
        key = _key(request)
        if (found := store.get(key)) is not None:
            return _again(request, *found)
        response = self.get_response(request)
        if _can_be_kept(request, response):
            store.put(key, response.content, dict(response.headers))  # type: ignore[attr-defined]
        return response


def _may_be_kept(request: HttpRequest) -> bool:
    return (
        settings.KEEP_ANSWERS
        and request.method == "GET"
        and _READING.match(request.path_info) is not None
        and not any(map(request.headers.get, _TELLING))
    )


def _can_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    is_whole = response.status_code == 200 and not response.streaming and not response.cookies
    return is_whole and vars(request).get("answer_is_kept", False)


def _again(request: HttpRequest, content: bytes, headers: dict[str, str]) -> HttpResponse:
    """The answer, or that the reader has it already."""
    has = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
    tag = headers.get("ETag", "").removeprefix("W/")
    if not tag or (tag not in has and "*" not in has):
        return HttpResponse(content, headers=headers)
    told = {name: value for name, value in headers.items() if not name.startswith("Content-")}
    return HttpResponseNotModified(headers=told)


def _key(request: HttpRequest) -> str:
    """Names the answer to this request, today."""
    accepts = request.headers.get("Accept", "")
    return store.key(
        ("api", *freshness.shaping(request), accepts, str("gzip" in request.headers.get("Accept-Encoding", "")))
    )
