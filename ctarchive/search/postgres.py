"""The index on PostgreSQL: a stored, generated `tsvector` beside each entry, under a GIN index.

Texts come folded, so the configuration is `simple`: it neither stems (that breaks beginnings of words) nor drops words.
https://www.postgresql.org/docs/current/textsearch-tables.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from ctarchive.search.folding import SOUND
from ctarchive.search.query import Query, Term, Within

ENTRY, GIN = "ctarchive_searchentry", "ctarchive_search_gin"
NAME, NAME_GIN = "ctarchive_searchname", "ctarchive_search_names_gin"


def _weighted(**columns: str) -> str:
    return " || ".join(
        f"setweight(to_tsvector('simple'::regconfig, {column}), '{weight}')" for column, weight in columns.items()
    )


# Table → the vector beside each row, and its index.
TABLES = {
    ENTRY: (_weighted(folded_title="A", folded_names="B", folded_body="D"), GIN),
    NAME: (_weighted(folded="A", pieces="D"), NAME_GIN),
}
# The weights of D, C, B and A: a word in the title counts ten times one in the body. 1: the longer the text, the less.
_RANK = "ts_rank('{0.1, 0.1, 0.5, 1.0}', e.vector, q.everywhere, 1)"

# Bytes of a text in which a word may stand more often, or later, than a vector remembers.
_LONG = 8_000


def install(connection: BaseDatabaseWrapper) -> None:
    """Make whatever is missing: the generated columns and their indexes."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, (vector, gin) in TABLES.items():
            if table in there:
                column = f"vector tsvector GENERATED ALWAYS AS ({vector}) STORED"
                cursor.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column}")
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {gin} ON {table} USING gin (vector)")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the columns and, with them, their indexes."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE IF EXISTS {table} DROP COLUMN IF EXISTS vector")


def repair(connection: BaseDatabaseWrapper) -> None:
    """Make what is missing; a damaged index is built again."""
    install(connection)
    with connection.cursor() as cursor:
        for _vector, gin in TABLES.values():
            cursor.execute(f"REINDEX INDEX {gin}")


def optimize(connection: BaseDatabaseWrapper) -> None:
    """Tell the planner how large the tables are."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")


def problems(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """What does not hold: a missing column or index, or a vector that is not made of its row."""
    for table, (vector, gin) in TABLES.items():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema()"
                " AND table_name = %s AND column_name = 'vector'",
                [table],
            )
            if cursor.fetchone() is None:
                yield f"the column of search vectors of {table} is missing"
                continue
            cursor.execute("SELECT 1 FROM pg_indexes WHERE schemaname = current_schema() AND indexname = %s", [gin])
            if cursor.fetchone() is None:
                yield f"the index {gin} is missing"
            cursor.execute(f"SELECT uid FROM {table} WHERE vector IS DISTINCT FROM ({vector}) ORDER BY uid")  # noqa: S608
            for (uid,) in cursor.fetchall():
                yield f"the search vector of {uid} is not made of its entry"


# -- finding -----------------------------------------------------------------------------------------------------------


@contextmanager
def by_index(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let the planner use the GIN index wherever it can.

    It takes reading all vectors for cheap, because it does not count that long ones are stored apart and compressed:
    50,000 entries took 900 ms instead of 30.
    """
    # Inside a transaction the hint stays until its end, where it does no harm.
    with nullcontext() if connection.in_atomic_block else transaction.atomic(using=connection.alias):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        yield


def counts(connection: BaseDatabaseWrapper, query: Query) -> dict[str, int]:
    """Record type → how many of its entries match."""
    where, values = _matching(query)
    sql = (
        f"SELECT e.record_type, count(*) FROM {ENTRY} e, (SELECT %s::tsquery AS everywhere) q"  # noqa: S608
        f" WHERE {where} GROUP BY e.record_type"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [expression(query), *values])
        return dict(cursor.fetchall())


