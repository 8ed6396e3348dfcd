"""Cells of a table. Pure."""

from __future__ import annotations

# What a spreadsheet takes for a formula when a cell begins with it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it and does not run it: an apostrophe before what begins like a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def restored(text: str) -> str:
    """The text before `harmless`."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
