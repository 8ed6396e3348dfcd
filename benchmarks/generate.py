"""Makes a large archive from a seed, in an empty database: so many published claims, with all that belongs to them.

A million claims come with 200,000 events, 100,000 sources of about 2 kB, 50,000 entities with names in three scripts,
10,000 disputed events and 5,000 reprints. The same seed makes the same records and the same ledger, up to its root, on
every database. Each record has one ledger entry, its publication; one that an editor makes by hand has three.
Real models and rules, but no verbs: see `benchmarks.archive`. It must pass `manage.py verify`.

    VAR=/tmp/large python benchmarks/generate.py --claims 100000 [--seed 1] [--processes 2]
    DATABASE_URL=postgres://… VAR=/tmp/large python benchmarks/generate.py --claims 100000
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
T = TypeVar("T")
R = TypeVar("R")


def generate(claims: int, seed: int, processes: int = 1, say: Callable[[str], Any] = print) -> None:
    """Fill the empty database of the settings. Raises `ValueError` where it holds records already."""
    # The models cannot be imported before the settings are ready, which are the caller's.
    from benchmarks.archive import indexing, loading
    from benchmarks.archive.plan import Plan
    from benchmarks.archive.rows import batch, tasks
    from ctarchive.search import documents
    from editorial.models import LedgerEntry

    if LedgerEntry.objects.exists():
        raise ValueError("This database holds records already. Name an empty one.")
    plan = Plan(claims, seed)
    _users(plan)
    say(f"{plan.claims} claims from {plan.stories} sources on {plan.entities} entities, seed {seed}")
    with loading.bulk() as held, timed("records and ledger", say), working(processes) as work:
        loading.load(held, work(batch, tasks(plan)), say)
    with loading.bulk() as held:
        indexing.prepare()
        with timed("search entries", say), working(processes) as work:
            indexing.load(held, work(indexing.entries, indexing.tasks()))
        with timed("full-text index", say):
            indexing.finish()
    total = sum(documents.published(name).count() for name in documents.BUILDERS)
    say(f"{LedgerEntry.objects.count()} ledger entries, {total} search entries")


def _users(plan: Any) -> None:
    """Two editors and a managing editor. Nobody can sign in as them until they are given a password."""
    from django.contrib.auth.models import Group

    from benchmarks.archive.uids import uid
    from editorial.choices import Role
    from editorial.models import User

    cast = (("writer", Role.EDITOR), ("reviewer", Role.EDITOR), ("manager", Role.MANAGING_EDITOR))
    for number, (name, role) in enumerate(cast):
        made = User.objects.create_user(name, uid=uid(plan.seed, "user", number), is_staff=True)
        made.groups.set(Group.objects.filter(name=role.value))


@contextmanager
def timed(what: str, say: Callable[[str], Any]) -> Iterator[None]:
    start = perf_counter()
    yield
    say(f"{what}: {perf_counter() - start:.1f} s")


@contextmanager
def working(processes: int) -> Iterator[Callable[[Callable[[T], R], Iterable[T]], Iterable[R]]]:
    """Yields a `map` over so many processes that keeps the order; one is this process itself."""
    if processes == 1:
        yield map
        return
    # Spawned: a forked process would share this one's connection.
    with multiprocessing.get_context("spawn").Pool(processes, setup) as pool:

        def in_order(work: Callable[[T], R], of: Iterable[T]) -> Iterator[R]:
            # Only so many at a time: what is made faster than it is written would fill the memory.
            waiting: deque[Any] = deque()
            for one in of:
                waiting.append(pool.apply_async(work, (one,)))
                if len(waiting) > 3 * processes:
                    yield waiting.popleft().get()
            while waiting:
                yield waiting.popleft().get()

        yield in_order


def setup() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ctarchive.settings")
    os.environ.setdefault("DEBUG", "1")
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    import django

    django.setup()


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    options.add_argument("--claims", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = options.parse_args()
    setup()
    from django.core.management import call_command

    start = perf_counter()
    call_command("migrate", verbosity=0)
    generate(given.claims, given.seed, given.processes)
    print(f"in all: {perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
