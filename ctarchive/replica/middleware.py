"""Leads each request to a database, and once more to the other where the first goes away meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import OperationalError, connections
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ctarchive.languages import of_request
from ctarchive.limits import refuse
from ctarchive.replica.routing import PRIMARY, REPLICA, led_to, parts_from
from ctarchive.replica.watching import Seen, watch

RETRY_AFTER = "60"  # seconds
_SAFE = ("GET", "HEAD", "OPTIONS")
# Where people write, or read what they have just written.
_OWN = re.compile(r"^(/[a-z]{2})?/(admin|notices|report|reply|reports)/|^/api/v1/work/")


class ReplicaMiddleware:
    """Reads of anonymous readers go to the replica. 503 for what must be written while the primary is gone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        alias = choose(request, watch.look())
        if alias is None:
            return _refuse(request, _ONLY_READ)
        response = self._answer(request, alias)
        # A database may have gone since the last look. What is safe is asked again of the other, once.
        if response.status_code in (500, 503) and (other := choose(request, watch.look(now=True))) != alias:
            if other is None:
                return _refuse(request, _ONLY_READ if request.method in _SAFE else _WENT_AWAY)
            return self._answer(request, other)
        return response

    def _answer(self, request: HttpRequest, alias: str) -> HttpResponseBase:
        conflicts = _Conflicts()
        with led_to(alias), connections[alias].execute_wrapper(conflicts):
            response = self.get_response(request)
        if conflicts.are_met and alias == REPLICA and response.status_code in (500, 503) and watch.look().primary:
            return self._answer(request, PRIMARY)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse) and alias != PRIMARY:
            response.streaming_content = parts_from(alias, response.streaming_content)  # type: ignore[arg-type]
        return response


class _Conflicts:
    """Whether a replica cancelled a question because what it replays removes rows that were looked at."""

    def __init__(self) -> None:
        self.are_met = False

    def __call__(self, execute: Callable[..., Any], *question: Any) -> Any:
        try:
            return execute(*question)
        except OperationalError as error:
            self.are_met |= getattr(error.__cause__, "sqlstate", "") == "40001"
            raise


def choose(request: HttpRequest, seen: Seen) -> str | None:
    """The database that this request is led to; None where it needs one that is gone.

    Editors read what they wrote a moment ago: from the primary, as long as it is there.
    """
    if request.method not in _SAFE or _OWN.match(request.path_info):
        return PRIMARY if seen.primary else None
    is_somebody = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
    if seen.is_fit and not is_somebody:
        return REPLICA
    return REPLICA if seen.replica and not seen.primary else PRIMARY


_ONLY_READ = _("The archive can only be read now. Nothing of this was kept; try again in a while.")
_WENT_AWAY = _(
    "The database went away while this was done. Look whether it was kept, in a while, before you repeat it."
)


def _refuse(request: HttpRequest, text: Promise) -> HttpResponseBase:
    with override(of_request(request)):
        answer = refuse(request, 503, str(text))
    answer["Retry-After"] = RETRY_AFTER
    answer["Cache-Control"] = "no-store"
    return answer
