"""Which records lead to which, read from the declarations `RESTS_ON` and `OWNER`; and who is asked what rests on one.

The innermost package knows the paths. What a retraction would take from whom is for the outer ones to say: one of them
registers itself here, as the pages of records ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from editorial import registry
from editorial.models import Record, Reviewable


@cache
def paths(model: type[Reviewable], target: type[Record]) -> tuple[str, ...]:
    """The paths of `model`'s RESTS_ON that lead to `target` or past it, cut off there.

    A record without a review of its own, such as a publisher, is public together with what refers to it: a path leads
    on to those.
    """
    return tuple(dict.fromkeys(path for declared in model.RESTS_ON for path in _cut(model, declared, target)))


def _cut(model: type[Reviewable], declared: str, target: type[Record]) -> Iterator[str]:
    here: Any = model
    steps = declared.split("__")
    for depth, step in enumerate(steps, start=1):
        here = here._meta.get_field(step).related_model
        if here is target:
            yield "__".join(steps[:depth])
    for name in references(here, target):
        yield f"{declared}__{name}"


@cache
def references(model: type[Record], target: type[Record]) -> tuple[str, ...]:
    """The columns of `model` that refer to a record of type `target` that has no review of its own."""
    if issubclass(target, Reviewable):
        return ()
    columns = (f for f in model._meta.concrete_fields if f.is_relation and f.name not in model.LEFT_OUT)
    return tuple(f.name for f in columns if f.related_model is target)


@cache
def part_types(owner: type[Reviewable]) -> tuple[tuple[type[Reviewable], str], ...]:
    """(type, step) for the types that `owner` owns directly, with the step that leads from such a part to it."""
    found = [
        (model, step)
        for model in registry.reviewable_types().values()
        for step in model.OWNER
        if model._meta.get_field(step).related_model is owner
    ]
    return tuple(found)


class Asked:
    """What a record's page asks. This one knows nothing."""

    def address(self, record: Record) -> str:
        """The page that shows all that rests on the record; empty where there is none."""
        return ""

    def warnings(self, record: Record, user: Any) -> Sequence[str]:
        """What would follow if it were retracted, in sentences."""
        return ()


_asked = Asked()


def register(asked: Asked) -> None:
    """Ask this one from now on."""
    global _asked  # noqa: PLW0603 -- set once, when the apps are ready
    _asked = asked


def ask() -> Asked:
    return _asked
