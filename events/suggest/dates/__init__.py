"""Dates as EDTF: told in full, in part, as ranges, or relative to another date; in English, Azerbaijani and Russian.

`reading` finds passages and what their words say, by the patterns of each language; `licences` refuses numbers and
words that are no dates; `resolving` adds what the text around or the day of publication tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from events.choices import SuggestionKind
from events.suggest.dates.expression import Expression
from events.suggest.dates.reading import expressions
from events.suggest.dates.resolving import Resolved, Resolver
from events.suggest.document import Document, Found, Suggested, Suggester

__all__ = ["DATES", "find_dates"]

# How sure a date is whose missing pieces were found elsewhere.
_SURENESS = {"told": 1.0, "named": 1.0, "weekday": 0.95, "publication": 0.9, "context": 0.8, "ambiguous": 0.4}


def find_dates(document: Document, found: Found | None = None) -> Iterator[Suggested]:
    """The dates that the document tells, in its order."""
    read = expressions(document.flowing, document.language)
    resolver = Resolver(document, read)
    for one in read:
        resolved = resolver.resolve(one)
        if resolved is not None:
            score = round(one.score * _SURENESS[resolved.reason], 3)
            payload = _payload(one, resolved) | ({"dateline": True} if one is resolver.dateline else {})
            yield Suggested(SuggestionKind.DATE, one.start, one.end, payload, score)


def _payload(one: Expression, resolved: Resolved) -> dict[str, Any]:
    payload: dict[str, Any] = {"edtf": resolved.edtf, "reason": resolved.reason}
    if resolved.basis:
        payload["basis"] = list(resolved.basis)
    if one.part:
        payload["part"] = one.part
    if one.doubt:
        payload["doubt"] = one.doubt
    return payload


DATES = Suggester("dates", "1", find_dates)
