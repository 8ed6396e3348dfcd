"""How SQLite finds what a list shows, told by the database itself: no list may look at a whole table, or sort one.

The planner goes by what it knows of the tables. It is told here what it would know of an archive of 100,000 claims
(`sqlite_statistics.csv`, from one that `benchmarks/generate.py` made), because in an empty one any way is
as good as any other.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories as make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="these are plans of SQLite's"),
]

STATISTICS = Path(__file__).parent / "sqlite_statistics.csv"
BIG = (
    "events_event", "events_claim", "events_evidence", "events_entity", "events_entityname", "events_participation",
    "sources_source", "sources_capture", "editorial_ledgerentry",
)  # fmt: skip
TABLES = {
    "events": "events_event", "entities": "events_entity", "claims": "events_claim", "sources": "sources_source",
}  # fmt: skip
# What leaves much of a list, in its usual order and, where many ask for them, in others.
ASKED = {
    "events": (
        "", "kind=meeting", "conflict=true", "year=2018", "after=2018", "during=2018", "role=host", "country=AZ",
        "property=date", "stance=supports", "reliability=A", "source_kind=news_report", "origins_min=2",
        "credibility_max=2", "ordering=-published_at", "kind=meeting&ordering=-published_at",
    ),
    "entities": ("", "kind=person", "conflict=true", "country=AZ", "role=host"),
    "claims": (
        "", "property=date", "conflict=true", "rank=normal", "state=published", "role=host", "value_kind=value",
        "credibility_max=2", "origins_min=2", "after=2018", "reliability=A", "fidelity=original",
        "ordering=-published_at",
    ),
    "sources": (
        "", "kind=news_report", "access=full", "language=en", "year=2018", "after=2018", "reliability=A", "country=AZ",
        "fidelity=original", "ordering=-published_at",
    ),
}  # fmt: skip
# Read whole because it holds only what it is asked for.
WHOLE = "USING INDEX entity_protected"


@pytest.fixture
def statistics() -> Iterator[None]:
    with connection.cursor() as cursor, STATISTICS.open(newline="") as file:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1")
        rows = [(one["table"], one["index"] or None, one["statistics"]) for one in csv.DictReader(file)]
        cursor.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", rows)
        cursor.execute("ANALYZE sqlite_schema")
        yield
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")


def plans(address: str) -> Iterator[tuple[str, list[str]]]:
    """(query, steps of its plan) of every query that an answer asks."""
    with CaptureQueriesContext(connection) as asked:
        response = Client().get(address)
    assert response.status_code == 200, response.content[:300]
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            if query["sql"].startswith(("SELECT", "WITH")):
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                yield query["sql"], [row[3] for row in cursor.fetchall()]


@pytest.mark.parametrize("name", TABLES)
def test_no_list_sorts_or_reads_a_table(name: str, statistics: None) -> None:
    wrong = []
    for asked in ASKED[name]:
        for sql, steps in plans(f"/api/v1/{name}/?{asked}"):
            is_page = f'FROM "{TABLES[name]}"' in sql and "LIMIT" in sql
            for step in steps:
                is_scan = step.startswith(tuple(f"SCAN {table}" for table in BIG)) and WHOLE not in step
                if is_scan or (is_page and step == "USE TEMP B-TREE FOR ORDER BY"):
                    wrong.append(f"{asked or 'the whole list'}: {step}: {sql[:60]}… {sql[-200:]}")
    assert not wrong, "\n".join(wrong)


# What the pages of lists are asked for most; what facets count is read from their own indexes.
ON_PAGES = {
    "events": ("", "kind=meeting", "ordering=-published_at"),
    "entities": ("", "kind=person"),
    "claims": ("", "property=date"),
    "sources": ("", "kind=news_report", "ordering=-published_at"),
}


@pytest.mark.parametrize("name", TABLES)
def test_no_page_of_a_list_sorts_or_reads_a_table(name: str, statistics: None) -> None:
    make.published_event()
    make.publish(make.entity(kind="person"))
    wrong, pages = [], 0
    for asked in ON_PAGES[name]:
        for sql, steps in plans(f"/{name}/?{asked}"):
            is_page = f'FROM "{TABLES[name]}"' in sql and sql.endswith(" LIMIT 1")  # of one record
            pages += is_page
            for step in steps:
                is_scan = step.startswith(tuple(f"SCAN {table}" for table in BIG)) and WHOLE not in step
                if is_page and (is_scan or step == "USE TEMP B-TREE FOR ORDER BY"):
                    wrong.append(f"{asked or 'the whole list'}: {step}: {sql[:60]}… {sql[-200:]}")
    assert not wrong, "\n".join(wrong)
    assert pages == len(ON_PAGES[name])


def test_a_sort_would_be_seen(statistics: None) -> None:
    """No index serves this order: the test above can fail."""
    assert any("USE TEMP B-TREE FOR ORDER BY" in steps for _sql, steps in plans("/api/v1/events/?ordering=title"))
