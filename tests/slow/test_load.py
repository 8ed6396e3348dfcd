"""Two hundred readers and twenty programs at once: none is failed, nothing acknowledged is lost, memory stays flat."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from threading import Event as Flag

import pytest

from tests.slow.archive import Archive, empty_database
from tests.slow.load import Caller, Reader, Reviewer, Tally, Writer, together

pytestmark = pytest.mark.slow

# For how long, and how many readers; the environment may say otherwise.
SECONDS, READERS = (
    int(os.environ.get(name, usual)) for name, usual in (("LOAD_SECONDS", "120"), ("LOAD_READERS", "200"))
)
WRITERS, REVIEWERS = 18, 2
MORE = 1.25  # how many times the memory of the first quarter may be used at the end


def production(var: Path, database: str, **environment: str) -> Archive:
    """The demonstration, as a newcomer has it."""
    fixed = {"DEBUG": "0", "SECRET_KEY": secrets.token_urlsafe(60), "SITE_URL": "http://localhost:8000"}
    made = Archive(var, database, **fixed, **environment)
    made.run("migrate", "--verbosity", "0")
    made.run("collectstatic", "--noinput", "--verbosity", "0", "--ignore", "redoc")
    made.run("demo")
    return made


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """On the database and the cache that the tests are given."""
    with empty_database() as database:
        yield production(tmp_path, database, REDIS_URL=os.environ.get("REDIS_URL", ""))


def test_strangers_and_programs_at_once(archive: Archive) -> None:
    writers = archive.tokens("contributor", WRITERS, "writer")
    reviewers = archive.tokens("editor", REVIEWERS, "reviewer")
    tally, stop, memory = Tally(), Flag(), [0, 0]

    def measure(place: int) -> None:
        memory[place] = server.memory()

    with archive.served() as server:
        callers: list[Caller] = [Reader(server.port, number, tally, stop) for number in range(READERS)]
        callers += [Writer(key, server.port, 1000 + n, tally, stop) for n, key in enumerate(writers)]
        callers += [Reviewer(key, server.port, 2000 + n, tally, stop) for n, key in enumerate(reviewers)]
        together(callers, stop, SECONDS, {SECONDS / 4: lambda: measure(0), SECONDS - 1: lambda: measure(1)})
        print(f"\n{tally.told()}\n{len(tally.made)} records made, {len(tally.published)} events published")
        print(f"memory: {memory[0]} MB after {SECONDS / 4:.0f} s, {memory[1]} MB at the end")
        errors = server.errors()
    assert not tally.wrong, "\n".join(tally.wrong[:20])
    assert not errors, "\n".join(errors[:5])
    assert tally.made
    assert tally.published
    assert 0 < memory[1] < memory[0] * MORE, memory
    assert lost(archive, tally) == []
    assert "Everything holds" in archive.run("verify")


def lost(archive: Archive, tally: Tally) -> list[str]:
    """What was acknowledged and is not there."""
    told = archive.var / "made.json"
    told.write_text(json.dumps({"made": tally.made, "published": tally.published}))
    found: list[str] = archive.ask(f"""
import json
from editorial.registry import model
told = json.load(open({str(told)!r}))
lost = [uid for kind, uid in told["made"] if not model(kind).objects.filter(pk=uid).exists()]
lost += [uid for uid in told["published"] if not model("event").objects.published().filter(pk=uid).exists()]
print(json.dumps(lost))
""")
    return found
