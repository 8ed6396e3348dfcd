"""A process killed outright while it writes leaves nothing half-written: the archive verifies, and goes on."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ctarchive import demo
from tests.slow.archive import Archive, empty_database, kill

pytestmark = pytest.mark.slow

DEMO = Path(demo.__file__).parent / "archive.yaml"
KILLS = 12


def test_loading_killed_at_any_moment_leaves_an_archive_that_verifies(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.run("migrate", "--verbosity", "0")
    began = time.monotonic()
    archive.run("load_dossier", str(DEMO), "--dry-run")
    checking = time.monotonic() - began
    chance = random.Random(2026)
    for _kill in range(KILLS):
        process = archive.start("load_dossier", str(DEMO), "--publish")
        # Somewhere between the first write and a little after the last.
        time.sleep(checking + chance.uniform(0, 2.5 * checking))
        process.kill()
        process.wait()
        archive.run("verify", "--quiet")
    archive.run("load_dossier", str(DEMO), "--publish")
    assert "Everything holds" in archive.run("verify")
    assert "made: nothing" in archive.run("load_dossier", str(DEMO), "--publish")


def test_capturing_killed_at_any_moment_loses_only_what_is_taken_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.run("migrate", "--verbosity", "0")
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number}.txt").write_text(f"Border guards met in Lankaran {number} times.")
    began = time.monotonic()
    archive.run("capture", str(folder), "--dry-run", "--processes", "1")
    reading = time.monotonic() - began
    chance = random.Random(2026)
    for _kill in range(KILLS // 4):
        process = archive.start("capture", str(folder), "--processes", "1")
        time.sleep(chance.uniform(0.5, 1.2) * reading)
        process.kill()
        process.wait()
        archive.run("verify", "--quiet")
    assert "0 refused" in archive.run("capture", str(folder))
    assert "Everything holds: 120 ledger, 120 records" in archive.run("verify")
    assert "0 captured, 60 already there" in archive.run("capture", str(folder))


def test_two_processes_that_capture_the_same_at_once_capture_it_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.run("migrate", "--verbosity", "0")
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number}.txt").write_text(f"Border guards met in Lankaran {number} times.")
    archive.run("capture", str(folder / "0.txt"))
    at_once = [archive.start("capture", str(folder), "--processes", "1") for _ in range(3)]
    outcomes = [(process.communicate(timeout=300)[0], process.returncode) for process in at_once]
    assert [code for _out, code in outcomes] == [0, 0, 0], outcomes
    assert "Everything holds: 120 ledger, 120 records" in archive.run("verify")


def test_two_processes_that_publish_at_once_never_fork_the_ledger(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.run("migrate", "--verbosity", "0")
    files = []
    for number in range(4):
        path = tmp_path / f"{number}.yaml"
        text = f"The guards of post {number} met on 3 May 2018."
        path.write_text(
            "dossier: 1\n"
            f"sources: [{{id: s{number}, title: Report {number}, text: {text}}}]\n"
            f"events: [{{id: e{number}, kind: meeting, title: Meeting {number}, claims: "
            f"[{{property: date, value: 2018-05-03, evidence: [{{source: s{number}, quote: on 3 May 2018}}]}}]}}]\n"
        )
        files.append(path)
    archive.run("load_dossier", str(files[0]), "--publish")
    at_once = [archive.start("load_dossier", str(path), "--publish") for path in files[1:]]
    outcomes = [(process.communicate(timeout=300)[0], process.returncode) for process in at_once]
    assert [code for _out, code in outcomes] == [0, 0, 0], outcomes
    assert "Everything holds" in archive.run("verify")


# -- migrations --------------------------------------------------------------------------------------------------------

STOPS = 7
# Which tables with which columns, indexes and rules there are, whatever order they were made in.
SHAPE = """
import json
from django.db import connection
wanted = {"sqlite": ["SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%%'"], "postgresql": [
    "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype <> 'n'",
    "SELECT event_object_table, trigger_name, action_statement FROM information_schema.triggers",
]}[connection.vendor]
found = []
for query in wanted:
    with connection.cursor() as cursor:
        cursor.execute(query)
        found.append(sorted([str(value) for value in row] for row in cursor.fetchall()))
print(json.dumps(found))
"""


def applied(archive: Archive) -> int:
    """How many migrations are recorded; asked without Django, which takes too long to start."""
    try:
        if url := archive.environment["DATABASE_URL"]:
            with psycopg.connect(url) as postgres:
                row = postgres.execute("SELECT count(*) FROM django_migrations").fetchone()
        else:
            with closing(sqlite3.connect(archive.var / "ctarchive.sqlite3")) as sqlite:
                row = sqlite.execute("SELECT count(*) FROM django_migrations").fetchone()
    except (psycopg.Error, sqlite3.Error):
        return 0  # the table is not there yet
    return int(row[0]) if row else 0


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Archive, Archive]]:
    """Two places for an archive, both empty."""
    with empty_database() as one, empty_database() as other:
        yield Archive(tmp_path / "one", one), Archive(tmp_path / "other", other)


def test_migrations_killed_half_way_go_on_from_there(two: tuple[Archive, Archive]) -> None:
    archive, untouched = two
    untouched.run("migrate", "--verbosity", "0")
    all_of_them = applied(untouched)
    chance, stops = random.Random(), []
    for number in sorted(chance.sample(range(1, all_of_them), STOPS)):
        if number <= applied(archive):
            continue
        process = archive.start("migrate", "--verbosity", "0")
        while applied(archive) < number and process.poll() is None:
            time.sleep(0.005)
        kill(process)
        stops.append(applied(archive))
    print(f"killed with {stops} of {all_of_them} migrations applied")
    assert len([count for count in stops if 0 < count < all_of_them]) >= STOPS // 2
    archive.run("migrate", "--verbosity", "0")
    assert applied(archive) == all_of_them
    shapes: list[Any] = [one.ask(SHAPE) for one in two]
    assert shapes[0] == shapes[1]
    archive.run("demo")
    assert "Everything holds" in archive.run("verify")
