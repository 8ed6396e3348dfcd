"""What only requests with a token can be refused for, before a verb is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Wrong = dict[str, Any]
"""{"pointer", "message"}, and what helps to mend it: `candidates`, `theirs`, `yours`. The pointer is a JSON pointer
into the body, as a fragment (`#/evidence/0/exact`); empty where the request is wrong as a whole."""


class RefusalError(Exception):
    """A request that is answered with a problem of this status. Nothing was written."""

    def __init__(
        self, status: int, detail: str, errors: Sequence[Wrong] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        self.status, self.detail, self.errors, self.headers = status, detail, list(errors), dict(headers or {})
        super().__init__(detail)


class UnknownBearerError(RefusalError):
    """No token, or one that does not work (RFC 6750)."""

    def __init__(self, detail: str, code: str = "") -> None:
        super().__init__(401, detail, headers={"WWW-Authenticate": challenge(code, detail)})


class ScopeError(RefusalError):
    """A token that works, and was not made for this."""

    def __init__(self, detail: str, scopes: Sequence[str]) -> None:
        told = challenge("insufficient_scope", detail, scopes)
        super().__init__(403, detail, headers={"WWW-Authenticate": told})


def challenge(code: str = "", detail: str = "", scopes: Sequence[str] = ()) -> str:
    """The `WWW-Authenticate` header of RFC 6750. Its texts are ASCII."""
    parts = {
        "realm": "ctarchive",
        "error": code,
        "error_description": detail if code else "",
        "scope": " ".join(scopes),
    }
    told = (f'{name}="{_quotable(text)}"' for name, text in parts.items() if text)
    return f"Bearer {', '.join(told)}"


def _quotable(text: str) -> str:
    plain = text.translate({ord("“"): "'", ord("”"): "'", ord("’"): "'"}).encode("ascii", "replace").decode()
    return plain.replace("\\", "").replace('"', "'")
