"""Work that nobody has to wait for, whatever it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import task


def enqueue_each(job: Any, keys: Sequence[str]) -> None:
    """Queue the task once for each of these keys, which costs the caller the queueing of one."""
    if len(keys) == 1:
        job.enqueue(keys[0])
    elif keys:
        spread.enqueue(job.module_path, list(keys))


@task()
def spread(path: str, keys: list[str]) -> int:
    """Queue the task at this path for each of the keys. Returns how many. Safe to repeat where the task is."""
    job = import_string(path)
    with transaction.atomic():
        for key in keys:
            job.enqueue(key)
    return len(keys)
