"""What is reviewed together with a record, read from the declarations `OWNER` and `RESTS_ON`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from django.db import models
from django.db.models import Q

from editorial import registry
from editorial.choices import State
from editorial.models import Reviewable

# What may still move.
OPEN = (State.DRAFT, State.IN_REVIEW)


@cache
def owner_paths(model: type[Reviewable]) -> dict[str, type[Reviewable]]:
    """Path → type for everything that may own a record of this type, owners of owners included, nearest first."""
    paths: dict[str, type[Reviewable]] = {}
    for step in model.OWNER:
        owner = model._meta.get_field(step).related_model
        assert isinstance(owner, type)
        assert issubclass(owner, Reviewable)
        paths[step] = owner
        paths |= {f"{step}__{further}": top for further, top in owner_paths(owner).items()}
    return paths


def without_texts(model: type[Reviewable]) -> list[str]:
    """Paths of the large columns that joining what a record rests on would load: left out of the ledger, and text."""
    heavy: list[str] = []
    for path in model.RESTS_ON:
        steps = path.split("__")
        for depth in range(1, len(steps) + 1):
            here: type[models.Model] = model
            for step in steps[:depth]:
                related = here._meta.get_field(step).related_model
                assert isinstance(related, type)
                here = related
            left_out: Iterable[str] = getattr(here, "LEFT_OUT", ())
            heavy += [
                "__".join([*steps[:depth], name])
                for name in left_out
                if isinstance(here._meta.get_field(name), models.TextField)
            ]
    return heavy


def open_parts(record: Reviewable) -> list[Reviewable]:
    """The record, and every draft and everything in review that it owns (a claim its evidence), oldest first."""
    found: list[Reviewable] = [record]
    for model in registry.reviewable_types().values():
        paths = [path for path, owner in owner_paths(model).items() if owner is type(record)]
        if paths:
            owned = Q()
            for path in paths:
                owned |= Q(**{path: record})
            rows = model.objects.filter(owned, state__in=OPEN).select_related(*model.RESTS_ON)
            found += rows.defer(*without_texts(model)).order_by("created_at", "pk")
    return found


def parts(record: Reviewable, state: State) -> list[Reviewable]:
    """The record and what it owns, as far as they are in this state."""
    return [row for row in open_parts(record) if row.state == state]


def together(record: Reviewable, state: State) -> list[Reviewable]:
    """`parts`, and every record in the same state that they rest on: what can only be published at one time."""
    return with_foundations(parts(record, state), state)


def with_foundations(records: Sequence[Reviewable], state: State) -> list[Reviewable]:
    found = {record.pk: record for record in records}
    front = list(records)
    while front:
        named = {one.pk: one for record in front for _path, one in record.rests_on()}
        front = [one for one in named.values() if one.pk not in found and one.state == state]
        found |= {one.pk: one for one in front}
    return list(found.values())
