"""Marks of direction in a text (UAX #9) turn no words but its own.

Quotations, titles and names are shown as they are, and may hold an override or an embedding that nobody ends: the rest
of the line, which is ours, would then run backwards. Each run of text of a page ends what it began.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_EMBEDDINGS, _END = "\u202a\u202b\u202d\u202e", "\u202c"
_ISOLATES, _END_OF_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_MARKS = re.compile(f"[{_EMBEDDINGS}{_ISOLATES}]")
_MARKS_IN_BYTES = re.compile(b"\xe2\x80[\xaa\xab\xad\xae]|\xe2\x81[\xa6-\xa8]")
# What a program reads, or somebody may send back, stays as it is; in other elements a text ends at the next sign "<".
_RUNS = re.compile(r"(<(script|style|textarea)\b.*?</\2>)|(?<=>)[^<]+|^[^<]+", re.DOTALL | re.IGNORECASE)
_APART = ("/admin/", "/api/")  # where offsets are counted in what a page shows, or texts are data


def closed(text: str) -> str:
    """The text, and behind it the end of each embedding, override and isolate that it left open. Pure."""
    waiting: list[str] = []
    for mark in re.findall(f"[{_EMBEDDINGS}{_END}{_ISOLATES}{_END_OF_ISOLATE}]", text):
        if mark in _EMBEDDINGS:
            waiting.append(_END)
        elif mark in _ISOLATES:
            waiting.append(_END_OF_ISOLATE)
        elif mark == _END_OF_ISOLATE and mark in waiting:
            del waiting[len(waiting) - 1 - waiting[::-1].index(mark) :]  # with the embeddings within it
        elif waiting and waiting[-1] == mark:
            waiting.pop()
    return text + "".join(reversed(waiting))


def closed_in(markup: str) -> str:
    """The same for each run of text between the tags of escaped HTML."""
    if not _MARKS.search(markup):
        return markup
    return _RUNS.sub(lambda found: found.group() if found[1] else closed(found.group()), markup)


class DirectionMiddleware:
    """Does so with public pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and not request.path_info.startswith(_APART):
            content: bytes = response.content  # type: ignore[attr-defined]
            if _MARKS_IN_BYTES.search(content):
                response.content = closed_in(content.decode()).encode()  # type: ignore[attr-defined]
        return response
