"""The index on SQLite: FTS5 tables whose content are the tables of entries and of names, kept by triggers.

https://www.sqlite.org/fts5.html#external_content_tables
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from ctarchive.search.folding import SOUND
from ctarchive.search.query import Query, Term, Within

ENTRY, FTS = "ctarchive_searchentry", "ctarchive_search_fts"
NAME, NAME_FTS = "ctarchive_searchname", "ctarchive_search_names_fts"


def _parts(table: str, fts: str, *columns: str) -> dict[str, str]:
    """Name → SQL of a full-text table over columns of a table, and of the triggers that keep it."""
    names = ", ".join(columns)
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    add = f"INSERT INTO {fts}(rowid, {names}) VALUES (new.id, {new});"  # noqa: S608
    remove = f"INSERT INTO {fts}({fts}, rowid, {names}) VALUES ('delete', old.id, {old});"  # noqa: S608
    return {
        # Texts come folded: words of ASCII letters and digits, and some signs. The plainest tokenizer will do.
        fts: f"CREATE VIRTUAL TABLE {fts} USING fts5({names}, content='{table}', content_rowid='id', tokenize='ascii')",
        f"{fts}_insert": f"CREATE TRIGGER {fts}_insert AFTER INSERT ON {table} BEGIN {add} END",
        f"{fts}_delete": f"CREATE TRIGGER {fts}_delete AFTER DELETE ON {table} BEGIN {remove} END",
        f"{fts}_update": (
            f"CREATE TRIGGER {fts}_update AFTER UPDATE OF id, {names} ON {table} BEGIN {remove} {add} END"
        ),
    }


# Full-text table → what it is made of; and the table that it follows.
TABLES = {
    FTS: _parts(ENTRY, FTS, "folded_title", "folded_names", "folded_body"),
    NAME_FTS: _parts(NAME, NAME_FTS, "folded", "pieces"),
}
FOLLOWED = {FTS: ENTRY, NAME_FTS: NAME}
# bm25 is the smaller the better; a word in the title weighs ten times one in the body.
_RANK = f"bm25({FTS}, 10.0, 5.0, 1.0)"


def install(connection: BaseDatabaseWrapper) -> None:
    """Make whatever is missing: the full-text tables, filled from what they follow, and the triggers.

    Django remakes a table to alter it, and SQLite drops the triggers with the old one: this runs after every migration.
    """
    there = set(connection.introspection.table_names())
    for fts, parts in TABLES.items():
        missing = parts.keys() - _standing(connection, fts).keys()
        if not missing or FOLLOWED[fts] not in there:
            continue
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for name, sql in parts.items():
                if name in missing:
                    cursor.execute(sql)
            # Without its triggers the table did not follow: it is made anew from the entries.
            cursor.execute(f"INSERT INTO {fts}({fts}) VALUES ('rebuild')")  # noqa: S608


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the full-text tables and the triggers."""
    with connection.cursor() as cursor:
        for fts, parts in TABLES.items():
            for name in parts.keys() - {fts}:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"DROP TABLE IF EXISTS {fts}")


def repair(connection: BaseDatabaseWrapper) -> None:
    """Make the full-text tables anew from what they follow, whatever state they are in."""
    with transaction.atomic(using=connection.alias):
        remove(connection)
        install(connection)


def optimize(connection: BaseDatabaseWrapper) -> None:
    """Merge the pieces of the full-text tables and tell the planner how large the tables are."""
    with connection.cursor() as cursor:
        for fts, followed in FOLLOWED.items():
            cursor.execute(f"INSERT INTO {fts}({fts}) VALUES ('optimize')")  # noqa: S608
            cursor.execute(f"ANALYZE {followed}")


