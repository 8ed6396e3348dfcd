"""Where answers lie: in so many drawers of a cache of their own, so that nobody fills the memory by asking.

What is put into a drawer takes the place of what was there. Each answer lies there with its whole key, and is found
only under that. Nothing is thrown away by hand: a key names all that shapes an answer, and what nobody asks for any
more goes with the next that falls into its drawer, or after an hour.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.cache import caches

from ctarchive.telemetry.metrics import kept_answers

ALIAS = "answers"
DRAWERS = 512
LONGEST = 256_000  # bytes of an answer that is kept
SECONDS = 3600


def key(parts: Iterable[str]) -> str:
    """Names the answer that all these shape: a digest, in hex."""
    return hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()


def get(key: str) -> Any:
    """What was put under this key; None when it is not there any more, or never was."""
    found = caches[ALIAS].get(_drawer(key))
    is_kept = found is not None and found[0] == key
    kept_answers.labels("yes" if is_kept else "no").inc()
    return found[1] if is_kept else None


def put(key: str, content: bytes, headers: dict[str, str]) -> None:
    """Keep (content, headers) under this key, unless it is too long."""
    if len(content) <= LONGEST:
        caches[ALIAS].set(_drawer(key), (key, (content, headers)), SECONDS)


def _drawer(key: str) -> str:
    return str(int(key[:8], 16) % DRAWERS)
