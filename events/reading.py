"""What is shown of one event or entity: its claims by property, with footnotes, conflicts and what ended.

Three queries, however many claims there are: claims with the reasons of retractions, passages, rankings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from editorial.choices import State
from editorial.models import Revision
from editorial.prepared import Prepared
from editorial.querysets import ReviewableQuerySet
from events import facts, footnotes, headings, merging, projection, replies
from events.choices import ParticipantRole, Rank, ValueKind
from events.facts import Standing
from events.footnotes import Footnote
from events.headings import HEADINGS
from events.models import Claim, Entity, Event, Ranking
from events.projection import SUPPORTING
from events.properties import PROPERTIES, Property, ValueType
from events.protection import Mask
from events.veil import veil, veiled
from sources.choices import Reliability
from sources.models import Source

# What a claim refers to, and its page needs the names of.
NAMED = ("event", "entity", "value_entity", "attributed_to", "accused")

# The public reason for which a claim was retracted.
_WHY = Subquery(
    Revision.objects.published().filter(field=Revision.STATE, record_uid=OuterRef("pk")).values("reason")[:1]
)


@dataclass
class Shown:
    """A claim as it is shown: its footnotes, its newest ranking, and the merged record it was made about, if any."""

    claim: Claim
    footnotes: list[Footnote] = field(default_factory=list)
    ranking: Ranking | None = None
    made_about: Event | Entity | None = None

    @property
    def standing(self) -> Standing:
        """How it stands among its rivals; without what contains its place."""
        claim, supporting = self.claim, [f.source for f in self.footnotes if f.evidence.stance in SUPPORTING]
        assert claim.published_at is not None
        is_number = claim.value_kind == ValueKind.VALUE and claim.spec.value is ValueType.NUMBER
        return Standing(
            uid=claim.pk,
            property=claim.property,
            value_kind=claim.value_kind,
            published_at=claim.published_at,
            rank=self.ranking.rank if self.ranking else Rank.NORMAL,
            credibility=claim.credibility,
            origins=frozenset(source.origin_id for source in supporting),
            reliability=min((source.grade for source in supporting), default=Reliability.F),
            text=claim.value_text,
            earliest=claim.value_earliest,
            latest=claim.value_latest,
            number=claim.bounds() if is_number else None,
            entity=claim.value_entity.root_id if claim.value_entity else "",
            valid_earliest=claim.valid_earliest,
            valid_latest=claim.valid_latest,
        )


@dataclass
class Value:
    """One value and the claims that state it alike, the best first: readers see the value once, with all its proof."""

    claims: list[Shown]

    @property
    def lead(self) -> Shown:
        return self.claims[0]

    @property
    def footnotes(self) -> list[Footnote]:
        return [note for one in self.claims for note in one.footnotes]

    @property
    def quotations(self) -> int:
        return sum(len(one.footnotes) for one in self.claims)

    @property
    def sources_count(self) -> int:
        return self._count("sources_count", lambda source: source.pk)

    @property
    def origins_count(self) -> int:
        return self._count("origins_count", lambda source: source.origin_id)

    def _count(self, column: str, of: Callable[[Source], str]) -> int:
        """What is derived of its only claim, or what its passages come to."""
        if len(self.claims) == 1:
            return int(getattr(self.lead.claim, column))
        return len({of(note.source) for note in self.footnotes if note.evidence.stance in SUPPORTING})


def values(claims: Iterable[Shown]) -> list[Value]:
    """The claims by what they state, in the order of the best of each. A deprecated claim stays by itself."""
    found: dict[tuple[object, ...], list[Shown]] = {}
    for one in claims:
        found.setdefault(_stated(one.claim), []).append(one)
    return [Value(group) for group in found.values()]


def _stated(claim: Claim) -> tuple[object, ...]:
    """What two claims of one property must share to state the same."""
    return (
        headings.value_in_words(claim),
        claim.value_entity.root_id if claim.value_entity else "",
        claim.value_edtf,
        claim.role,
        claim.valid,
        claim.attributed_to.root_id if claim.attributed_to else "",
        claim.accused.root_id if claim.accused else "",
        claim.rank == Rank.DEPRECATED,
    )


@dataclass
class Conflict:
    """Rival values that cannot all be true, the best first, and how they were ranked."""

    id: str
    rivals: list[Shown]

    @property
    def values(self) -> list[Value]:
        return values(self.rivals)

    @property
    def decisions(self) -> list[Shown]:
        return [rival for rival in self.rivals if rival.ranking]


@dataclass
class Fact:
    """All the claims of one property: conflicts first, then the rest, the best first."""

    spec: Property
    conflicts: list[Conflict]
    claims: list[Shown]

    @property
    def heading(self) -> str:
        return str(HEADINGS[self.spec.key][0])

    @property
    def remark(self) -> str:
        return str(HEADINGS[self.spec.key][1])

    @property
    def values(self) -> list[Value]:
        """What is not in conflict."""
        return values(self.claims)

    def shown(self) -> Iterator[Shown]:
        """The claims in the order of the page."""
        for group in (*(conflict.values for conflict in self.conflicts), self.values):
            for value in group:
                yield from value.claims


@dataclass
class Withdrawn:
    """A claim that was published and holds no more: its successor, and why it was moved or retracted."""

    claim: Claim
    successor: Claim | None
    reason: str

    @property
    def moved_to(self) -> Event | Entity | None:
        """What its successor is about, if that is not what it was about itself."""
        return moved_to(self.claim, self.successor)


@dataclass
class Reading:
    """Everything that is shown of one subject's claims."""

    facts: list[Fact]
    withdrawn: list[Withdrawn]

    def shown(self) -> Iterator[Shown]:
        for fact in self.facts:
            yield from fact.shown()

    def fact(self, key: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.spec.key == key), None)

    @property
    def quotations(self) -> int:
        return sum(len(shown.footnotes) for shown in self.shown())

    def quoted(self) -> list[tuple[Source, list[int]]]:
        """The sources whose words support what is shown, each with the numbers of its footnotes, in their order."""
        found: dict[str, tuple[Source, list[int]]] = {}
        for note in self.supporting():
            found.setdefault(note.source.pk, (note.source, []))[1].append(note.number)
        return list(found.values())

    @property
    def conflicted(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.conflicts]

    def supporting(self) -> list[Footnote]:
        return [f for shown in self.shown() for f in shown.footnotes if f.evidence.stance in SUPPORTING]

    @property
    def sources_count(self) -> int:
        return len({f.source.root_id for f in self.supporting()})

    @property
    def origins_count(self) -> int:
        return len({f.source.origin_id for f in self.supporting()})

    @property
    def corrections(self) -> int:
        return sum(w.claim.state == State.SUPERSEDED and w.moved_to is None for w in self.withdrawn)

    @property
    def retractions(self) -> int:
        return sum(w.claim.state == State.RETRACTED for w in self.withdrawn)


