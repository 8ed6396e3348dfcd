"""Events: passages that report one, with its kind, date, place and participants as far as the passage tells them.

`english`, `russian` and `azerbaijani` hold the words of each kind of event; `passages` decides which sentences report
one; `details` puts together what the other suggesters found in them.
"""

from __future__ import annotations

from collections.abc import Iterator

from events.choices import SuggestionKind
from events.suggest.dates import find_dates
from events.suggest.dates.reading import languages_of
from events.suggest.document import Document, Found, Suggested, Suggester
from events.suggest.events import azerbaijani, english, russian
from events.suggest.events.details import Details
from events.suggest.events.passages import chosen, reported

__all__ = ["EVENTS", "find_events"]

_LANGUAGES = {"en": english.LANGUAGE, "ru": russian.LANGUAGE, "az": azerbaijani.LANGUAGE}


def find_events(document: Document, found: Found | None = None) -> Iterator[Suggested]:
    """The events that the document reports, in its order."""
    found = found or {}
    dates = found["dates"] if "dates" in found else list(find_dates(document))
    language = _LANGUAGES[languages_of(document.text, document.language)[-1 if not document.language else 0]]
    details = Details(document, language, dates, found.get("mentions", ()))
    for one in chosen(list(reported(document, language, dates))):
        yield Suggested(SuggestionKind.EVENT, one.start, one.end, details.of(one), min(one.score, 0.99))


EVENTS = Suggester("events", "1", find_events)
