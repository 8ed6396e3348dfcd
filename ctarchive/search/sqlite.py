"""The index on SQLite: an FTS5 table whose content is the table of entries, kept by triggers.

https://www.sqlite.org/fts5.html#external_content_tables
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from ctarchive.search.folding import SOUND
from ctarchive.search.query import Query, Term

ENTRY, FTS = "ctarchive_searchentry", "ctarchive_search_fts"
_COLUMNS = "folded_title, folded_names, folded_body"
_OLD = "old.folded_title, old.folded_names, old.folded_body"
_NEW = "new.folded_title, new.folded_names, new.folded_body"
_ADD = f"INSERT INTO {FTS}(rowid, {_COLUMNS}) VALUES (new.id, {_NEW});"  # noqa: S608
_REMOVE = f"INSERT INTO {FTS}({FTS}, rowid, {_COLUMNS}) VALUES ('delete', old.id, {_OLD});"  # noqa: S608

# Texts come folded: words of ASCII letters and digits, and the sign of a sound. The plainest tokenizer will do.
_TABLE = f"CREATE VIRTUAL TABLE {FTS} USING fts5({_COLUMNS}, content='{ENTRY}', content_rowid='id', tokenize='ascii')"
TRIGGERS = {
    f"{FTS}_insert": f"CREATE TRIGGER {FTS}_insert AFTER INSERT ON {ENTRY} BEGIN {_ADD} END",
    f"{FTS}_delete": f"CREATE TRIGGER {FTS}_delete AFTER DELETE ON {ENTRY} BEGIN {_REMOVE} END",
    f"{FTS}_update": (
        f"CREATE TRIGGER {FTS}_update AFTER UPDATE OF id, {_COLUMNS} ON {ENTRY} BEGIN {_REMOVE} {_ADD} END"
    ),
}
# bm25 is the smaller the better; a word in the title weighs ten times one in the body.
_RANK = f"bm25({FTS}, 10.0, 5.0, 1.0)"


def install(connection: BaseDatabaseWrapper) -> None:
    """Make whatever is missing: the full-text table, filled from the entries, and the triggers.

    Django remakes a table to alter it, and SQLite drops the triggers with the old one: this runs after every migration.
    """
    missing = {FTS: _TABLE, **TRIGGERS}.keys() - _standing(connection).keys()
    if not missing:
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name, sql in {FTS: _TABLE, **TRIGGERS}.items():
            if name in missing:
                cursor.execute(sql)
        # Without its triggers the table did not follow: it is made anew from the entries.
        cursor.execute(f"INSERT INTO {FTS}({FTS}) VALUES ('rebuild')")  # noqa: S608


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the full-text table and the triggers."""
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"DROP TABLE IF EXISTS {FTS}")


def repair(connection: BaseDatabaseWrapper) -> None:
    """Make the full-text table anew from the entries, whatever state it is in."""
    with transaction.atomic(using=connection.alias):
        remove(connection)
        install(connection)


def optimize(connection: BaseDatabaseWrapper) -> None:
    """Merge the pieces of the full-text table and tell the planner how large the tables are."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {FTS}({FTS}) VALUES ('optimize')")  # noqa: S608
        cursor.execute(f"ANALYZE {ENTRY}")


def problems(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """What does not hold: a missing table or trigger, or a full-text table that does not agree with the entries."""
    standing = _standing(connection)
    for name, sql in TRIGGERS.items():
        if standing.get(name) != sql:
            yield f"the trigger {name} is missing or altered"
    if FTS not in standing:
        yield "the full-text table is missing"
        return
    # Within `verify`'s snapshot nothing can be written, and the check is written as an insertion: it has a connection
    # of its own, unless everything happens inside one transaction that no other connection could see.
    own = connection if connection.in_atomic_block else connection.copy()
    try:
        with own.cursor() as cursor:
            # The rank 1 asks for a comparison with the content table, not of the index with itself alone.
            cursor.execute(f"INSERT INTO {FTS}({FTS}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    except DatabaseError as error:
        yield f"the full-text table does not agree with the entries ({error})"
    finally:
        if own is not connection:
            own.close()


def _standing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE %s", [f"{FTS}%"])
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


def page(connection: BaseDatabaseWrapper, query: Query, record_type: str | None, offset: int, limit: int) -> list[int]:
    """The keys of one page of matching entries: those that match by title or names first, then by bm25, then by uid."""
    sql = (
        f"WITH hit AS MATERIALIZED (SELECT rowid AS id, {_RANK} AS score FROM {FTS} WHERE {FTS} MATCH %s),"  # noqa: S608
        f" named AS MATERIALIZED (SELECT rowid AS id FROM {FTS} WHERE {FTS} MATCH %s)"
        f" SELECT e.id FROM hit JOIN {ENTRY} e ON e.id = hit.id"
        f" WHERE %s IS NULL OR e.record_type = %s"
        " ORDER BY hit.id NOT IN (SELECT id FROM named), hit.score, e.uid LIMIT %s OFFSET %s"
    )
    everywhere = expression(query)
    named = f"{{folded_title folded_names}} : ({everywhere})"
    with connection.cursor() as cursor:
        cursor.execute(sql, [everywhere, named, record_type, record_type, limit, offset])
        return [row[0] for row in cursor.fetchall()]


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
