"""A task that takes its time and writes down who does it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from django_tasks import task


@task()
def note(path: str, name: str, seconds: float) -> str:
    """Add a line when it begins and one when it ends. Safe to repeat."""
    with Path(path).open("a") as file:
        file.write(f"began {name} {os.getpid()}\n")
    time.sleep(seconds)
    with Path(path).open("a") as file:
        file.write(f"ended {name} {os.getpid()}\n")
    return name
