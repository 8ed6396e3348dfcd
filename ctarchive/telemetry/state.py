"""The archive's state as figures, looked up when somebody asks: tasks, ledger, preserved bytes, what was last run."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Case, Count, Max, Min, When
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from editorial.models import LedgerHead
from sources.models import Blob, BlobCheck

# What is run by timers and tells when it last ended well.
RUN = ("backup", "verify")


def note(name: str) -> None:
    """A command ended well just now."""
    folder = Path(settings.VAR) / "last-run"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.touch()
    os.utime(path)


class StateCollector(Collector):
    """Six queries. Without a database, says so in `ctarchive_database_up`, and what needs none."""

    def collect(self) -> Iterator[Metric]:
        """Each figure."""
        yield from last_runs()
        try:
            found = [*tasks(), *ledger(), *blobs()]
        except DatabaseError:
            yield _gauge("database_up", "Whether the database answers.", 0)
            return
        yield _gauge("database_up", "Whether the database answers.", 1)
        yield from found


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"ctarchive_{name}", text, value=value)


def tasks() -> Iterator[Metric]:
    """How many there are in each state, and since when the oldest waits."""
    now = timezone.now()
    counts = dict(DBTaskResult.objects.order_by().values_list("status").annotate(n=Count("pk")))
    family = GaugeMetricFamily("ctarchive_tasks", "Tasks in the queue, by state.", labels=["state"])
    for state in ("READY", "RUNNING", "FAILED", "SUCCESSFUL"):
        family.add_metric([state.lower()], counts.get(state, 0))
    yield family
    since = Case(When(run_after__lte=now, then="run_after"), default="enqueued_at")
    first = DBTaskResult.objects.ready().aggregate(first=Min(since))["first"]
    age = max(0.0, (now - first).total_seconds()) if first else 0.0
    yield _gauge("oldest_task_seconds", "For how long the oldest task that is due has been waiting.", age)


def ledger() -> Iterator[Metric]:
    """How long the ledger is, and which version of the archive is public."""
    size, version = LedgerHead.objects.values_list("size", "public_version").first() or (0, 0)
    yield _gauge("ledger_size", "Entries of the ledger.", size)
    yield _gauge("public_version", "Grows with each publication: the number of the newest public entry.", version)


def blobs() -> Iterator[Metric]:
    """How the preserved bytes are, and when `check_blobs` last read some."""
    there = Blob.objects.filter(erased_at=None)
    yield _gauge("unchecked_blobs", "Preserved originals never read again.", there.filter(check_made=None).count())
    checks = BlobCheck.objects.filter(blob__erased_at=None)
    yield _gauge("damaged_blobs", "Preserved originals damaged or missing.", checks.exclude(problem="").count())
    when = checks.aggregate(oldest=Min("checked_at"), newest=Max("checked_at"))
    for name in ("oldest", "newest") if when["newest"] else ():
        text = f"When the check of a blob that is the {name} was made."
        yield _gauge(f"{name}_blob_check_timestamp_seconds", text, when[name].timestamp())


def last_runs() -> Iterator[Metric]:
    """When each of the commands that timers run last ended well; none before it did for the first time."""
    name = "ctarchive_last_success_timestamp_seconds"
    family = GaugeMetricFamily(name, "When the command last ended well.", labels=["command"])
    for name in RUN:
        path = Path(settings.VAR) / "last-run" / name
        if path.is_file():
            family.add_metric([name], min(path.stat().st_mtime, time.time()))
    yield family
