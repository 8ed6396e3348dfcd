"""Pages travel compressed: most of a page is the same marks again, and a slow network is spared four fifths of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PagesMiddleware(GZipMiddleware):
    """Compresses public pages, and nothing that could hold a secret, which the length of an answer might give away.

    Who comes with a cookie may be signed in; what must not be stored, such as forms with their tokens, is told apart by
    that. The API compresses its answers itself.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        is_secret = "no-store" in response.headers.get("Cache-Control", "")
        if not is_page or is_secret or request.COOKIES or response.cookies:
            return response
        return super().process_response(request, response)
