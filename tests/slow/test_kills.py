"""A process killed outright while it writes leaves nothing half-written: the archive verifies, and goes on."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from ctarchive import demo

pytestmark = pytest.mark.slow

DEMO = Path(demo.__file__).parent / "archive.yaml"
KILLS = 12


class Archive:
    """An archive of its own on SQLite, worked on by `manage.py` in other processes."""

    def __init__(self, var: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
        self.environment = kept | {"DEBUG": "1", "VAR": str(var)}

    def start(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
        return subprocess.Popen(
            command, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def run(self, *words: str) -> str:
        process = self.start(*words)
        out, _nothing = process.communicate(timeout=300)
        assert process.returncode == 0, out
        return out


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
