"""Hits in another order than that of relevance: by when it happened or was said, or by when it was published here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from ctarchive.models import SearchEntry
from ctarchive.search.query import Within
from editorial.dates import OPEN_END
from events.models import Claim, Entity, Event
from sources.models import Source

_ENTRY, _EVENT, _ENTITY, _CLAIM, _SOURCE = (m._meta.db_table for m in (SearchEntry, Event, Entity, Claim, Source))
_JOINED = (
    f"FROM {_ENTRY} e LEFT JOIN {_EVENT} ev ON ev.uid = e.uid LEFT JOIN {_SOURCE} so ON so.uid = e.uid"
    f" LEFT JOIN {_CLAIM} cl ON cl.uid = e.uid LEFT JOIN {_EVENT} of ON of.uid = cl.event_id"
    f" LEFT JOIN {_ENTITY} en ON en.uid = e.uid"
)


def _known(row: str, column: str) -> str:
    """The last day of a date; of one that is open to the future, the first."""
    latest, earliest = f"{row}.{column}_latest", f"{row}.{column}_earliest"
    return f"CASE WHEN {latest} < {OPEN_END} THEN {latest} ELSE {earliest} END"


# A claim is as new as the event it is about; what has no date comes last.
_BY = {
    "date": f"COALESCE({_known('ev', 'date')}, {_known('so', 'published')}, {_known('of', 'date')})",
    "published": "COALESCE(ev.published_at, so.published_at, cl.published_at, en.published_at)",
}


def page(
    connection: BaseDatabaseWrapper, hits: tuple[str, Sequence[Any]], order: str, record_type: str | None,
    offset: int, limit: int, within: Within = None,
) -> list[int]:  # fmt: skip
    """The keys of one page of the entries found, the newest first. `hits`: a subquery of all their keys."""
    where, values = f"e.id IN ({hits[0]})", list(hits[1])
    if record_type is not None:
        where, values = f"{where} AND e.record_type = %s", [*values, record_type]
    if within:
        where, values = f"{where} AND e.uid IN ({within[0]})", [*values, *within[1]]
    sql = f"SELECT e.id {_JOINED} WHERE {where} ORDER BY {_BY[order]} DESC NULLS LAST, e.uid LIMIT %s OFFSET %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, limit, offset])
        return [row[0] for row in cursor.fetchall()]
