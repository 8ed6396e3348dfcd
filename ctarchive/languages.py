"""The language of an answer. The address alone says it: /az/… and /ru/…, and English without a prefix.

No cookie, and nobody is sent elsewhere. Only the API, whose addresses are the same in every language, heeds the header
Accept-Language. What editors use is in English until it is translated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

API = "/api/"
# What lies below these is the same in all languages.
_OUTSIDE = (API, "/admin/", "/notices/")


@dataclass(frozen=True)
class Version:
    """A page in one language: the language's tag, its own name, the page's path, and whether it is the one shown."""

    code: str
    name: str
    path: str
    current: bool


def in_path(path: str) -> str:
    """The language that a path begins with; the archive's own where it begins with none."""
    first = path.removeprefix("/").partition("/")[0]
    return first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def translated(path: str, code: str) -> str:
    """The path of the same page in another language."""
    here = in_path(path)
    plain = path.removeprefix(f"/{here}") if here != settings.LANGUAGE_CODE else path
    return plain if code == settings.LANGUAGE_CODE else f"/{code}{plain}"


def versions(path: str) -> list[Version]:
    """The page in every language, the archive's own first; none where there is but one."""
    here = in_path(path)
    if path.startswith(_OUTSIDE):
        return []
    return [
        Version(code, translation.get_language_info(code)["name_local"], translated(path, code), code == here)
        for code, _name in settings.LANGUAGES
    ]


def of_request(request: HttpRequest) -> str:
    """The language to answer in."""
    if not request.path_info.startswith(API):
        return in_path(request.path_info)
    accepted = request.headers.get("Accept-Language", "")
    for tag, _weight in parse_accept_lang_header(accepted):
        try:
            return translation.get_supported_language_variant(tag)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


class LanguageMiddleware:
    """Answers in the language that the address says, and tells so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = of_request(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if request.path_info.startswith(API):
            patch_vary_headers(response, ["Accept-Language"])
        written = getattr(response, "streaming_content", None)
        if written is not None and not isinstance(response, FileResponse) and language != settings.LANGUAGE_CODE:
            response.streaming_content = _written_in(language, written)  # type: ignore[attr-defined]
        return response


def _written_in(language: str, parts: Iterable[Any]) -> Iterator[Any]:
    """The parts of an answer that is written only while it is read."""
    with translation.override(language):
        yield from parts
