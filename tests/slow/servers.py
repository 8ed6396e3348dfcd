"""Servers of our own, to be ended the hard way: PostgreSQL and Redis in a folder and on a port that nobody else has."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest
import redis

from tests.slow.archive import PATIENCE, free_port


class Own:
    """A server that is started, killed outright and started again."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def start(self, user: str | None = None) -> None:
        """Returns when it answers."""
        self.process = subprocess.Popen(
            self.command(), user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            assert time.monotonic() < deadline, f"{self.command()[0]} does not answer"
            time.sleep(0.2)

    def kill(self) -> None:
        """End it and all that it started, as a power cut would."""
        if self.process is None:
            return
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        children = [int(child) for task in tasks for child in task.read_text().split()]
        self.process.kill()
        self.process.wait()
        for child in children:
            try:
                os.kill(child, 9)
            except ProcessLookupError:
                pass
        self.process = None

    def remove(self) -> None:
        self.kill()


class OwnRedis(Own):
    """Keeps nothing."""

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        found = shutil.which("redis-server")
        if found is None:
            pytest.skip("there is no redis-server on this machine")
        return [found, "--port", str(self.port), "--save", "", "--appendonly", "no"]

    def answers(self) -> bool:
        try:
            return bool(redis.Redis(port=self.port).ping())
        except redis.RedisError:
            return False


class OwnPostgres(Own):
    """A cluster with one database. PostgreSQL refuses to be run by root: then the user `postgres` runs it."""

    def __init__(self) -> None:
        super().__init__()
        self.user = "postgres" if os.geteuid() == 0 else None
        self.folder = Path(mkdtemp(prefix="ctarchive-cluster-"))
        if self.user:
            shutil.chown(self.folder, self.user)
        self._run(
            "initdb", "-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        self.start(self.user)
        with psycopg.connect(self.address("postgres"), autocommit=True) as server:
            server.execute("CREATE DATABASE archive")

    @property
    def url(self) -> str:
        return self.address("archive")

    def address(self, name: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def command(self) -> list[str]:
        place = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}"]
        return [_program("postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), *place]

    def answers(self) -> bool:
        try:
            psycopg.connect(self.address("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def again(self) -> None:
        self.start(self.user)

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name: str, *words: str) -> None:
        subprocess.run([_program(name), *words], user=self.user, check=True, capture_output=True, cwd=self.folder)


def _program(name: str) -> str:
    """Where it lies; Debian keeps what belongs to a server out of the way."""
    folders = [str(folder) for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    found = shutil.which(name, path=os.pathsep.join([*folders, os.environ.get("PATH", "")]))
    if found is None:
        pytest.skip(f"there is no {name} on this machine")
    return found
