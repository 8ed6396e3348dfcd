"""Tasks whose worker died are done by another. Who works on a task holds a lease on it, and renews it while it works.

The lease is the moment in `run_after`, which means nothing for a task that runs: by the database's clock, since there
may be several machines. What is lost with a worker is only the time: tasks are safe to repeat.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks.signals import task_finished, task_started
from django_tasks_db.models import DBTaskResult

log = logging.getLogger(__name__)

LEASE = 60.0  # seconds
BEATS = 6  # how often a lease is renewed while it lasts
# A task that has no lease was begun by a worker of an older release, or by one that died at that very moment.
UNLEASED = timedelta(minutes=15)
MOST = 3  # workers that one task may take with it
_RUNNING, _READY, _FAILED = "RUNNING", "READY", "FAILED"


class WorkerDiedError(Exception):
    """What is noted of a task that is given up."""


_DIED = f"{WorkerDiedError.__module__}.{WorkerDiedError.__qualname__}"


def expired() -> QuerySet[DBTaskResult]:
    """The tasks that somebody began and nobody works on."""
    leased = Q(run_after__gt=F("started_at"), run_after__lt=Now())
    return DBTaskResult.objects.filter(
        leased | Q(run_after__lte=F("started_at"), started_at__lt=Now() - UNLEASED)
        # How the library writes that a task may run at once.
        | Q(run_after__year__gte=9999, started_at__lt=Now() - UNLEASED),
        status=_RUNNING,
    )  # fmt: skip


def renew(pk: Any, lease: float) -> None:
    """Hold this task for so many seconds from now."""
    DBTaskResult.objects.filter(pk=pk, status=_RUNNING).update(run_after=Now() + timedelta(seconds=lease))


def give_back(tasks: QuerySet[DBTaskResult]) -> int:
    """Have these tasks done again, each once whoever else asks for it meanwhile. Returns how many.

    One that took several workers with it is given up: it would take every other.
    """
    if not tasks.exists():  # which takes no lock
        return 0
    with transaction.atomic():
        rows = list(tasks.select_for_update(skip_locked=True).order_by("pk"))
        for row in rows:
            is_given_up = len(row.worker_ids) >= MOST
            row.status = _FAILED if is_given_up else _READY
            row.run_after = row.enqueued_at
            row.started_at = row.started_at if is_given_up else None
            row.finished_at = timezone.now() if is_given_up else None
            row.exception_class_path = _DIED if is_given_up else ""
            row.traceback = f"{len(row.worker_ids)} workers died while they did it." if is_given_up else ""
            row.save(
                update_fields=["status", "run_after", "started_at", "finished_at", "exception_class_path", "traceback"]
            )
            log.warning("Task %s of %s, whose worker died, is %s", row.pk, row.task_path, row.status)
    return len(rows)


def of_worker(worker_id: str) -> QuerySet[DBTaskResult]:
    """The tasks that this worker is said to be at work on."""
    running = DBTaskResult.objects.filter(status=_RUNNING).values_list("pk", "worker_ids")
    return DBTaskResult.objects.filter(
        pk__in=[pk for pk, workers in running if workers[-1:] == [worker_id]], status=_RUNNING
    )


@contextmanager
def kept(lease: float = LEASE) -> Iterator[None]:
    """Inside, the task that this process works on is held, and what dead workers left is given back."""
    keeper = _Keeper(lease)
    task_started.connect(keeper.began)
    task_finished.connect(keeper.ended)
    keeper.start()
    try:
        yield
    finally:
        keeper.stopped.set()
        task_started.disconnect(keeper.began)
        task_finished.disconnect(keeper.ended)
        keeper.join(timeout=5)


class _Keeper(Thread):
    def __init__(self, lease: float) -> None:
        super().__init__(name="leases", daemon=True)
        self.lease, self.stopped = lease, Event()
        self.at_work_on: Any = None

    def began(self, task_result: Any, **options: Any) -> None:
        self.at_work_on = task_result.id
        self._try(task_result.id, None)

    def ended(self, **options: Any) -> None:
        self.at_work_on = None

    def run(self) -> None:
        beat = self.lease / BEATS
        while not self.stopped.is_set():
            began = time.monotonic()
            self._try(self.at_work_on, None)
            # Where this took long nobody could write, or this process stood still: others first renew theirs.
            if time.monotonic() - began < beat:
                self._try(None, expired())
            connection.close()
            self.stopped.wait(beat)

    def _try(self, held: Any, left: QuerySet[DBTaskResult] | None) -> None:
        try:
            if held is not None:
                renew(held, self.lease)
            if left is not None:
                give_back(left)
        except DatabaseError as error:
            log.warning("Leases on tasks could not be looked at: %s", error)