def problems(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """What does not hold: a missing table or trigger, or a full-text table that does not agree with what it follows."""
    for fts, parts in TABLES.items():
        standing = _standing(connection, fts)
        for name, sql in parts.items():
            if name != fts and standing.get(name) != sql:
                yield f"the trigger {name} is missing or altered"
        if fts in standing:
            yield from _disagreeing(connection, fts)
        else:
            yield f"the full-text table {fts} is missing"


def _disagreeing(connection: BaseDatabaseWrapper, fts: str) -> Iterator[str]:
    # Within `verify`'s snapshot nothing can be written, and the check is written as an insertion: it has a connection
    # of its own, unless everything happens inside one transaction that no other connection could see.
    own = connection if connection.in_atomic_block else connection.copy()
    try:
        with own.cursor() as cursor:
            # The rank 1 asks for a comparison with the content table, not of the index with itself alone.
            cursor.execute(f"INSERT INTO {fts}({fts}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    except DatabaseError as error:
        yield f"the full-text table {fts} does not agree with the entries ({error})"
    finally:
        if own is not connection:
            own.close()


def _standing(connection: BaseDatabaseWrapper, fts: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE %s", [f"{fts}%"])
        return dict(cursor.fetchall())


# -- finding -----------------------------------------------------------------------------------------------------------


@contextmanager
def by_index(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Nothing to prepare: what is asked by MATCH is always found by the index."""
    yield


def counts(connection: BaseDatabaseWrapper, query: Query) -> dict[str, int]:
    """Record type → how many of its entries match."""
    sql = (
        f"SELECT e.record_type, count(*) FROM {FTS} JOIN {ENTRY} e ON e.id = {FTS}.rowid"  # noqa: S608
        f" WHERE {FTS} MATCH %s GROUP BY e.record_type"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [expression(query)])
        return dict(cursor.fetchall())


def page(
    connection: BaseDatabaseWrapper,
    query: Query,
    record_type: str | None,
    offset: int,
    limit: int,
    within: Within = None,
) -> list[int]:
    """The keys of one page of matching entries: those that match by title or names first, then by bm25, then by uid.

    `within`: a subquery of the uids that come into question.
    """
    among, given = (f" AND e.uid IN ({within[0]})", list(within[1])) if within else ("", [])
    sql = (
        f"WITH hit AS MATERIALIZED (SELECT rowid AS id, {_RANK} AS score FROM {FTS} WHERE {FTS} MATCH %s),"  # noqa: S608
        f" named AS MATERIALIZED (SELECT rowid AS id FROM {FTS} WHERE {FTS} MATCH %s)"
        f" SELECT e.id FROM hit JOIN {ENTRY} e ON e.id = hit.id"
        f" WHERE (%s IS NULL OR e.record_type = %s){among}"
        " ORDER BY hit.id NOT IN (SELECT id FROM named), hit.score, e.uid LIMIT %s OFFSET %s"
    )
    everywhere = expression(query)
    named = f"{{folded_title folded_names}} : ({everywhere})"
    with connection.cursor() as cursor:
        cursor.execute(sql, [everywhere, named, record_type, record_type, *given, limit, offset])
        return [row[0] for row in cursor.fetchall()]


def hits(query: Query) -> tuple[str, list[Any]]:
    """The keys of the matching entries, as SQL with its parameters."""
    return f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s", [expression(query)]  # noqa: S608


def names(connection: BaseDatabaseWrapper, query: Query, marks: Sequence[str], most: int) -> list[tuple[str, str]]:
    """(uid, name) of names that hold every word of the query: at most so many of each marked type, in no order."""
    one = (
        f"SELECT * FROM (SELECT n.uid, n.text FROM {NAME_FTS} JOIN {NAME} n ON n.id = {NAME_FTS}.rowid"  # noqa: S608
        f" WHERE {NAME_FTS} MATCH %s LIMIT {int(most)})"
    )
    with connection.cursor() as cursor:
        wanted = [f'folded : ({expression(query)} AND "{mark}")' for mark in marks]
        cursor.execute(" UNION ALL ".join([one] * len(wanted)), wanted)
        return cursor.fetchall()


def names_with(connection: BaseDatabaseWrapper, pieces: Sequence[str], most: int) -> list[tuple[str, str]]:
    """(uid, name) of the names that have most of these pieces."""
    sql = (
        f"SELECT n.uid, n.text FROM {NAME_FTS} JOIN {NAME} n ON n.id = {NAME_FTS}.rowid"  # noqa: S608
        f" WHERE {NAME_FTS} MATCH %s ORDER BY bm25({NAME_FTS}), n.id LIMIT {int(most)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, ["pieces : (" + " OR ".join(f'"{piece}"' for piece in pieces) + ")"])
        return cursor.fetchall()


def expression(query: Query) -> str:
    """The query in FTS5's language. Words are folded to letters and digits, and quoted: nothing can escape."""
    return " AND ".join(_term(term) for term in query.terms)


def _term(term: Term) -> str:
    going_on = " *" if term.prefix else ""
    if term.is_phrase:
        return f'"{term.text}"{going_on}'
    word = term.words[0]
    alternatives = [f'"{form}"' for form in sorted(word.forms)]
    if word.prefix:
        alternatives.append(f'"{word.text}" *')
    if word.sound:
        alternatives.append(f'"{SOUND}{word.sound}"{going_on}')
    return f"({' OR '.join(alternatives)})"
