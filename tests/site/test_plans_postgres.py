"""Whether PostgreSQL can read lists by date from an index: it sorts differently than SQLite what is empty."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories as make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="these are plans of PostgreSQL's"),
]


@pytest.mark.parametrize(
    ("address", "table", "index"),
    [("/events/", "events_event", "event_newest"), ("/sources/", "sources_source", "source_newest")],
)
def test_the_order_of_a_list_is_that_of_an_index(address: str, table: str, index: str) -> None:
    make.published_event()
    with CaptureQueriesContext(connection) as asked:
        Client().get(address)
    sql = [query["sql"] for query in asked.captured_queries]
    (page,) = [one for one in sql if f'FROM "{table}"' in one and one.endswith(" LIMIT 1")]  # of one record
    with connection.cursor() as cursor:
        # In a small table anything is cheaper than an index: asked is whether the index gives the order.
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("EXPLAIN " + page)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert index in plan
    assert "Sort" not in plan, plan
