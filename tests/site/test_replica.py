"""Who is led to which database. What two real servers do is in tests/slow/test_replica.py."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import OperationalError, router
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from pytest_django import Settings

from ctarchive.replica import middleware, watching
from ctarchive.replica.middleware import ReplicaMiddleware, choose
from ctarchive.replica.routing import led_to
from ctarchive.replica.watching import Seen, Watch, behind
from events.models import Claim

BOTH, LATE, NO_REPLICA = Seen(True, True, 0.0), Seen(True, True, 60.0), Seen(True, False)
NO_PRIMARY, NOTHING = Seen(False, True, math.inf), Seen(False, False)
asked = RequestFactory()


@pytest.fixture(autouse=True)
def _two(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATABASE_ROUTERS = ["ctarchive.replica.routing.Router"]
    settings.REPLICA_LAG = 10
    monkeypatch.setattr(middleware, "connections", {"default": Connection(), "replica": Connection()})


def by_session(path: str) -> HttpRequest:
    request = asked.get(path)
    request.COOKIES["sessionid"] = "x"
    return request


@pytest.mark.parametrize(
    ("request_", "answers"),
    [
        # BOTH, LATE, NO_REPLICA, NO_PRIMARY, NOTHING
        (asked.get("/events/"), "rpprp"),
        (asked.get("/api/v1/events/"), "rpprp"),
        (asked.head("/az/events/"), "rpprp"),
        (by_session("/events/"), "ppprp"),
        (asked.get("/api/v1/events/", headers={"Authorization": "Bearer x"}), "ppprp"),
        (asked.post("/events/"), "ppp--"),
        (asked.get("/admin/login/"), "ppp--"),
        (asked.get("/reports/secret/"), "ppp--"),
        (asked.get("/ru/report/claim/0123456789/"), "ppp--"),
        (asked.get("/api/v1/work/claims/"), "ppp--"),
    ],
)
def test_each_request_is_led_to_one_database(request_: HttpRequest, answers: str) -> None:
    names = {"p": "default", "r": "replica", "-": None}
    found = [choose(request_, seen) for seen in (BOTH, LATE, NO_REPLICA, NO_PRIMARY, NOTHING)]
    assert found == [names[letter] for letter in answers]


def test_reads_follow_the_request_and_writes_never_do() -> None:
    with led_to("replica"):
        assert Claim.objects.published().db == "replica"
        assert router.db_for_write(Claim) == "default"
    assert Claim.objects.published().db == "default"
    assert router.allow_relation(Claim(), Claim())
    assert (router.allow_migrate("default", "events"), router.allow_migrate("replica", "events")) == (True, False)


class Connection:
    """A connection whose questions are answered by whatever is inside."""

    asking: Any = None

    @contextmanager
    def execute_wrapper(self, wrapper: Any) -> Iterator[None]:
        self.asking = wrapper
        yield


class Looking:
    """What is seen at each look, one after the other."""

    def __init__(self, *seen: Seen) -> None:
        self.seen = list(seen)

    def look(self, *, now: bool = False) -> Seen:
        return self.seen.pop(0)


def answered(monkeypatch: pytest.MonkeyPatch, request: HttpRequest, *seen: Seen, gone: str = "") -> HttpResponseBase:
    """The answer to a request; the body is the database it was led to, which fails where it is `gone`."""
    monkeypatch.setattr(middleware, "watch", Looking(*seen))

    def view(request: HttpRequest) -> HttpResponse:
        alias = router.db_for_read(Claim)
        return HttpResponse(alias, status=503 if alias == gone else 200)

    return ReplicaMiddleware(view)(request)


def test_a_request_whose_database_goes_away_is_asked_of_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    page = asked.get("/events/")
    for seen, gone, told in (
        ((BOTH, NO_REPLICA), "replica", b"default"),
        ((LATE, NO_PRIMARY), "default", b"replica"),
    ):
        answer = answered(monkeypatch, page, *seen, gone=gone)
        assert (answer.status_code, answer.getvalue()) == (200, told)
    # Where the database is there it was something else, and is not done twice.
    assert answered(monkeypatch, page, BOTH, BOTH, gone="replica").status_code == 503


def test_a_question_that_the_replica_cancels_is_asked_of_the_primary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "watch", Looking(BOTH, BOTH))

    class Cancelled(Exception):
        sqlstate = "40001"

    def cancel(*_question: Any) -> None:
        raise OperationalError("conflict with recovery") from Cancelled()

    def view(request: HttpRequest) -> HttpResponse:
        alias = router.db_for_read(Claim)
        if alias == "replica":
            with suppress(OperationalError):
                middleware.connections[alias].asking(cancel, "SELECT 1", (), False, {})  # type: ignore[attr-defined]
            return HttpResponse(status=503)
        return HttpResponse(alias)

    assert ReplicaMiddleware(view)(asked.get("/events/")).status_code == 200


def test_who_would_write_without_the_primary_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    page = answered(monkeypatch, asked.post("/az/report/claim/0123456789/"), NO_PRIMARY)
    assert (page.status_code, page["Retry-After"]) == (503, "60")
    assert "yalnız" in page.getvalue().decode()
    told = answered(monkeypatch, asked.post("/api/v1/work/claims/"), NO_PRIMARY)
    assert told["Content-Type"] == "application/problem+json"
    assert "can only be read" in json.loads(told.getvalue())["detail"]


def test_who_wrote_while_the_primary_went_away_is_told_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answered(monkeypatch, asked.post("/admin/x/"), BOTH, NO_PRIMARY, gone="default")
    assert answer.status_code == 503
    assert b"Look whether it was kept" in answer.getvalue()


def test_an_answer_written_while_it_is_sent_stays_with_its_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "watch", Looking(BOTH))

    def parts() -> Iterator[str]:
        yield from (f"{router.db_for_read(Claim)} " for _ in range(3))

    answer = ReplicaMiddleware(lambda _request: StreamingHttpResponse(parts()))(asked.get("/changes/"))
    assert isinstance(answer, StreamingHttpResponse)
    told = []
    for part in answer:
        assert router.db_for_read(Claim) == "default"
        told.append(part)
    assert b"".join(told) == b"replica replica replica "


def test_lag_is_how_long_ago_the_oldest_position_was_written_that_is_not_there() -> None:
    written = deque([(10.0, 100), (11.0, 150), (12.0, 150)])
    assert behind(written, 100, 15.0) == 4.0
    assert behind(written, 149, 16.0) == 5.0
    assert behind(written, 150, 17.0) == 0.0
    assert not written


class Servers:
    """What a primary and a replica answer, and what time it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.written: int | None = 100
        self.replayed: int | None = 90
        self.now = 1000.0
        self.looks = 0
        monkeypatch.setattr(watching, "_ask", self.ask)

    def ask(self, alias: str, sql: str) -> int | None:
        self.looks += 1
        return self.written if alias == "default" else self.replayed


def test_a_replica_is_fit_once_it_has_come_to_where_the_primary_was_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    servers = Servers(monkeypatch)
    watch = Watch(lambda: servers.now)
    assert not watch.look().is_fit
    assert (watch.look(), servers.looks) == (Seen(True, True, math.inf), 2)
    servers.now, servers.written, servers.replayed = 1001.0, 120, 110
    assert watch.look() == Seen(True, True, 0.0)
    servers.now = 1012.5
    assert watch.look().lag == 11.5
    assert not watch.look().is_fit
    servers.replayed = -1
    assert watch.look(now=True) == Seen(True, True, math.inf)
    servers.replayed = None
    assert watch.look(now=True) == Seen(True, False, math.inf)
    servers.written = None
    assert watch.look(now=True) == Seen(False, False, math.inf)


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_asked_twice_and_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        closed = 0

        def cursor(self) -> None:
            raise OperationalError("connection refused")

        def close(self) -> None:
            self.closed += 1

    broken = Broken()
    monkeypatch.setattr(watching, "connections", {"default": broken})
    assert (watching._ask("default", "SELECT 1"), broken.closed) == (None, 2)
