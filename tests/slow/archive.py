"""An archive of its own, worked on by `manage.py` in other processes, and served by them."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg
from django.conf import settings

from ctarchive.tokens.models import Scope

KEPT = ("PATH", "HOME", "LANG", "PGPASSWORD")
PATIENCE = 120.0  # seconds: the machine may be busy


class Archive:
    """In the folder `var`; on SQLite there, unless `database` is the address of another (empty) database."""

    def __init__(self, var: Path, database: str = "", **environment: str) -> None:
        self.var = var
        var.mkdir(exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if name in KEPT}
        self.environment = kept | {"DEBUG": "1", "VAR": str(var), "DATABASE_URL": database} | environment

    def start(self, *words: str, log: IO[str] | int = subprocess.PIPE) -> subprocess.Popen[str]:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
        return subprocess.Popen(command, env=self.environment, text=True, stdout=log, stderr=subprocess.STDOUT)

    def run(self, *words: str) -> str:
        process = self.start(*words)
        out, _nothing = process.communicate(timeout=600)
        assert process.returncode == 0, out
        return out

    def ask(self, program: str) -> Any:
        """What a piece of Python, run in the archive, prints last: as JSON."""
        return json.loads(self.run("shell", "--no-imports", "--command", program).strip().rpartition("\n")[2])

    def tokens(self, role: str, count: int, called: str) -> list[str]:
        """New accounts of this role, each with a token of all scopes."""
        scopes = ", ".join(repr(scope.value) for scope in Scope)
        made: list[str] = self.ask(f"""
import json, datetime
from django.contrib.auth.models import Group
from django.utils import timezone
from ctarchive.tokens import keys
from ctarchive.tokens.models import ApiToken
from editorial.models import User
made, now = [], timezone.now()
for number in range({count}):
    user = User.objects.create_user("{called}-%d" % number, is_staff=True)
    user.groups.set([Group.objects.get(name="{role}")])
    key = keys.new()
    made.append(key)
    ApiToken.objects.create(user=user, name="a script", digest=keys.digest(key), ending=key[-4:],
        scopes=[{scopes}], created_at=now, expires_at=now + datetime.timedelta(days=1))
print(json.dumps(made))
""")
        return made

    @contextmanager
    def served(self) -> Iterator[Server]:
        """Serve it: two processes of four threads, as `make run` does. What they log is kept beside the data."""
        port = free_port()
        with (self.var / "served.log").open("w") as log:
            process = self.start("serve", "--port", str(port), log=log)
            server = Server(process, port, Path(log.name))
            try:
                server.wait_until_ready()
                yield server
            finally:
                process.terminate()
                process.wait(timeout=PATIENCE)


class Server:
    """A running `manage.py serve`."""

    def __init__(self, process: subprocess.Popen[str], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={"Host": "localhost"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if self.get("/readyz")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"not ready after {PATIENCE} s: {self.log.read_text()[-2000:]}")

    def processes(self) -> list[int]:
        """The numbers of the server's process and of all that it started."""
        found = [self.process.pid]
        for one in found:
            for task in Path(f"/proc/{one}/task").glob("*/children"):
                found += [int(child) for child in task.read_text().split()]
        return found

    def memory(self) -> int:
        """How many MB all of them use, what they share counted once."""
        return sum(_proportional(one) for one in self.processes()) // 1024

    def errors(self) -> list[str]:
        """The lines of the log that tell of an error."""
        return [line for line in self.log.read_text().splitlines() if '"level": "error"' in line or "Traceback" in line]


def _proportional(process: int) -> int:
    told = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in told if line.startswith("Pss:"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def empty_database() -> Iterator[str]:
    """The address of an empty database beside the one the tests have: of PostgreSQL, or nothing for SQLite."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield ""
        return
    name = f"ctarchive_slow_{secrets.token_hex(4)}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{given.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(given, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
