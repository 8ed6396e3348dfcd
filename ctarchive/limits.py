"""How often a stranger may ask for what costs much, how much they may send, and how long a question may take.

Counted by address, for a minute, in the cache: under a keyed hash, so that no address is kept even so long. Without a
cache that processes share, each process counts by itself; while Redis is configured and does not answer, nobody counts.
"""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from ctarchive.languages import API
from ctarchive.telemetry.traces import request_id
from editorial.throttle import address_of

WINDOW = 60  # seconds
# What a reader may send: forms of ours are far smaller. Editors and programs upload, and have limits of their own.
LARGEST_BODY = 1024 * 1024
_UPLOADS = ("/admin/", f"{API}v1/work/")
MEDIA_TYPE = "application/problem+json"  # as the API's own errors
# The API is for scripts of any site: they are to read when to come back.
_FOR_SCRIPTS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Retry-After",
}
LONGEST_STATEMENT = "30s"
# Kind of request → how it is known, and how many times the limit is meant for it: names are suggested at every key.
KINDS: dict[str, tuple[re.Pattern[str], float]] = {
    "suggest": (re.compile(r"^(/\w\w)?/search/suggest$"), 5),
    "search": (re.compile(r"^(/\w\w)?/search/$|^/api/v1/search/$"), 1),
    "file": (re.compile(r"^/data/(export|releases)/"), 0.5),
    "harvest": (re.compile(r"^/oai$"), 1),
}


class LimitsMiddleware:
    """429 with `Retry-After` for who asks too often, 413 for who sends too much."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _is_too_large(request):
            return refuse(request, 413, _("This is more than can be sent here."))
        kind = _kind(request)
        if kind and (wait := count(kind, address_of(request), at=time.time())):
            answer = refuse(request, 429, _("Too many requests from where you are. Try again in a minute."))
            answer["Retry-After"] = str(wait)
            return answer
        return self.get_response(request)


def _is_too_large(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return (
        str(length).isdecimal() and int(length) > LARGEST_BODY and not request.path_info.startswith(_UPLOADS)
    )  # a body without a length is cut off by the server


def _kind(request: HttpRequest) -> str:
    for kind, (pattern, _times) in KINDS.items():
        if pattern.match(request.path_info):
            return kind
    # Lists narrowed by words are searches too, and records with records within them cost as much.
    asked = request.GET if request.META.get("QUERY_STRING") else {}
    is_deep = request.path_info.startswith(API) and "expand" in asked
    return "search" if "q" in asked or is_deep else ""


def count(kind: str, address: str, *, at: float) -> int:
    """Count one request. Returns how many seconds to wait; 0 when it may go on."""
    window, passed = divmod(int(at), WINDOW)
    told = f"{kind} {window} {address}".encode()
    key = f"limit-{hmac.new(settings.SECRET_KEY.encode(), told, 'sha256').hexdigest()}"
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        number = cache.incr(key)
    except ValueError:
        return 0  # it was thrown away meanwhile
    _pattern, times = KINDS[kind]
    return WINDOW - passed if number > max(1, settings.SEARCHES_PER_MINUTE * times) else 0


def refuse(request: HttpRequest, status: int, text: str) -> HttpResponse:
    """An answer that says no: a sentence for readers, a problem for the API."""
    if not request.path_info.startswith(API):
        return HttpResponse(text, "text/plain; charset=utf-8", status=status)
    title = HTTPStatus(status).phrase
    problem = {"type": "about:blank", "title": title, "status": status, "detail": text, "errors": []}
    problem["request_id"] = request_id()
    return JsonResponse(problem, status=status, content_type=MEDIA_TYPE, headers=_FOR_SCRIPTS)


# -- statements --------------------------------------------------------------------------------------------------------


def bound_statements() -> None:
    """From now on this process asks PostgreSQL nothing that takes longer. For the web server only."""
    connection_created.connect(_bound, dispatch_uid="ctarchive.limits")


def _bound(sender: Any, connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", [LONGEST_STATEMENT])
