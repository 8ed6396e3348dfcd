"""Ties an exact quotation to its place in a text, and says whether it still stands there.

An anchor is the W3C Web Annotation pair of selectors: TextQuoteSelector (exact, prefix, suffix) and
TextPositionSelector (start, end), in Unicode code points. Only a character-for-character match is ever accepted; what
merely looks alike is shown to the editor, with what differs. Pure.
"""

from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _
from rapidfuzz.fuzz import partial_ratio, partial_ratio_alignment

from events.lookalikes import differences, look_alikes, occurrences
from events.passages import cut_back, cut_forward, locate, parts_a_word, shorten, window
from events.quote_errors import (
    MOST_CANDIDATES,
    Candidate,
    QuoteAmbiguous,
    QuoteError,
    QuoteMissing,
    ambiguous,
    misplaced,
    missing,
    named,
)

__all__ = [
    "CONTEXT", "Anchor", "Candidate", "QuoteAmbiguous", "QuoteError", "QuoteMissing",
    "find", "holds", "locate", "recheck", "why_not", "window",
]  # fmt: skip

CONTEXT = 32
# Less context than this (in code points that are not blank) is too little to know a place again by.
LEAST_CONTEXT = 8
# A quotation as long as this (again not blank) can be known again without any context.
LEAST_ALONE = 10
# From this likeness on (0 to 100: the share of characters that need no change) a passage is the one that was edited.
ALIKE = 75
# A text of nothing but the quotation must not keep anybody waiting.
MOST_TRIED = 1000


