"""What others find in the same texts: dateparser for dates, spaCy's English model for names, and simple floors."""

from __future__ import annotations

import re
import warnings
from datetime import datetime
from typing import Any

from benchmarks.labels import Labelled, Span

_SENTENCE = re.compile(r"[^\n.!?]+(?:[.!?](?=\S)[^\n.!?]+)*[.!?”»\"]*")
# What a name of a person, body, state, place, group or law is called there.
_NAMES = {"PERSON", "ORG", "GPE", "LOC", "FAC", "LAW", "PER"}


def dateparser_dates(document: Labelled, published: str) -> list[Span]:
    """The dates that dateparser finds. Raises `ModuleNotFoundError` where it is not installed."""
    from dateparser.search import search_dates

    settings: dict[str, Any] = {"PREFER_DATES_FROM": "past"}
    if len(published) >= 10:
        settings["RELATIVE_BASE"] = datetime.fromisoformat(published[:10])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = search_dates(document.text, languages=[document.language], settings=settings) or []
    spans, at = [], 0
    for words, moment in found:
        start = document.text.find(words, at)
        if start >= 0:
            at = start + len(words)
            spans.append(Span(start, at, moment.date().isoformat()))
    return spans


def spacy_model() -> Any:
    """Any English model of spaCy that is installed. Raises `ModuleNotFoundError` without one."""
    import spacy
    from spacy.util import get_installed_models

    names = [name for name in get_installed_models() if name.startswith("en")]
    if not names:
        raise ModuleNotFoundError("spaCy has no English model")
    return spacy.load(names[0])


def spacy_mentions(model: Any, document: Labelled) -> list[Span]:
    """The names that spaCy finds, without a leading article and a trailing possessive."""
    spans = []
    for one in model(document.text).ents:
        if one.label_ in _NAMES:
            start = one.start_char + (len(one.text) - len(re.sub(r"^[Tt]he\s+", "", one.text)))
            end = one.end_char - (len(one.text) - len(re.sub(r"[’']s$", "", one.text)))
            spans.append(Span(start, end))
    return spans


def sentences_with_a_date(document: Labelled, dates: list[Span]) -> list[Span]:
    """The floor for events: every sentence with a date reports one, on that date."""
    found = []
    for sentence in _SENTENCE.finditer(document.text):
        inside = [date for date in dates if sentence.start() <= date.start < sentence.end()]
        if inside and len(sentence[0].split()) > 4:
            found.append(Span(sentence.start(), sentence.end(), date=inside[0].value))
    return found
