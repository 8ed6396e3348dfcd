"""The web server and the task worker are started, watched and stopped together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from ctarchive.management.commands.serve import STOP_SIGNALS, Supervisor, require_free_port, worker_command

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
END = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """Give the test runner its own signal handlers back."""
    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def listener() -> socket.socket:
    """Return a socket that listens on a free port of this machine."""
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    return taken


def test_a_taken_port_is_refused_in_plain_words() -> None:
    with listener() as taken, pytest.raises(CommandError, match="Choose another: make run PORT="):
        require_free_port("127.0.0.1", taken.getsockname()[1])


def test_a_process_that_ends_stops_the_others() -> None:
    supervisor = Supervisor({"web server": SLEEP, "worker": END})
    supervisor.start()
    assert supervisor.watch() == "worker"
    supervisor.stop()
    assert supervisor.processes["web server"].returncode == -signal.SIGTERM


def test_a_worker_that_lost_the_database_is_started_again_when_that_is_back() -> None:
    supervisor = Supervisor({"web server": SLEEP, "worker": END})
    supervisor.start()
    assert supervisor.watch() == "worker"
    answers = iter([False, False, True])
    first = supervisor.processes["worker"]
    assert supervisor.outlasts("worker", lambda: next(answers))
    assert supervisor.processes["worker"].pid != first.pid
    supervisor.stop()


def test_a_worker_that_cannot_start_is_not_tried_for_ever() -> None:
    supervisor = Supervisor({"web server": SLEEP, "worker": END})
    supervisor.start()
    assert supervisor.watch() == "worker"
    assert not supervisor.outlasts("worker", lambda: True)
    supervisor.stop()


def test_nobody_waits_for_the_database_of_a_dead_web_server() -> None:
    supervisor = Supervisor({"web server": END, "worker": END})
    supervisor.start()
    supervisor.processes["web server"].wait()
    supervisor.processes["worker"].wait()
    assert not supervisor.outlasts("worker", lambda: False)


@pytest.mark.parametrize("number", STOP_SIGNALS)
def test_a_signal_stops_every_process(number: signal.Signals) -> None:
    supervisor = Supervisor({"web server": SLEEP, "worker": SLEEP})
    supervisor.start()
    os.kill(os.getpid(), number)
    assert supervisor.watch() is None
    supervisor.stop()
    assert [process.returncode for process in supervisor.processes.values()] == [-signal.SIGTERM] * 2


def test_a_port_that_answers_is_noticed() -> None:
    with listener() as taken:
        supervisor = Supervisor({})
        assert supervisor.wait_for_port("127.0.0.1", taken.getsockname()[1])


def test_nobody_waits_for_the_port_of_a_dead_server() -> None:
    supervisor = Supervisor({"web server": END})
    supervisor.start()
    supervisor.processes["web server"].wait()
    assert not supervisor.wait_for_port("127.0.0.1", 1)


def test_the_worker_takes_every_queue() -> None:
    assert worker_command()[-4:] == ["db_worker", "--queue-name", "*", "--no-reload"]


@pytest.mark.django_db
def test_pages_without_style_sheets_are_not_served(settings: Settings, tmp_path: Path) -> None:
    settings.DEBUG, settings.STATIC_ROOT = False, tmp_path
    with listener() as taken:
        port = taken.getsockname()[1]
    with pytest.raises(CommandError, match="collectstatic"):
        call_command("serve", port=port)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_a_supervisor_that_is_killed_outright_takes_its_processes_along() -> None:
    program = (
        "import sys, time, django\n"
        "django.setup()\n"
        "from ctarchive.management.commands.serve import Supervisor\n"
        "supervisor = Supervisor({'sleeper': [sys.executable, '-c', 'import time; time.sleep(60)']})\n"
        "supervisor.start()\n"
        "print(supervisor.processes['sleeper'].pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    killed = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment)
    assert killed.stdout is not None
    sleeper = int(killed.stdout.readline())
    killed.kill()
    killed.wait()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{sleeper}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{sleeper}").exists()
