"""Which entities may be one with a given one, and the list of all such pairs, best first.

Finding compares nothing but what shares a name key; keys that very many share are passed over. Visibility and earlier
judgements are asked for at every look, so the stored list never has to be right about them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from editorial import guard
from editorial.choices import State
from events.choices import Judgement
from events.matching.index import profile, with_names
from events.matching.scoring import WORTH_A_LOOK, Profile, Verdict, compare
from events.models import Entity, EntityMatch, EntityName, Event, EventMatch, MatchCandidate, NameKey

# A key that more entities than this share says too little.
COMMON = 100
# No more than this are compared with one entity, those that share most keys with it first.
MOST = 60
_BATCH = 100
_KEYS_AT_ONCE = 500
# What counts as said: proposed for review, or decided. A draft is its author's own thought.
SAID = (State.IN_REVIEW, State.PUBLISHED)


@dataclass(frozen=True)
class Candidate:
    """Another entity, how likely it is the same, and what somebody judged of the two before (a judgement, or None)."""

    entity: Entity
    verdict: Verdict
    judged: EntityMatch | None = None


def of(root: Entity, user: Any) -> list[Candidate]:
    """The entities that may be one with this root entity, best first, as far as this person may see them.

    Left out are those that were judged different or the same. A constant number of queries.
    """
    near = _near([root.pk])[root.pk]
    seen = {e.pk: e for e in Entity.objects.visible_to(user).live().filter(pk__in=near)}
    judged = between(root, seen)
    open_ones = [uid for uid in seen if not _is_settled(judged.get(uid, ()))]
    known = profiles([root.pk, *open_ones])
    found = [
        Candidate(seen[uid], compare(known[root.pk], known[uid]), next(iter(judged.get(uid, ())), None))
        for uid in open_ones
    ]
    likely = (candidate for candidate in found if candidate.verdict.is_worth_a_look)
    return sorted(likely, key=lambda c: (-c.verdict.score, c.entity.name, c.entity.pk))


def named(typed: str, sought: Profile, keys: Sequence[str], user: Any, *, without: str) -> list[Entity]:
    """The root entities with a name like the one that somebody typed, or with these letters in it, best first."""
    rows = NameKey.objects.filter(key__in=keys).exclude(entity__root=without).order_by("key", "entity")
    near = Counter(rows.values_list("entity__root", flat=True)[: COMMON * 5])
    letters = EntityName.objects.filter(text__icontains=typed).exclude(entity__root=without).order_by("pk")
    near.update(letters.values_list("entity__root", flat=True)[:MOST])
    wanted = [uid for uid, _n in near.most_common(MOST)]
    seen = {e.pk: e for e in Entity.objects.visible_to(user).live().filter(pk__in=wanted, root=F("pk"))}
    known = profiles(seen)
    return sorted(seen.values(), key=lambda e: (-compare(sought, known[e.pk]).score, e.name, e.pk))


# -- the list of all ---------------------------------------------------------------------------------------------------


def open_pairs(user: Any) -> QuerySet[MatchCandidate]:
    """The pairs that wait for a judgement, best first, of entities that this person may see."""
    said = _said_of_pair().exclude(judgement=Judgement.UNSURE)
    unsure = _said_of_pair().filter(judgement=Judgement.UNSURE)
    return _visible_pairs(user).filter(~Exists(said), ~Exists(unsure)).order_by("-score", "pk")


def unsure_of(user: Any) -> QuerySet[EntityMatch]:
    """The judgements *unsure* of pairs that nobody has judged otherwise since, newest first."""
    both = Q(left__root=OuterRef("left__root"), right__root=OuterRef("right__root"))
    turned = Q(left__root=OuterRef("right__root"), right__root=OuterRef("left__root"))
    settled = EntityMatch.objects.filter(both | turned, state__in=SAID).exclude(judgement=Judgement.UNSURE)
    found = EntityMatch.objects.visible_to(user).filter(judgement=Judgement.UNSURE, state__in=SAID)
    seen = Entity.objects.visible_to(user).live().values("pk")
    found = found.filter(left__in=seen, right__in=seen).exclude(left__root=F("right__root"))
    return found.filter(~Exists(settled)).select_related("left", "right", "author").order_by("-created_at", "pk")


def _visible_pairs(user: Any) -> QuerySet[MatchCandidate]:
    live = Entity.objects.visible_to(user).live().filter(root=F("pk"))
    pairs = MatchCandidate.objects.filter(
        Exists(live.filter(pk=OuterRef("left"))), Exists(live.filter(pk=OuterRef("right")))
    )
    return pairs.select_related("left", "right")


def _said_of_pair() -> QuerySet[EntityMatch]:
    """The judgements on the families of a pair's two entities, whichever way round."""
    return EntityMatch.objects.filter(
        Q(left__root=OuterRef("left"), right__root=OuterRef("right"))
        | Q(left__root=OuterRef("right"), right__root=OuterRef("left")),
        state__in=SAID,
    )


