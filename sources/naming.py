"""What countries and languages are called in the reader's language. Pure, but for the language that is active."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from editorial.languages import capfirst, locale


def country_name(code: str) -> str:
    """“Azerbaijan” for `AZ`; the code where no name is known."""
    return locale().territories.get(code, code)


def language_name(tag: str) -> str:
    """“Azerbaijani” for `az`, “Azerbaijani (Cyrillic)” for `az-Cyrl`; the tag where no name is known."""
    try:
        found = Locale.parse(tag, sep="-").get_display_name(locale())
    except (UnknownLocaleError, ValueError):
        return tag
    return capfirst(found) if found else tag
