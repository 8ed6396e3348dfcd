"""The doctor names what can hurt a running archive, and how to mend it; programs that watch are told yes or no."""

from __future__ import annotations

import errno
import shutil
from collections import namedtuple
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from pytest_django import Settings

from ctarchive import doctor, health
from ctarchive.keeping.pages import KeptPagesMiddleware
from ctarchive.proof import signing
from editorial import actions, ledger
from editorial.models import LedgerEntry
from sources import fixity
from sources.models import Blob
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    health._seen["migrated"] = False
    yield
    health._seen["migrated"] = False


@pytest.fixture(autouse=True)
def _key(settings: Settings, tmp_path: Path) -> None:
    settings.CHECKPOINT_KEY_FILE = tmp_path / "checkpoint-key"
    signing.make(settings.CHECKPOINT_KEY_FILE)


def found(name: str) -> list[str]:
    """What one examination finds; each says how to mend it."""
    findings = list(doctor.EXAMINATIONS[name][0]())
    assert all(finding.mend for finding in findings)
    return [finding.what for finding in findings]


def said(*, is_wrong: bool) -> str:
    out = StringIO()
    try:
        call_command("doctor", stdout=out)
    except CommandError:
        assert is_wrong, out.getvalue()
        return out.getvalue()
    assert not is_wrong, out.getvalue()
    return out.getvalue()


@pytest.fixture
def _roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    room = usage(10**12, 0, 10**12)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: room)


@pytest.mark.usefixtures("_roomy")
def test_a_healthy_archive_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    make.published_event()
    fixity.check(10**9)
    # The tests do not wait for the disk.
    monkeypatch.setitem(doctor.EXAMINATIONS, "database", (lambda: iter(()), True))
    out = said(is_wrong=False)
    for name in doctor.EXAMINATIONS:
        assert f"{name}: well" in out


def test_a_database_that_does_not_wait_for_the_disk_is_named() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL synchronous_commit = off")
    # On SQLite the tests themselves run so.
    assert any("power cut" in what for what in found("database"))


def test_a_database_that_is_gone_is_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Iterator[doctor.Finding]:
        raise OperationalError("connection refused")

    monkeypatch.setitem(doctor.EXAMINATIONS, "database", (gone, True))
    out = said(is_wrong=True)
    assert "connection refused" in out
    assert "worker" not in out


def test_migrations_that_are_missing_or_unknown_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found("migrations") == []
    monkeypatch.setattr(health, "unapplied", lambda: ["events.0099_new"])
    assert found("migrations") == ["Not applied to the database: events.0099_new."]
    monkeypatch.setattr(health, "unapplied", list)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('events', '0098_x', '2030-01-01')")
    assert "newer release: events.0098_x" in found("migrations")[0]


def test_a_wrong_search_index_is_named() -> None:
    make.published_event()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ctarchive_searchentry SET title = 'Another'")
    assert len(found("search index")) == 1


def test_a_blob_store_that_takes_nothing_is_named(settings: Settings, tmp_path: Path) -> None:
    make.source()
    assert found("blobs") == ["Some blobs were not checked ever."]
    assert [path.name for path in Path(storages["blobs"].path("")).iterdir() if path.is_file()] == []
    blob = Blob.objects.get()
    shutil.rmtree(storages["blobs"].path(""))
    Path(storages["blobs"].path("")).write_text("a file where the folder was")
    what = found("blobs")
    assert "Nothing can be written to the blob store" in what[0]
    assert blob.pk in what[1]


def test_tasks_that_nobody_does_are_named() -> None:
    now = timezone.now()
    task = {"args_kwargs": {"args": [], "kwargs": {}}, "task_path": "x.y", "backend_name": "default"}
    DBTaskResult.objects.create(status="READY", run_after=now + timedelta(days=1), **task)
    DBTaskResult.objects.update(enqueued_at=now - timedelta(days=1))
    assert found("worker") == []
    DBTaskResult.objects.update(run_after=now - timedelta(hours=1))
    assert "no worker works" in found("worker")[0]
    DBTaskResult.objects.update(run_after=get_date_max())  # as it is where no moment is asked for
    assert "no worker works" in found("worker")[0]
    DBTaskResult.objects.update(status="RUNNING", started_at=now - timedelta(hours=3))
    assert "their worker was killed" in found("worker")[0]
    DBTaskResult.objects.update(status="FAILED", finished_at=now)
    assert "1 tasks failed" in found("worker")[0]


