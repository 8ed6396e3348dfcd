"""What was one at an earlier moment: entities, documents, origins; and which places lay in which.

Today's columns tell whom to ask about: what was joined then mostly still is, so that nearly always one query tells all,
and one more for each larger place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import DateTimeField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from editorial.merging import grouped
from events import merging, places
from events.choices import Scheme
from events.models import Claim, Entity, Identifier
from sources import lineage
from sources.choices import SAME_ORIGIN, LinkKind
from sources.models import Source, SourceLink

_MERGED, _INSIDE, _LIES, _IS = "merged", "inside", "lies", "is"
_NO_DAY, _NO_MOMENT = Cast(Value(None), IntegerField()), Cast(Value(None), DateTimeField())


class _Tie(NamedTuple):
    """A row of any of the queries: two things tied together, and for records what they count as today, and since when.

    `merged` and the kinds of links tie two records of a type, `inside` a place to a larger one, `lies` an entity to
    the code of its country, `is` a code to its state.
    """

    how: str
    one: str
    other: str
    one_now: str
    other_now: str
    one_at: datetime | None
    other_at: datetime | None
    one_day: int | None
    other_day: int | None


@dataclass(frozen=True)
class Joined:
    """Uid → root of an entity, root of a source, and its origin; `within`: entity root → roots of what contains it."""

    entities: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, set[str]] = field(default_factory=dict)

    def containers(self, uids: Iterable[str]) -> dict[str, frozenset[str]]:
        """Root of an entity → the roots of all that contained it, itself included."""
        return {uid: frozenset(places.upward(uid, self.parents)) for uid in uids}


def at_moment(entities: Iterable[Entity], sources: Iterable[Source], at: datetime, *, inside: bool) -> Joined:
    """How these stood, and all joined to them; with `inside` also what contained them."""
    people, documents = {one.pk: one.root_id for one in entities}, {one.pk: one.origin_id for one in sources}
    ties = list(_reach(set(people.values()), set(documents.values()), at, inside))
    merged = {(tie.one, tie.other) for tie in ties if tie.how == _MERGED}
    copies = {(tie.one, tie.other) for tie in ties if tie.how in SAME_ORIGIN}
    # Of two that are one document, the second is kept.
    same = {(tie.other, tie.one) for tie in ties if tie.how == LinkKind.IDENTICAL_TO}
    since = {tie.one: tie.one_at for tie in ties} | {tie.other: tie.other_at for tie in ties}
    first = {tie.one: tie.one_day for tie in ties} | {tie.other: tie.other_day for tie in ties}
    told = {uid for tie in ties if tie.how in (_MERGED, _INSIDE) for uid in (tie.one, tie.other)}
    told |= {tie.other for tie in ties if tie.how == _IS}
    roots = grouped(told | people.keys(), merged, since)
    family = {uid for pair in copies for uid in pair} | documents.keys()
    kept = grouped(family, same, since)
    return Joined(roots, kept, lineage.grouped(family, copies, first, kept), _parents(ties, roots))


def _parents(ties: Iterable[_Tie], roots: Mapping[str, str]) -> dict[str, set[str]]:
    """Root of an entity → the roots of what it was said to lie in, and its state by the code of its country."""
    ties = list(ties)
    found: dict[str, set[str]] = {}
    states: dict[str, set[str]] = {}
    for tie in ties:
        if tie.how == _INSIDE:
            found.setdefault(roots[tie.one], set()).add(roots[tie.other])
        elif tie.how == _IS:
            states.setdefault(tie.one, set()).add(roots[tie.other])
    for tie in ties:
        # Only the country of the root counts.
        if tie.how == _LIES and roots.get(tie.one, tie.one) == tie.one:
            found.setdefault(tie.one, set()).update(states.get(tie.other, set()) - {tie.one})
    return found


def _reach(roots: set[str], origins: set[str], at: datetime, inside: bool) -> Iterable[_Tie]:
    """All that ties these families of today to others, and those again. One query a step outwards."""
    seen: set[str] = set()
    while roots or origins:
        rows = [_Tie(*row) for row in _step(roots, origins, at, inside)]
        seen |= roots | origins
        yield from rows
        ends = {(tie.how in SAME_ORIGIN, uid) for tie in rows for uid in (tie.one_now, tie.other_now)}
        roots = {uid for of_sources, uid in ends if uid and not of_sources} - seen
        origins = {uid for of_sources, uid in ends if uid and of_sources} - seen


def _step(roots: set[str], origins: set[str], at: datetime, inside: bool) -> QuerySet[Any, Any]:
    matches = merging.ENTITIES.judged(at).filter(Q(left__root__in=roots) | Q(right__root__in=roots))
    links = SourceLink.objects.published(at).filter(kind__in=SAME_ORIGIN)
    links = links.filter(Q(source__origin__in=origins) | Q(target__origin__in=origins))
    rows = [
        _rows(matches, _MERGED, "left", "right", "left__root", "right__root").annotate(
            one_at=F("left__published_at"), other_at=F("right__published_at"), one_day=_NO_DAY, other_day=_NO_DAY,
        ),
        _rows(links, F("kind"), "source", "target", "source__origin", "target__origin").annotate(
            one_at=F("source__published_at"), other_at=F("target__published_at"),
            one_day=F("source__published_earliest"), other_day=F("target__published_earliest"),
        ),
    ]  # fmt: skip
    if inside and roots:
        nothing = {"one_at": _NO_MOMENT, "other_at": _NO_MOMENT, "one_day": _NO_DAY, "other_day": _NO_DAY}
        claims = Claim.objects.published(at).filter(property__in=places.CONTAINING, value_entity__isnull=False)
        claims = claims.filter(entity__root__in=roots)
        lying = Entity.objects.filter(root__in=roots).exclude(country="")
        states = Identifier.objects.filter(scheme=Scheme.ISO3166, value__in=lying.order_by().values("country"))
        states = states.filter(entity__in=Entity.objects.published(at).order_by())
        rows += [
            _rows(claims, _INSIDE, "entity", "value_entity", "entity__root", "value_entity__root").annotate(**nothing),
            _rows(lying, _LIES, "pk", "country", "root", Value("")).annotate(**nothing),
            _rows(states, _IS, "value", "entity", Value(""), "entity__root").annotate(**nothing),
        ]
    first, *others = (found.order_by().values_list(*_Tie._fields) for found in rows)
    return first.union(*others, all=True)


def _rows(found: Any, kind: Any, one: str, other: str, one_now: Any, other_now: Any) -> Any:
    """The query set with the first five columns of a `_Tie`."""
    names = {"how": kind if isinstance(kind, F) else Value(kind), "one": F(one), "other": F(other)}
    return found.annotate(**names, one_now=_named(one_now), other_now=_named(other_now))


def _named(what: Any) -> Any:
    return F(what) if isinstance(what, str) else what