def page(
    connection: BaseDatabaseWrapper,
    query: Query,
    record_type: str | None,
    offset: int,
    limit: int,
    within: Within = None,
) -> list[int]:
    """The keys of one page of matching entries: those that match by title or names first, then by rank, then by uid.

    `within`: a subquery of the uids that come into question.
    """
    among, given = (f" AND e.uid IN ({within[0]})", list(within[1])) if within else ("", [])
    where, values = _matching(query)
    # Materialised: or else the planner may walk the keys to find the few entries with a rare word.
    sql = (
        f"WITH hit AS MATERIALIZED (SELECT e.id, e.uid, e.vector @@ q.named AS named, {_RANK} AS score"  # noqa: S608
        f" FROM {ENTRY} e, (SELECT %s::tsquery AS everywhere, %s::tsquery AS named) q"
        f" WHERE {where} AND (%s::text IS NULL OR e.record_type = %s){among})"
        " SELECT id FROM hit ORDER BY named DESC, score DESC, uid LIMIT %s OFFSET %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            [expression(query), expression(query, "AB"), *values, record_type, record_type, *given, limit, offset],
        )
        return [row[0] for row in cursor.fetchall()]


def hits(query: Query) -> tuple[str, list[Any]]:
    """The keys of the matching entries, as SQL with its parameters."""
    where, values = _matching(query)
    sql = f"SELECT e.id FROM {ENTRY} e, (SELECT %s::tsquery AS everywhere) q WHERE {where}"  # noqa: S608
    return sql, [expression(query), *values]


def names(connection: BaseDatabaseWrapper, query: Query, marks: Sequence[str], most: int) -> list[tuple[str, str]]:
    """(uid, name) of names that hold every word of the query: at most so many of each marked type, in no order."""
    one = f"(SELECT uid, text FROM {NAME} WHERE vector @@ %s::tsquery LIMIT {int(most)})"  # noqa: S608
    with connection.cursor() as cursor:
        wanted = [f"{expression(query, 'A')} & {_lexeme(mark, 'A')}" for mark in marks]
        cursor.execute(" UNION ALL ".join([one] * len(wanted)), wanted)
        return cursor.fetchall()


def names_with(connection: BaseDatabaseWrapper, pieces: Sequence[str], most: int) -> list[tuple[str, str]]:
    """(uid, name) of the names that have most of these pieces."""
    sql = (
        f"WITH hit AS MATERIALIZED (SELECT n.id, n.uid, n.text, ts_rank(n.vector, q.wanted, 2) AS score"  # noqa: S608
        f" FROM {NAME} n, (SELECT %s::tsquery AS wanted) q WHERE n.vector @@ q.wanted)"
        f" SELECT uid, text FROM hit ORDER BY score DESC, id LIMIT {int(most)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [" | ".join(_lexeme(piece, "D") for piece in pieces)])
        return cursor.fetchall()


def _matching(query: Query) -> tuple[str, list[str]]:
    """The condition that an entry matches, and its parameters.

    A vector holds the first 256 places of a word, up to the 16,383rd word, and a quotation may stand anywhere: of long
    texts, the vector only says that all words are there, and the text itself whether they follow each other.
    """
    conditions, values = ["e.vector @@ q.everywhere"], []
    for term in query.terms:
        if term.is_phrase:
            conditions.append(
                f"(e.vector @@ %s::tsquery OR (octet_length(e.folded_body) > {_LONG}"
                " AND ' ' || e.folded_body || ' ' LIKE %s))"
            )
            phrase = " <-> ".join(_lexeme(word.text, "", prefix=word.prefix) for word in term.words)
            values += [phrase, f"% {term.text}{'' if term.prefix else ' '}%"]
    return " AND ".join(conditions), values


def expression(query: Query, weights: str = "") -> str:
    """The query as a `tsquery`. Words are folded to letters and digits, and quoted: nothing can escape."""
    return " & ".join(_term(term, weights) for term in query.terms)


def _term(term: Term, weights: str) -> str:
    if term.is_phrase:
        return " & ".join(_lexeme(word.text, weights, prefix=word.prefix) for word in term.words)
    word = term.words[0]
    alternatives = [_lexeme(form, weights) for form in sorted(word.forms)]
    if word.prefix:
        alternatives.append(_lexeme(word.text, weights, prefix=True))
    if word.sound:
        alternatives.append(_lexeme(f"{SOUND}{word.sound}", weights, prefix=word.prefix))
    return f"({' | '.join(alternatives)})"


def _lexeme(word: str, weights: str, *, prefix: bool = False) -> str:
    marks = f"{'*' if prefix else ''}{weights}"
    return f"'{word}'{':' if marks else ''}{marks}"
