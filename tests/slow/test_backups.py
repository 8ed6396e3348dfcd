"""Backups while people publish, and archives that move from one kind of database to the other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Event as Flag
from threading import Thread

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from ctarchive.backups import making, restoring
from editorial import ledger
from tests import factories as make
from tests.backups.test_backup import held, wipe

pytestmark = pytest.mark.slow


@pytest.mark.django_db(transaction=True)
def test_a_backup_under_load_is_the_archive_of_the_moment_it_names(tmp_path: Path) -> None:
    make.published_event()
    stop, failures = Flag(), []

    def publish() -> None:
        try:
            while not stop.is_set():
                make.published_event()
        except Exception as error:  # noqa: BLE001 -- told below
            failures.append(error)
        finally:
            connection.close()

    people = [Thread(target=publish) for _ in range(3)]
    for person in people:
        person.start()
    made: list[making.Made] = []
    for number in range(4):
        while ledger.head().size < (made[-1].header["head"]["size"] if made else 0) + 10:
            assert not failures
        made.append(making.make(tmp_path / str(number)))
    stop.set()
    for person in people:
        person.join()
    assert failures == []
    sizes = [one.header["head"]["size"] for one in made]
    assert sizes == sorted(set(sizes))
    for one in made:
        assert ledger.root_at(one.header["head"]["size"]) == one.header["head"]["root"]
        assert one.manifest.damaged == {}
    for number in (0, 3):
        with transaction.atomic():
            wipe()
        restoring.restore(tmp_path / str(number))
        assert ledger.head().size == sizes[number]
        assert make.findings() == []
        assert held(making.make(tmp_path / f"{number} again")) == held(made[number])


class Archive:
    """An archive of its own, worked on by `manage.py` in other processes."""

    def __init__(self, var: Path, database: str = "") -> None:
        var.mkdir(exist_ok=True)
        self.url = database or f"sqlite:///{var}/ctarchive.sqlite3"
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "PGPASSWORD")}
        self.environment = kept | {"DEBUG": "1", "VAR": str(var), "DATABASE_URL": self.url}

    def run(self, *words: str, status: int = 0) -> str:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
        done = subprocess.run(
            command, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        assert done.returncode == status, done.stdout
        return done.stdout


@pytest.fixture
def other_database(tmp_path: Path) -> str:
    """The address of an empty database: on PostgreSQL where the tests have one, else on SQLite."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        return f"sqlite:///{tmp_path}/other.sqlite3"
    name = f"moved_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
    return f"{given.rpartition('/')[0]}/{name}"


def test_an_archive_moves_to_another_database_and_back(tmp_path: Path, other_database: str) -> None:
    here = Archive(tmp_path / "var")
    here.run("migrate", "--verbosity", "0")
    here.run("demo")
    assert "All is there, and holds" in here.run("move_to", other_database)
    # The same blobs, another database.
    there = Archive(tmp_path / "var", other_database)
    assert "Everything holds" in there.run("verify")
    again = here.run("move_to", other_database, status=1)
    assert "not empty" in again
    assert "Nothing was moved" in again
    there.run("backup", str(tmp_path / "backup"))
    back = Archive(tmp_path / "back")
    back.run("restore", str(tmp_path / "backup"))
    back.run("backup", str(tmp_path / "again"))
    here.run("backup", str(tmp_path / "first"))
    made = [restoring.check(tmp_path / name) for name in ("first", "backup", "again")]
    assert held(made[0]) == held(made[1]) == held(made[2])
