"""Puts whole records in the place of references: one load a type and step at most, however many references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from ctarchive.api.v1 import shape
from ctarchive.api.v1.asking import EXPAND, Wanted
from ctarchive.api.v1.loading import claims as loading
from ctarchive.api.v1.loading.resources import RESOURCES
from ctarchive.api.v1.quick import told
from ctarchive.api.v1.shape import Node
from ctarchive.api.v1.told import Told
from events import merging
from events.models import Claim, Entity, Event
from events.protection import Mask
from events.reading import NAMED

# How many claims a page may tell beside its records.
MOST_CLAIMS = 1000

Data = list[dict[str, Any]]


def shape_with(wanted: Sequence[Wanted], node: Node) -> Node:
    """The members that records have when these references are told whole."""
    for one in wanted:
        for name in one.expansion.types:
            below = shape_with(one.below, shape.of(RESOURCES[name].serializer))
            node = node.grafted(one.expansion.path, Node(below.children, one.expansion.many))
    return node


def expand(data: Data, wanted: Sequence[Wanted], context: Mapping[str, Any]) -> None:
    """Fill in these references of the records, in place. What is not published (any more) stays a reference.

    Step by step outwards: what several references of a step lead to is loaded together, and nothing is loaded twice.
    """
    front, whole = [(data, one) for one in wanted], dict[str, dict[str, Any]]()
    while front:
        found = [(one, list(_references(rows, one.expansion.path))) for rows, one in front if not one.expansion.many]
        _load(found, whole, context)
        further = []
        for one, references in found:
            _fill(one, references, whole)
            further += [([ref for ref in references if "self" in ref], below) for below in one.below]
        for rows, one in front:
            if one.expansion.many:
                _expand_claims(rows, context)
                further += [([claim for row in rows for claim in row["claims"]], below) for below in one.below]
        front = further


def _load(
    found: Iterable[tuple[Wanted, Data]], whole: dict[str, dict[str, dict[str, Any] | None]], context: Mapping[str, Any]
) -> None:
    """Add to `whole` (type → uid → record, or None if there is none to tell) what these references lead to."""
    for name in dict.fromkeys(name for one, _references in found for name in one.expansion.types):
        known = whole.setdefault(name, {})
        uids = {ref["uid"] for one, references in found for ref in references if _is(ref, name, one)} - known.keys()
        known |= dict.fromkeys(uids) | _told(name, uids, context)


def _fill(one: Wanted, references: Iterable[dict[str, Any]], whole: Mapping[str, Mapping[str, Any]]) -> None:
    """Put the records in the place of the references to them."""
    for ref in references:
        for name in one.expansion.types:
            if _is(ref, name, one) and (record := whole[name][ref["uid"]]) is not None:
                # A copy, because what stands below is filled in for each place by itself.
                ref.update({key: _copied(value) for key, value in record.items() if key != "uid"})


def _is(ref: Mapping[str, Any], name: str, one: Wanted) -> bool:
    """Whether a reference leads to this type: where several may stand, it says so itself."""
    return len(one.expansion.types) == 1 or ref.get("type") == name


def _references(data: Any, path: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The references that stand at a path of these records, which may lead through lists."""
    if isinstance(data, list):
        for one in data:
            yield from _references(one, path)
    elif isinstance(data, dict):
        if path:
            yield from _references(data.get(path[0]), path[1:])
        elif "uid" in data:
            yield data


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else value


def _told(name: str, uids: set[str], context: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Uid → the record as its own list tells it."""
    if not uids:
        return {}
    resource, at = RESOURCES[name], context["at"]
    rows = list(resource.along(resource.listed(at).filter(pk__in=uids), at))
    prepared = resource.prepare(rows, context["mask"], at)
    return {row["uid"]: row for row in told(resource.serializer, prepared, context)}


def _expand_claims(data: Data, context: Mapping[str, Any]) -> None:
    """Give each event or entity the published claims about it, in the order in which they were published."""
    of: dict[str, Data] = {row["uid"]: [] for row in data}
    about = data[0]["type"] if data else "event"
    claims, roots = _claims_about(about, list(of), context["mask"], context["at"])
    written = told(RESOURCES["claim"].serializer, claims, context)
    for one, row in zip(claims, written, strict=True):
        of[roots[one.claim.subject.pk]].append(row)
    for row in data:
        row["claims"] = of[row["uid"]]


def _claims_about(about: str, uids: list[str], mask: Mask, at: datetime | None) -> tuple[list[Told], Mapping[str, str]]:
    """The claims about these roots, and uid of a subject → its root. Raises `ValidationError` for too many claims."""
    claims = Claim.objects.published(at).select_related(*NAMED).order_by("published_at", "uid")
    if at is None:
        found = list(claims.filter(**{f"{about}__root__in": uids})[: MOST_CLAIMS + 1])
        roots: Mapping[str, str] = {claim.subject.pk: claim.subject.root_id for claim in found}
    else:
        roots = merging.of(Event if about == "event" else Entity).roots(uids, at)
        members = [uid for uid, root in roots.items() if root in set(uids)]
        found = list(claims.filter(**{f"{about}__in": members})[: MOST_CLAIMS + 1])
    if len(found) > MOST_CLAIMS:
        message = _("This page has more than %(most)d claims. Ask for a smaller page_size, or for /claims/ itself.")
        raise ValidationError({EXPAND: message % {"most": MOST_CLAIMS}})
    return loading.claims(found, mask, at), roots
