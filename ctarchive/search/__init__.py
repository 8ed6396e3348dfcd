"""Full-text search over what the public may read: events, entities, sources and claims that stand published.

It knows the records and two databases' full-text search; it must not know pages or the API, which render its results.
An entry is written in the transaction of the verb that changed its record (`ctarchive.receivers`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from ctarchive.models import SearchEntry
from ctarchive.search import snippets
from ctarchive.search.documents import BUILDERS
from ctarchive.search.index import backend, read_connection, rebuild, refresh, total, verify
from ctarchive.search.query import parse
from ctarchive.search.snippets import Roles, Segments

__all__ = ["TYPES", "Hit", "Results", "rebuild", "refresh", "search", "total", "verify"]

TYPES = tuple(BUILDERS)
_MOST_HITS = 100


@dataclass(frozen=True)
class Hit:
    """A record that was found. `snippet` is a passage of it as (text, is it a match) in order: text, never HTML."""

    record_type: str
    uid: str
    title: str
    url: str
    snippet: Segments
    language: str


@dataclass(frozen=True)
class Results:
    """One page of hits; how many there are of each type, whichever was asked for; and how many of those asked for."""

    hits: list[Hit]
    counts: dict[str, int]
    total: int


def search(query: str, *, record_type: str | None = None, offset: int = 0, limit: int = 20) -> Results:
    """Find the published records that hold every word of the query, in four database queries at most.

    Words match whatever their case, accents and script, and in their English inflections; names also as they sound.
    “A phrase in double quotes” matches word for word, the last word also as a beginning. Those come first that match by
    title or by another name of theirs, then by how well they match, then by uid. No input is an error; one without
    words, and an unknown `record_type`, find nothing. At most 100 hits a page.
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
        if not limit or offset >= found:
            return Results([], counts, found)
        keys = engine.page(connection, parsed, record_type, offset, limit)
    entries = SearchEntry.objects.using(connection.alias).in_bulk(keys)
    roles = Roles(parsed)
    return Results([_hit(entries[key], roles) for key in keys if key in entries], counts, found)


def _hit(entry: SearchEntry, roles: Roles) -> Hit:
    snippet = (
        snippets.snippet(entry.body, roles)
        or snippets.snippet(entry.names, roles)
        or snippets.opening(entry.body or entry.names)
    )
    return Hit(entry.record_type, entry.uid, entry.title, _url(entry), snippet, entry.language)


def _url(entry: SearchEntry) -> str:
    room = "sources" if entry.record_type == "source" else "events"
    kwargs = {"uid": entry.uid} | ({"slug": entry.slug} if entry.slug else {})
    return reverse(f"{room}:{entry.record_type}_detail", kwargs=kwargs)
