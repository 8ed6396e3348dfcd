"""Relations: an event that the archive already has, and what a passage says for or against its published claims.

Compares what the suggesters found in a document with events and claims given as values. Whether two values can both be
true is the rule of `events.facts`. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from editorial import dates
from events.choices import Hedge, Stance, SuggestionKind
from events.facts import Bounds, numbers_meet
from events.suggest.document import Document, Found, Span, Suggested, Suggester

__all__ = ["RELATIONS", "Archived", "Said", "entities_in", "relate", "windows"]

NAME, VERSION = "relations", "1"
# How much the likeness of two events must come to: time, kind, and those who took part.
ENOUGH = 0.55
_TIME, _KIND, _EACH, _MOST_SHARED = 0.4, 0.25, 0.2, 2
# A day's difference is more often a slip of a report than another event.
_NEAR = 2


@dataclass(frozen=True)
class Said:
    """A published claim about an event. Entities are given by their roots; days are ordinals."""

    uid: str
    property: str
    earliest: int | None = None
    latest: int | None = None
    number: Bounds | None = None
    unit: str = ""
    counted: str = ""
    entity: str = ""
    within: frozenset[str] = frozenset()  # of a place: all that contain it, itself included


@dataclass(frozen=True)
class Archived:
    """A published event: its kind, its days, who and what place is named in it, and what is claimed of it."""

    uid: str
    kind: str
    earliest: int | None
    latest: int | None
    entities: frozenset[str]
    said: tuple[Said, ...] = ()
    quoted: frozenset[str] = field(default_factory=frozenset)  # claims that already have a passage of this document


def relate(document: Document, found: Found, archive: Sequence[Archived], roots: Mapping[str, str]) -> list[Suggested]:
    """Which events of the archive the document reports, and what it says for or against what is claimed of them.

    `roots` maps the uids that the suggesters found to those of their roots.
    """
    suggested: dict[tuple[str, int, int], Suggested] = {}
    for event in found.get("events", ()):
        here = _Reported(event, found, roots)
        same, score = max(((one, here.likeness(one)) for one in archive), key=lambda pair: pair[1], default=(None, 0.0))
        if same is None or score < ENOUGH:
            continue
        again = Suggested(SuggestionKind.SAME_EVENT, event.start, event.end, {"event": same.uid}, min(score, 0.99))
        for one in [again, *here.claims(same, score)]:
            suggested.setdefault((one.kind, one.start, one.end), one)
    return sorted(suggested.values(), key=lambda one: (one.start, one.end, one.kind))


def windows(found: Found) -> list[tuple[int, int]]:
    """The days in which an event of the archive may lie to be one that is reported: (first, last), merged, in order."""
    spans = sorted(
        (bounds[0] - _NEAR, bounds[1] + _NEAR)
        for event in found.get("events", ())
        if (bounds := _bounds(event.payload.get("date", ""))) is not None
    )
    merged: list[tuple[int, int]] = []
    for first, last in spans:
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged


def entities_in(found: Found) -> set[str]:
    """The uids of all known entities that the document names."""
    return {uid for one in found.get("mentions", ()) for uid in one.payload.get("entities", ())}


class _Reported:
    """An event as the document reports it, with what else was found in its passage."""

    def __init__(self, event: Suggested, found: Found, roots: Mapping[str, str]) -> None:
        self.kind = str(event.payload.get("event_kind", ""))
        self.days = _bounds(event.payload.get("date", ""))
        self.dates = _inside(found.get("dates", ()), event)
        self.numbers = _inside(found.get("numbers", ()), event)
        self.mentions = [
            (one, frozenset(roots.get(uid, uid) for uid in one.payload["entities"]))
            for one in _inside(found.get("mentions", ()), event)
            if len(one.payload.get("entities", ())) == 1
        ]
        self.entities = frozenset(uid for _one, uids in self.mentions for uid in uids)

    def likeness(self, other: Archived) -> float:
        """How like they are, from 0 to 1. Without a date there must be kind and company."""
        shared = min(_MOST_SHARED, len(self.entities & other.entities))
        is_kind = self.kind == other.kind
        gap = _gap(self.days, other.earliest, other.latest)
        if gap is None:
            return (_KIND + _EACH * shared) if is_kind and shared >= _MOST_SHARED else 0.0
        if gap > _NEAR or not (shared or (is_kind and gap == 0 and not self.entities)):
            return 0.0
        return (_TIME if gap == 0 else _TIME / 2) + (_KIND if is_kind else 0.0) + _EACH * shared

    def claims(self, same: Archived, score: float) -> Iterator[Suggested]:
        """What the passage says for or against each claim, one claim at each place."""
        for said in same.said:
            if said.uid in same.quoted:
                continue
            for place, stance in self._about(said):
                payload = {"claim": said.uid, "stance": str(stance)}
                yield Suggested(SuggestionKind.CLAIM, place.start, place.end, payload, round(score * 0.9, 3))

    def _about(self, said: Said) -> Iterator[tuple[Suggested, Stance]]:
        match said.property:
            case "date":
                yield from self._about_date(said)
            case "place":
                yield from self._about_place(said)
            case "participant" | "adopted":
                yield from ((one, Stance.SUPPORTS) for one, uids in self.mentions if said.entity in uids)
            case "count":
                yield from self._about_count(said)

    def _about_date(self, said: Said) -> Iterator[tuple[Suggested, Stance]]:
        told = [one for one in self.dates if _bounds(one.payload.get("edtf", "")) == self.days]
        gap = _gap(self.days, said.earliest, said.latest)
        if told and self.days and gap is not None:
            yield told[0], Stance.CONTRADICTS if gap else _how_far(self.days, said)

    def _about_place(self, said: Said) -> Iterator[tuple[Suggested, Stance]]:
        for one, uids in self.mentions:
            if said.entity in uids:
                yield one, Stance.SUPPORTS
            elif uids & said.within:
                yield one, Stance.PARTLY_SUPPORTS

    def _about_count(self, said: Said) -> Iterator[tuple[Suggested, Stance]]:
        for one in self.numbers:
            payload = one.payload
            bounds = _number(payload)
            if bounds and said.number and payload.get("unit", said.unit) == said.unit and _share_a_word(payload, said):
                yield one, Stance.SUPPORTS if numbers_meet(bounds, said.number) else Stance.CONTRADICTS


def _inside(suggested: Iterable[Suggested], event: Suggested) -> list[Suggested]:
    return [one for one in suggested if event.start <= one.start and one.end <= event.end]


def _bounds(edtf: str) -> Span | None:
    """First and last day of a date whose ends are both known."""
    try:
        told = dates.parse(edtf)
    except dates.DateError:
        return None
    if told.earliest == dates.OPEN_START or told.latest == dates.OPEN_END:
        return None
    return told.earliest, told.latest


def _gap(days: Span | None, earliest: int | None, latest: int | None) -> int | None:
    """How many days lie between; 0 where they meet, None where either is unknown."""
    if days is None or earliest is None or latest is None:
        return None
    return max(0, days[0] - latest, earliest - days[1])


def _how_far(days: Span, said: Said) -> Stance:
    """A month supports a day in it only partly."""
    assert said.earliest is not None
    assert said.latest is not None
    return Stance.SUPPORTS if said.earliest <= days[0] and days[1] <= said.latest else Stance.PARTLY_SUPPORTS


def _number(payload: Mapping[str, object]) -> Bounds | None:
    low, high = (payload.get(end) for end in ("low", "high"))
    if not isinstance(low, str) or not isinstance(high, str):
        return None
    ends = Decimal(low), Decimal(high)
    match payload.get("hedge"):
        case Hedge.MORE_THAN | Hedge.AT_LEAST as hedge:
            return ends[0], None, hedge == Hedge.MORE_THAN, False
        case Hedge.FEWER_THAN | Hedge.AT_MOST as hedge:
            return None, ends[1], False, hedge == Hedge.FEWER_THAN
        case Hedge.ABOUT | Hedge.ALMOST:
            return ends[0] * Decimal("0.9"), ends[1] * Decimal("1.1"), False, False
    return *ends, False, False


def _share_a_word(payload: Mapping[str, object], said: Said) -> bool:
    """Whether the same is counted, as far as a word of four letters or more tells."""
    ours, theirs = (
        {word[:6] for word in str(told).casefold().split() if len(word) >= 4}
        for told in (payload.get("counted", ""), said.counted)
    )
    return bool(ours & theirs)


def _nothing(document: Document, found: Found) -> Iterable[Suggested]:
    return ()


# Not in the table of suggesters: it needs events and claims of the archive, which `relate` is given.
RELATIONS = Suggester(NAME, VERSION, _nothing)
