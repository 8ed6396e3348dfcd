"""The members that a record has as JSON, as a tree: what `fields` may name, and which columns a table has.

It is read from the serializers themselves, as the schema is, so that it says of every member what is really told.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers


@dataclass(frozen=True)
class Node:
    """A member: those below it (none below a plain value), and whether it is a list of such."""

    children: Mapping[str, Node] = field(default_factory=dict)
    many: bool = False

    def merged(self, other: Node) -> Node:
        """This member with those of another as well."""
        both = dict(self.children)
        for name, node in other.children.items():
            both[name] = both[name].merged(node) if name in both else node
        return replace(self, children=both)

    def grafted(self, path: Sequence[str], other: Node) -> Node:
        """The tree with another put in at a path."""
        if not path:
            return self.merged(other)
        child = self.children.get(path[0], Node(many=other.many))
        return replace(self, children={**self.children, path[0]: child.grafted(path[1:], other)})

    def only(self, paths: Sequence[Sequence[str]]) -> Node:
        """The tree with these members alone; a path that ends takes all below it."""
        wanted: dict[str, list[Sequence[str]]] = {}
        for first, *rest in paths:
            wanted.setdefault(first, []).append(rest)
        kept = {
            name: node if [] in wanted[name] else node.only(wanted[name])
            for name, node in self.children.items()
            if name in wanted
        }
        return replace(self, children=kept)


@functools.cache
def of(serializer: type[serializers.Serializer[Any]]) -> Node:
    """What a serializer writes."""
    return _of_serializer(serializer())


def _of_serializer(serializer: Any) -> Node:
    return Node({name: _of_field(one, serializer) for name, one in serializer.fields.items()})


def _of_field(one: Any, parent: Any) -> Node:
    if isinstance(one, serializers.SerializerMethodField):
        return _of_told(_annotated(getattr(parent, one.method_name)))
    if isinstance(one, serializers.BaseSerializer):
        return _of_told(one)
    if isinstance(one, serializers.ListField) and isinstance(one.child, serializers.BaseSerializer):
        return replace(_of_told(one.child), many=True)
    return _of_told(_annotated(one))


def _annotated(one: Any) -> Any:
    """What the schema is told that a field or method returns."""
    return getattr(one, "_spectacular_annotation", {}).get("field")


def _of_told(told: Any) -> Node:
    match told:
        case PolymorphicProxySerializer():
            found = Node()
            for one in told.serializers.values():
                found = found.merged(_of_told(one))
            return found
        case serializers.ListSerializer():
            return replace(_of_told(told.child), many=True)
        case serializers.Serializer():
            return _of_serializer(told)
        case type() if issubclass(told, serializers.Serializer):
            return of(told)
    return Node()
