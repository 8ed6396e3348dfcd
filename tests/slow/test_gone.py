"""PostgreSQL and Redis, killed outright while people write: 503 meanwhile, then all goes on, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event as Flag

import pytest

from tests.slow.archive import Archive, Server, empty_database
from tests.slow.load import Caller, Reader, Reviewer, Tally, Writer, together
from tests.slow.servers import OwnPostgres, OwnRedis
from tests.slow.test_load import lost, production

pytestmark = pytest.mark.slow

API = "/api/v1/events/"
SECONDS, GONE, BACK = 40, 12, 22  # for how long people work; when the server is killed, and when it is started again


@pytest.fixture
def postgres() -> Iterator[OwnPostgres]:
    server = OwnPostgres()
    yield server
    server.remove()


@pytest.fixture
def redis() -> Iterator[OwnRedis]:
    server = OwnRedis()
    server.start()
    yield server
    server.remove()


def people(archive: Archive, server: Server, tally: Tally, stop: Flag) -> list[Caller]:
    """Six readers, four who write, two who publish."""
    readers: list[Caller] = [Reader(server.port, number, tally, stop) for number in range(6)]
    writers = archive.tokens("contributor", 4, "writer")
    reviewers = archive.tokens("editor", 2, "reviewer")
    readers += [Writer(key, server.port, 1000 + n, tally, stop) for n, key in enumerate(writers)]
    return readers + [Reviewer(key, server.port, 2000 + n, tally, stop) for n, key in enumerate(reviewers)]


def test_postgresql_killed_while_people_write_loses_nothing(tmp_path: Path, postgres: OwnPostgres) -> None:
    archive = production(tmp_path, postgres.url)
    tally, stop = Tally(), Flag()
    told: list[tuple[int, bytes]] = []
    done: list[int] = []

    def come_back() -> None:
        told.extend(server.get(path) for path in (API, "/", "/readyz", "/healthz"))
        done.append(len(tally.made))
        postgres.again()

    with archive.served() as server:
        callers = people(archive, server, tally, stop)
        together(callers, stop, SECONDS, {GONE: postgres.kill, BACK: come_back})
        assert server.get("/readyz")[0] == 200
    print(f"\n{tally.told()}\n{len(tally.made)} records made, {done} of them before; {len(tally.published)} published")
    assert [status for status, _body in told] == [503, 503, 503, 200]
    problem = json.loads(told[0][1])
    assert (problem["status"], problem["title"]) == (503, "Service Unavailable")
    assert not tally.wrong, "\n".join(tally.wrong[:20])
    assert tally.statuses["read", 503]
    assert tally.statuses["write", 503]
    assert 0 < done[0] < len(tally.made)
    assert lost(archive, tally) == []
    assert "Everything holds" in archive.run("verify")


def test_redis_killed_while_people_write_stops_nobody(tmp_path: Path, redis: OwnRedis) -> None:
    with empty_database() as database:
        archive = production(tmp_path, database, REDIS_URL=redis.url)
        tally, stop = Tally(), Flag()
        with archive.served() as server:
            callers = people(archive, server, tally, stop)
            together(callers, stop, SECONDS, {GONE: redis.kill, BACK: redis.start})
        print(f"\n{tally.told()}\n{len(tally.made)} records made, {len(tally.published)} published")
        assert not tally.wrong, "\n".join(tally.wrong[:20])
        assert not tally.statuses["read", 503] + tally.statuses["write", 503]
        assert lost(archive, tally) == []
        assert "Everything holds" in archive.run("verify")
