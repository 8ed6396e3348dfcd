"""Figures for Prometheus: shown to whom they are for, counted over processes, read by its own parser."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, Settings

from ctarchive.telemetry import metrics, state
from editorial.models import LedgerHead
from events.tasks import suggest
from tests import factories as make

pytestmark = pytest.mark.django_db


def figures(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    families = text_string_to_metric_families(text)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def read(client: Client, **headers: str) -> Any:
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    return figures(answer.content.decode())


@pytest.mark.parametrize(
    ("sender", "headers", "token", "status"),
    [
        ("127.0.0.1", {}, "", 200),
        ("::1", {}, "", 200),
        ("198.51.100.7", {}, "", 404),
        ("10.0.0.7", {}, "", 404),
        ("", {}, "", 404),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, "", 404),
        ("127.0.0.1", {"forwarded": "for=127.0.0.1"}, "", 404),
        ("127.0.0.1", {}, "t" * 20, 404),
        ("198.51.100.7", {"authorization": "Bearer " + "t" * 20}, "t" * 20, 200),
        ("198.51.100.7", {"authorization": "Bearer " + "t" * 19}, "t" * 20, 404),
        ("198.51.100.7", {"authorization": "Bearer é"}, "t" * 20, 404),
        ("198.51.100.7", {"authorization": "Bearer "}, "", 404),
    ],
)
def test_only_who_is_meant_sees_them(
    client: Client, settings: Settings, sender: str, headers: dict[str, str], token: str, status: int
) -> None:
    settings.METRICS_TOKEN = token
    answer = client.get("/metrics", headers=headers, REMOTE_ADDR=sender)
    assert answer.status_code == status
    assert (b"ctarchive_requests" in answer.content) == (status == 200)


def test_requests_are_counted_by_route_method_and_status(client: Client) -> None:
    event = make.published_event()
    labels = (("method", "GET"), ("route", "events:event_detail"), ("status", "200"))
    before = read(client).get(("ctarchive_requests_total", labels), 0)
    client.get(event.get_absolute_url())
    client.generic("MADEUP", "/no/such/address/somebody/")
    found = read(client)
    assert found["ctarchive_requests_total", labels] == before + 1
    assert found["ctarchive_request_seconds_count", (("route", "events:event_detail"),)] >= 1
    assert found["ctarchive_database_queries_total", ()] > 0
    assert not [key for key in found if "somebody" in str(key) or "MADEUP" in str(key) or event.uid in str(key)]


def test_counting_asks_the_database_nothing(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        client.get("/healthz")
        client.get("/about/how-we-work/nothing/")


def test_the_state_of_the_archive(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    make.published_event()
    DBTaskResult.objects.all().delete()
    for status in ("READY", "FAILED"):
        waiting = suggest.enqueue("0000000000") if status == "READY" else None
        task = DBTaskResult.objects.get(pk=waiting.id) if waiting else DBTaskResult.objects.get()
        if status == "FAILED":
            task.pk, task.status = None, status
            task.save(force_insert=True)
    DBTaskResult.objects.filter(status="READY").update(enqueued_at=timezone.now() - timedelta(minutes=5))
    call_command("verify", "--quiet")
    found, head = read(client), LedgerHead.objects.get()
    assert found["ctarchive_ledger_size", ()] == head.size
    assert found["ctarchive_public_version", ()] == head.public_version
    assert found["ctarchive_tasks", (("state", "ready"),)] == found["ctarchive_tasks", (("state", "failed"),)] == 1
    assert 300 <= found["ctarchive_oldest_task_seconds", ()] < 400
    assert found["ctarchive_unchecked_blobs", ()] > found["ctarchive_damaged_blobs", ()] == 0
    done = found["ctarchive_last_success_timestamp_seconds", (("command", "verify"),)]
    assert 0 <= timezone.now().timestamp() - done < 60
    assert ("ctarchive_last_success_timestamp_seconds", (("command", "backup"),)) not in found
    assert found["ctarchive_database_up", ()] == 1


def test_a_database_that_is_gone_is_a_figure(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Any:
        raise OperationalError

    monkeypatch.setattr(state, "tasks", gone)
    found = read(client)
    assert found["ctarchive_database_up", ()] == 0
    assert ("ctarchive_ledger_size", ()) not in found


def test_processes_count_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    count = "import django; django.setup(); from ctarchive.telemetry.metrics import queries; queries.inc(21)"
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    for _ in range(2):
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        subprocess.run([sys.executable, "-c", count], check=True, env=environment)
    assert figures(metrics.figures().decode())["ctarchive_database_queries_total", ()] == 42
