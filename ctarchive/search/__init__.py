"""Full-text search over what the public may read: events, entities, sources and claims that stand published.

It knows the records and two databases' full-text search; it must not know pages or the API, which render its results.
An entry is written in the transaction of the verb that changed its record (`ctarchive.receivers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse

from ctarchive.models import SearchEntry
from ctarchive.search import ordering, snippets
from ctarchive.search.documents import BUILDERS
from ctarchive.search.index import backend, read_connection, rebuild, refresh, total, verify
from ctarchive.search.query import parse
from ctarchive.search.snippets import Roles, Segments
from ctarchive.search.suggesting import did_you_mean, suggest

__all__ = [
    "DATE", "PUBLISHED", "RELEVANCE", "TYPES", "Hit", "Results", "address", "did_you_mean", "matching", "parse",
    "rebuild", "refresh", "search", "suggest", "total", "verify",
]  # fmt: skip

TYPES = tuple(BUILDERS)
_MOST_HITS = 100


@dataclass(frozen=True)
class Hit:
    """A record that was found. `snippet` is a passage of it as (text, is it a match) in order: text, never HTML.

    `marked_title` is the title in the same way.
    """

    record_type: str
    uid: str
    title: str
    url: str
    snippet: Segments
    language: str
    marked_title: Segments


@dataclass(frozen=True)
class Results:
    """One page of hits; how many there are of each type, whichever was asked for; and how many of those asked for."""

    hits: list[Hit]
    counts: dict[str, int]
    total: int


RELEVANCE, DATE, PUBLISHED = "relevance", "date", "published"


def search(
    query: str,
    *,
    record_type: str | None = None,
    offset: int = 0,
    limit: int = 20,
    order: str = RELEVANCE,
    within: QuerySet[Any] | None = None,
) -> Results:
    """Find the published records that hold every word of the query, in four database queries at most.

    Words match whatever their case, accents and script, and in their English inflections; names also as they sound.
    “A phrase in double quotes” matches word for word, the last word also as a beginning. Those come first that match by
    title or by another name of theirs, then by how well they match, then by uid; or in another `order`, the newest
    first. No input is an error; one without words, and an unknown `record_type`, find nothing. At most 100 hits a page.

    `within` are the records of the type asked for that come into question: `total` is then what is left of them, in
    one query more; the counts stay those of all types.
    """
    parsed = parse(query)
    if not parsed:
        return Results([], dict.fromkeys(TYPES, 0), 0)
    connection = read_connection()
    engine = backend(connection)
    offset, limit = max(0, offset), max(0, min(limit, _MOST_HITS))
    with engine.by_index(connection):
        counts = dict.fromkeys(TYPES, 0) | engine.counts(connection, parsed)
        found = sum(counts.values()) if record_type is None else counts.get(record_type, 0)
        if found and within is not None:
            found = within.count()
        if not limit or offset >= found:
            return Results([], counts, found)
        among = None if within is None else _compiled(within, connection.alias)
        if order == RELEVANCE:
            keys = engine.page(connection, parsed, record_type, offset, limit, among)
        else:
            keys = ordering.page(connection, engine.hits(parsed), order, record_type, offset, limit, among)
    entries = SearchEntry.objects.using(connection.alias).in_bulk(keys)
    roles = Roles(parsed)
    return Results([_hit(entries[key], roles) for key in keys if key in entries], counts, found)


def matching(query: str, record_type: str) -> RawSQL:
    """The uids of the records of a type that a query finds, to be used as `pk__in`. It must hold a word."""
    sql, values = backend(read_connection()).hits(parse(query))
    table = SearchEntry._meta.db_table
    return RawSQL(f"SELECT uid FROM {table} WHERE record_type = %s AND id IN ({sql})", [record_type, *values])  # noqa: S608, S611


def _compiled(records: QuerySet[Any], using: str) -> tuple[str, Sequence[Any]] | None:
    try:
        sql, values = records.order_by().values("pk").query.get_compiler(using).as_sql()
    except EmptyResultSet:
        return "NULL", ()
    return sql, values


def _hit(entry: SearchEntry, roles: Roles) -> Hit:
    snippet = (
        snippets.snippet(entry.body, roles)
        or snippets.snippet(entry.names, roles)
        or snippets.opening(entry.body or entry.names)
    )
    url = address(entry.record_type, entry.uid, entry.slug)
    title = snippets.marked(entry.title, roles)
    return Hit(entry.record_type, entry.uid, entry.title, url, snippet, entry.language, title)


def address(record_type: str, uid: str, slug: str) -> str:
    """The address of a record's page."""
    room = "sources" if record_type == "source" else "events"
    return reverse(f"{room}:{record_type}_detail", kwargs={"uid": uid} | ({"slug": slug} if slug else {}))
