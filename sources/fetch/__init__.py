"""Documents from the web, fetched as from hostile ground.

Knows addresses, robots.txt and limits. Must not know records.

`fetch` takes an address and gives back the bytes with what the server said about them, or raises a `FetchError` whose
message tells an editor what to do. Nothing is written but what the cache remembers of a site's wishes. `post` sends
something to a server that asked for it, with the same care.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from http import HTTPStatus
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings
from django.utils import timezone

from sources.fetch import robots
from sources.fetch.connection import Answer, Clock, ask, send
from sources.fetch.errors import BadAddress, Disallowed, FetchError, NoAnswer, TooMuch
from sources.fetch.limits import DOCUMENTS, MESSAGES, Limits

__all__ = ["BadAddress", "Disallowed", "FetchError", "Fetched", "NoAnswer", "TooMuch", "checked", "fetch", "post"]

_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Fetched:
    """A document as it was served. `data` is None where the server says that it has not changed (304)."""

    requested_url: str
    final_url: str
    headers: dict[str, str]
    data: bytes | None
    media_type: str
    charset: str
    at: datetime
    redirects: list[str] = field(default_factory=list)


def fetch(
    url: str,
    *,
    limits: Limits = DOCUMENTS,
    override_robots: bool = False,
    known: Mapping[str, str] | None = None,
) -> Fetched:
    """Fetch a document from the public internet.

    `known` are the response headers of an earlier fetch, by which the server may say that nothing changed. Raises
    `BadAddress`, `Disallowed` (unless `override_robots`), `TooMuch` or `NoAnswer`.
    """
    clock, moment = Clock(limits.seconds), timezone.now()
    seen: list[str] = []
    here = checked(url, limits)
    headers = {"User-Agent": agent(), "Accept-Encoding": "gzip", "Accept": "*/*"} | _conditions(known or {})
    while True:
        if not override_robots:
            robots.check(here, agent=agent())
        robots.wait_for_turn(here, clock, limits.seconds)
        answer = ask(here, headers=headers, limits=limits, clock=clock)
        if answer.status not in _REDIRECTS or "Location" not in _titled(answer.headers):
            break
        if len(seen) == limits.redirects:
            raise NoAnswer(f"{url} redirects more than {limits.redirects} times")
        seen.append(here)
        here = checked(urljoin(here, _titled(answer.headers)["Location"]), limits)
    return _fetched(url, here, answer, moment, seen)


def post(url: str, data: bytes, headers: Mapping[str, str], *, limits: Limits = MESSAGES) -> int:
    """Send something to a server on the public internet. Returns the status it answers with; redirects are one.

    The same networks are refused as in `fetch`. Raises `BadAddress`, `TooMuch` or `NoAnswer`.
    """
    said = {"User-Agent": agent(), "Accept-Encoding": "identity"} | dict(headers)
    return send(checked(url, limits), data=data, headers=said, limits=limits, clock=Clock(limits.seconds)).status


def agent() -> str:
    """How we introduce ourselves: what we are, and where to complain."""
    return f"ctarchive/1.0 (+{settings.SITE_URL}/methodology/)"


def checked(url: str, limits: Limits = DOCUMENTS) -> str:
    """The address without its fragment. Raises `BadAddress` for one that is not a plain web address."""
    url = urldefrag(url.strip()).url
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddress(f"{url[:200]} is not an address: {error}") from error
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise BadAddress(f"{url[:200]} is not an address on the web; give one that begins with http:// or https://")
    if parts.username or parts.password:
        raise BadAddress(f"{parts.scheme}://…@{host} carries a name or password; give the address without it")
    if len(url) > limits.url_length:
        raise BadAddress(f"{url[:60]}… is longer than {limits.url_length} characters")
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in url):
        raise BadAddress(f"{url[:200]!r} holds blanks or invisible characters; write them as %20 and the like")
    return url


def _titled(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.title(): value for name, value in headers.items()}


def _conditions(known: Mapping[str, str]) -> dict[str, str]:
    told = _titled(known)
    pairs = (("If-None-Match", "Etag"), ("If-Modified-Since", "Last-Modified"))
    return {ours: told[theirs] for ours, theirs in pairs if told.get(theirs)}


def _fetched(url: str, final: str, answer: Answer, moment: datetime, seen: list[str]) -> Fetched:
    if answer.status != HTTPStatus.NOT_MODIFIED and not 200 <= answer.status < 300:
        said = answer.reason or HTTPStatus(answer.status).phrase if answer.status in set(HTTPStatus) else ""
        raise NoAnswer(f"{final} answered {answer.status} {said}".rstrip() + "; there is nothing to preserve")
    if answer.status != HTTPStatus.NOT_MODIFIED and not answer.data:
        raise NoAnswer(f"{final} answered with nothing in it")
    told = Message()
    told["Content-Type"] = _titled(answer.headers).get("Content-Type", "")
    return Fetched(
        requested_url=url,
        final_url=final,
        headers=answer.headers,
        data=None if answer.status == HTTPStatus.NOT_MODIFIED else answer.data,
        media_type=told.get_content_type() if told["Content-Type"] else "",
        charset=str(told.get_content_charset() or ""),
        at=moment,
        redirects=seen,
    )