def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    for free, is_grave in ((50, False), (20, True)):
        monkeypatch.setattr(shutil, "disk_usage", lambda path, free=free: usage(10**12, 0, free * 10**9))
        findings = list(doctor.disk())
        assert [finding.is_grave for finding in findings] == [is_grave, is_grave]


def test_a_clock_that_was_set_back_is_named() -> None:
    make.event()
    assert found("clock") == []
    with actions.verb():
        LedgerEntry.objects.update(at=timezone.now() + timedelta(hours=1))
    assert "set back" in found("clock")[0]


def test_keys_that_others_can_read_are_named(settings: Settings, tmp_path: Path, monkeypatch: Any) -> None:
    assert found("keys") == []
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0o644)
    monkeypatch.setenv("SECRET_KEY_FILE", str(secret))
    settings.CHECKPOINT_KEY_FILE.chmod(0o640)
    assert [what.partition(" ")[0] for what in found("keys")] == [str(secret), str(settings.CHECKPOINT_KEY_FILE)]
    secret.chmod(0o600)
    settings.CHECKPOINT_KEY_FILE.chmod(0o600)
    settings.SITE_URL = "https://elsewhere.example.org"
    assert "signed as localhost:8000/ledger" in found("keys")[-1]
    settings.CHECKPOINT_KEY_FILE.unlink()
    assert "nobody can be a witness" in found("keys")[-1]


# -- health ------------------------------------------------------------------------------------------------------------


def test_programs_that_watch_are_answered_by_whatever_name_they_ask(client: Client) -> None:
    for path, word in (("/healthz", b"ok\n"), ("/readyz", b"ready\n")):
        answer = client.get(path, headers={"host": "10.0.0.7:8000"})
        assert (answer.status_code, answer.content) == (200, word)
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies


def test_a_process_that_cannot_work_is_alive_and_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone() -> None:
        raise OperationalError("connection to server at db.internal refused")

    monkeypatch.setattr(health, "require_database", gone)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")
    assert "db.internal" in caplog.text
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (OperationalError("database or disk is full"), 503),
        (OperationalError("connection to server at db.internal refused"), 503),
        (OSError(errno.ENOENT, "our own mistake"), 500),
        (ValueError("our own mistake"), 500),
    ],
)
def test_a_request_that_the_machine_fails_is_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception, status: int
) -> None:
    def fail() -> Any:
        raise error

    monkeypatch.setattr(ledger, "head", fail)
    client.raise_request_exception = False
    answer = client.get("/data/head")
    assert answer.status_code == status
    assert ("Nothing of it was kept" in answer.content.decode()) == (status == 503)
    assert answer.headers.get("Retry-After") == ("60" if status == 503 else None)
    assert "db.internal" not in answer.content.decode()
    assert str(error) in caplog.text


@pytest.mark.parametrize("path", ["/", "/api/v1/events/", "/api/v1/work/"])
def test_what_fails_before_a_view_is_reached_is_to_come_back_too(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def fail(*args: Any) -> Any:
        raise OperationalError("connection to server at db.internal refused")

    monkeypatch.setattr(KeptPagesMiddleware, "__call__", fail)
    client.raise_request_exception = False
    answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Nothing of it was kept" in answer.content.decode()
    assert (answer["Content-Type"] == "application/problem+json") == path.startswith("/api/")


def test_pages_do_without_a_cache_that_is_gone(client: Client, settings: Settings) -> None:
    make.published_event()
    backend = {"BACKEND": "ctarchive.caching.PatientRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": backend, "answers": backend}
    settings.KEEP_ANSWERS = True
    assert client.get("/events/").status_code == 200
    assert cache.get("a", "default") == "default"
    assert (cache.add("a", 1), cache.incr("a"), cache.get_many(["a"])) == (True, 1, {})
    assert (cache.has_key("a"), cache.touch("a"), cache.delete("a")) == (False, False, False)
    assert cache.get_or_set("a", lambda: 7) == 7
    cache.set_many({"a": 1})
    cache.delete_many(["a"])


def test_missing_migrations_and_a_lost_blob_store_are_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(health, "unapplied", lambda: ["events.0099_new"])
    assert client.get("/readyz").status_code == 503
    assert "events.0099_new" in caplog.text
    monkeypatch.setattr(health, "unapplied", list)
    assert client.get("/readyz").status_code == 200
    Path(storages["blobs"].path("")).write_text("a file where the folder was")
    assert client.get("/readyz").status_code == 503
