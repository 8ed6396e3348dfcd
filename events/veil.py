"""Hides the names of protected people in records that are about to be shown. In memory only: nothing is saved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from events.protection import Mask

# The columns of text that the public reads, of whatever record has them.
TEXTS = (
    "title", "summary", "name", "description", "value_text", "counted", "reading", "translation", "reason", "rights",
    "published_basis", "title_basis", "filename", "symbol", "said",
)  # fmt: skip
# Those that are lists of texts.
LISTS = ("authors",)
# Those that are addresses: one that spells a protected name cannot be rewritten, and is not shown.
URLS = ("url", "canonical_url", "requested_url", "final_url", "homepage")


def veil(mask: Mask, *records: Any) -> None:
    """Put pseudonyms in place of protected names in the texts of these records, so that their addresses follow too.

    A record may be None. What a record refers to is not followed: name it as well. Only the publisher that was fetched
    along with a source is, since it is told wherever the source is.
    """
    if not mask:
        return
    for record in (*records, *filter(None, map(_publisher, records))):
        for column in TEXTS:
            text = vars(record).get(column) if record is not None else None
            if isinstance(text, str) and text:
                setattr(record, column, mask.apply(text))
        for column in LISTS:
            if record is not None and vars(record).get(column):
                setattr(record, column, [mask.apply(text) for text in vars(record)[column]])
        for column in URLS:
            if record is not None and _spells_a_name(mask, vars(record).get(column) or ""):
                setattr(record, column, "")


def _publisher(record: Any) -> Any:
    state = getattr(record, "_state", None)
    return state.fields_cache.get("publisher") if state else None


def veiled_value(mask: Mask, value: Any) -> Any:
    """The same value as JSON, with pseudonyms in all its texts; an address that spells a protected name is emptied."""
    if isinstance(value, dict):
        return {key: veiled_value(mask, one) for key, one in value.items()}
    if isinstance(value, list):
        return [veiled_value(mask, one) for one in value]
    if isinstance(value, str) and mask:
        return "" if "://" in value and _spells_a_name(mask, value) else mask.apply(value)
    return value


def _spells_a_name(mask: Mask, url: str) -> bool:
    words = re.sub(r"[\W_]+", " ", unquote(url))
    return mask.apply(words) != words


def veiled(mask: Mask, records: Iterable[Any], *paths: str) -> list[Any]:
    """The records as a list, veiled together with what stands at these paths, such as `event` or `event__place`."""
    found = list(records)
    if mask:
        for record in found:
            veil(mask, record, *(_at(record, path) for path in paths))
    return found


def _at(record: Any, path: str) -> Any:
    for step in path.split("__"):
        record = getattr(record, step, None)
    return record


def spans(mask: Mask, text: str) -> list[tuple[int, int, str]]:
    """(start, end, pseudonym) for each protected name in the text, in order."""
    if mask.pattern is None:
        return []
    return [(m.start(), m.end(), mask.apply(m.group())) for m in mask.pattern.finditer(text)]
