"""Help from a spaCy model, where one is installed and named by the setting SPACY_MODEL. Off unless asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from importlib.util import find_spec
from typing import Any

from django.conf import settings

from events.choices import EntityKind as Kind
from events.suggest.mentions import lexicon as lex
from events.suggest.mentions.spans import Mention

Helper = Callable[[str], Iterator[Mention]]

_KINDS = {
    "PERSON": Kind.PERSON, "GPE": Kind.PLACE, "LOC": Kind.PLACE, "FAC": Kind.PLACE, "ORG": Kind.PUBLIC_BODY,
    "LAW": Kind.LEGAL_INSTRUMENT,
}  # fmt: skip
_SCORE = 0.45
_PIECE = 100_000  # characters: the library refuses a million


def configured(language: str) -> Helper | None:
    """The help that the settings ask for in a text of this language, or None."""
    model: str = settings.SPACY_MODEL
    if not model or (language and not model.startswith(f"{language}_")):
        return None
    return lambda text: _found(_load(model), text)


def version() -> str:
    """What the help adds to the suggester's version: what is found depends on the model."""
    if not settings.SPACY_MODEL:
        return ""
    try:
        return f"+spacy{installed(settings.SPACY_MODEL)}"[:11]
    except PackageNotFoundError:
        return "+spacy"


def what_is_missing(model: str) -> str:
    """The module that the help needs and that is not installed, or nothing."""
    return next((name for name in ("spacy", model) if find_spec(name) is None), "")


@cache
def _load(model: str) -> Any:
    # Imported where it is used: spaCy is installed only where somebody wants its help, and takes a second to load.
    import spacy

    return spacy.load(model, exclude=["lemmatizer", "parser", "tagger", "attribute_ruler"])


def _found(model: Any, text: str) -> Iterator[Mention]:
    for begin in range(0, len(text), _PIECE):
        for one in model(text[begin : begin + _PIECE]).ents:
            kind = _KINDS.get(one.label_)
            start, end = _trimmed(text, begin + one.start_char, begin + one.end_char)
            if kind and start < end and "\n" not in text[start:end]:
                yield Mention(start, end, kind, _SCORE, "spacy", one.label_.lower())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span as names are marked here: without articles, titles and the possessive."""
    while start < end:
        word, blank, _rest = text[start:end].partition(" ")
        if not blank or word.lower().rstrip(".") not in _BEFORE:
            break
        start += len(word) + 1
    for ending in ("'s", "’s", "'", "’"):
        if text[start:end].endswith(ending):
            return start, end - len(ending)
    return start, end


_BEFORE = lex.TITLE | {"the", "a", "an"}
