"""What hangs on what, read from the declarations `RESTS_ON` and `OWNER` of the record types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.db.models import F

from editorial import registry
from editorial.models import Reviewable


@cache
def _paths(declaration: str) -> dict[type[Reviewable], list[tuple[type[Reviewable], str]]]:
    """target type → (dependent type, path to the target) for each path that a type declares."""
    found: dict[type[Reviewable], list[tuple[type[Reviewable], str]]] = {}
    for model in registry.reviewable_types().values():
        for path in getattr(model, declaration):
            target: Any = model
            for step in path.split("__"):
                target = target._meta.get_field(step).related_model
            found.setdefault(target, []).append((model, path))
    return found


def _pointing_at(declaration: str, records: Sequence[Reviewable]) -> Iterator[tuple[Reviewable, str]]:
    """(published record, uid it points at) for every published record that points at one of `records`."""
    uids: dict[type[Reviewable], list[str]] = {}
    for record in records:
        uids.setdefault(type(record), []).append(record.pk)
    for target, wanted in uids.items():
        for model, path in _paths(declaration).get(target, ()):
            rows = model.objects.published().filter(**{f"{path}__in": wanted}).order_by("pk")
            for row in rows.annotate(pointed_at=F(path)):
                yield row, row.pointed_at


def with_parts(records: Sequence[Reviewable]) -> list[Reviewable]:
    """The records and the published parts they own, parts of parts included, without repetition."""
    found = {record.pk: record for record in records}
    front = list(records)
    while front:
        front = [part for part, _uid in _pointing_at("OWNER", front) if part.pk not in found]
        found |= {part.pk: part for part in front}
    return list(found.values())


def resting_on(records: Sequence[Reviewable]) -> list[tuple[Reviewable, Reviewable]]:
    """(dependent, record) for each published record outside `records` that rests on one of them."""
    by_uid = {record.pk: record for record in records}
    pairs = _pointing_at("RESTS_ON", records)
    return [(one, by_uid[uid]) for one, uid in pairs if one.pk not in by_uid]
