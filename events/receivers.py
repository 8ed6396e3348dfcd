"""What follows from a verb for facts and quotations, inside its transaction (and, where it can wait, after it)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver

from editorial.choices import Action
from editorial.models import Record
from editorial.signals import Passage, changed, committed, redacted
from editorial.tasks import enqueue_each
from events import merging, places, projection
from events.actions import suggestions
from events.models import Claim, Entity, EntityMatch, Event, EventMatch, Evidence, Ranking
from events.properties import PROPERTIES, ValueType
from events.tasks import check_anchors, suggest
from sources.models import Capture
from sources.signals import restated


@receiver(changed)
def follow_verbs(sender: Any, records: Sequence[Record], **kwargs: Any) -> None:
    """Project again whatever rests on records that were published, ended or revised."""
    public = [r for r in records if r.published_at is not None]
    claims = [r for r in public if isinstance(r, Claim)]
    parents = {r.claim_id for r in public if isinstance(r, Evidence | Ranking)} - {c.pk for c in claims}
    claims += Claim.objects.filter(pk__in=parents) if parents else []
    moved = merging.ENTITIES.store(_judged(public, EntityMatch))
    revised = [r.pk for r in public if isinstance(r, Entity)]
    if moved or revised:
        claims += claims_touching({*moved, *revised})
    # Those that were folded into another have no claims to find them by any more.
    project_claims(claims, entities=moved, events=merging.EVENTS.store(_judged(public, EventMatch)))


def _judged(records: Iterable[Record], of: type[EntityMatch] | type[EventMatch]) -> set[str]:
    """The uids of what these judgements speak of."""
    return {uid for r in records if isinstance(r, of) for uid in (r.left_id, r.right_id)}


@receiver(restated)
def follow_sources(sender: Any, uids: Iterable[str], **kwargs: Any) -> None:
    """Count the origins again, and choose again, wherever evidence comes from these sources."""
    project_claims(Claim.objects.filter(evidence__capture__source__in=list(uids)).distinct())


@receiver(redacted, sender=Capture)
def follow_redactions(
    sender: Any, record: Capture, field: str, start: int | None, end: int | None, **kwargs: Any
) -> list[Passage]:
    """The quotations, with their surroundings and translations, that repeat what was erased from a capture's text."""
    if field != "text":
        return []
    suggestions.forget(record)
    transaction.on_commit(lambda: suggest.enqueue(record.pk))
    start, end = (0, len(record.text)) if start is None or end is None else (start, end)
    quoting = Evidence.objects.filter(capture=record).select_for_update().order_by("pk")
    return [passage for evidence in quoting for passage in _overlapping(evidence, start, end)]


def _overlapping(evidence: Evidence, start: int, end: int) -> Iterator[Passage]:
    selectors = (
        ("prefix", evidence.start - len(evidence.prefix)),
        ("exact", evidence.start),
        ("suffix", evidence.end),
    )
    for field, begins in selectors:
        first = max(start - begins, 0)
        last = min(end - begins, len(getattr(evidence, field)))
        if first < last:
            yield evidence, field, first, last
            if field == "exact" and evidence.translation:
                yield evidence, "translation", None, None


@receiver(committed)
def follow_captures(sender: Any, action: Action, records: Sequence[Record], **kwargs: Any) -> None:
    """Have new captures read for suggestions, and quotations from their sources' earlier ones looked for in them."""
    captures = [record for record in records if isinstance(record, Capture)]
    if action != Action.CREATE or not captures:
        return
    enqueue_each(suggest, [capture.pk for capture in captures])
    evidence = Evidence.objects.filter(capture__source__in={capture.source_id for capture in captures})
    quoted = set(evidence.values_list("capture__source", "capture").distinct())
    others = {capture.pk: {of for source, of in quoted if source == capture.source_id} for capture in captures}
    enqueue_each(check_anchors, [uid for uid, quoted in others.items() if quoted - {uid}])


def claims_touching(entities: Iterable[str]) -> list[Claim]:
    """The claims that are about, or have as value, one of these entities or a place that lies in one of them."""
    uids = places.contents(entities)
    return list(Claim.objects.published().filter(Q(entity__in=uids) | Q(value_entity__in=uids)))


def project_claims(claims: Iterable[Claim], entities: Iterable[str] = (), events: Iterable[str] = ()) -> None:
    """Project the subjects of these claims, and `entities` and `events`.

    A claim on where a place lies touches whatever is said to be in it, or in a place that lies in it.
    """
    claims = list(claims)
    placed = {c.entity_id for c in claims if c.property in places.CONTAINING and c.entity_id}
    if placed:
        singles = [key for key, spec in PROPERTIES.items() if spec.single and spec.value is ValueType.ENTITY]
        inside = places.contents(placed)
        claims += Claim.objects.published().filter(property__in=singles, value_entity__in=inside)
    projection.project(
        events=_roots(Event, {c.event_id for c in claims if c.event_id}) | set(events),
        entities=_roots(Entity, {c.entity_id for c in claims if c.entity_id}) | set(entities),
    )


def _roots(model: type[Event] | type[Entity], uids: set[str]) -> set[str]:
    return set(model.objects.filter(pk__in=uids).values_list("root_id", flat=True)) if uids else set()
