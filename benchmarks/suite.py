"""How fast the archive answers, beside Django REST framework as it comes and a view that returns a constant.

Starts the servers, two workers each, on one archive that `benchmarks/generate.py` made (kept for the next run), asks
them in turns, one request at a time over a kept connection, and prints medians. Only ratios within one run mean
anything: they are what the goals are about. Writes `benchmarks.json` beside the archive and, with `--page`,
docs/performance.md.

    make bench [SIZE=small|medium|large]        1,000, 100,000 or 1,000,000 claims
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"small": 1_000, "medium": 100_000, "large": 1_000_000}
PATIENCE = 120.0
GZIPPED = {"Accept-Encoding": "gzip"}

Address = Callable[[], str]


@dataclass(frozen=True)
class Result:
    """Medians in milliseconds; `ratio`: how many times as fast as the reference the archive is."""

    workload: str
    ours: float
    p95: float
    reference: str
    theirs: float | None
    ratio: float | None
    goal: str


@dataclass(frozen=True)
class Workload:
    """What both are asked. An address is made anew for each request."""

    name: str
    ours: Address
    reference: str = ""
    theirs: Address | None = None
    goal: str = ""
    is_conditional: bool = False


class Known:
    """Addresses that an archive has answers to, always the same for the same archive."""

    def __init__(self, database: Path) -> None:
        self._chance = Random(1)  # noqa: S311 -- no secret
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows:
            self._events = [uid for (uid,) in rows.execute("SELECT uid FROM events_event ORDER BY uid LIMIT 5000")]
            self._entities = [uid for (uid,) in rows.execute("SELECT uid FROM events_entity ORDER BY uid LIMIT 5000")]

    def day(self) -> date:
        return date.fromordinal(self._chance.randint(date(2003, 1, 1).toordinal(), date(2018, 1, 1).toordinal()))

    def event(self) -> str:
        return self._chance.choice(self._events)

    def entity(self) -> str:
        return self._chance.choice(self._entities)

    def word(self) -> str:
        return self._chance.choice(("border+talks", "joint+plan", "delegation", "officers+training", "agreement"))

    def typed(self) -> str:
        return self._chance.choice(("ba", "leyl", "min", "fari", "kar", "nig", "bord"))


def workloads(known: Known) -> list[Workload]:
    listed, page = "/events/?page_size=100&kind=meeting", "/api/v1/events/?page_size=100&kind=meeting"
    return [
        Workload(
            "API page of 100 events, filtered, sorted, new each time",
            lambda: f"{page}&after={known.day()}", "plain DRF",
            lambda: f"{listed}&date_latest__gte={known.day().toordinal()}", "≥ 2.5 ×",
        ),
        Workload("the same again", lambda: page, "plain DRF", lambda: listed, "≥ 20 ×"),
        Workload("the same again", lambda: page, "constant view", lambda: "/constant", "≥ 0.5 ×"),
        Workload(
            "the same again, with its entity tag", lambda: page, "constant view", lambda: "/constant", "≥ 0.5 ×",
            is_conditional=True,
        ),
        Workload(
            "one record", lambda: f"/api/v1/entities/{known.entity()}/", "plain DRF",
            lambda: f"/entities/{known.entity()}/", "≥ 3 ×",
        ),
        Workload(
            "event with claims and evidence", lambda: f"/api/v1/events/{known.event()}/", "plain DRF, prefetched",
            lambda: f"/events/{known.event()}/", "≥ 4 ×",
        ),
        Workload("HTML list with facets, filtered", lambda: f"/events/?kind=meeting&after={known.day()}"),
        Workload("HTML list with facets, the same again", lambda: "/events/"),
        Workload("search, ranked, with snippets and counts", lambda: f"/api/v1/search/?q={known.word()}"),
        Workload("completion of a name", lambda: f"/search/suggest?q={known.typed()}", goal="p95 ≤ 20 ms"),
    ]  # fmt: skip


# -- servers -----------------------------------------------------------------------------------------------------------


def environment(var: Path, port: int) -> dict[str, str]:
    site = {"SITE_URL": f"http://localhost:{port}", "SECRET_KEY": "only for benchmarks " * 4, "DEBUG": "0"}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | site | {"VAR": str(var), "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "ctarchive.settings"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(command: list[str], settings: dict[str, str], port: int) -> Iterator[http.client.HTTPConnection]:
    """A connection to the server that the command starts. Raises `RuntimeError` if it never answers."""
    process = subprocess.Popen(command, env=settings, cwd=ROOT)
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        else:
            raise RuntimeError(f"{' '.join(command)} does not answer")
        connection = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)
        yield connection
        connection.close()
    finally:
        process.terminate()
        process.wait()


def ours(var: Path, port: int) -> tuple[list[str], dict[str, str]]:
    settings = environment(var, port)
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "collectstatic", "--noinput", "-v0"], env=settings, cwd=ROOT, check=True)
    return [*manage, "serve", "--port", str(port)], settings | {"LOG_LEVEL": "WARNING"}


def plain(var: Path, port: int) -> tuple[list[str], dict[str, str]]:
    sizes = ["--workers", "2", "--threads", "4", "--worker-class", "gthread", "--log-level", "warning"]
    command = [sys.executable, "-m", "gunicorn", "benchmarks.plain.wsgi", "--bind", f"127.0.0.1:{port}", *sizes]
    return [*command, "--no-control-socket"], environment(var, port)


def asked(
    connection: http.client.HTTPConnection, address: str, headers: dict[str, str]
) -> tuple[float, http.client.HTTPResponse]:
    """Milliseconds until the whole answer is there. Raises `RuntimeError` for an error."""
    start = perf_counter()
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    answer.read()
    took = (perf_counter() - start) * 1000
    if answer.status not in (200, 304):
        raise RuntimeError(f"{address} is answered by {answer.status}")
    return took, answer


# -- measuring ---------------------------------------------------------------------------------------------------------


def measure(
    workload: Workload,
    us: http.client.HTTPConnection,
    them: http.client.HTTPConnection,
    rounds: int,
) -> Result:
    """Ask both in turns: a slow moment of the machine hits both."""
    headers = {}
    if workload.is_conditional:
        headers = {"If-None-Match": str(asked(us, workload.ours(), {})[1].headers["ETag"])}
    found: tuple[list[float], list[float]] = ([], [])
    for _warming in range(4):  # both workers
        asked(us, workload.ours(), headers)
        if workload.theirs:
            asked(them, workload.theirs(), {})
    for _round in range(rounds):
        for _again in range(5):
            found[0].append(asked(us, workload.ours(), headers)[0])
        for _again in range(5 if workload.theirs else 0):
            assert workload.theirs is not None
            found[1].append(asked(them, workload.theirs(), {})[0])
    middle, theirs = median(found[0]), median(found[1]) if found[1] else None
    p95 = sorted(found[0])[int(len(found[0]) * 0.95)]
    ratio = theirs / middle if theirs else None
    return Result(workload.name, middle, p95, workload.reference, theirs, ratio, workload.goal)


def command_time(var: Path, *arguments: str) -> float:
    """Seconds that a command of the archive takes."""
    start = perf_counter()
    manage = [sys.executable, str(ROOT / "manage.py"), *arguments]
    subprocess.run(manage, env=environment(var, 8000), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


def table(results: list[Result]) -> str:
    lines = [
        "| workload | ctarchive, p50 (p95) ms | reference | p50 ms | ratio | goal |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for one in results:
        theirs = "" if one.theirs is None else f"{one.theirs:.2f}"
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        lines.append(
            f"| {one.workload} | {one.ours:.2f} ({one.p95:.2f}) | {one.reference} | {theirs} | {ratio} | {one.goal} |"
        )
    return "\n".join(lines)


PAGE = """# Performance