def shown(pairs: Iterable[MatchCandidate]) -> list[tuple[MatchCandidate, Verdict]]:
    """The pairs of one page with the reasons, worked out anew: three queries."""
    rows = list(pairs)
    known = profiles({uid for row in rows for uid in (row.left_id, row.right_id)})
    return [(row, compare(known[row.left_id], known[row.right_id])) for row in rows]


def between(root: Any, others: Iterable[str]) -> dict[str, list[Any]]:
    """Uid of another root → the judgements on it and this root, or on members of the two, newest first. One query."""
    wanted = list(others)
    model: Any = EventMatch if isinstance(root, Event) else EntityMatch
    rows = model.objects.filter(
        Q(left__root=root.pk, right__root__in=wanted) | Q(right__root=root.pk, left__root__in=wanted)
    )
    found: dict[str, list[Any]] = {}
    for row in rows.live().select_related("left", "right", "author").order_by("-created_at", "pk"):
        other = row.right if row.left.root_id == root.pk else row.left
        found.setdefault(other.root_id, []).append(row)
    return found


def _is_settled(judged: Iterable[EntityMatch]) -> bool:
    return any(match.state in SAID and match.judgement != Judgement.UNSURE for match in judged)


# -- finding -----------------------------------------------------------------------------------------------------------


def profiles(roots: Iterable[str]) -> dict[str, Profile]:
    """Root uid → what is known of it and of all merged into it. Three queries."""
    families: dict[str, list[Entity]] = {}
    members = Entity.objects.filter(root__in=list(roots)).exclude(state=State.DISCARDED).order_by("published_at", "pk")
    for member in with_names(members):
        families.setdefault(member.root_id, []).append(member)
    return {
        uid: profile(*sorted(family, key=lambda e, uid=uid: e.pk != uid))  # type: ignore[misc]
        for uid, family in families.items()
    }


def _near(roots: Sequence[str]) -> dict[str, list[str]]:
    """Root uid → the live root entities that share a telling key with it. Two queries for a single one."""
    many = NameKey.objects.filter(key=OuterRef("key")).order_by("key", "entity")[COMMON : COMMON + 1]
    own = NameKey.objects.filter(~Exists(many), entity__root__in=roots).values_list("key", "entity__root")
    holders: dict[str, set[str]] = {}
    for key, root in own:
        holders.setdefault(key, set()).add(root)
    shared: dict[str, Counter[str]] = {root: Counter() for root in roots}
    for key, other in _having(list(holders)):
        for root in holders[key] - {other}:
            shared[root][other] += 1
    return {root: [uid for uid, _n in counts.most_common(MOST)] for root, counts in shared.items()}


def _having(keys: Sequence[str]) -> Iterable[tuple[str, str]]:
    """(key, root of an entity that has it) for these keys."""
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        rows = NameKey.objects.filter(key__in=keys[start : start + _KEYS_AT_ONCE], entity__state__in=_LIVE)
        yield from rows.order_by("key", "entity").values_list("key", "entity__root")


_LIVE = (State.DRAFT, State.IN_REVIEW, State.PUBLISHED)


# -- keeping the list --------------------------------------------------------------------------------------------------


def refresh(uids: Iterable[str]) -> int:
    """Find the candidates of these entities' roots anew. Returns how many there are. Safe to repeat."""
    wanted = sorted(set(uids))
    return sum(_refresh(wanted[start : start + _BATCH]) for start in range(0, len(wanted), _BATCH))


def _refresh(uids: Sequence[str]) -> int:
    family = dict(Entity.objects.filter(pk__in=uids).values_list("pk", "root_id"))
    roots = sorted(Entity.objects.live().filter(pk__in=set(family.values()), root=F("pk")).values_list("pk", flat=True))
    near = _near(roots)
    known = profiles({*roots, *(uid for found in near.values() for uid in found)})
    wanted = _worth_a_look(near, known)
    touched = {*family, *roots}
    with guard.writing():
        stored = MatchCandidate.objects.filter(Q(left__in=touched) | Q(right__in=touched))
        kept = {(row.left_id, row.right_id): row for row in stored}
        gone = [row.pk for pair, row in kept.items() if pair not in wanted]
        MatchCandidate.objects.filter(pk__in=gone).delete()
        MatchCandidate.objects.bulk_create(
            [MatchCandidate(left_id=a, right_id=b, score=score) for (a, b), score in sorted(wanted.items())],
            update_conflicts=True, unique_fields=["left", "right"], update_fields=["score"], batch_size=500,
        )  # fmt: skip
    return len(wanted)


def _worth_a_look(near: Mapping[str, Iterable[str]], known: Mapping[str, Profile]) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for root, others in near.items():
        for other in others:
            pair = (root, other) if root < other else (other, root)
            if pair not in found and other in known:
                found[pair] = compare(known[pair[0]], known[pair[1]]).score
    return {pair: score for pair, score in found.items() if score >= WORTH_A_LOOK}