def read(
    subject: Event | Entity, mask: Mask, at: datetime | None = None, members: Sequence[str] | None = None
) -> Reading:
    """What is shown of a root event or entity and of all that was merged into it, now or as it stood at `at`.

    `members` are the uids of all these at the moment, where they are known.
    """
    claims = claims_about(subject, mask, at, members)
    standing = [c for c in claims if _stood(c, at)]
    shown = show(standing, mask, at)
    for one in shown:
        one.made_about = one.claim.subject if one.claim.subject.pk != subject.pk else None
    made = Reading(list(facts_of(shown, _conflicted(shown, at))), endings(claims, mask, at))
    number(made.shown())
    return made


def claims_about(
    subject: Event | Entity, mask: Mask, at: datetime | None = None, members: Sequence[str] | None = None
) -> list[Claim]:
    """All claims ever published about a subject and what is or was merged into it.

    `why` tells why they ended, `replies_count` how many replies stand beside them.
    """
    about = subject.type_name()
    if at is None:
        claims = _about[about](subject.pk)
    else:
        members = merging.family(subject, at).members if members is None else members
        claims = list(_told(Claim.objects.filter(**{f"{about}__in": members}), at))
    veil(mask, *claims, *(getattr(claim, name) for claim in claims for name in NAMED))
    return claims