@dataclass(frozen=True, slots=True)
class Anchor:
    """``exact`` is ``text[start:end]``; ``prefix`` and ``suffix`` are what stands right before and after it."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


def find(text: str, exact: str, *, prefix: str = "", suffix: str = "", start: int | None = None) -> Anchor:
    """The anchor of the one passage that reads ``exact``, right after ``prefix`` and right before ``suffix``.

    ``start`` (a code point offset) chooses among several, and is checked. The anchor's prefix and suffix are filled
    from the text to `CONTEXT` code points (fewer at the text's ends, or where a character would be parted from its
    marks); a longer one given is kept, for it may be what tells two places apart.

    Raises `QuoteMissing`, `QuoteAmbiguous`, or `QuoteError` for a quotation of nothing but blank space.
    """
    if not exact.strip():
        raise QuoteError(_("The quotation is empty. Quote at least one word of the text."))
    if start is not None:
        places = [start] if _stands(text, exact, prefix, suffix, start) else []
    else:
        places = _places(text, exact, prefix, suffix)
    if not places:
        elsewhere = _places(text, exact)
        raise misplaced(text, exact, elsewhere, start) if elsewhere else missing(text, exact)
    if len(places) > 1:
        raise ambiguous(text, exact, places)
    return _anchor(text, exact, prefix, suffix, places[0])


def holds(text: str, anchor: Anchor) -> bool:
    """Whether the text reads as the anchor says, at its offsets and around them."""
    span_fits = anchor.end - anchor.start == len(anchor.exact) > 0
    return span_fits and _stands(text, anchor.exact, anchor.prefix, anchor.suffix, anchor.start)


def why_not(text: str, anchor: Anchor) -> str | None:
    """What of the anchor does not hold in the text, in one sentence; None where it all holds."""
    start, end = anchor.start, anchor.end
    span = {"start": start, "end": end, "length": len(text)}
    if not 0 <= start < end <= len(text):
        return _("The span %(start)d–%(end)d does not lie in the text, which has %(length)d characters.") % span
    if text[start:end] != anchor.exact:
        return _("The text at %(start)d–%(end)d reads %(difference)s.") % (
            span | {"difference": _difference(text[start:end], anchor.exact)}
        )
    before, after = text[max(0, start - len(anchor.prefix)) : start], text[end : end + len(anchor.suffix)]
    if before != anchor.prefix:
        return _("Before the quotation the text reads %s.") % _difference(before, anchor.prefix)
    if after != anchor.suffix:
        return _("After the quotation the text reads %s.") % _difference(after, anchor.suffix)
    return None


def recheck(anchor: Anchor, later_text: str) -> tuple[str, Anchor | None]:
    """How the quotation fares in a later capture's text, and its anchor there where that is certain.

    - ``exact``: same offsets, same context.
    - ``moved``: once in the same context elsewhere; or, where that was edited, once in what is most like it; or, where
      it is gone, once in all and not inside a word, if it is long enough to be known by itself.
    - ``ambiguous``: several places, or one that says too little, none of them certain.
    - ``changed``: the context stands around other words, the passage was edited in its context, or a passage differs
      only in marks, blanks or case.
    - ``missing``: none of these.

    The last three come without an anchor: a look-alike is never accepted.
    """
    if holds(later_text, anchor):
        return "exact", anchor
    places = _places(later_text, anchor.exact, anchor.prefix, anchor.suffix)
    prefix, suffix = (anchor.prefix, anchor.suffix) if places else ("", "")
    region = None if places else _most_like(later_text, anchor)
    places = places or _whole_places(later_text, anchor, region)
    if len(places) == 1 and (prefix or suffix or region or _says_enough(anchor.exact)):
        return "moved", _anchor(later_text, anchor.exact, prefix, suffix, places[0])
    if places:
        return "ambiguous", None
    changed = region or _context_stands(later_text, anchor) or look_alikes(later_text, anchor.exact, limit=1)
    return ("changed" if changed else "missing"), None


def _stands(text: str, exact: str, prefix: str, suffix: str, start: int) -> bool:
    """Whether prefix, exact and suffix stand in this order around ``start``."""
    # A negative offset would count from the end.
    return start >= len(prefix) and text.startswith(prefix + exact + suffix, start - len(prefix))


def _places(text: str, exact: str, prefix: str = "", suffix: str = "") -> list[int]:
    """Where ``exact`` begins, in this context; one more than `MOST_CANDIDATES` at most."""
    found = islice(occurrences(text, prefix + exact + suffix), MOST_CANDIDATES + 1)
    return [at + len(prefix) for at in found]


def _most_like(text: str, anchor: Anchor) -> tuple[int, int] | None:
    """The part of the text that is most like the quotation *in its context*, where both are like enough.

    Without the context, its twin elsewhere would be taken as often as not.
    """
    whole = anchor.prefix + anchor.exact + anchor.suffix
    if len(text) < len(whole) or len("".join((anchor.prefix + anchor.suffix).split())) < LEAST_CONTEXT:
        return None
    found = partial_ratio_alignment(whole, text, score_cutoff=ALIKE)
    if found is None:
        return None
    start, end = found.dest_start, found.dest_end
    return (start, end) if partial_ratio(anchor.exact, text[start:end], score_cutoff=ALIKE) else None


def _says_enough(exact: str) -> bool:
    """Whether a quotation can be known again without its context: “30” can not."""
    return len("".join(exact.split())) >= LEAST_ALONE


def _whole_places(text: str, anchor: Anchor, region: tuple[int, int] | None) -> list[int]:
    """The first two places of the quotation: in this part of the text if it stands there, else in any context.

    Inside a word only if it was so before ("30" in "1300").
    """
    before = anchor.prefix + anchor.exact + anchor.suffix
    edges = len(anchor.prefix), len(anchor.prefix) + len(anchor.exact)
    left, right = (parts_a_word(before, edge) for edge in edges)
    whole = [
        at
        for at in islice(occurrences(text, anchor.exact), MOST_TRIED)
        if (left or not parts_a_word(text, at)) and (right or not parts_a_word(text, at + len(anchor.exact)))
    ]
    inside = [at for at in whole if region and region[0] <= at < region[1]]
    return (inside or whole)[:2]


def _anchor(text: str, exact: str, prefix: str, suffix: str, start: int) -> Anchor:
    """The anchor at ``start``, its context read from the text."""
    end = start + len(exact)
    left = max(0, start - max(CONTEXT, len(prefix)))
    right = min(len(text), end + max(CONTEXT, len(suffix)))
    # Whole characters, unless that would drop some of the context that was given.
    left = min(cut_forward(text, left), start - len(prefix))
    right = max(cut_back(text, right), end + len(suffix))
    return Anchor(exact, text[left:start], text[end:right], start, end)


def _context_stands(text: str, anchor: Anchor) -> bool:
    """Whether prefix and suffix still stand near each other, with something between them.

    An empty prefix is the beginning of the text, an empty suffix its end.
    """
    if len("".join((anchor.prefix + anchor.suffix).split())) < LEAST_CONTEXT:
        return False
    reach = 2 * len(anchor.exact) + 200
    for at in islice(occurrences(text, anchor.prefix), MOST_CANDIDATES) if anchor.prefix else [0]:
        begin = at + len(anchor.prefix)
        end = text.find(anchor.suffix, begin, begin + reach + len(anchor.suffix)) if anchor.suffix else len(text)
        if begin < end <= begin + reach and text[begin:end].strip():
            return True
    return False


def _difference(found: str, said: str) -> str:
    """What the text reads and what it should, and in what they differ where the eye may not see it."""
    words = _("“%(found)s”, not “%(said)s”") % {"found": shorten(found), "said": shorten(said)}
    kinds = differences(found, said)
    return _("%(words)s (they differ only in %(kinds)s)") % {"words": words, "kinds": named(kinds)} if kinds else words
