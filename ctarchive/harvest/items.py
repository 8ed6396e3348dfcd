"""The records that are harvested, in the order of the ledger: each where its newest public entry stands.

A record that changes meanwhile moves to the end of the list: a harvester that goes on with its token misses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from ctarchive.citing.records import Cited
from ctarchive.exports import records
from ctarchive.harvest.asking import SETS, Selection
from editorial.models import LedgerEntry
from events.models import Claim, Entity, Event
from events.protection import Mask
from events.reading import NAMED
from events.veil import veil
from sources.models import Source

PAGE = 100
# Longer lists are not counted: it would take longer than the page itself.
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Item:
    """One record as it is harvested: its public form, and the record itself, veiled, unless it is deleted."""

    type: str
    uid: str
    at: datetime
    seq: int
    form: Mapping[str, Any]
    record: Cited | None = None

    @property
    def is_deleted(self) -> bool:
        return self.form["state"] == "retracted"


def selected(asked: Selection) -> QuerySet[LedgerEntry]:
    """The newest public entry of each record that is asked for, oldest first. Raises `Wrong`."""
    first, beyond = asked.bounds()
    found = _newest(LedgerEntry.objects.filter(record_type__in=asked.sets))
    if first is not None:
        found = found.filter(at__gte=first)
    if beyond is not None:
        found = found.filter(at__lt=beyond)
    return found.order_by("seq")


def _newest(entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    same = LedgerEntry.objects.filter(
        public=True, record_type=OuterRef("record_type"), record_uid=OuterRef("record_uid"), seq__gt=OuterRef("seq")
    )
    return entries.filter(~Exists(same), public=True)


def newest_of(uid: str) -> LedgerEntry | None:
    """The newest public entry about a record that is harvested."""
    entries = LedgerEntry.objects.filter(public=True, record_type__in=SETS, record_uid=uid)
    return entries.order_by("-seq").first()


def first_moment() -> datetime | None:
    """When the first of these records was published."""
    entries = LedgerEntry.objects.filter(public=True, record_type__in=SETS)
    return entries.order_by("seq").values_list("at", flat=True).first()


def counted(asked: Selection) -> int:
    """How many records the whole list has; 0 where there are too many to count. One query."""
    size = selected(asked)[: MOST_COUNTED + 1].count()
    return size if size <= MOST_COUNTED else 0


_RECORDS: dict[str, Callable[[], QuerySet[Any]]] = {
    "event": lambda: Event.objects.select_related("place"),
    "entity": lambda: Entity.objects.select_related("root"),
    "source": lambda: Source.objects.select_related("publisher"),
    "claim": lambda: Claim.objects.select_related(*NAMED),
}


def items(entries: Sequence[LedgerEntry], mask: Mask, *, whole: bool) -> list[Item]:
    """The records of these entries, in their order; `whole`: with the record itself. Constant queries a type."""
    forms: dict[str, Mapping[str, Any]] = {}
    rows: dict[str, Any] = {}
    for kind in SETS:
        if uids := [entry.record_uid for entry in entries if entry.record_type == kind]:
            forms |= records.of(kind, uids, mask)
            if whole:
                standing = [uid for uid in uids if forms[uid]["state"] != "retracted"]
                rows |= _RECORDS[kind]().in_bulk(standing)
    for row in rows.values():
        veil(mask, row, *(getattr(row, name, None) for name in (*NAMED, "place", "publisher")))
    return [
        Item(e.record_type, e.record_uid, e.at, e.seq, forms[e.record_uid], rows.get(e.record_uid)) for e in entries
    ]
