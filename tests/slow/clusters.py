"""PostgreSQL servers of one's own in a temporary folder: a primary and what follows it, to be killed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

BINARIES = Path("/usr/lib/postgresql/15/bin")
if not (BINARIES / "initdb").is_file():
    BINARIES = Path(shutil.which("initdb") or "/nowhere/initdb").parent


def why_not() -> str:
    """Why no server can be made here; empty where one can."""
    if not (BINARIES / "pg_basebackup").is_file():
        return "PostgreSQL's initdb and pg_basebackup are not on this machine"
    if os.geteuid() == 0 and not (shutil.which("runuser") and _postgres()):
        return "PostgreSQL does not run as root, and there is no runuser or no user postgres"
    return ""


def _postgres() -> pwd.struct_passwd | None:
    with suppress(KeyError):
        return pwd.getpwnam("postgres")
    return None


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as given:
        given.bind(("127.0.0.1", 0))
        port: int = given.getsockname()[1]
        return port


@contextmanager
def folder() -> Iterator[Path]:
    """A folder in which servers may lie: PostgreSQL's user must be able to reach it."""
    with tempfile.TemporaryDirectory(prefix="ctarchive-clusters-", ignore_cleanup_errors=True) as name:
        if os.geteuid() == 0 and (user := _postgres()):
            os.chown(name, user.pw_uid, user.pw_gid)
        yield Path(name)


class Cluster:
    """One server: made, started, killed, asked."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/ctarchive"

    def make(self) -> Cluster:
        """An empty server with an empty database."""
        _run("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        self.ask("CREATE DATABASE ctarchive", "postgres")
        return self

    def follow(self, primary: Cluster) -> Cluster:
        """A copy of another that follows it."""
        _run(
            "pg_basebackup", "-D", self.data, "-R", "-X", "stream", "-c", "fast", "--no-sync", "-d",
            f"host=127.0.0.1 port={primary.port} user=postgres",
        )  # fmt: skip
        self.start()
        return self

    def start(self) -> None:
        """Start it, after a kill too: what the killed one left in shared memory may be in the way for a moment."""
        options = f"-p {self.port} -k {self.data} -c listen_addresses=127.0.0.1"
        options += " -c wal_keep_size=256MB -c hot_standby_feedback=on"
        for attempt in range(20):
            try:
                _run("pg_ctl", "-D", self.data, "-o", options, "-l", self.data / "log", "-w", "start")
            except subprocess.CalledProcessError:
                if attempt == 19:
                    raise
                time.sleep(0.5)
            else:
                return

    def kill(self) -> None:
        """End it with -9, as a power cut would."""
        number = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(number, signal.SIGKILL)
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                return
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it, if it runs."""
        with suppress(subprocess.CalledProcessError):
            _run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def ask(self, sql: str, database: str = "ctarchive") -> Any:
        """The first value of the answer, if there is one."""
        url = self.url.replace("/ctarchive", f"/{database}")
        with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(sql.encode())
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None


def _run(name: str, *words: str | Path) -> None:
    command = [str(BINARIES / name), *map(str, words)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    # Into no pipe: the server that pg_ctl starts would hold it open.
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
