"""Lists as they stood at a moment: which records were there, in which order, and what was derived for those of a page.

What a list shows of today is stored in columns. Of another moment it is computed: for the order by the database, from
the claims on dates, and for the records of one page by `facts`, as their own pages do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Case, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from editorial import dates
from editorial.asof import restore_all
from editorial.choices import State
from events import facts, merging, projection
from events.choices import Judgement, Rank, ValueKind
from events.facts import Facts, Standing
from events.footnotes import Footnote
from events.listing import EventRow, Tally
from events.models import Claim, Entity, EntityMatch, Event, EventMatch, Ranking
from events.properties import PROPERTIES
from events.protection import Mask
from events.veil import veil, veiled

S = TypeVar("S", Event, Entity)


# -- which, and in which order -----------------------------------------------------------------------------------------


def folded(match: type[EventMatch] | type[EntityMatch], at: datetime) -> QuerySet[Any, Any]:
    """The uids of what was merged into another at the moment, as a subquery."""
    return match.objects.published(at).filter(judgement=Judgement.SAME).values("right")


def events(at: datetime) -> QuerySet[Event]:
    """The events that stood, each with `then_earliest` and `then_latest`: the bounds of its date at that time."""
    found = Event.objects.published(at).exclude(pk__in=folded(EventMatch, at))
    return found.annotate(
        then_earliest=_bound(Min("value_earliest"), "date_earliest", at),
        then_latest=_bound(Max("value_latest"), "date_latest", at),
    )


def entities(at: datetime) -> QuerySet[Entity]:
    """The entities that stood."""
    return Entity.objects.published(at).exclude(pk__in=folded(EntityMatch, at))


def _bound(ends: Any, stored: str, at: datetime) -> Case:
    """What is stored, where nothing that bears on dates happened since; else what the claims of that time come to."""
    since = Q(published_at__gt=at) | Q(ended_at__gt=at)
    dated = Claim.objects.once_published().filter(since, property="date").values("event__root")
    ranked = Ranking.objects.once_published().filter(since, claim__property="date").values("claim__event__root")
    judged = EventMatch.objects.once_published().filter(since)
    changed = (
        Q(pk__in=dated) | Q(pk__in=ranked) | Q(pk__in=judged.values("left")) | Q(pk__in=judged.values("right"))
    )  # fmt: skip
    merged = EventMatch.objects.published(at).filter(judgement=Judgement.SAME, left=OuterRef(OuterRef("pk")))
    about = Q(event=OuterRef("pk")) | Q(event__in=merged.values("right"))
    claims = Claim.objects.published(at).filter(about, property="date", value_kind=ValueKind.VALUE).order_by()
    newest = Ranking.objects.published(at).filter(claim=OuterRef("pk")).order_by("-published_at", "-uid")
    standing = claims.annotate(then=Subquery(newest.values("rank")[:1])).exclude(then=Rank.DEPRECATED)
    return Case(When(changed, then=Coalesce(_one(standing, ends), _one(claims, ends))), default=F(stored))


def _one(claims: QuerySet[Claim], ends: Any) -> Subquery:
    """One value over all these claims."""
    return Subquery(claims.annotate(one=Value(1)).values("one").annotate(end=ends).values("end"))


# -- what was derived --------------------------------------------------------------------------------------------------


@dataclass
class Stood:
    """A record with the claims about it, and about what was merged into it, as they stood."""

    claims: list[Claim]
    standings: list[Standing]

    @property
    def facts(self) -> Facts:
        return facts.derive(self.standings)

    @property
    def tally(self) -> Tally:
        return Tally(
            claims=len(self.claims),
            allegations=sum(PROPERTIES[claim.property].allegation for claim in self.claims),
            sources=len({source for one in self.standings for source in one.sources}),
            origins=len({origin for one in self.standings for origin in one.origins}),
        )


def stood(subjects: Iterable[Event | Entity], at: datetime, roots: Mapping[str, str] | None = None) -> dict[str, Stood]:
    """Uid → how it stood. A number of queries that does not grow with the number of records.

    `roots`: what `merging.at_moment` told of them, and perhaps of others, where that was asked before.
    """
    subjects = list(subjects)
    found = {subject.pk: Stood([], []) for subject in subjects}
    if not found:
        return found
    roots = merging.at_moment(subjects, at) if roots is None else roots
    about = _about(subjects, roots)
    claims = list(projection.with_evidence(Claim.objects.published(at).filter(about), at))
    standings = projection.standings(claims, at, roots)
    for claim in claims:
        root = roots[claim.subject.pk]
        if root in found:
            found[root].claims.append(claim)
            found[root].standings.append(standings[claim.pk])
    return found


def _about(subjects: Iterable[Event | Entity], roots: Mapping[str, str]) -> Q:
    """That a claim is about one of these or what was merged with it."""
    members: dict[str, list[str]] = {}
    for uid, root in roots.items():
        members.setdefault(root, []).append(uid)
    about = Q()
    for of in (Event, Entity):
        if shown := {roots[subject.pk] for subject in subjects if isinstance(subject, of)}:
            about |= Q(**{f"{of.type_name()}__in": sorted(uid for root in shown for uid in members[root])})
    return about


def event_rows(events: Sequence[Event], mask: Mask, at: datetime) -> list[EventRow]:
    """The rows of these events as they stood."""
    events = list(events)
    restore_all(events, at)
    then = stood(events, at)
    places = Entity.objects.in_bulk({one.facts.place for one in then.values() if one.facts.place})
    veil(mask, *events, *places.values())
    rows = []
    for event in events:
        one, fact = then[event.pk], then[event.pk].facts
        event.place = places.get(fact.place or "")
        rivals = sorted((s for s in one.standings if s.uid in fact.conflicted), key=_order)
        when = dict.fromkeys([fact.date, *(s.edtf for s in rivals if s.property == "date")])
        conflicts = list(dict.fromkeys(str(PROPERTIES[s.property].label) for s in rivals))
        rows.append(EventRow(event, one.tally, [dates.echo(edtf) for edtf in when if edtf], conflicts))
    return rows


def _order(standing: Standing) -> tuple[int, int, str]:
    return list(PROPERTIES).index(standing.property), standing.earliest or 0, standing.uid


def restored_entities(entities: Sequence[Entity], mask: Mask, at: datetime) -> dict[str, Tally]:
    """Give the entities what they had at that time. Uid → tally."""
    restore_all(entities, at)
    then = stood(entities, at)
    mark_conflicts(entities, then)
    veil(mask, *entities)
    return {uid: one.tally for uid, one in then.items()}


def mark_conflicts(entities: Iterable[Entity], then: Mapping[str, Stood]) -> None:
    """Tell of each whether claims about it contradicted each other."""
    for entity in entities:
        entity.conflicted = bool(then[entity.pk].facts.conflicted)


def restored_claims(
    claims: Sequence[Claim], mask: Mask, at: datetime, named: Sequence[str], roots: Mapping[str, str] | None = None
) -> list[Claim]:
    """Give the claims the state and the derived values that they had at that time, and what they speak of its words.

    `roots`: what `merging.at_moment` told of what they are about, where that was asked before.
    """
    restore_all([getattr(claim, name) for claim in claims for name in named], at)
    then = stood([claim.subject for claim in claims], at, roots)
    known = {standing.uid: (standing, one) for one in then.values() for standing in one.standings}
    for claim in claims:
        revive(claim, at)
        if claim.pk in known:
            standing, one = known[claim.pk]
            claim.rank, claim.conflicted = standing.rank, claim.pk in one.facts.conflicted
            claim.sources_count, claim.origins_count = len(standing.sources), len(standing.origins)
    return veiled(mask, claims, *named)


def restored_claim(claim: Claim, notes: Sequence[Footnote], ranking: Ranking | None, at: datetime) -> None:
    """Give one claim, of which the passages and the ranking of that time are known, the derived values that it had."""
    rivals = [claim]
    if claim.spec.single:
        about = {f"{claim.subject.type_name()}__in": merging.family(claim.subject, at).members}
        of_property = Claim.objects.published(at).filter(**about, property=claim.property).exclude(pk=claim.pk)
        rivals += projection.with_rankings(of_property, at)
    told: Any = claim
    told.standing_rankings = [ranking] if ranking else []
    for one in rivals:
        # Whether claims contradict each other does not depend on what supports them.
        one.supporting = []  # type: ignore[attr-defined]
    told.supporting = [note.evidence for note in notes if note.evidence.stance in projection.SUPPORTING]
    standings = projection.standings(rivals, at)
    own = standings[claim.pk]
    claim.rank, claim.sources_count, claim.origins_count = own.rank, len(own.sources), len(own.origins)
    claim.conflicted = any(claim.pk in pair for pair in facts.conflicts(list(standings.values())))


def revive(claim: Claim, at: datetime) -> None:
    """A claim that ended since stands."""
    if claim.ended_at is None or claim.ended_at > at:
        claim.state, claim.ended_at = State.PUBLISHED, None