def _told(claims: ReviewableQuerySet[Claim], at: datetime | None = None) -> Any:
    """Those once published, in a fixed order, with the records that their pages name."""
    counted = {"replies_count": replies.counted(at)}
    if at is None:
        counted["is_ranked"] = Exists(Ranking.objects.published().filter(claim=OuterRef("pk")))
    found = claims.once_published().annotate(why=_WHY, **counted).select_related(*NAMED)
    return found.told(*NAMED).order_by("published_at", "uid")


_about = {
    "event": Prepared[Claim](Claim, lambda root: _told(Claim.objects.filter(event__root=root))),
    "entity": Prepared[Claim](Claim, lambda root: _told(Claim.objects.filter(entity__root=root))),
}


def show(claims: Sequence[Claim], mask: Mask, at: datetime | None = None) -> list[Shown]:
    """The claims with their footnotes and rankings: two queries. Not numbered yet."""
    notes = footnotes.of_claims(claims, mask, at)
    rankings: dict[str, Ranking] = {}
    for ranking in veiled(mask, _rankings([c.pk for c in claims if getattr(c, "is_ranked", True)], at)):
        rankings[ranking.claim_id] = ranking
    return [Shown(claim, notes.get(claim.pk, []), rankings.get(claim.pk)) for claim in claims]


def _rankings(claims: Sequence[str], at: datetime | None) -> Iterable[Ranking]:
    """The rankings of these claims, the newest last. One query, if there are any claims."""
    return _ranked(claims) if at is None else _by_time(Ranking.objects.published(at).filter(claim__in=claims))


def _by_time(rankings: QuerySet[Ranking]) -> QuerySet[Ranking]:
    return rankings.order_by("published_at", "uid")


_ranked = Prepared[Ranking](Ranking, lambda claims: _by_time(Ranking.objects.published().filter(claim__in=claims)))


def count_sources(claim: Claim, notes: Sequence[Footnote]) -> None:
    """Count what supported a claim that ended: its derived columns tell only what supports it now. In memory only."""
    sources = [note.source for note in notes if note.evidence.stance in SUPPORTING]
    claim.sources_count = len({source.root_id for source in sources})
    claim.origins_count = len({source.origin_id for source in sources})


def number(shown: Iterable[Shown]) -> None:
    """Number the footnotes through the whole page, from 1."""
    count = 0
    for one in shown:
        for note in one.footnotes:
            count += 1
            note.number = count


def date(shown: Iterable[Shown], day: str) -> None:
    """Have the footnotes lead to their sources as they stood on this day; empty for today."""
    for one in shown:
        for note in one.footnotes:
            note.day = day


def _stood(claim: Claim, at: datetime | None) -> bool:
    if at is None:
        return claim.state == State.PUBLISHED
    assert claim.published_at is not None
    return claim.published_at <= at and (claim.ended_at is None or claim.ended_at > at)


def _conflicted(shown: Sequence[Shown], at: datetime | None) -> set[str]:
    """The uids of the claims in conflict: as stored, or computed for another day."""
    if at is not None:
        _derive(shown, at)
    return {one.claim.pk for one in shown if one.claim.conflicted}


def _derive(shown: Sequence[Shown], at: datetime) -> None:
    """Give the claims the derived values that they had at the moment. In memory only."""
    for one in shown:
        # What was found to be shown is what `with_evidence` would look up.
        told: Any = one.claim
        told.supporting = [note.evidence for note in one.footnotes if note.evidence.stance in SUPPORTING]
        told.standing_rankings = [one.ranking] if one.ranking else []
    standings = projection.standings([one.claim for one in shown], at)
    conflicted = {uid for pair in facts.conflicts(list(standings.values())) for uid in pair}
    for claim in (one.claim for one in shown):
        standing = standings[claim.pk]
        claim.rank, claim.conflicted = standing.rank, claim.pk in conflicted
        claim.sources_count, claim.origins_count = len(standing.sources), len(standing.origins)


