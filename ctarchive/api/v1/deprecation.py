"""What is to go, and since when: told in the headers of every answer that still has it.

`Deprecation` is the moment from which it is discouraged (RFC 9745), `Sunset` the moment from which it may be gone (RFC
8594), at least a year later; a `Link` leads to what takes its place. The schema marks the same with `deprecated`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import resolve
from django.utils.http import http_date

NOTICE = timedelta(days=365)
Links = list[tuple[str, dict[str, str]]]


@dataclass(frozen=True)
class Deprecated:
    """An address, by the name of its view, or one query parameter of it. `instead`: the path of a page on it."""

    view_name: str
    since: datetime
    sunset: datetime
    instead: str
    parameter: str = ""

    def __post_init__(self) -> None:
        if self.sunset - self.since < NOTICE:
            raise ValueError(f"{self.view_name}: what is to go stays for a year, until {self.since + NOTICE:%Y-%m-%d}.")


# Nothing yet. An entry here is all that is needed, but for the description of what takes its place in docs/api.md.
DEPRECATED: list[Deprecated] = []


def asked(view_name: str, parameters: Mapping[str, object]) -> Sequence[Deprecated]:
    """What of the request is to go."""
    return [
        one for one in DEPRECATED if one.view_name == view_name and (not one.parameter or one.parameter in parameters)
    ]


def in_request(request: Any) -> Sequence[Deprecated]:
    """What of this request is to go; nothing where it leads nowhere."""
    match = request.resolver_match
    return asked(match.view_name, request.GET) if match is not None else ()


def headers(found: Sequence[Deprecated]) -> Iterator[tuple[str, str]]:
    """The headers that say so: of several, the first that was discouraged and the first that goes."""
    if found:
        yield "Deprecation", f"@{int(min(one.since for one in found).timestamp())}"
        yield "Sunset", http_date(min(one.sunset for one in found).timestamp())


def links(found: Sequence[Deprecated]) -> Links:
    """(path, parameters) of what explains it."""
    return [(one.instead, {"rel": "deprecation", "type": "text/html"}) for one in found]


def written(links: Links) -> str:
    """A Link header (RFC 8288)."""
    return ", ".join(f"<{to}>" + "".join(f'; {name}="{value}"' for name, value in more.items()) for to, more in links)


def mark(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """A hook of the schema: `deprecated` on the operations and parameters that are to go."""
    for path, methods in result["paths"].items():
        view_name = resolve(re.sub(r"{\w+}", "0000000000", path)).view_name
        for one in DEPRECATED:
            for operation in methods.values() if one.view_name == view_name else ():
                parts = [p for p in operation.get("parameters", ()) if p["name"] == one.parameter]
                for part in parts if one.parameter else [operation]:
                    part["deprecated"] = True
    return result
