"""Keeps the name keys of entities equal to what their names and identifiers come to, inside the verb that writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Prefetch

from editorial import guard
from editorial.verifying import EVERYTHING, Range, Step, batches
from events.choices import NameKind
from events.matching.keys import keys_of
from events.matching.scoring import Name, Profile
from events.models import Entity, EntityName, NameKey

_BATCH = 500


def project(uids: Iterable[str]) -> None:
    """Store the name keys of these entities. Three queries a batch, and those that write what changed."""
    wanted = sorted(set(uids))
    with guard.writing():
        for start in range(0, len(wanted), _BATCH):
            _store(list(with_names(Entity.objects.filter(pk__in=wanted[start : start + _BATCH]))))


def _store(entities: Sequence[Entity]) -> None:
    computed = {(e.pk, key) for e in entities for key in keys_of(profile(e))}
    stored = _stored(entities)
    gone = [pk for pair, pk in stored.items() if pair not in computed]
    if gone:
        NameKey.objects.filter(pk__in=gone).delete()
    NameKey.objects.bulk_create(
        (NameKey(entity_id=uid, key=key) for uid, key in sorted(computed - stored.keys())), batch_size=_BATCH
    )


def _stored(entities: Sequence[Entity]) -> dict[tuple[str, str], int]:
    rows = NameKey.objects.filter(entity__in=[e.pk for e in entities]).values_list("entity_id", "key", "pk")
    return {(uid, key): pk for uid, key, pk in rows}


def differences(step: Step = lambda _rows: None, part: Range = EVERYTHING) -> Iterator[tuple[str, str, str]]:
    """(record type, uid, what) for each entity whose stored keys are not what is computed now."""
    for entities in batches(with_names(part.of(Entity.objects.all()))):
        step(len(entities))
        stored: dict[str, set[str]] = {e.pk: set() for e in entities}
        for uid, key in _stored(entities):
            stored[uid].add(key)
        for entity in entities:
            wanted = set(keys_of(profile(entity)))
            if stored[entity.pk] != wanted:
                what = f"name keys are stored as {sorted(stored[entity.pk])}, computed as {sorted(wanted)}"
                yield "entity", entity.pk, what


def with_names(entities: Any) -> Any:
    """The entities with their names and identifiers: two queries more."""
    return entities.prefetch_related(Prefetch("names", EntityName.objects.order_by("pk")), "identifiers")


def profile(entity: Entity, *merged: Entity) -> Profile:
    """What is known of an entity of `with_names`, and of those merged into it."""
    members = (entity, *merged)
    names = [name for member in members for name in member.names.all()]
    names.sort(key=lambda name: (name.entity_id != entity.pk, name.kind != NameKind.PRIMARY, name.pk))
    point = next((m for m in members if m.latitude is not None), None)
    return Profile(
        kind=entity.kind,
        names=[Name(name.text, is_acronym=name.kind == NameKind.ACRONYM) for name in names] or [Name(entity.name)],
        country=next((m.country for m in members if m.country), ""),
        identifiers=frozenset((i.scheme, i.value) for member in members for i in member.identifiers.all()),
        coordinates=(float(point.latitude), float(point.longitude)) if point else None,  # type: ignore[arg-type]
    )
