"""The code from before the last migration goes on on the tables that this migration made."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.slow import clusters
from tests.slow.clusters import Cluster

ROOT = Path(settings.BASE_DIR)


def git(*words: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True).stdout


def before_the_last_migration() -> str:
    """The commit before the one that added the newest migration; empty where there is no history."""
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        return ""
    try:
        added = git("log", "-1", "--diff-filter=A", "--format=%H", "--", ":(glob)*/migrations/0*.py").decode().strip()
        return git("rev-parse", f"{added}^").decode().strip() if added else ""
    except subprocess.CalledProcessError:
        return ""


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not before_the_last_migration(), reason="there is no git, or no history with a migration"),
]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/ctarchive.sqlite3"
        return
    if clusters.why_not():
        pytest.skip(clusters.why_not())
    with clusters.folder() as place:
        server = Cluster(place / "server").make()
        try:
            yield server.url
        finally:
            server.stop()


PAGES = ("/", "/events/", "/entities/", "/sources/", "/api/v1/events/", "/api/v1/claims/")
ASK = (
    "from django.test import Client\n"
    f"found = {{path: Client().get(path).status_code for path in {PAGES!r}}}\n"
    "assert set(found.values()) == {200}, found\n"
)


def test_old_code_reads_and_publishes_on_the_new_tables(tmp_path: Path, database: str) -> None:
    old = tmp_path / "old"
    with tarfile.open(fileobj=io.BytesIO(git("archive", before_the_last_migration()))) as files:
        files.extractall(old, filter="data")
    var = tmp_path / "var"
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    environment = kept | {"DEBUG": "1", "VAR": str(var), "DATABASE_URL": database, "LOG_LEVEL": "WARNING"}

    def run(code: Path, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, str(code / "manage.py"), *words], env=environment, cwd=code, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        return done.stdout

    def publish(code: Path, name: str) -> None:
        path = tmp_path / f"{name}.yaml"
        path.write_text(
            "dossier: 1\n"
            f"sources: [{{id: s{name}, title: Report {name}, text: The guards met on 3 May 2018 at {name}.}}]\n"
            f"events: [{{id: e{name}, kind: meeting, title: Gathering {name}, claims: "
            f"[{{property: date, value: 2018-05-03, evidence: [{{source: s{name}, quote: on 3 May 2018}}]}}]}}]\n"
        )
        run(code, "load_dossier", str(path), "--publish")

    run(ROOT, "migrate", "-v0")
    publish(ROOT, "new")
    publish(old, "old")
    for code in (old, ROOT):
        run(code, "shell", "-v0", "-c", ASK)
    publish(ROOT, "newer")
    assert "Everything holds" in run(ROOT, "verify")
