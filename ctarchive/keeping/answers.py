"""Answers of the API that are kept: whoever asks the same of an archive that has not changed is given what was told.

Never stale, and never thrown away by hand: an answer is kept under all that shapes it, the public version and whom the
archive protects at this moment among them, and is not found any more once one of them changes. Only readers whom
nothing tells apart are answered so. The version is read before the data: where somebody publishes between the two,
what is kept is newer than it says.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ctarchive.keeping import freshness, store

# Who sends one of these is somebody, or has something already: that is for the view to see.
_TELLING = ("Authorization", "Cookie", "Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since")

View = Callable[..., Any]


def kept(view: View) -> View:
    """The view, whose answers depend on nothing but the public archive, the software and the request."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not settings.KEEP_ANSWERS or request.method != "GET" or any(map(request.headers.get, _TELLING)):
            return view(request, *args, **kwargs)
        key = _key(request)
        if (found := store.get(key)) is not None:
            content, headers = found
            return HttpResponse(content, headers=headers)
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and not response.streaming and not response.cookies:
            # Django would render it a moment later; what is done after that, such as compression, is done here too.
            if callable(getattr(response, "render", None)):
                response = response.render()
            store.put(key, response.content, dict(response.headers))
        return response

    return answer


def _key(request: HttpRequest) -> str:
    """Names the answer to this request, today."""
    accepts = request.headers.get("Accept", "")
    return store.key(
        ("api", *freshness.shaping(request), accepts, str("gzip" in request.headers.get("Accept-Encoding", "")))
    )
