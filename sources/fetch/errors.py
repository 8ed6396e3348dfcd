"""Why nothing was fetched. Each error tells the editor what happened and what to do about it."""

from __future__ import annotations

from sources.text import UnreadableError


class FetchError(UnreadableError):
    """An address whose document could not be fetched. The message says why, and how to mend it."""


class BadAddress(FetchError):
    """The address is none that the archive fetches from: its scheme, its form, or the network it leads to."""


class Disallowed(FetchError):
    """The site's robots.txt asks not to fetch this address. An editor may override it, with a reason."""


class TooMuch(FetchError):
    """The answer is larger, slower or more deeply packed than the archive accepts."""


class NoAnswer(FetchError):
    """The server could not be reached, broke off, or answered that there is no such document."""
