"""Tasks whose worker died. What killed processes do is in tests/slow/test_workers.py."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Command as Worker
from django_tasks_db.models import DBTaskResult, get_date_max

from ctarchive import leases
from ctarchive.management.commands import db_worker
from editorial.tasks import spread

pytestmark = pytest.mark.django_db


def task(*, worker: str = "one", started: float = 30, run_after: datetime | None = None, **fields: Any) -> DBTaskResult:
    """A task that a worker began so many seconds ago."""
    given = {
        "args_kwargs": {"args": ["editorial.tasks.spread", []], "kwargs": {}},
        "task_path": "editorial.tasks.spread",
        "backend_name": "default",
        "status": "RUNNING",
        "worker_ids": [worker],
        "started_at": timezone.now() - timedelta(seconds=started),
        "run_after": run_after or get_date_max(),
    }
    return DBTaskResult.objects.create(**given | fields)


def ago(seconds: float) -> datetime:
    return timezone.now() - timedelta(seconds=seconds)


def test_what_nobody_holds_is_ready_again_and_what_somebody_holds_is_not() -> None:
    left, held = task(run_after=ago(5)), task(run_after=ago(5))
    leases.renew(held.pk, 60)
    before_leases, just_begun = task(started=3600), task()
    begun_later, waiting = task(started=3600, run_after=ago(4000)), task(status="READY", started=3600)
    assert set(leases.expired()) == {left, before_leases, begun_later}
    assert leases.give_back(leases.expired()) == 3
    ready = DBTaskResult.objects.ready()
    assert set(ready) == {left, before_leases, begun_later, waiting}
    assert set(DBTaskResult.objects.running()) == {held, just_begun}
    assert leases.give_back(leases.expired()) == 0


def test_a_task_that_took_three_workers_with_it_is_given_up() -> None:
    deadly = task(run_after=ago(5), worker_ids=["one", "two", "three"])
    leases.give_back(leases.expired())
    deadly.refresh_from_db()
    assert (deadly.status, deadly.exception_class_path) == ("FAILED", "ctarchive.leases.WorkerDiedError")
    assert "3 workers died" in deadly.traceback
    assert deadly.finished_at


def test_a_worker_that_begins_anew_takes_up_its_own() -> None:
    mine, others = task(worker="me"), task(worker="you")
    assert list(leases.of_worker("me")) == [mine]
    leases.give_back(leases.of_worker("me"))
    others.refresh_from_db()
    assert others.status == "RUNNING"


def test_the_keeper_holds_what_is_at_work_and_gives_back_the_rest() -> None:
    left, held = task(run_after=ago(5)), task()
    keeper = leases._Keeper(60)
    keeper.began(task_result=held.task_result)
    keeper._try(None, leases.expired())
    for one in (left, held):
        one.refresh_from_db()
    assert (left.status, held.status) == ("READY", "RUNNING")
    assert timedelta(seconds=50) < held.run_after - timezone.now() < timedelta(seconds=70)
    keeper.ended()
    assert keeper.at_work_on is None


@pytest.mark.django_db(transaction=True)
def test_our_worker_is_the_one_that_runs_and_does_what_waits() -> None:
    assert get_commands()["db_worker"] == "ctarchive"
    spread.enqueue("editorial.tasks.spread", [])
    call_command("db_worker", batch=True, reload=False, startup_delay=False, verbosity=0)
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


@pytest.mark.django_db(transaction=True)
def test_a_worker_waits_for_a_database_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    mine, times = task(worker="me"), []

    def handle(self: Worker, **options: Any) -> None:
        times.append(DBTaskResult.objects.get().status)
        if len(times) == 1:
            DBTaskResult.objects.update(status="RUNNING")
            raise OperationalError("the connection was closed")

    monkeypatch.setattr(Worker, "handle", handle)
    monkeypatch.setattr(db_worker, "PAUSE", 0)
    call_command("db_worker", worker_id="me", reload=False)
    assert times == ["READY", "READY"]
    mine.refresh_from_db()
    assert mine.status == "READY"


@pytest.mark.parametrize("lease", ["4", "3601", "ten"])
def test_a_lease_is_neither_too_short_nor_endless(lease: str) -> None:
    with pytest.raises(CommandError, match="5 to 3600"):
        call_command("db_worker", "--lease", lease)
