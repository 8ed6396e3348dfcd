"""The language that is active: its rules for names, capital letters and lists. Pure, but for which language that is."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names
from babel.lists import format_list
from django.conf import settings
from django.utils.translation import get_language, override

# In these languages the small dotted i has a dotted capital.
_DOTTED = frozenset({"az", "tr"})


@lru_cache(maxsize=16)
def _locale(tag: str) -> Locale:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def locale() -> Locale:
    """What Unicode's CLDR knows of the active language; of English where it knows nothing."""
    return _locale(get_language() or settings.LANGUAGE_CODE)


def capfirst(text: Any) -> str:
    """The text with a capital first letter, as the active language writes it: “İddia” in Azerbaijani."""
    words = str(text)
    if words[:1] == "i" and locale().language in _DOTTED:
        return f"İ{words[1:]}"
    return words[:1].upper() + words[1:]


def listed(parts: Iterable[Any]) -> str:
    """“a, b, and c”; nothing for none."""
    return str(format_list([str(part) for part in parts], locale=locale()))


def month_name(number: int, *, beside_a_day: bool) -> str:
    """What a month is called: alone, “июль”; beside the number of a day, “июля”."""
    return str(get_month_names("wide", "format" if beside_a_day else "stand-alone", locale())[number])


def neutral() -> AbstractContextManager[Any]:
    """The archive's own language for a while: for what must be the same whoever asks, such as permanent addresses."""
    return override(settings.LANGUAGE_CODE)
