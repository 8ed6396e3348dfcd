"""Keeps the words of names and titles equal to what they come to, inside the verb that writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from editorial import guard
from editorial.verifying import EVERYTHING, Range, Step, batches
from events.models import Entity, Event, NameWord
from events.workbench.words import words_of

MODELS: tuple[type[Entity | Event], ...] = (Entity, Event)
_BATCH = 500


def project(model: type[Entity | Event], uids: Iterable[str]) -> None:
    """Store the words of these entities or events. Three queries a batch, and those that write what changed."""
    wanted = sorted(set(uids))
    with guard.writing():
        for start in range(0, len(wanted), _BATCH):
            _store(model, list(_named(model).filter(pk__in=wanted[start : start + _BATCH])))


def project_all() -> None:
    """Store the words of all entities and events."""
    for model in MODELS:
        project(model, model.objects.values_list("pk", flat=True))


def differences(step: Step = lambda _rows: None) -> Iterator[tuple[str, str, str]]:
    """(record type, uid, what) for each entity and event whose stored words are not what is computed now."""
    for model in MODELS:
        yield from differences_of(model, step, EVERYTHING)


def differences_of(model: type[Entity | Event], step: Step, part: Range) -> Iterator[tuple[str, str, str]]:
    """The differences of these entities, or of these events."""
    for records in batches(part.of(_named(model))):
        step(len(records))
        stored: dict[str, set[str]] = {record.pk: set() for record in records}
        for uid, word in _stored(model, records):
            stored[uid].add(word)
        for record in records:
            wanted = words_of(names_of(record))
            if stored[record.pk] != wanted:
                what = f"words of its name are stored as {sorted(stored[record.pk])}, computed as {sorted(wanted)}"
                yield record.type_name(), record.pk, what


def names_of(record: Entity | Event) -> list[str]:
    """All names of an entity, as far as they were fetched with it; the title of an event."""
    if isinstance(record, Event):
        return [record.title]
    return [record.name, *(name.text for name in record.names.all())]


def _named(model: type[Entity | Event]) -> Any:
    return model.objects.prefetch_related("names") if model is Entity else model.objects.all()


def _store(model: type[Entity | Event], records: Sequence[Entity | Event]) -> None:
    computed, stored = _computed(records), _stored(model, records)
    gone = [pk for pair, pk in stored.items() if pair not in computed]
    if gone:
        NameWord.objects.filter(pk__in=gone).delete()
    owner = f"{model.type_name()}_id"
    new = (NameWord(word=word, **{owner: uid}) for uid, word in sorted(computed - stored.keys()))
    NameWord.objects.bulk_create(new, batch_size=_BATCH)


def _computed(records: Sequence[Entity | Event]) -> set[tuple[str, str]]:
    return {(record.pk, word) for record in records for word in words_of(names_of(record))}


def _stored(model: type[Entity | Event], records: Sequence[Entity | Event]) -> dict[tuple[str, str], int]:
    owner = model.type_name()
    rows = NameWord.objects.filter(**{f"{owner}__in": [record.pk for record in records]})
    return {(uid, word): pk for uid, word, pk in rows.values_list(owner, "word", "pk")}
