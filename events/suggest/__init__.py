"""Suggesters: what an editor would mark in a document. They propose and decide nothing.

Knows texts, dates and the vocabularies. Must not know the database: values in, suggestions out. `SUGGESTERS` is the one
table of them, in the order in which they run: each is given what those before it found. A new one is a module with one
function, and a line there. Whoever changes what a suggester finds gives it a new version.
"""

from __future__ import annotations

from collections.abc import Sequence

from events.suggest.attribution import ATTRIBUTIONS
from events.suggest.dates import DATES
from events.suggest.document import NO_NAMES, Document, Found, KnownName, KnownNames, Span, Suggested, Suggester
from events.suggest.document import without_furniture as _without_furniture
from events.suggest.events import EVENTS
from events.suggest.mentions.suggester import MENTIONS
from events.suggest.numbers import NUMBERS

__all__ = [
    "NO_NAMES", "SUGGESTERS", "Document", "Found", "KnownName", "KnownNames", "Span", "Suggested", "Suggester",
    "suggest",
]  # fmt: skip

SUGGESTERS: tuple[Suggester, ...] = (MENTIONS, DATES, NUMBERS, ATTRIBUTIONS, EVENTS)


def suggest(document: Document, suggesters: Sequence[Suggester] | None = None) -> dict[str, list[Suggested]]:
    """What each suggester finds, by its name and in the order of the text. Never in furniture, never one span twice."""
    found: dict[str, list[Suggested]] = {}
    for one in SUGGESTERS if suggesters is None else suggesters:
        found[one.name] = _without_furniture(one.find(document, found), document.furniture)
    return found
