"""Each request has an id, which its answer, its log lines and its error page carry; and one line in the log at its end.

The line names the route, never the address as it was typed: addresses hold words of searches and secrets of letters.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import get_language

from ctarchive.telemetry.traces import Trace, begin, end
from editorial.throttle import comes_through_our_proxy

HEADER = "X-Request-ID"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
PROBES = ("/healthz", "/readyz", "/metrics")

log = logging.getLogger("ctarchive.access")


Listener = Callable[[HttpRequest, HttpResponseBase, Trace], None]
listeners: list[Listener] = []  # told of every request that was answered


def identify(request: HttpRequest) -> str:
    """The id that our proxy gave, if it is short and plain; else a new one. Strangers give none."""
    given = request.headers.get(HEADER, "")
    if given and _PLAIN.fullmatch(given) and comes_through_our_proxy(request):
        return given
    return uuid4().hex


class TracingMiddleware:
    """The outermost: gives the request its id, and tells of it once it has been answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        trace = Trace(identify(request))
        begin(trace)
        answer = self.get_response(request)
        answer.headers[HEADER] = trace.id
        # A file is sent by the server itself; what is streamed is over when its last piece is.
        if isinstance(answer, StreamingHttpResponse) and getattr(answer, "file_to_stream", None) is None:
            answer.streaming_content = _Counted(
                answer.streaming_content, lambda size: finish(request, answer, trace, size)
            )
        else:
            finish(request, answer, trace, size_of(answer))
        return answer


class _Counted:
    """The pieces of a streamed answer; tells their size once, when it is closed, however far it came."""

    def __init__(self, pieces: Any, done: Callable[[int], None]) -> None:
        self.pieces, self.done, self.size, self.is_closed = pieces, done, 0, False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.size += len(piece)
            yield piece

    def close(self) -> None:
        if not self.is_closed:
            self.is_closed = True
            self.done(self.size)


def size_of(answer: HttpResponseBase) -> int:
    """The bytes of the body, before the server takes it from answers to HEAD."""
    if length := answer.headers.get("Content-Length"):
        return int(length)
    return len(getattr(answer, "content", b""))


def route_of(request: HttpRequest) -> str:
    """The name of the address's route: one of a number that does not grow, and nothing anybody typed."""
    return _matched(request)[0]


def _matched(request: HttpRequest) -> tuple[str, str]:
    """(name of the route, uid of the record or nothing)."""
    if (match := request.resolver_match) is not None:
        return match.view_name, str(match.kwargs.get("uid", ""))
    if request.path_info in PROBES:
        return request.path_info.strip("/"), ""
    if request.path_info.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
        return "static", ""
    # A page that was kept, or what was refused before anybody looked where it leads.
    return _looked_up(request.path_info, get_language() or "")


@lru_cache(maxsize=1024)
def _looked_up(path: str, language: str) -> tuple[str, str]:
    try:
        match = resolve(path)
    except Resolver404:
        return "none", ""
    return match.view_name, str(match.kwargs.get("uid", ""))


def finish(request: HttpRequest, answer: HttpResponseBase, trace: Trace, size: int) -> None:
    """Tell the log, and whoever listens, of a request that was answered."""
    for listener in listeners:
        listener(request, answer, trace)
    route, record = _matched(request)
    # Files and probes by the second would hide the rest.
    level = logging.DEBUG if route == "static" or request.path_info in PROBES else logging.INFO
    if log.isEnabledFor(level):
        fields = {
            "method": method_of(request),
            "route": route,
            **({"record": record} if record else {}),
            "status": answer.status_code,
            "ms": round(trace.passed() * 1000, 1),
            "bytes": size,
            "queries": trace.queries,
            "database_ms": round(trace.waited * 1000, 1),
        }
        log.log(level, "%s %s %d", fields["method"], route, answer.status_code, extra={"fields": fields})
    end()


METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def method_of(request: HttpRequest) -> str:
    """The method; whatever else somebody made up is "other"."""
    return request.method if request.method in METHODS else "other"
