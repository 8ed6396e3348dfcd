"""What countries and languages are called in the reader's language. Pure, but for the language that is active."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.text import capfirst
from django.utils.translation import get_language


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def country_name(code: str) -> str:
    """“Azerbaijan” for `AZ`; the code where no name is known."""
    return _locale(get_language() or "en").territories.get(code, code)


def language_name(tag: str) -> str:
    """“Azerbaijani” for `az`, “Azerbaijani (Cyrillic)” for `az-Cyrl`; the tag where no name is known."""
    try:
        found = Locale.parse(tag, sep="-").get_display_name(_locale(get_language() or "en"))
    except (UnknownLocaleError, ValueError):
        return tag
    return capfirst(found) if found else tag
