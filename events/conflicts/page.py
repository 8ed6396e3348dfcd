"""What the pages of conflicts show: rivals side by side, which stands first and why, what was and may be decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from editorial.choices import State
from events import facts, reading
from events.choices import Rank
from events.conflicts import effects, finding
from events.conflicts.finding import Key
from events.facts import Rivalry, Standing
from events.models import Claim, Entity, Event, Ranking
from events.properties import PROPERTIES, Property
from events.protection import Mask
from events.reading import Shown

WAITING = (State.DRAFT, State.IN_REVIEW)


@dataclass(frozen=True)
class Option:
    """A rank that a claim may get, what that would change, and whether it is proposed already."""

    rank: Rank
    effects: Sequence[str]
    waits: bool

    @property
    def label(self) -> str:
        return str(self.rank.label)


@dataclass(frozen=True)
class Rival:
    """One of the values: as it is shown, how it stands, and the rankings of it that wait."""

    shown: Shown
    standing: Standing
    waiting: Sequence[Ranking]
    options: Sequence[Option]

    @property
    def claim(self) -> Claim:
        return self.shown.claim

    @property
    def capture(self) -> str:
        """The capture in which its first passage stands, for the workbench; empty for none."""
        return self.shown.footnotes[0].evidence.capture_id if self.shown.footnotes else ""


@dataclass(frozen=True)
class Group:
    """Values that contradict each other: the first is the one chosen, `why` says by what."""

    is_open: bool
    rivals: Sequence[Rival]
    why: str


@dataclass(frozen=True)
class Contest:
    """The conflicts over one property of one subject."""

    key: Key
    subject: Event | Entity
    spec: Property
    groups: Sequence[Group]

    @property
    def is_open(self) -> bool:
        return any(group.is_open for group in self.groups)

    def rivals(self) -> list[Rival]:
        return [rival for group in self.groups for rival in group.rivals]

    @property
    def seen(self) -> str:
        """What its reader sees, as the page carries it: which values, each with its rank."""
        return ",".join(sorted(f"{one.claim.pk}:{one.standing.rank}" for one in self.rivals()))


def contests(keys: Iterable[Key], user: Any, with_options: bool = False) -> list[Contest]:
    """The conflicts of these properties of these subjects, in their order. A constant number of queries."""
    keys = list(keys)
    claims = finding.claims_of(keys).select_related(*reading.NAMED, "event__root", "entity__root")
    rows, groups = finding.standing(claims)
    judged = {key: facts.rivalries(list(groups.get(key, {}).values())) for key in keys}
    shown = _shown([rows[uid] for found in judged.values() for rivalry in found for uid in rivalry.uids])
    waiting = _waiting(shown, user)
    return [_contest(key, judged[key], groups[key], rows, shown, waiting, with_options) for key in keys if judged[key]]


def _shown(claims: Sequence[Claim]) -> dict[str, Shown]:
    # Editors read names as they are.
    return {one.claim.pk: one for one in reading.show(claims, Mask())}


def _waiting(claims: Iterable[str], user: Any) -> dict[str, list[Ranking]]:
    """Uid of a claim → the rankings of it, drafts and in review, that this user may see. One query."""
    found: dict[str, list[Ranking]] = {}
    rows = Ranking.objects.visible_to(user).filter(claim__in=list(claims), state__in=WAITING)
    for ranking in rows.select_related("author").order_by("created_at", "pk"):
        found.setdefault(ranking.claim_id, []).append(ranking)
    return found


def _contest(
    key: Key,
    rivalries: Sequence[Rivalry],
    standings: Mapping[str, Standing],
    rows: Mapping[str, Claim],
    shown: Mapping[str, Shown],
    waiting: Mapping[str, Sequence[Ranking]],
    with_options: bool,
) -> Contest:
    groups = []
    for rivalry in rivalries:
        rivals = []
        for uid in rivalry.uids:
            proposed = waiting.get(uid, ())
            options = _options(rows, standings, uid, proposed) if with_options else []
            rivals.append(Rival(shown[uid], standings[uid], proposed, options))
        groups.append(Group(rivalry.is_open, rivals, _why(rivals[0].standing, rivals[1].standing)))
    return Contest(key, rows[rivalries[0].uids[0]].subject.root, PROPERTIES[key.property], groups)


def _options(
    rows: Mapping[str, Claim], standings: Mapping[str, Standing], uid: str, proposed: Sequence[Ranking]
) -> list[Option]:
    """Every rank but the one it has."""
    ranks = (rank for rank in Rank if rank != standings[uid].rank)
    return [
        Option(rank, effects.effects(rows, standings, uid, rank), any(one.rank == rank for one in proposed))
        for rank in ranks
    ]


def _why(first: Standing, second: Standing) -> str:
    """Why the first stands before the second."""
    told: dict[str, Any]
    match facts.why_before(first, second):
        case "rank":
            told = {"first": Rank(first.rank).label, "second": Rank(second.rank).label}
            return _("because of its rank: %(first)s, the next is %(second)s.") % told
        case "credibility":
            told = {"first": first.credibility, "second": second.credibility}
            return _("because its information is graded %(first)d, the next %(second)d.") % told
        case "origins":
            told = {"first": len(first.origins), "second": len(second.origins)}
            return _("because of its independent origins: %(first)d, the next has %(second)d.") % told
        case "reliability":
            told = {"first": first.reliability, "second": second.reliability}
            return _("because its best source is graded %(first)s, that of the next %(second)s.") % told
        case "published_at":
            return _("because it was published first; nothing else sets them apart.")
    return _("though nothing sets them apart: the order of their uids decides.")
