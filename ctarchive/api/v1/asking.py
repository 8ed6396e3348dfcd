"""What every list and record may be asked beside its filters: `fields`, `expand` and `as_of`.

Reading them takes no queries. Whatever is wrong raises `ValidationError`, by parameter, with what would be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from ctarchive.api.v1.filters import described
from ctarchive.api.v1.shape import Node
from ctarchive.api.v1.wording import unknown_value
from editorial import asof
from editorial.asof import AsOf

FIELDS, EXPAND, AS_OF = "fields", "expand", asof.PARAMETER
# How many members may be named, how many references followed, and how far.
MOST_FIELDS, MOST_EXPANDED, DEEPEST = 50, 4, 2
LONGEST = 200

Errors = dict[str, list[str]]


def values(request: Request, name: str) -> list[str]:
    """Everything given for a parameter that takes several values, with commas between or repeated; each once."""
    return list(dict.fromkeys(_given(request, name)))


def _given(request: Request, name: str) -> list[str]:
    """The same, with what was given several times as often as it was given."""
    given = request.query_params.getlist(name)
    return [part.strip() for text in given for part in text.split(",") if part.strip()]


# -- expand ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Expansion:
    """A reference that can be followed: the path of the member, and the types of records that may stand there.

    `many`: it is not a reference but a list of records that is only told when asked for.
    """

    path: tuple[str, ...]
    types: tuple[str, ...]
    many: bool = False

    @property
    def name(self) -> str:
        return ".".join(self.path)


# Record type → what can be followed from it.
Expansions = Mapping[str, Sequence[Expansion]]


@dataclass
class Wanted:
    """An expansion that was asked for, and what was asked for below it."""

    expansion: Expansion
    below: list[Wanted] = field(default_factory=list)


def expand(request: Request, own: Sequence[Expansion], known: Expansions, errors: Errors) -> list[Wanted]:
    """The references to follow, as a tree. `own` are those of the record asked for, `known` those of every type."""
    if EXPAND not in request.query_params:
        return []
    given = values(request, EXPAND)
    wanted: list[Wanted] = []
    problems = [] if given else [_("Name what to expand: %(known)s.") % {"known": ", ".join(one.name for one in own)}]
    if len(_given(request, EXPAND)) > MOST_EXPANDED:
        problems.append(_("Expand %(most)d references at most.") % {"most": MOST_EXPANDED})
    else:
        problems += [wrong for name in given if (wrong := _follow(name, own, known, wanted, DEEPEST))]
    if problems:
        errors[EXPAND] = problems
    return wanted


def _follow(name: str, own: Sequence[Expansion], known: Expansions, wanted: list[Wanted], deep: int) -> str:
    """Add one to the tree. Returns what is wrong with its name, or nothing."""
    one = next((e for e in own if name == e.name or name.startswith(f"{e.name}.")), None)
    if one is None:
        return unknown_value(name, (e.name for e in own))
    found = next((w for w in wanted if w.expansion == one), None)
    if found is None:
        wanted.append(found := Wanted(one))
    rest = name[len(one.name) + 1 :]
    if not rest:
        return ""
    if deep <= 1:
        return _("“%(name)s” leads too far: references are followed %(deepest)d steps at most.") % {
            "name": rest[:LONGEST],
            "deepest": DEEPEST,
        }
    further = {e.name: e for of in one.types for e in known.get(of, ()) if not e.many}
    return _follow(rest, list(further.values()), known, found.below, deep - 1)


# -- fields ------------------------------------------------------------------------------------------------------------


def fields(request: Request, shape: Node, errors: Errors) -> list[list[str]]:
    """The paths of the members asked for; none for all of them."""
    if FIELDS not in request.query_params:
        return []
    given = values(request, FIELDS)
    problems = [] if given else [_("Name the members that you want, such as uid.")]
    if len(_given(request, FIELDS)) > MOST_FIELDS:
        problems.append(_("Name %(most)d members at most.") % {"most": MOST_FIELDS})
        given = []
    paths = [name.split(".") for name in given]
    problems += [wrong for path in paths if (wrong := _no_such(path, shape))]
    if problems:
        errors[FIELDS] = problems
    return paths


def _no_such(path: Sequence[str], shape: Node) -> str:
    at = shape
    for depth, name in enumerate(path):
        if name not in at.children:
            above = ".".join(path[:depth])
            known = [f"{above}.{child}" if above else child for child in at.children]
            return unknown_value(".".join(path[: depth + 1]), known)
        at = at.children[name]
    return ""


def pruned(data: Any, shape: Node) -> Any:
    """The data with the members of the shape alone; lists keep all their items."""
    if isinstance(data, list):
        return [pruned(one, shape) for one in data]
    if not isinstance(data, Mapping) or not shape.children:
        return data
    return {name: pruned(value, shape.children[name]) for name, value in data.items() if name in shape.children}


# -- as_of -------------------------------------------------------------------------------------------------------------


def day(request: Request, refusal: str, errors: Errors) -> AsOf:
    """The day asked for. `refusal` says why this address knows none but today, if it does."""
    if AS_OF not in request.query_params:
        return AsOf()
    if refusal:
        errors[AS_OF] = [refusal]
        return AsOf()
    found = asof.read(request)
    if not found.given:
        errors[AS_OF] = [_("Write a day, such as 2026-01-31.")]
    elif found.error:
        errors[AS_OF] = [found.error]
    return found


# -- for the schema ----------------------------------------------------------------------------------------------------


def parameters(
    members: Iterable[str], own: Sequence[Expansion], known: Expansions, *, timed: bool
) -> Iterator[dict[str, Any]]:
    """What the schema says of them, where a record has these members."""
    many = {"type": "array", "items": {"type": "string", "maxLength": LONGEST}, "minItems": 1, "maxItems": MOST_FIELDS}
    text = f"Tell these members alone, {MOST_FIELDS} at most: names, with dots for members of members (`date.edtf`)."
    yield described(FIELDS, text, many, list(members)[:1])
    if own:
        names = list(_names(own, known))
        enum = {"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1, "maxItems": MOST_EXPANDED}
        text = f"Tell these references as whole records, {MOST_EXPANDED} at most and {DEEPEST} steps deep."
        yield described(EXPAND, text, enum, names[:1])
    if timed:
        told = "Tell the archive as it stood at the end of this day, in UTC. Who is protected today is so on every day."
        yield described(AS_OF, told, {"type": "string", "format": "date"}, "2026-01-31")


def _names(own: Iterable[Expansion], known: Expansions, deep: int = DEEPEST) -> Iterator[str]:
    for one in own:
        yield one.name
        if deep > 1:
            further = {e.name: e for of in one.types for e in known.get(of, ()) if not e.many}
            yield from (f"{one.name}.{name}" for name in _names(further.values(), known, deep - 1))
