"""What browsers are told beside the content security policy: who may load an answer. Pure: the settings import it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from wsgiref.headers import Headers

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

LOADED_BY = "Cross-Origin-Resource-Policy"


def on_files(headers: Headers, path: str, url: str) -> None:
    """A file that is opened by itself does nothing: an SVG is a document, too."""
    headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"
    headers[LOADED_BY] = "cross-origin"  # of the pictures under /embed/, and the card that other sites show of a page


class LoadedByMiddleware:
    """Pages of other sites load what is meant for them, frames and what any script may read; all else is our own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        is_for_all = request.path_info.startswith("/embed/") or answer.headers.get("Access-Control-Allow-Origin") == "*"
        answer.headers.setdefault(LOADED_BY, "cross-origin" if is_for_all else "same-origin")
        return answer
