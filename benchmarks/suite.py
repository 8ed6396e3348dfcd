"""How fast the archive answers and works, beside what others have: see `benchmarks.speed`.

Starts the servers, two workers each, on one archive that `benchmarks/generate.py` made (kept for the next run), asks
them in turns, one request at a time over a kept connection, and eight at once; then times commands. Only ratios within
one run mean anything: they are what the goals are about. Writes `benchmarks.json` beside the archive and, with
`--page`, docs/performance.md.

    make bench [SIZE=small|medium|large]        1,000, 100,000 or 1,000,000 claims
    python benchmarks/suite.py --sizes small,medium,large [--page]     and how answers slow down with size
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.speed import jobs, pages, servers  # noqa: E402 -- started by its path, it must say where it lies
from benchmarks.speed.results import Result, bars, table  # noqa: E402

SIZES = {"small": 1_000, "medium": 100_000, "large": 1_000_000}
BUSY = 3.0

PAGE = """# Performance

Made by `make bench SIZE={size}` (`python benchmarks/suite.py --page`): do not edit by hand.

{claims:,} claims on SQLite, {machine}, {when}, {rounds} interleaved rounds of five requests over one kept connection;
two workers each, of Datasette the one process that it has. The load of the machine was {load:.1f} when it began,
{load_after:.1f} when it ended. {honest}

{table}

A ratio above 1 means that ctarchive is that many times as fast as its reference, or takes that many times as little.
Plain DRF is `benchmarks/plain/`: model serializers, view sets and page numbers on the same tables; it masks no names,
derives nothing and has no links. Datasette serves the same file: as it comes without any setting; tuned with
`{tuned}` and the file marked as one that never changes (`-i`), asked for rows alone where rows are wanted. Its search
has neither ranking nor snippets. Both have the archive's indexes. The bare loop reads every row once and hashes what
`verify` hashes (`benchmarks/speed/bare.py`), and compares nothing; `verify` uses all cores, the loop one.
{curve}
What each row asks is in `benchmarks/speed/`; the archive comes from `benchmarks/generate.py` with seed 1.
What was done, and what is missing, is told in [performance-notes.md](performance-notes.md).
"""
CURVE = """
## By size

Median milliseconds of one request at a time:

```
{bars}
```
"""


def made(folder: Path, size: str) -> Path:
    """The folder of the archive of this size, which is made where it is not there."""
    var = folder / size
    if not (var / jobs.DATABASE).exists():
        var.mkdir(parents=True, exist_ok=True)
        generate = [sys.executable, str(ROOT / "benchmarks" / "generate.py"), "--claims", str(SIZES[size])]
        subprocess.run(generate, env=servers.environment(var), cwd=ROOT, check=True)
    return var


def over_http(var: Path, rounds: int) -> Iterator[Result]:
    """The rows of `pages`, and what the workers hold after them."""
    with ExitStack() as stack:
        us = stack.enter_context(servers.archive(var))
        references = {pages.PLAIN: stack.enter_context(servers.plain(var))}
        if servers.DATASETTE.exists():
            references[pages.SETTLED] = stack.enter_context(servers.datasette(var, tuned=False))
            references[pages.TUNED] = stack.enter_context(servers.datasette(var, tuned=True))
        else:
            print(f"Datasette is left out: there is no {servers.DATASETTE}; make bench installs it", file=sys.stderr)
        yield from pages.measured(pages.Known(var / jobs.DATABASE), us, references, rounds)
        if Path("/proc/self/smaps_rollup").exists():
            ours, theirs = servers.memory(us.pid), servers.memory(references[pages.PLAIN].pid)
            yield Result("memory of a worker after this", max(ours), pages.PLAIN, max(theirs), "MB")


def measured(var: Path, small: Path, rounds: int) -> Iterator[Result]:
    yield from over_http(var, rounds)
    yield from jobs.measured(var, small)


def shown(results: Iterator[Result]) -> list[Result]:
    """The results; each is printed when it is there."""
    found = []
    for one in results:
        found.append(one)
        print(table([one]).splitlines()[-1], flush=True)
    return found


def curves(by_size: dict[str, Sequence[Result]]) -> dict[str, dict[str, float]]:
    """Workload → size → milliseconds, of the rows over HTTP; each workload once."""
    found: dict[str, dict[str, float]] = {}
    for size, results in by_size.items():
        for one in results:
            if one.p95 is not None and "passages" not in one.workload:
                found.setdefault(one.workload, {}).setdefault(size, one.ours)
    return found


def machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"


def honest(*loads: float) -> str:
    """What the load means for the figures."""
    if max(loads) < BUSY:
        return "Nothing else of weight ran: milliseconds can be compared with those of another quiet run."
    return (
        "**Other work ran on the machine**: both sides of a row wait, so that ratios mean something, and milliseconds "
        "and whether a goal was met little."
    )


def page(size: str, rounds: int, loads: tuple[float, float], by_size: dict[str, Sequence[Result]]) -> str:
    """docs/performance.md."""
    curve = CURVE.format(bars=bars(curves(by_size))) if len(by_size) > 1 else ""
    return PAGE.format(
        size=size, claims=SIZES[size], machine=machine(), when=f"{datetime.now(UTC):%Y-%m-%d}", rounds=rounds,
        load=loads[0], load_after=loads[1], honest=honest(*loads), table=table(by_size[size]),
        tuned=" ".join(servers.TUNED), curve=curve,
    )  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    options.add_argument("--size", choices=SIZES, default="medium", help="the archive that the table is about")
    options.add_argument("--sizes", default="", help="also measure pages at these, such as small,medium,large")
    options.add_argument("--folder", type=Path, default=ROOT / "var" / "benchmarks", help="where the archives lie")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--page", action="store_true", help="write docs/performance.md")
    given = options.parse_args()
    others = [size for size in given.sizes.split(",") if size and size != given.size]
    if unknown := [size for size in others if size not in SIZES]:
        options.error(f"there is no size {unknown[0]}; there are {', '.join(SIZES)}")
    small = made(given.folder, "small")
    load, by_size = os.getloadavg()[0], dict[str, Sequence[Result]]()
    for size in sorted({given.size, *others}, key=list(SIZES).index):
        var = made(given.folder, size)
        print(f"{SIZES[size]:,} claims")
        rows = measured(var, small, given.rounds) if size == given.size else over_http(var, given.rounds)
        by_size[size] = shown(rows)
    loads = load, os.getloadavg()[0]
    told = {
        "size": given.size, "machine": machine(), "load": loads,
        "results": {size: [one.told() for one in results] for size, results in by_size.items()},
    }  # fmt: skip
    (given.folder / given.size / "benchmarks.json").write_text(json.dumps(told, indent=1) + "\n")
    print(table(by_size[given.size]))
    if given.page:
        (ROOT / "docs" / "performance.md").write_text(page(given.size, given.rounds, loads, by_size))


if __name__ == "__main__":
    main()
