"""Facts: what an event's or entity's published claims come to.

Among the published claims of one property the first is chosen by ranking, then credibility, then number of independent
origins, then source reliability, then time of publication, then uid: a total order. Values that cannot both be true are
a conflict; they are kept side by side. Pure: it takes claims as values and never queries (see `projection`).
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from itertools import combinations

from editorial import families
from events.choices import Rank, ValueKind
from events.properties import PROPERTIES

_RANK_ORDER = {Rank.PREFERRED: 0, Rank.NORMAL: 1, Rank.DEPRECATED: 2}

Bounds = tuple[Decimal | None, Decimal | None, bool, bool]


@dataclass(frozen=True)
class Standing:
    """A published claim with all that decides how it stands among its rivals. Entities are given by their roots."""

    uid: str
    property: str
    value_kind: str
    published_at: datetime
    rank: str = Rank.NORMAL
    credibility: int = 6
    origins: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    reliability: str = "F"
    text: str = ""
    edtf: str = ""
    earliest: int | None = None
    latest: int | None = None
    number: Bounds | None = None
    unit: str = ""
    currency: str = ""
    counted: str = ""
    entity: str = ""
    # For a place: every larger place or state that contains it, itself included.
    within: frozenset[str] = frozenset()
    role: str = ""
    valid_earliest: int | None = None
    valid_latest: int | None = None

    @builtins.property  # `property` is a field here
    def order(self) -> tuple[int, int, int, str, datetime, str]:
        """Sorts the best claim first."""
        return (
            _RANK_ORDER[Rank(self.rank)],
            self.credibility,
            -len(self.origins),
            self.reliability,
            self.published_at,
            self.uid,
        )


@dataclass(frozen=True)
class Facts:
    """What is derived for one subject."""

    date: str = ""
    date_earliest: int | None = None
    date_latest: int | None = None
    place: str | None = None
    participations: frozenset[tuple[str, str]] = frozenset()
    conflicted: frozenset[str] = field(default_factory=frozenset)  # uids of the claims in conflict


@dataclass(frozen=True)
class Rivalry:
    """Claims (uids) that contradict each other, directly or through a third, the best first.

    It is open as long as no ranking has decided it: two of them contradict each other, neither is deprecated, and
    neither stands below another that it contradicts.
    """

    uids: tuple[str, ...]
    is_open: bool


# What `Standing.order` compares, in this order.
CRITERIA = ("rank", "credibility", "origins", "reliability", "published_at", "uid")


def best_first(claims: Iterable[Standing]) -> list[Standing]:
    return sorted(claims, key=lambda claim: claim.order)


def derive(claims: Sequence[Standing]) -> Facts:
    """The facts that follow from a subject's published claims."""
    valued = [c for c in claims if c.value_kind == ValueKind.VALUE]
    of = {key: best_first(c for c in valued if c.property == key) for key in ("date", "place", "participant")}
    # Deprecated claims are shown, but they neither widen a date nor make a participant, unless nothing else is there.
    dates = [c for c in of["date"] if c.rank != Rank.DEPRECATED] or of["date"]
    return Facts(
        date=dates[0].edtf if dates else "",
        date_earliest=min((c.earliest for c in dates if c.earliest is not None), default=None),
        date_latest=max((c.latest for c in dates if c.latest is not None), default=None),
        place=of["place"][0].entity if of["place"] else None,
        participations=frozenset((c.entity, c.role) for c in of["participant"] if c.rank != Rank.DEPRECATED),
        conflicted=frozenset(uid for pair in conflicts(claims) for uid in pair),
    )


def conflicts(claims: Sequence[Standing]) -> list[tuple[str, str]]:
    """The pairs of claims (uids) that cannot both be true, in a fixed order."""
    groups: dict[tuple[str, ...], list[Standing]] = {}
    for claim in claims:
        if PROPERTIES[claim.property].single and claim.rank != Rank.DEPRECATED:
            groups.setdefault((claim.property, claim.unit, claim.currency, claim.counted.casefold()), []).append(claim)
    pairs = (pair for group in groups.values() for pair in combinations(best_first(group), 2))
    return [(a.uid, b.uid) for a, b in pairs if cannot_both_be_true(a, b)]


def rivalries(claims: Sequence[Standing]) -> list[Rivalry]:
    """Who contradicts whom, decided or not: deprecated claims are counted in. In the order of the best of each."""
    by_uid = {claim.uid: claim for claim in best_first(claims)}
    # As if nothing were ranked, so that what a ranking decided is still seen.
    pairs = conflicts([replace(claim, rank=Rank.NORMAL) for claim in claims])
    beaten = {claim.uid for claim in claims if claim.rank == Rank.DEPRECATED}
    for one, other in pairs:
        ranks = {uid: _RANK_ORDER[Rank(by_uid[uid].rank)] for uid in (one, other)}
        beaten |= {uid for uid in ranks if ranks[uid] > min(ranks.values())}
    found = []
    for group in families.groups({uid for pair in pairs for uid in pair}, set(pairs)):
        is_open = any(one in group and one not in beaten and other not in beaten for one, other in pairs)
        found.append(Rivalry(tuple(uid for uid in by_uid if uid in group), is_open))
    order = list(by_uid)
    return sorted(found, key=lambda rivalry: order.index(rivalry.uids[0]))


def why_before(one: Standing, other: Standing) -> str:
    """By which of the CRITERIA `one` is chosen before `other`."""
    pairs = zip(CRITERIA, one.order, other.order, strict=True)
    return next(name for name, ours, theirs in pairs if ours != theirs)


def cannot_both_be_true(a: Standing, b: Standing) -> bool:
    """Whether two claims of one single-valued property contradict each other (both of the same unit and `counted`)."""
    if PROPERTIES[a.property].timed and not _times_meet(a, b):
        return False
    if a.value_kind != b.value_kind:
        # "There is none" contradicts a value; "unknown" contradicts nothing: somebody else may know.
        return {a.value_kind, b.value_kind} == {ValueKind.VALUE, ValueKind.NONE}
    if a.value_kind != ValueKind.VALUE:
        return False
    if a.earliest is not None and a.latest is not None and b.earliest is not None and b.latest is not None:
        return a.earliest > b.latest or b.earliest > a.latest
    if a.number and b.number:
        return not numbers_meet(a.number, b.number)
    if a.entity and b.entity:
        return a.entity not in b.within | {b.entity} and b.entity not in a.within | {a.entity}
    return a.text != b.text


def _times_meet(a: Standing, b: Standing) -> bool:
    """Whether the valid times overlap. A claim without one is told of no particular time, and meets every other."""
    if a.valid_earliest is None or a.valid_latest is None or b.valid_earliest is None or b.valid_latest is None:
        # An undated status beside another is progress told without dates (announced, then held), not a conflict.
        return a.property != "status" or (a.valid_earliest is None and b.valid_earliest is None)
    return a.valid_earliest <= b.valid_latest and b.valid_earliest <= a.valid_latest


def numbers_meet(a: Bounds, b: Bounds) -> bool:
    """Whether some number lies within both bounds."""
    lows = [(low, is_open) for low, _high, is_open, _ in (a, b) if low is not None]
    highs = [(high, is_open) for _low, high, _, is_open in (a, b) if high is not None]
    return all(
        low < high or (low == high and not low_open and not high_open)
        for low, low_open in lows
        for high, high_open in highs
    )
