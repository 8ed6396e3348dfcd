"""Keeps the derived columns and rows equal to what `facts` derives from the published claims.

Runs inside the transaction of the verb that changed something; `differences` proves at any time that what is stored is
what is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from editorial import guard
from editorial.choices import State
from editorial.verifying import EVERYTHING, Range, Step, batches
from events import facts, joined, merging, places
from events.choices import Rank, Stance, ValueKind
from events.facts import Facts, Standing
from events.joined import Joined
from events.models import Claim, Entity, Event, Evidence, Participation, Ranking
from events.properties import PROPERTIES, ValueType
from sources.models import Capture

SUPPORTING = (Stance.SUPPORTS, Stance.PARTLY_SUPPORTS)
BATCH = 500


@dataclass(frozen=True)
class ClaimFacts:
    """What is derived for one claim."""

    rank: str
    sources_count: int
    origins_count: int
    conflicted: bool


def with_evidence(claims: QuerySet[Claim], at: datetime | None = None) -> QuerySet[Claim]:
    """The claims with all that decides how they stand: two queries more, however many they are."""
    evidence = Evidence.objects.published(at).filter(stance__in=SUPPORTING).select_related("capture__source__publisher")
    # The passages' texts are not needed here, and captures are long.
    evidence = evidence.defer("capture__text", "capture__breaks", "capture__furniture", "exact", "prefix", "suffix")
    return with_rankings(claims, at).prefetch_related(Prefetch("evidence", evidence, to_attr="supporting"))


def with_rankings(claims: QuerySet[Claim], at: datetime | None = None) -> QuerySet[Claim]:
    """The claims with what they speak of, and with the rankings that stand, the newest first: one query more."""
    rankings: Any = Ranking.objects.published(at).order_by("-published_at", "-uid")
    along: Any = Prefetch("rankings", rankings, to_attr="standing_rankings")
    return claims.select_related("value_entity", "entity", "event").prefetch_related(along)


def _with_shared(claims: QuerySet[Claim]) -> list[Claim]:
    """As `with_evidence`, for many claims: what several of them rest on or speak of is made once, not for each."""
    evidence = Evidence.objects.published().filter(stance__in=SUPPORTING).only("claim", "capture", "stance")
    rankings: Any = Ranking.objects.published().order_by("-published_at", "-uid")
    ranked = claims.prefetch_related(Prefetch("rankings", rankings, to_attr="standing_rankings"))
    rows: list[Any] = list(ranked.prefetch_related(Prefetch("evidence", evidence, to_attr="supporting")))
    captures = Capture.objects.select_related("source__publisher").only(
        "source__origin", "source__root", "source__reliability", "source__publisher__reliability"
    )
    _share([one for row in rows for one in row.supporting], "capture", captures)
    _share(rows, "event", Event.objects.all())
    _share(rows, "entity", Entity.objects.all())
    _share(rows, "value_entity", Entity.objects.all())
    return rows


def _share(rows: Sequence[Any], name: str, targets: QuerySet[Any]) -> None:
    """Give each row what its reference leads to, fetched once.

    As `prefetch_related` does, which on SQLite writes a condition for each target, and fails beyond a thousand.
    """
    wanted = {getattr(row, f"{name}_id") for row in rows} - {None}
    found: dict[str, Any] = {}
    for batch in _batches(sorted(wanted)):
        found |= targets.in_bulk(batch)
    for row in rows:
        if (uid := getattr(row, f"{name}_id")) is not None:
            setattr(row, name, found[uid])


def standings(
    claims: Iterable[Claim], at: datetime | None = None, subjects: Mapping[str, str] | None = None
) -> dict[str, Standing]:
    """Claim uid → how it stands, for claims loaded by `with_evidence(…, at)`.

    `subjects` tells, where it is known, under which uid a subject was shown at the moment.
    """
    claims = list(claims)
    then = Joined() if at is None else _joined(claims, at)
    # At another moment other subjects may have been one: then all claims of a property are looked at together.
    known = {c.pk: c.subject.root_id if at is None else (subjects or {}).get(c.subject.pk, "") for c in claims}
    rivals = {uid for group in _placed(claims, then.entities, known).values() if len(group) > 1 for uid in group}
    contained = {} if not rivals else places.containers(rivals) if at is None else then.containers(rivals)
    return {c.pk: _standing(c, then, contained) for c in claims}


def _joined(claims: Sequence[Claim], at: datetime) -> Joined:
    """What was one of all that these claims speak of and rest on. Places are asked for where some may be rivals."""
    spoken = [c.value_entity for c in claims if c.value_entity]
    quoted = [e.capture.source for c in claims for e in c.supporting]  # type: ignore[attr-defined]
    placed = _placed(claims, {one.pk: one.pk for one in spoken}, {})
    return joined.at_moment(spoken, quoted, at, inside=any(len(group) > 1 for group in placed.values()))


def _placed(
    claims: Iterable[Claim], root: Mapping[str, str], known: Mapping[str, str]
) -> Mapping[tuple[str, str], set[str]]:
    """(Subject, property) → the places that claims name. Only where there are two may they contradict each other."""
    found: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        if PROPERTIES[claim.property].single and claim.value_entity:
            uid = root.get(claim.value_entity.pk, claim.value_entity.root_id)
            found.setdefault((known.get(claim.pk, ""), claim.property), set()).add(uid)
    return found


def _standing(claim: Claim, then: Joined, contained: Mapping[str, frozenset[str]]) -> Standing:
    assert claim.published_at is not None
    sources = {e.capture.source for e in claim.supporting}  # type: ignore[attr-defined]
    rankings = claim.standing_rankings  # type: ignore[attr-defined]
    entity = then.entities.get(claim.value_entity.pk, claim.value_entity.root_id) if claim.value_entity else ""
    is_number = claim.value_kind == ValueKind.VALUE and claim.spec.value is ValueType.NUMBER
    return Standing(
        uid=claim.pk,
        property=claim.property,
        value_kind=claim.value_kind,
        published_at=claim.published_at,
        rank=rankings[0].rank if rankings else Rank.NORMAL,
        credibility=claim.credibility,
        origins=frozenset(then.origins.get(s.pk, s.origin_id) for s in sources),
        sources=frozenset(then.documents.get(s.pk, s.root_id) for s in sources),
        reliability=min((s.grade for s in sources), default="F"),
        text=claim.value_text,
        edtf=claim.value_edtf,
        earliest=claim.value_earliest,
        latest=claim.value_latest,
        number=claim.bounds() if is_number else None,
        unit=claim.unit,
        currency=claim.currency,
        counted=claim.counted,
        entity=entity,
        within=contained.get(entity, frozenset()),
        role=claim.role,
        valid_earliest=claim.valid_earliest,
        valid_latest=claim.valid_latest,
    )


def claims_of(subjects: Sequence[Event] | Sequence[Entity]) -> QuerySet[Claim]:
    """The published claims about these root events or root entities, and about all merged into them."""
    about = "entity" if subjects and isinstance(subjects[0], Entity) else "event"
    return Claim.objects.published().filter(**{f"{about}__root__in": [s.pk for s in subjects]})


def of_event(event: Event, at: datetime | None = None) -> Facts:
    """The facts of one event, with all merged into it, as they stand now or stood at `at`."""
    claims = Claim.objects.published(at).filter(event__in=merging.members(event, at))
    return facts.derive(list(standings(with_evidence(claims, at), at).values()))


@dataclass
class Computed:
    """What should be stored for one batch of subjects."""

    facts: dict[str, Facts]
    claims: dict[str, ClaimFacts]
    rows: list[Claim]


def compute(subjects: Sequence[Event] | Sequence[Entity]) -> Computed:
    """Derive everything for subjects of one type (root events, or root entities)."""
    rows = _with_shared(claims_of(subjects))
    standing = standings(rows)
    by_subject: dict[str, list[Standing]] = {s.pk: [] for s in subjects}
    for row in rows:
        by_subject[row.subject.root_id].append(standing[row.pk])
    derived = {uid: facts.derive(group) for uid, group in by_subject.items()}
    conflicted = {uid for fact in derived.values() for uid in fact.conflicted}
    claims = {s.uid: ClaimFacts(s.rank, len(s.sources), len(s.origins), s.uid in conflicted) for s in standing.values()}
    return Computed(derived, claims, rows)


# -- storing -----------------------------------------------------------------------------------------------------------

_EVENT_COLUMNS = ("date", "date_earliest", "date_latest", "place_id", "conflicted")
_CLAIM_COLUMNS = ("rank", "sources_count", "origins_count", "conflicted")


# What a claim has that is not published: nothing is derived for it.
_UNDERIVED = {"rank": Rank.NORMAL, "sources_count": 0, "origins_count": 0, "conflicted": False}


def project(*, events: Iterable[str] = (), entities: Iterable[str] = ()) -> None:
    """Store what follows for these root events and root entities (uids), and for their claims.

    For one that was folded into another nothing follows any more: give it too, when it was folded.
    """
    with guard.writing():
        for batch in _batches(sorted(set(events))):
            rows = list(Event.objects.filter(pk__in=batch).order_by("pk"))
            computed = compute(rows)
            _store_claims(computed)
            _store_events(rows, computed)
            _reset(Claim.objects.filter(event__root__in=batch))
        for batch in _batches(sorted(set(entities))):
            roots = list(Entity.objects.filter(pk__in=batch).order_by("pk"))
            computed = compute(roots)
            _store_claims(computed)
            for entity in roots:
                entity.conflicted = bool(computed.facts[entity.pk].conflicted)
            Entity.objects.bulk_update(roots, ["conflicted"])
            _reset(Claim.objects.filter(entity__root__in=batch))


def _wrongly_derived(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    return claims.exclude(state=State.PUBLISHED).exclude(**_UNDERIVED)


def _reset(claims: QuerySet[Claim]) -> None:
    """A claim that ended keeps nothing that was derived for it."""
    _wrongly_derived(claims).update(**_UNDERIVED)


def _store_claims(computed: Computed) -> None:
    changed = [row for row in computed.rows if stored_claim(row) != computed.claims[row.pk]]
    for row in changed:
        for column in _CLAIM_COLUMNS:
            setattr(row, column, getattr(computed.claims[row.pk], column))
    Claim.objects.bulk_update(changed, _CLAIM_COLUMNS)


def _store_events(rows: list[Event], computed: Computed) -> None:
    for event in rows:
        fact = computed.facts[event.pk]
        event.date, event.date_earliest, event.date_latest = fact.date, fact.date_earliest, fact.date_latest
        event.place_id, event.conflicted = fact.place, bool(fact.conflicted)
    Event.objects.bulk_update(rows, ["date", "date_earliest", "date_latest", "place", "conflicted"])
    stored = stored_participations(rows)
    wanted = {(uid, *pair) for uid, fact in computed.facts.items() for pair in fact.participations}
    gone = [pk for key, pk in stored.items() if key not in wanted]
    if gone:
        Participation.objects.filter(pk__in=gone).delete()
    Participation.objects.bulk_create(
        Participation(event_id=event, entity_id=entity, role=role)
        for event, entity, role in sorted(wanted - stored.keys())
    )


def stored_participations(events: Iterable[Event]) -> dict[tuple[str, str, str], int]:
    rows = Participation.objects.filter(event__in=[e.pk for e in events])
    return {(e, n, r): pk for e, n, r, pk in rows.values_list("event_id", "entity_id", "role", "pk")}


def stored_claim(claim: Claim) -> ClaimFacts:
    return ClaimFacts(claim.rank, claim.sources_count, claim.origins_count, claim.conflicted)


# -- proving -----------------------------------------------------------------------------------------------------------


def differences(step: Step = lambda _rows: None) -> Iterator[tuple[str, str, str]]:
    """(record type, uid, what) for each stored derived value that is not what is computed now.

    `step` is told how many subjects were walked.
    """
    yield from event_differences(step, EVERYTHING)
    yield from entity_differences(step, EVERYTHING)
    yield from ended_differences()


def event_differences(step: Step, part: Range) -> Iterator[tuple[str, str, str]]:
    """The differences of these events and of the claims about them."""
    for events in batches(part.of(Event.objects.all())):
        step(len(events))
        event_roots = merging.EVENTS.roots(e.pk for e in events)
        computed = compute([e for e in events if event_roots[e.pk] == e.pk == e.root_id])
        stored: dict[str, set[tuple[str, str]]] = {}
        for uid, entity, role in stored_participations(events):
            stored.setdefault(uid, set()).add((entity, role))
        for event in events:
            fact = computed.facts.get(event.pk, Facts())
            yield from _compare("event", event.pk, ("root",), [event.root_id], [event_roots[event.pk]])
            wanted = (fact.date, fact.date_earliest, fact.date_latest, fact.place, bool(fact.conflicted))
            yield from _compare("event", event.pk, _EVENT_COLUMNS, [getattr(event, c) for c in _EVENT_COLUMNS], wanted)
            kept = stored.get(event.pk, set())
            yield from _compare("event", event.pk, ("participants",), [kept], [set(fact.participations)])
        yield from _compare_claims(computed)


def entity_differences(step: Step, part: Range) -> Iterator[tuple[str, str, str]]:
    """The differences of these entities and of the claims about them."""
    for entities in batches(part.of(Entity.objects.all())):
        step(len(entities))
        roots = merging.roots(e.pk for e in entities)
        for entity in entities:
            yield from _compare("entity", entity.pk, ("root",), [entity.root_id], [roots[entity.pk]])
        computed = compute([e for e in entities if roots[e.pk] == e.pk == e.root_id])
        for entity in entities:
            fact = computed.facts.get(entity.pk, Facts())
            yield from _compare("entity", entity.pk, ("conflicted",), [entity.conflicted], [bool(fact.conflicted)])
        yield from _compare_claims(computed)


def ended_differences() -> Iterator[tuple[str, str, str]]:
    """Claims that are not published, and for which something is stored nevertheless."""
    for row in _wrongly_derived(Claim.objects.order_by("pk")).iterator():
        yield from _compare(
            "claim", row.pk, _CLAIM_COLUMNS, [getattr(row, c) for c in _CLAIM_COLUMNS], _UNDERIVED.values()
        )


def _compare_claims(computed: Computed) -> Iterator[tuple[str, str, str]]:
    for row in computed.rows:
        wanted = computed.claims[row.pk]
        yield from _compare(
            "claim",
            row.pk,
            _CLAIM_COLUMNS,
            [getattr(row, c) for c in _CLAIM_COLUMNS],
            [getattr(wanted, c) for c in _CLAIM_COLUMNS],
        )


def _compare(
    record_type: str, uid: str, names: Iterable[str], stored: Iterable[Any], computed: Iterable[Any]
) -> Iterator[tuple[str, str, str]]:
    for name, has, should in zip(names, stored, computed, strict=True):
        if has != should:
            yield record_type, uid, f"{name} is stored as {has!r}, computed as {should!r}"


def _batches(uids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(uids), BATCH):
        yield uids[start : start + BATCH]
