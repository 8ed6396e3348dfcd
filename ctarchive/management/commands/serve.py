"""Serve the archive: web server and task worker, started, watched and stopped together."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from ctarchive.site import downloads

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PATIENCE = 30.0  # seconds a process may take to start, or to finish its work once told to stop
PR_SET_PDEATHSIG = 1  # prctl(2)
WORKER = "worker"
PULSE = 0.2  # seconds between two looks at the processes
PAUSE = 2.0  # seconds between two attempts to reach a database that is gone
LIVED = 10.0  # seconds after which a worker that ends has not failed to start


def require_free_port(host: str, port: int) -> None:
    """Refuse, in plain words, a port that another program listens on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({error.strerror}). Choose another: make run PORT=8001"
            ) from error


def require_static_files() -> None:
    """Refuse to serve pages whose style sheets were never collected: each of them would be an error."""
    if not settings.DEBUG and not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        raise CommandError("The static files are not collected. Run first: manage.py collectstatic --noinput")


def web_command(host: str, port: int, workers: int, threads: int) -> list[str]:
    """Return the command line of the web server."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    sizes = ["--workers", str(workers), "--threads", str(threads), "--worker-class", "gthread"]
    limits = ["--timeout", "60", "--graceful-timeout", "20", "--max-requests", "20000", "--max-requests-jitter", "2000"]
    quiet = ["--log-level", "warning", "--no-control-socket"]
    return [sys.executable, "-m", "gunicorn", "ctarchive.wsgi", "--bind", bind, *sizes, *limits, *quiet]


def worker_command() -> list[str]:
    """Return the command line of the task worker: every queue, no restart on a changed file."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "db_worker", "--queue-name", "*", "--no-reload"]


def counting_folder(port: int) -> str:
    """Return an empty folder in which the web processes of this server count together."""
    folder = Path(settings.VAR) / "metrics" / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return str(folder)


def die_with_parent() -> None:
    """Have the kernel end this process when the supervisor is killed outright: nothing may go on holding the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def database_answers() -> bool:
    """Return whether the database can be asked; nothing is kept open."""
    try:
        connection.ensure_connection()
    except DatabaseError:
        return False
    finally:
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()  # its threads are no company for a process that starts others
    return True


class Supervisor:
    """Processes that live and die together."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        """Take the command lines to run, by the name that messages call them."""
        self.commands = commands
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.since: dict[str, float] = {}
        self.told_to_stop = False

    def start(self) -> None:
        """Start every process, and listen for the signals that end them."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._hear)
        for name in self.commands:
            self.launch(name)

    def launch(self, name: str) -> None:
        """Start one process, for the first time or again."""
        self.since[name] = time.monotonic()
        # A session of its own: Ctrl-C in a terminal then reaches a process once, through us, not twice.
        self.processes[name] = subprocess.Popen(
            self.commands[name],
            cwd=settings.BASE_DIR,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 -- the supervisor has no threads
        )

    def outlasts(self, name: str, is_back: Callable[[], bool]) -> bool:
        """Start a process again that ended with what it needs (the database), once that is back. Return whether it was.

        Not one that ends right after its start though it has what it needs, nor when told to stop, nor when another
        process ends meanwhile.
        """
        had_worked = time.monotonic() - self.since[name] > LIVED
        if is_back() and not had_worked:
            return False
        while not is_back():
            deadline = time.monotonic() + PAUSE
            while time.monotonic() < deadline:
                if self.told_to_stop or self.dead(besides=name):
                    return False
                time.sleep(PULSE)
        self.launch(name)
        return True

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self.told_to_stop = True

    def dead(self, besides: str = "") -> str | None:
        """Return the name of a process that has ended by itself, or None; `besides` is one that is known to have."""
        ended = (name for name, process in self.processes.items() if process.poll() is not None)
        return next((name for name in ended if name != besides), None)

    def wait_for_port(self, host: str, port: int) -> bool:
        """Return whether the address answers, within PATIENCE and while every process lives."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not self.told_to_stop and not self.dead():
            try:
                with socket.create_connection((host, port), timeout=1):
                    return True
            except OSError:
                time.sleep(PULSE)
        return False

    def watch(self) -> str | None:
        """Wait until told to stop (None), or until a process ends by itself (its name)."""
        while not self.told_to_stop:
            if name := self.dead():
                return name
            time.sleep(PULSE)
        return None

    def stop(self) -> None:
        """Ask every process to finish what it is doing; end those that do not within PATIENCE."""
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self.processes.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Command(BaseCommand):
    """Serve until told to stop. Exits with an error where either process ends by itself, but for want of a database."""

    help = "Serve the archive: the web server and one task worker, started and stopped together."
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the address and the sizes."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="web processes (default: 2)")
        parser.add_argument("--threads", type=int, default=4, help="threads of each web process (default: 4)")

    def handle(self, *args: Any, host: str, port: int, workers: int, threads: int, **options: Any) -> None:
        """Start both processes, print the address, and watch them."""
        require_free_port(host, port)
        require_static_files()
        downloads.forget_all()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ctarchive.settings")
        supervisor = Supervisor({"web server": web_command(host, port, workers, threads), WORKER: worker_command()})
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = counting_folder(port)
        supervisor.start()
        try:
            if supervisor.wait_for_port(host, port):
                self.announce(host, port)
            while (ended := supervisor.watch()) == WORKER:
                # The web server goes on: without a database it says so, and it is back with the database.
                self.stderr.write("The worker ended by itself. It is started again when the database answers.")
                if not supervisor.outlasts(WORKER, database_answers):
                    break
        finally:
            supervisor.stop()
        if ended and not supervisor.told_to_stop:
            raise CommandError(f"The {ended} ended by itself; the rest was stopped. The lines above say why.")
        self.stdout.write("Stopped.")

    def announce(self, host: str, port: int) -> None:
        """Print where the archive is, and where the log-ins are kept."""
        self.stdout.write(f"\nThe archive is at {settings.SITE_URL}/ (listening on {host}, port {port}).")
        logins = Path(settings.VAR) / "demo-logins.txt"
        if logins.is_file():
            self.stdout.write(f"The log-ins are in {logins}.")
        self.stdout.write("Ctrl-C stops it.")
        self.stdout.flush()
