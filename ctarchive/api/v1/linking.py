"""Answers as linked data (JSON-LD): the same nodes that the pages carry, in the words of schema.org."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from ctarchive.api.v1.told import Told
from ctarchive.citing import linked
from events import headings, readings
from events.footnotes import Footnote
from events.models import Claim, Event
from events.protection import Mask
from events.reading import Shown
from sources.models import Publisher, Source

Node = dict[str, Any]


def graph(record_type: str, rows: Sequence[Any], mask: Mask, at: datetime | None) -> Node:
    """These records, made ready to be written, as one graph."""
    nodes = _NODES[record_type](rows, mask, at)
    return {"@context": linked.CONTEXT, "@graph": [node | {"license": settings.DATA_LICENCE["url"]} for node in nodes]}


def _events(rows: Sequence[Event], mask: Mask, at: datetime | None) -> list[Node]:
    read = readings.read_all(rows, mask, at)
    return [linked.event(row, read[row.pk]) for row in rows]


def _entities(rows: Sequence[Any], mask: Mask, at: datetime | None) -> list[Node]:
    read = readings.read_all(rows, mask, at)
    return [linked.entity(row, _other_names(row, mask), row.shown_identifiers, read[row.pk]) for row in rows]


def _other_names(entity: Any, mask: Mask) -> list[str]:
    if entity.protected:
        return []
    names = (name.text for name in entity.shown_names if name.text != entity.name)
    return [name for name in names if mask.apply(name) == name]


def _claims(rows: Sequence[Told], mask: Mask, at: datetime | None) -> list[Node]:
    return [_claim(one) for one in rows]


def _claim(told: Told) -> Node:
    claim: Claim = told.claim
    return linked.claim(Shown(claim, told.evidence), headings.sentence(claim))


def _sources(rows: Sequence[Source], mask: Mask, at: datetime | None) -> list[Node]:
    return [linked.work(row) for row in rows]


def _evidence(rows: Sequence[Footnote], mask: Mask, at: datetime | None) -> list[Node]:
    return [linked.quotation(row) for row in rows]


def _publishers(rows: Sequence[Publisher], mask: Mask, at: datetime | None) -> list[Node]:
    return [linked.publisher(row) for row in rows]


_NODES: dict[str, Callable[[Sequence[Any], Mask, datetime | None], list[Node]]] = {
    "event": _events,
    "entity": _entities,
    "claim": _claims,
    "source": _sources,
    "evidence": _evidence,
    "publisher": _publishers,
}
