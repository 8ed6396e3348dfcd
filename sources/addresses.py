"""Which addresses are one: trackers, fragments, default ports and the order of parameters make no difference. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from courlan import clean_url
from w3lib.url import canonicalize_url


def normal(url: str) -> str:
    """The address without what says nothing of the document: trackers, fragment, order and spelling. Empty for none."""
    return canonicalize_url(clean_url(url) or url) if url else ""


def spellings(url: str) -> set[str]:
    """The address as it may have been written down: with and without TLS, “www.” and a last slash."""
    if not url:
        return set()
    found = {url}
    for one in (url, normal(url)):
        parts = urlsplit(one)
        host = parts.netloc.removeprefix("www.")
        rest = parts._replace(scheme="", netloc="").geturl().removeprefix("//")
        ends = {rest} if parts.query else {rest.rstrip("/"), rest.rstrip("/") + "/"}
        found |= {
            f"{scheme}://{www}{host}{end}" for scheme in ("https", "http") for www in ("", "www.") for end in ends
        }
    return found


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, but for “www.”."""
    hosts = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other)]
    return hosts[0] == hosts[1] != ""
