"""The pieces of `make bench` work, on an archive of a hundred claims. How fast is not asked here."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from benchmarks import suite
from benchmarks.generate import generate
from benchmarks.speed import bare, inside, jobs, pages
from benchmarks.speed.results import Result, bars, table
from editorial import ledger, roles

ROW = Result("a page", 2.0, "another", 6.0, p95=3.0, least=2.5, at_once=100.0, at_once_theirs=50.0)


def test_a_ratio_says_how_many_times_as_fast_the_archive_is() -> None:
    assert (ROW.ratio, ROW.goal, ROW.met) == (3.0, "≥ 2.5 ×", True)
    assert replace(ROW, theirs=4.0).met is False
    rate = Result("rows", 50.0, "another", 100.0, unit="rows/s")
    assert (rate.ratio, rate.goal, rate.met) == (0.5, "", None)
    assert Result("alone", 1.0).ratio is None
    assert [Result("typing", 1.0, p95=p95, most=20).met for p95 in (19.0, 21.0)] == [True, False]


def test_the_page_tells_what_was_measured_and_under_what_load() -> None:
    assert "| a page | 2.00 (3.00) | another | 6.00 | ms | 3.00 | ≥ 2.5 × | yes | 100.0 | 50.0 |" in table([ROW])
    quiet = suite.page("small", 7, (0.5, 1.0), {"small": [ROW]})
    busy = suite.page("small", 7, (0.5, 9.0), {"small": [ROW], "medium": [replace(ROW, ours=8.0)]})
    assert "Other work ran" in busy
    assert "Other work ran" not in quiet
    assert "By size" not in quiet
    assert bars({"a page": {"small": 2.0, "medium": 8.0}}) in busy
    assert "█" * 40 in busy


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_everything_that_is_measured_can_be_asked(client: Client) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the benchmarks measure archives on SQLite")
    roles.grant(sender=None)
    generate(200, seed=7, say=lambda _line: None)
    file = Path(str(connection.settings_dict["NAME"]))
    with closing(sqlite3.connect(file)) as rows:
        root, hashed = bare.ledger(rows)
        assert root == ledger.head().root
        assert hashed > 100_000
        assert bare.everything(rows) > 10_000
    for workload in pages.workloads(pages.Known(file)):
        assert client.get(workload.ours()).status_code == 200, workload.name
    for name in ("first_page", "statements", "quotations", "publish", "index"):
        assert all(value > 0 for value in inside.NAMES[name]().values()), name


def test_an_archive_is_only_ever_written_as_a_copy(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    file = tmp_path / "small" / jobs.DATABASE
    file.write_text("rows")
    with jobs.copied(tmp_path / "small") as copy:
        (copy / jobs.DATABASE).write_text("other rows")
        assert copy != tmp_path / "small"
    assert file.read_text() == "rows"
    assert list(tmp_path.iterdir()) == [tmp_path / "small"]
