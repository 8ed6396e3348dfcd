"""What would follow if claims were moved: the facts of every subject before and after. In memory only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from editorial import dates
from editorial.choices import State
from events import facts, projection
from events.actions.moving import about
from events.choices import ParticipantRole, Rank
from events.facts import Facts, Standing
from events.models import Claim, Entity, Event


@dataclass(frozen=True)
class Change:
    """One fact that would be another."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Effect:
    """What would follow for one subject. Conflicts are pairs of claims that cannot both be true."""

    subject: Event | Entity
    changes: Sequence[Change]
    appear: Sequence[tuple[Claim, Claim]]
    vanish: Sequence[tuple[Claim, Claim]]

    def __bool__(self) -> bool:
        return bool(self.changes or self.appear or self.vanish)


@dataclass(frozen=True)
class Preview:
    """All that would follow once the moves are published. `unranked`: claims whose ranking would end."""

    effects: Sequence[Effect]
    unranked: Sequence[Claim]


def preview(claims: Sequence[Claim], to: Event | Entity) -> Preview:
    """What would follow if the published ones of these claims were about `to`, which need not be saved yet.

    A constant number of queries. Drafts have no part in any fact, so moving them changes none.
    """
    moved = {claim.pk for claim in claims if claim.state == State.PUBLISHED}
    subjects: dict[str, Event | Entity] = {c.subject.root_id: c.subject.root for c in claims} | {to.root_id: to}
    rows = _published(subjects.values())
    before = _by_subject(rows)
    unranked = [row for row in rows if row.pk in moved and _rank(row) != Rank.NORMAL]
    for row in rows:
        if row.pk in moved:
            _put(row, to)
    after = _by_subject(rows)
    of = {row.pk: row for row in rows}
    derived = {uid: (_derived(before, uid), _derived(after, uid)) for uid in subjects}
    names = _names(fact for pair in derived.values() for fact in pair)
    effects = [
        Effect(
            subject,
            [*_counted(before, after, uid), *_changes(*derived[uid], names)],
            _pairs(after, before, uid, of),
            _pairs(before, after, uid, of),
        )
        for uid, subject in subjects.items()
    ]
    return Preview([effect for effect in effects if effect], unranked)


def _published(subjects: Iterable[Event | Entity]) -> list[Claim]:
    uids = {model: [s.pk for s in subjects if isinstance(s, model)] for model in (Event, Entity)}
    of = Q(event__root__in=uids[Event]) | Q(entity__root__in=uids[Entity])
    return list(projection.with_evidence(Claim.objects.published().filter(of)).order_by("pk"))


def _rank(claim: Any) -> str:
    return claim.standing_rankings[0].rank if claim.standing_rankings else Rank.NORMAL


def _put(claim: Any, to: Event | Entity) -> None:
    for name, subject in about(to).items():
        setattr(claim, name, subject)
    # A ranking judged the claim among the rivals that it leaves.
    claim.standing_rankings = []


def _by_subject(rows: Sequence[Claim]) -> dict[str, list[Standing]]:
    standings = projection.standings(rows)
    found: dict[str, list[Standing]] = {}
    for row in rows:
        found.setdefault(row.subject.root_id, []).append(standings[row.pk])
    return found


def _derived(standings: Mapping[str, Sequence[Standing]], uid: str) -> Facts:
    return facts.derive(standings.get(uid, ()))


def _pairs(
    these: Mapping[str, Sequence[Standing]], those: Mapping[str, Sequence[Standing]], uid: str, of: Mapping[str, Claim]
) -> list[tuple[Claim, Claim]]:
    """The conflicts of the subject that are among these and not among those."""
    known = {frozenset(pair) for pair in facts.conflicts(those.get(uid, ()))}
    found = facts.conflicts(these.get(uid, ()))
    return [(of[one], of[other]) for one, other in found if frozenset((one, other)) not in known]


def _counted(before: Mapping[str, Sized], after: Mapping[str, Sized], uid: str) -> list[Change]:
    was, will = len(before.get(uid, ())), len(after.get(uid, ()))
    return [Change(_("published claims"), str(was), str(will))] if was != will else []


def _names(derived: Iterable[Facts]) -> dict[str, str]:
    uids = {uid for fact in derived for uid in (fact.place, *(entity for entity, _role in fact.participations)) if uid}
    return {uid: entity.display_name for uid, entity in Entity.objects.in_bulk(uids).items()}


def _changes(before: Facts, after: Facts, names: Mapping[str, str]) -> list[Change]:
    told = [
        (_("date"), *(dates.echo(fact.date) if fact.date else "" for fact in (before, after))),
        (_("place"), *(names.get(fact.place or "", "") for fact in (before, after))),
        (_("participants"), *(_participants(fact, names) for fact in (before, after))),
    ]
    return [Change(label, was or "—", will or "—") for label, was, will in told if was != will]


def _participants(fact: Facts, names: Mapping[str, str]) -> str:
    told = (f"{names.get(entity, entity)} ({ParticipantRole(role).label})" for entity, role in fact.participations)
    return ", ".join(sorted(told))
