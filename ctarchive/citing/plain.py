"""Citations in plain text, after the manners of APA and of the Chicago Manual of Style."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext as _

from ctarchive.citing.work import Work
from editorial import dates
from sources.dating import publication

_ISOLATE, _END = "\u2068", "\u2069"


def apa(work: Work) -> str:
    """Such as: ctarchive. (22 November 2026). Talks in Baku [Event; version 41]. Retrieved 1 May 2027, from https://…"""
    said = _("Retrieved %(day)s, from %(url)s") % {"day": _day(work), "url": work.url} if work.url else ""
    issued = f"({_issued(work)})"
    notes = "; ".join(part for part in (work.genre, work.number, _version(work)) if part)
    title = isolated(work.title) + (f" [{notes}]" if notes else "")
    by = work.publisher if work.publisher not in work.authors else ""
    parts = [_names(work), issued, title, by, said] if work.authors else [title, issued, by, said]
    return _sentences(parts)


def chicago(work: Work) -> str:
    """Such as: ctarchive. “Talks in Baku.” Event, version 41, 22 November 2026. Accessed 1 May 2027. https://…"""
    details = ", ".join(part for part in (work.genre, work.number, _version(work), _issued(work)) if part)
    title = isolated(work.title)
    quoted = _("“%(title)s”") % {"title": title if title.endswith((".", "!", "?", "…")) else f"{title}."}
    by = work.publisher if work.publisher not in work.authors else ""
    said = _("Accessed %(day)s") % {"day": _day(work)}
    return _sentences([_names(work), quoted, by, details[:1].upper() + details[1:], said, work.url])


def isolated(text: str) -> str:
    """The text; one that runs from right to left is kept from turning round what stands beside it."""
    runs_left = any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text)
    return f"{_ISOLATE}{text}{_END}" if runs_left else text


def _names(work: Work) -> str:
    return ", ".join(isolated(name) for name in work.authors)


def _issued(work: Work) -> str:
    return publication(work.issued)


def _day(work: Work) -> str:
    return dates.echo(work.accessed.isoformat())


def _version(work: Work) -> str:
    return _("version %(version)s") % {"version": work.version} if work.version else ""


def _sentences(parts: Sequence[str]) -> str:
    """The parts as sentences, each with its full stop; an address has none, so that it can be followed."""
    ended = (
        part if part.endswith((".", "”", "!", "?")) or part.rpartition(" ")[2].startswith("http") else f"{part}."
        for part in parts
        if part
    )
    return " ".join(ended)
