"""What is wrong with a quotation that cannot be anchored: in plain sentences, with the passages that may be meant."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from events.lookalikes import NAMES, look_alikes
from events.passages import excerpt, line_of, shorten

# More occurrences than this are neither counted nor shown: the editor needs a longer quotation, not a longer list.
MOST_CANDIDATES = 10


class Candidate(NamedTuple):
    """A passage that may be meant: its span, its line (counted from 1), and one line of text that shows it."""

    start: int
    end: int
    line: int
    excerpt: str


class QuoteError(ValueError):
    """A quotation that cannot be anchored. ``candidates`` are the passages that may be meant, perhaps none."""

    def __init__(self, message: str, candidates: Sequence[Candidate] = ()) -> None:
        self.candidates = list(candidates)
        super().__init__(message)


class QuoteMissing(QuoteError):
    """The quotation does not stand in the text, or not in the given context or place."""


class QuoteAmbiguous(QuoteError):
    """The quotation stands in several places."""


def ambiguous(text: str, exact: str, places: Sequence[int]) -> QuoteAmbiguous:
    """The error for a quotation that stands at several ``places``, all in the context given."""
    candidates = _candidates(text, exact, places)
    if len(places) > MOST_CANDIDATES:
        message = _(
            "“%(quote)s” stands in the text more than %(count)d times. Quote more of the passage. The first are:"
        )
    else:
        message = _(
            "“%(quote)s” stands in the text %(count)d times. Add a prefix or a suffix that only one of them has:"
        )
    message %= {"quote": shorten(exact), "count": len(candidates)}
    return QuoteAmbiguous(_listed(message, candidates), candidates)


def misplaced(text: str, exact: str, places: Sequence[int], start: int | None) -> QuoteMissing:
    """The error for a quotation that stands at ``places``, but not at ``start`` or not in the context given."""
    candidates = _candidates(text, exact, places)
    if start is None:
        message = _(
            "“%(quote)s” stands in the text, but not between that prefix and suffix. Mend them. It stands here:"
        )
    else:
        message = _("“%(quote)s” does not stand at character %(start)d in that context. It stands here:")
    message %= {"quote": shorten(exact), "start": start}
    return QuoteMissing(_listed(message, candidates), candidates)


def missing(text: str, exact: str) -> QuoteMissing:
    """The error for a quotation that is nowhere in the text, with the passages that look like it."""
    message = _("“%(quote)s” is not in the text. Quote it exactly as it stands there, character for character.")
    lines, candidates = [message % {"quote": shorten(exact)}], []
    for alike in look_alikes(text, exact):
        candidate = _candidate(text, alike.start, alike.end)
        candidates.append(candidate)
        lines.append(
            _("A passage on line %(line)d differs only in %(kinds)s: %(excerpt)s")
            % {"line": candidate.line, "kinds": named(alike.differs_in), "excerpt": candidate.excerpt}
        )
    return QuoteMissing("\n".join(lines), candidates)


def named(kinds: Sequence[str]) -> str:
    """The kinds of difference, in words."""
    return ", ".join(str(NAMES[kind]) for kind in kinds)


def _candidates(text: str, exact: str, places: Sequence[int]) -> list[Candidate]:
    return [_candidate(text, at, at + len(exact)) for at in places[:MOST_CANDIDATES]]


def _candidate(text: str, start: int, end: int) -> Candidate:
    return Candidate(start, end, line_of(text, start), excerpt(text, start, end))


def _listed(message: str, candidates: Sequence[Candidate]) -> str:
    """The message, and one line for each candidate: its line number, its offset, and its surroundings."""
    row = _("line %(line)d (character %(start)d): %(excerpt)s")
    return "\n".join([message, *(row % candidate._asdict() for candidate in candidates)])
