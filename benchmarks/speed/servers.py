"""Starting what is compared: the archive, plain Django REST framework, and Datasette, each as a process of its own."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180.0
# Datasette wants libraries of its own: it has its own environment, which `make bench` makes.
DATASETTE = Path(os.environ.get("DATASETTE") or ROOT / ".venv" / "peers" / "bin" / "datasette")


def environment(var: Path, port: int = 8000) -> dict[str, str]:
    """What the environment says to a process that works on this archive, and nothing of the caller's."""
    site = {"SITE_URL": f"http://localhost:{port}", "SECRET_KEY": "only for benchmarks " * 4, "DEBUG": "0"}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | site | {"VAR": str(var), "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "ctarchive.settings"}


@dataclass(frozen=True)
class Server:
    """One that runs: where, and as which process."""

    port: int
    pid: int

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(command: list[str], settings: dict[str, str], port: int) -> Iterator[Server]:
    """The server that the command starts. Raises `RuntimeError` if it never answers."""
    process = subprocess.Popen(command, env=settings, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait(process, port, " ".join(command))
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, named: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError(f"{named} does not answer")


@contextmanager
def archive(var: Path) -> Iterator[Server]:
    port = free_port()
    settings = environment(var, port)
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "collectstatic", "--noinput", "-v0"], env=settings, cwd=ROOT, check=True)
    command = [*manage, "serve", "--port", str(port)]
    # Searches are limited by address, and all of these come from one.
    generous = {"LOG_LEVEL": "WARNING", "SEARCHES_PER_MINUTE": "100000"}
    with served(command, settings | generous, port) as server:
        yield server


@contextmanager
def plain(var: Path) -> Iterator[Server]:
    port = free_port()
    sizes = ["--workers", "2", "--threads", "4", "--worker-class", "gthread", "--log-level", "warning"]
    command = [sys.executable, "-m", "gunicorn", "benchmarks.plain.wsgi", "--bind", f"127.0.0.1:{port}", *sizes]
    with served([*command, "--no-control-socket"], environment(var, port), port) as server:
        yield server


# As it comes: the file, and nothing said. Tuned: what its documentation says of speed.
AS_IT_COMES: tuple[str, ...] = ()
TUNED = ("--setting", "num_sql_threads", "8", "--setting", "suggest_facets", "off")


@contextmanager
def datasette(var: Path, *, tuned: bool) -> Iterator[Server]:
    """One process, which is all that Datasette has. Tuned, it is told that the file never changes."""
    port, file = free_port(), str(var / "ctarchive.sqlite3")
    settings = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    which = ["-i", file, *TUNED] if tuned else [file, *AS_IT_COMES]
    with served([str(DATASETTE), "serve", *which, "-h", "127.0.0.1", "-p", str(port)], settings, port) as server:
        yield server


def memory(pid: int) -> list[float]:
    """Megabytes of each worker of a server: its share of what several hold together (PSS). Only Linux tells."""
    return sorted(_pss(int(child)) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
