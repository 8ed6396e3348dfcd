"""Workers killed outright in the middle of a task: another does it again, once. On SQLite, and on PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.slow import clusters
from tests.slow.clusters import Cluster

pytestmark = pytest.mark.slow

LEASE = 6  # seconds


class Archive:
    """An archive of its own, whose tasks are done by workers in other processes."""

    def __init__(self, var: Path, database: str) -> None:
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
        self.environment = kept | {"DEBUG": "1", "VAR": str(var), "DATABASE_URL": database, "LOG_LEVEL": "WARNING"}
        self.notes = var / "notes"
        self.notes.touch()
        self.run("migrate", "-v0")

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, str(settings.BASE_DIR / "manage.py"), *words], env=self.environment)

    def run(self, *words: str) -> None:
        assert self.start(*words).wait(timeout=300) == 0

    def worker(self) -> subprocess.Popen[bytes]:
        return self.start("db_worker", "--queue-name", "*", "--no-reload", "--lease", str(LEASE))

    def enqueue(self, tasks: dict[str, float]) -> None:
        code = (
            f"from tests.slow.jobs import note\nfor n, s in {tasks!r}.items(): note.enqueue({str(self.notes)!r}, n, s)"
        )
        self.run("shell", "-v0", "-c", code)

    def counts(self) -> Counter[str]:
        """How often each task began and ended."""
        return Counter(" ".join(line.split()[:2]) for line in self.notes.read_text().splitlines())

    def who(self, name: str) -> int:
        """The process that began this task last."""
        return [int(line.split()[2]) for line in self.notes.read_text().splitlines() if f"began {name} " in line][-1]

    def statuses(self) -> str:
        code = (
            "from django_tasks_db.models import DBTaskResult as D\n"
            "print(*sorted(D.objects.filter(task_path='tests.slow.jobs.note').values_list('status', flat=True)))"
        )
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "shell", "-v0", "-c", code]
        return subprocess.run(command, env=self.environment, text=True, capture_output=True, check=True).stdout.strip()


@pytest.fixture(params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    if request.param == "sqlite":
        yield Archive(tmp_path, f"sqlite:///{tmp_path}/ctarchive.sqlite3")
        return
    if clusters.why_not():
        pytest.skip(clusters.why_not())
    with clusters.folder() as place:
        server = Cluster(place / "server").make()
        try:
            yield Archive(tmp_path, server.url)
        finally:
            server.stop()


def soon(what: Callable[[], bool], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not come to be"
        time.sleep(0.2)


def test_a_task_whose_worker_is_killed_is_done_again_once(archive: Archive) -> None:
    archive.enqueue({"long": 12.0, "short": 0.1, "other": 0.1, "longest": 20.0})
    workers = {one.pid: one for one in (archive.worker() for _ in range(3))}
    try:
        soon(lambda: {"began long", "began longest"} <= archive.counts().keys())
        killed = archive.who("long")
        os.kill(killed, signal.SIGKILL)
        workers[killed].wait()
        soon(lambda: archive.counts()["ended long"] == 1 and archive.counts()["ended longest"] == 1)
        # Longer than its lease, and its worker lives: it is held.
        assert archive.counts() == Counter(
            {"began long": 2, "ended long": 1, "began longest": 1, "ended longest": 1}
            | {f"{what} {name}": 1 for what in ("began", "ended") for name in ("short", "other")}
        )
        assert archive.who("long") != killed
        time.sleep(2 * LEASE)
        assert archive.statuses() == "SUCCESSFUL SUCCESSFUL SUCCESSFUL SUCCESSFUL"
        assert archive.counts()["began long"] == 2
    finally:
        _stop(workers.values())


def test_a_task_that_takes_every_worker_with_it_is_given_up(archive: Archive) -> None:
    archive.enqueue({"deadly": 600.0})
    workers = []
    try:
        for number in range(1, 4):
            workers.append(archive.worker())
            soon(lambda number=number: archive.counts()["began deadly"] == number)  # type: ignore[misc]
            workers[-1].kill()
            workers[-1].wait()
        workers.append(archive.worker())
        soon(lambda: archive.statuses() == "FAILED")
        assert archive.counts() == Counter({"began deadly": 3})
    finally:
        _stop(workers)


def _stop(workers: object) -> None:
    for one in list(workers):  # type: ignore[call-overload]
        one.kill()
        one.wait()