def facts_of(shown: Sequence[Shown], conflicted: set[str]) -> Iterator[Fact]:
    """What is shown of one subject, by property; `conflicted` are the uids of the claims in conflict."""
    for spec in PROPERTIES.values():
        standings = {one.claim.pk: one.standing for one in shown if one.claim.property == spec.key}
        if not standings:
            continue
        of = {one.claim.pk: one for one in shown}
        ordered = [of[standing.uid] for standing in facts.best_first(standings.values())]
        rivals = [one for one in ordered if one.claim.pk in conflicted]
        rest = [one for one in ordered if one.claim.pk not in conflicted]
        if spec.key == "participant":
            rest.sort(key=lambda one: ParticipantRole.values.index(one.claim.role))
        elif not spec.single:
            # What held one after the other is read in the order of time; what has no time comes last.
            rest.sort(key=lambda one: inf if one.claim.valid_earliest is None else one.claim.valid_earliest)
        groups = _rivalries(rivals, standings)
        conflicts = [Conflict(f"conflict-{spec.key}-{n}", group) for n, group in enumerate(groups, start=1)]
        yield Fact(spec, conflicts, rest)


def _rivalries(rivals: Sequence[Shown], standings: dict[str, Standing]) -> list[list[Shown]]:
    """Claims in conflict, in groups of those that contradict each other directly or through a third."""
    groups: list[list[Shown]] = []
    for rival in rivals:
        joined = [g for g in groups if any(_contradict(rival, other, standings) for other in g)]
        groups = [g for g in groups if g not in joined] + [[*(one for g in joined for one in g), rival]]
    return [[one for one in rivals if one in group] for group in groups]


def _contradict(one: Shown, other: Shown, standings: dict[str, Standing]) -> bool:
    a, b = one.claim, other.claim
    counted = (a.unit, a.currency, a.counted.casefold()) == (b.unit, b.currency, b.counted.casefold())
    return counted and facts.cannot_both_be_true(standings[a.pk], standings[b.pk])


def endings(claims: Sequence[Claim], mask: Mask, at: datetime | None = None) -> list[Withdrawn]:
    """What was published and ended (before `at`), the newest end first."""
    ended = [c for c in claims if c.ended_at is not None and (at is None or c.ended_at <= at)]
    successors = {c.supersedes_id: c for c in claims if c.supersedes_id}
    moved = [c.pk for c in ended if c.state == State.SUPERSEDED and c.pk not in successors]
    successors |= successors_of(moved, mask) if moved else {}
    ended.sort(key=lambda c: (c.ended_at, c.pk), reverse=True)
    return [withdrawn(c, successors.get(c.pk), mask.apply(getattr(c, "why", None) or "")) for c in ended]


def withdrawn(claim: Claim, successor: Claim | None, why: str) -> Withdrawn:
    """A claim that ended, with the reason of its retraction, else the one that its successor gives."""
    return Withdrawn(claim, successor, why or (successor.reason if successor else ""))


def successors_of(uids: Iterable[str], mask: Mask) -> dict[str, Claim]:
    """Uid of a claim → the public claim that took its place, with what it names. One query."""
    found = Claim.objects.once_published().filter(supersedes__in=list(uids)).select_related(*NAMED)
    return {claim.supersedes_id: claim for claim in veiled(mask, found, *NAMED)}


def moved_to(claim: Claim, successor: Claim | None) -> Event | Entity | None:
    """What the successor is about, if the claim was about something else; merged records count as one."""
    if successor is None or successor.subject.root_id == claim.subject.root_id:
        return None
    return successor.subject
