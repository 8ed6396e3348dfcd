"""Public pages that are kept: what a page told one reader, it tells every other until the archive changes.

As with answers of the API, nothing is ever stale and nothing is thrown away by hand. Only who comes without a cookie is
given a kept page, and only what such a reader was given is kept: nothing tells them apart. A page is kept compressed,
as nearly all browsers ask for it. Its entity tag names all that shapes it, so that who has it is told so (304) before
anything is looked up but that.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from ctarchive.keeping import beside, freshness, store

# Home, lists, records, pictures, search and corrections. What reads anything else than the archive is not here.
_PAGES = re.compile(r"^(?:/[a-z]{2})?/(?:(?:events|entities|sources|claims|publishers)/.*|search/|corrections/)?$")
# Who sends one of these is somebody, or wants a part, or something else than the page.
_TELLING = ("Authorization", "Cookie", "Range", "If-Match", "If-Modified-Since", "If-Unmodified-Since")


class KeptPagesMiddleware:
    """Inside what counts requests and knows their language; outside all that asks who somebody is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_be_kept(request):
            return self.get_response(request)
        # Before the data: where somebody publishes between the two, what is kept is newer than it says.
        key = store.key(("page", *freshness.shaping(request), *beside.shaping(request.path_info)))
        tag = f'W/"{key[:32]}"'
        if tag in parse_etags(request.headers.get("If-None-Match", "")):
            return _tagged(HttpResponseNotModified(), tag)
        if (found := store.get(key)) is not None:
            return _tagged(_unpacked(request, *found), tag)
        response = self.get_response(request)
        if not _can_be_kept(request, response):
            return response
        content, headers = gzip.compress(response.content, 6, mtime=0), dict(response.headers)  # type: ignore[attr-defined]
        store.put(key, content, headers)
        return _tagged(_unpacked(request, content, headers), tag)


def _may_be_kept(request: HttpRequest) -> bool:
    return (
        settings.KEEP_ANSWERS
        and request.method in ("GET", "HEAD")
        and _PAGES.match(request.path_info) is not None
        and not any(map(request.headers.get, _TELLING))
    )


def _can_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether it is a whole page for everybody, without anything of one reader's or of one moment's."""
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not {"Cache-Control", "Content-Encoding", "ETag", "Set-Cookie"} & {*map(str.title, response.headers)}
        # A token against forged requests, a question who is signed in, a policy or a nonce of its own.
        and "CSRF_COOKIE" not in request.META
        and not request.session.accessed
        and not getattr(request, "_csp_nonce", None)
        and not any(name.startswith("_csp") for name in vars(response))
    )


def _unpacked(request: HttpRequest, content: bytes, headers: dict[str, Any]) -> HttpResponse:
    """The page as this reader can read it."""
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(content if is_packed else gzip.decompress(content), headers=headers)
    response["Content-Length"] = str(len(response.content))
    if is_packed:
        response["Content-Encoding"] = "gzip"
    return response


def _tagged(response: HttpResponse, tag: str) -> HttpResponse:
    """Whoever keeps the page is to ask each time whether it still is the same."""
    response["ETag"], response["Cache-Control"] = tag, "public, no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response
