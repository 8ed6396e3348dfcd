"""Who copied whom, as far as dates, addresses and the texts' own words tell. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sources.addresses import spellings
from sources.choices import PublisherKind

# How much more of the other text there must be for a text to be an excerpt of it.
EXCERPT = 1.2


class Clue(StrEnum):
    """What speaks for one text being the copy and the other the original."""

    CANONICAL = "canonical"
    NAMED = "named"
    LATER = "later"
    AGENCY = "agency"
    AGGREGATOR = "aggregator"
    EXCERPT = "excerpt"
    CAPTURED = "captured"

    @property
    def label(self) -> Promise:
        return _LABELS[self]

    @property
    def weight(self) -> int:
        return _WEIGHTS[self]


_LABELS: dict[Clue, Promise] = {
    Clue.CANONICAL: _("the page gives the other's address as its canonical one"),
    Clue.NAMED: _("the text names the other as its source"),
    Clue.LATER: _("it was published later"),
    Clue.AGENCY: _("the other was published by a news agency"),
    Clue.AGGREGATOR: _("its publisher collects what others write"),
    Clue.EXCERPT: _("all of it stands in the other, which says more"),
    Clue.CAPTURED: _("it was captured later, which says little"),
}
_WEIGHTS = {
    Clue.CANONICAL: 8, Clue.NAMED: 6, Clue.LATER: 4, Clue.AGENCY: 2, Clue.AGGREGATOR: 2, Clue.EXCERPT: 1,
    Clue.CAPTURED: 0,
}  # fmt: skip


@dataclass(frozen=True)
class Copyist:
    """What is known of a source that copied another, or was copied."""

    uid: str
    publisher: str = ""
    publisher_kind: str = ""
    url: str = ""
    canonical_url: str = ""
    earliest: int | None = None  # the first and the last day on which it may have been published
    latest: int | None = None
    captured_at: float = 0.0
    names: tuple[str, ...] = ()  # whom the text names as where it comes from
    links: tuple[str, ...] = ()  # and the addresses it gives for it
    length: int = 0


def direct(
    one: Copyist, other: Copyist, contained: tuple[float, float] = (0.0, 0.0)
) -> tuple[Copyist, Copyist, list[Clue]]:
    """(copy, original, what speaks for it). `contained`: how much of each stands in the other."""
    there = list(_clues(one, other, contained[0]))
    back = list(_clues(other, one, contained[1]))
    weights = [sum(clue.weight for clue in clues) for clues in (there, back)]
    if weights[0] == weights[1]:
        # Nothing tells: whatever was preserved first is taken for the original.
        later = (one.captured_at, one.uid) >= (other.captured_at, other.uid)
        copy, original, clues = (one, other, there) if later else (other, one, back)
        return copy, original, [*clues, Clue.CAPTURED]
    return (one, other, there) if weights[0] > weights[1] else (other, one, back)


def _clues(copy: Copyist, original: Copyist, contained: float) -> Iterable[Clue]:
    """What speaks for `copy` being the copy."""
    if copy.canonical_url and spellings(copy.canonical_url) & spellings(original.url):
        yield Clue.CANONICAL
    linked = spellings(original.url) & {way for link in copy.links for way in spellings(link)}
    if linked or any(_same_name(name, original.publisher) for name in copy.names):
        yield Clue.NAMED
    if copy.earliest is not None and original.latest is not None and copy.earliest > original.latest:
        yield Clue.LATER
    if original.publisher_kind == PublisherKind.NEWS_AGENCY != copy.publisher_kind:
        yield Clue.AGENCY
    if copy.publisher_kind == PublisherKind.AGGREGATOR != original.publisher_kind:
        yield Clue.AGGREGATOR
    if contained >= 0.9 and original.length > copy.length * EXCERPT:
        yield Clue.EXCERPT


def _same_name(one: str, other: str) -> bool:
    """Whether two names of publishers are one: “Trend” and “Trend News Agency”."""
    first, second = one.casefold().split(), other.casefold().split()
    shorter, longer = sorted((first, second), key=len)
    return bool(shorter) and longer[: len(shorter)] == shorter
