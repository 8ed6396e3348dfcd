"""Work that is no page: commands, and pieces of work in processes of their own, each beside a reference."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.speed.results import Result
from benchmarks.speed.servers import ROOT, environment

DATABASE = "ctarchive.sqlite3"


def run(var: Path, *command: str, **more: str) -> str:
    """What a program of the archive prints. Raises `CalledProcessError` where it fails."""
    words = [sys.executable, *command]
    done = subprocess.run(words, env=environment(var) | more, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def inside(var: Path, name: str, **more: str) -> dict[str, float]:
    """What `benchmarks.speed.inside` measures under this name."""
    found: dict[str, float] = json.loads(run(var, "-m", "benchmarks.speed.inside", name, **more).splitlines()[-1])
    return found


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    start = perf_counter()
    work()
    return perf_counter() - start


@contextmanager
def copied(var: Path) -> Iterator[Path]:
    """A copy of an archive that may be written, gone afterwards; where the file system can, nothing is copied twice."""
    with tempfile.TemporaryDirectory(dir=var.parent) as folder:
        copy = Path(folder)
        subprocess.run(["/bin/cp", "--reflink=auto", str(var / DATABASE), str(copy)], check=True)
        (copy / "blobs").mkdir()
        yield copy


def verify(var: Path, small: Path) -> Iterator[Result]:
    theirs = timed(lambda: run(var, "-m", "benchmarks.speed.bare"))
    ours = timed(lambda: run(var, "manage.py", "verify", "--quiet"))
    yield Result("`verify`, in all", ours, "bare loop, one process", theirs, "s", least=1 / 3)


def export(var: Path, small: Path) -> Iterator[Result]:
    """Records a second and the most memory, for at most 200,000 records."""
    ways = ("archive", "framework", "bare")
    found = {way: json.loads(run(var, "-m", "benchmarks.exporting", "--way", way, "--most", "200000")) for way in ways}
    for way, named in (("framework", "DRF serializers, streamed"), ("bare", "bare rows by sqlite3")):
        for unit in ("records/s", "MB"):
            what = "export as NDJSON" if unit == "records/s" else "export as NDJSON, most memory"
            yield Result(what, found["archive"][unit], named, found[way][unit], unit)


def publish(var: Path, small: Path) -> Iterator[Result]:
    with copied(var) as copy, copied(small) as other:
        ours, theirs = inside(copy, "publish"), inside(other, "publish")
    yield Result("publish a bundle of 20 claims", ours["ms"], "the same at 1,000 claims", theirs["ms"])
    yield Result(
        "publish a bundle of 20 claims", ours["ms"], "the same without the search index", ours["without index"]
    )


def index(var: Path, small: Path) -> Iterator[Result]:
    with copied(var) as copy:
        found = inside(copy, "index")
    yield Result("search entries made anew", found["entries/s"], "raw FTS5", found["raw entries/s"], "entries/s")


def statements(var: Path, small: Path) -> Iterator[Result]:
    found = inside(var, "statements")
    yield Result("search, without HTTP", found["ms"], "one statement of FTS5", found["raw ms"])


def quotations(var: Path, small: Path) -> Iterator[Result]:
    found = inside(var, "quotations")
    yield Result(
        "quotations looked for in a later text", found["quotations/s"], "`str.find`", found["raw quotations/s"],
        "quotations/s",
    )  # fmt: skip


def first_page(var: Path, small: Path) -> Iterator[Result]:
    ours, theirs = [], []
    for _round in range(3):
        ours.append(inside(var, "first_page")["ms"])
        theirs.append(inside(var, "first_page", DJANGO_SETTINGS_MODULE="benchmarks.plain.settings")["ms"])
    yield Result("start until the first page", median(ours), "plain DRF project", median(theirs))


def capture(var: Path, small: Path) -> Iterator[Result]:
    found = json.loads(run(var, "benchmarks/capture.py", "--files", "200", "--rounds", "3", "--json").splitlines()[-1])
    yield Result("web pages captured", found["capture"], "bare trafilatura", found["bare"], "pages/s")


JOBS = (first_page, statements, quotations, publish, index, capture, export, verify)


def measured(var: Path, small: Path) -> Iterator[Result]:
    for job in JOBS:
        yield from job(var, small)