Made by `make bench SIZE={size}` (`python benchmarks/suite.py --page`): do not edit by hand.

{claims:,} claims on SQLite, {machine}, {rounds} interleaved rounds of five requests over one kept connection, two
workers each. The load of the machine was {load:.1f} when it began, {load_after:.1f} when it ended: with other work on
the machine both sides of a row wait, so that ratios within this table mean something, and milliseconds little.

{table}

What each request asks is in `benchmarks/suite.py`; the archive comes from `benchmarks/generate.py` with seed 1.
A ratio above 1 means that ctarchive is that many times as fast as its reference. Plain DRF is `benchmarks/plain/`:
model serializers, view sets and page numbers on the same tables; it masks no names, derives nothing and has no links.
What was done, and what is missing, is told in [performance-notes.md](performance-notes.md).
"""


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    options.add_argument("--size", choices=SIZES, default="medium")
    options.add_argument("--folder", type=Path, default=ROOT / "var" / "benchmarks")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--commands", action="store_true", help="time verify and the export too, which take long")
    options.add_argument("--page", action="store_true", help="write docs/performance.md")
    given = options.parse_args()
    var = given.folder / given.size
    if not (var / "ctarchive.sqlite3").exists():
        var.mkdir(parents=True, exist_ok=True)
        made = [sys.executable, str(ROOT / "benchmarks" / "generate.py"), "--claims", str(SIZES[given.size])]
        subprocess.run(made, env=environment(var, 8000), cwd=ROOT, check=True)
    load, results = os.getloadavg()[0], []
    ports = free_port(), free_port()
    with ExitStack() as servers:
        us = servers.enter_context(served(*ours(var, ports[0]), ports[0]))
        them = servers.enter_context(served(*plain(var, ports[1]), ports[1]))
        for workload in workloads(Known(var / "ctarchive.sqlite3")):
            results.append(measure(workload, us, them, given.rounds))
            print(table(results[-1:]).splitlines()[-1], flush=True)
    if given.commands:
        for what, arguments in (
            ("verify, in all", ["verify", "--quiet"]),
            ("export as NDJSON, in all", ["export", "--format", "ndjson", "--dir", str(var / "export")]),
        ):
            took = command_time(var, *arguments) * 1000
            results.append(Result(what, took, took, "", None, None, ""))
    told = {"size": given.size, "machine": machine(), "load": load, "results": [asdict(one) for one in results]}
    (var / "benchmarks.json").write_text(json.dumps(told, indent=1) + "\n")
    print(table(results))
    if given.page:
        text = PAGE.format(
            size=given.size, claims=SIZES[given.size], machine=machine(), rounds=given.rounds, load=load,
            load_after=os.getloadavg()[0], table=table(results),
        )  # fmt: skip
        (ROOT / "docs" / "performance.md").write_text(text)


def machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"


if __name__ == "__main__":
    main()
