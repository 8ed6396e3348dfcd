"""The task worker: django-tasks-db's, whose tasks another worker takes over where it is killed, and which waits for a
database that is gone."""

from __future__ import annotations

import logging
import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Command as Worker

from ctarchive import leases

log = logging.getLogger(__name__)

PAUSE = 5  # seconds until the database is asked again


def seconds(value: str) -> float:
    """A lease: long enough for a machine that is busy. Raises `ArgumentTypeError`."""
    if not value.isdecimal() or not 5 <= int(value) <= 3600:
        raise ArgumentTypeError("must be a whole number from 5 to 3600")
    return float(value)


class Command(Worker):
    help = "Does the tasks that wait. Several at once are safe, on one machine or more; so is killing one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what the library's own has, and the lease."""
        super().add_arguments(parser)
        parser.add_argument(
            "--lease", type=seconds, default=leases.LEASE,
            help="after how many seconds without a sign of life another worker does its task again (default: 60)",
        )  # fmt: skip

    def handle(self, *, lease: float, worker_id: str, **options: Any) -> None:  # type: ignore[override]
        """Work until told to stop."""
        with leases.kept(lease):
            while True:
                try:
                    # What this worker began when the database went away.
                    leases.give_back(leases.of_worker(worker_id))
                    super().handle(worker_id=worker_id, **options)
                except (OperationalError, InterfaceError) as error:
                    log.error("The worker waits for the database: %s", error)
                    connection.close()
                    close_old_connections()
                    time.sleep(PAUSE)
                else:
                    return
