"""Each request has an id that its answer, its log lines and its error page carry; the log has no personal data."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError
from django.http import StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch
from pytest_django import Settings

from ctarchive import views
from ctarchive.logs import JsonLineFormatter, scrub
from ctarchive.telemetry import requests, traces
from events import listing
from tests import factories as make

pytestmark = pytest.mark.django_db
GIVEN = "8f2b6c1d4e9a40c7b1d2e3f405162738"


@pytest.fixture
def lines() -> Iterator[Any]:
    """Call it for what the log says, as values of its lines."""
    stream = io.StringIO()
    handler, root, access = logging.StreamHandler(stream), logging.getLogger(), logging.getLogger("ctarchive.access")
    handler.setFormatter(JsonLineFormatter())
    root.addHandler(handler)
    access.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    access.setLevel(logging.NOTSET)


def fail(error: Exception) -> Any:
    def instead(*args: Any, **options: Any) -> Any:
        raise error

    return instead


def test_a_request_has_one_line_that_tells_no_address(client: Client, lines: Any) -> None:
    event = make.published_event()
    answer = client.get(event.get_absolute_url() + "?as_of=2030-01-01&q=secret", REMOTE_ADDR="198.51.100.7")
    (line,) = [one for one in lines() if one["logger"] == "ctarchive.access"]
    assert line["request"] == answer.headers["X-Request-ID"]
    assert (line["method"], line["route"], line["record"]) == ("GET", "events:event_detail", event.uid)
    assert (line["status"], line["bytes"], line["level"]) == (200, len(answer.content), "info")
    assert line["queries"] > 0
    assert 0 < line["database_ms"] < line["ms"]
    assert not {"secret", "as_of", "198.51.100.7"} & set(json.dumps(line).replace("=", '"').split('"'))
    assert "secret" not in json.dumps(lines())


@pytest.mark.parametrize(
    ("sender", "behind", "given", "is_taken"),
    [
        ("127.0.0.1", False, GIVEN, True),
        ("", False, GIVEN, True),  # a socket of this machine
        ("198.51.100.7", False, GIVEN, False),
        ("198.51.100.7", True, GIVEN, True),
        ("127.0.0.1", False, "short", False),
        ("127.0.0.1", False, "a" * 65, False),
        ("127.0.0.1", False, 'plain"} {"level":"x', False),
    ],
)
def test_only_our_own_proxy_gives_an_id(
    client: Client, settings: Settings, sender: str, behind: bool, given: str, is_taken: bool
) -> None:
    settings.BEHIND_PROXY = behind
    answer = client.get("/about/", headers={"x-request-id": given}, REMOTE_ADDR=sender)
    assert (answer.headers["X-Request-ID"] == given) == is_taken
    assert requests._PLAIN.fullmatch(answer.headers["X-Request-ID"])


def test_two_requests_have_two_ids_and_none_is_left(client: Client) -> None:
    first, second = (client.get("/healthz").headers["X-Request-ID"] for _ in range(2))
    assert first != second
    assert traces.request_id() == ""


@pytest.mark.parametrize("language", ["", "/ru", "/az"])
def test_the_page_of_a_failure_names_the_request(
    client: Client, lines: Any, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(views, "_counts", fail(ZeroDivisionError("nobody foresaw this")))
    client.raise_request_exception = False
    answer = client.get(f"{language}/")
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] in answer.content.decode()
    (told,) = [line for line in lines() if "traceback" in line]
    assert told["request"] == answer.headers["X-Request-ID"]
    assert "nobody foresaw this" in told["traceback"]


def test_a_failure_of_the_machine_names_the_request(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "corrections", fail(OperationalError("gone")))
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer.headers["X-Request-ID"] in answer.content.decode()


def test_secrets_in_addresses_and_what_was_searched_for_stay_out(client: Client, lines: Any) -> None:
    client.raise_request_exception = False
    client.get("/reports/a-secret-of-a-sender/")
    client.get("/nothing/here/somebody's-name/?q=words")
    client.get("/search/?q=words")
    client.post("/admin/login/?next=/words/", {"username": "words"})
    text = json.dumps(lines())
    assert [line["route"] for line in lines() if line["logger"] == "ctarchive.access"] == [
        "reports:status", "none", "search", "admin:login",
    ]  # fmt: skip
    assert not [word for word in ("a-secret-of-a-sender", "somebody", "words") if word in text]


def test_django_s_own_messages_name_the_route() -> None:
    request = RequestFactory().get("/admin/join/secret/?q=words")
    request.resolver_match = ResolverMatch(fail, (), {}, route="admin/join/<str:token>/")
    record = logging.LogRecord("django.request", 40, "", 0, "%s: %s", ("Internal Server Error", request.path), None)
    record.request = request
    assert json.loads(JsonLineFormatter().format(record))["message"] == (
        "Internal Server Error: /admin/join/<str:token>/"
    )


def test_a_streamed_answer_is_told_when_it_is_over(lines: Any) -> None:
    middleware = requests.TracingMiddleware(lambda request: StreamingHttpResponse(iter(["one", "three"])))
    answer = middleware(RequestFactory().get("/"))
    assert lines() == []
    assert answer.getvalue() == b"onethree"
    answer.close()
    (line,) = lines()
    assert (line["bytes"], line["request"]) == (8, answer.headers["X-Request-ID"])


def test_pieces_are_counted_once_however_far_they_came() -> None:
    told: list[int] = []
    pieces = requests._Counted([b"one", b"three"], told.append)
    assert next(iter(pieces)) == b"one"
    pieces.close()
    pieces.close()
    assert told == [3]


def test_lines_of_a_task_carry_its_id(lines: Any) -> None:
    result = SimpleNamespace(id="7c1f", task=SimpleNamespace(module_path="events.tasks.suggest"))
    traces.begin_task(None, result)
    logging.getLogger("ctarchive").warning("from within")
    traces.end_task(None, result)
    logging.getLogger("ctarchive").warning("after")
    within, after = lines()
    assert (within["task"], within["task_name"]) == ("7c1f", "events.tasks.suggest")
    assert "task" not in after
    assert traces.request_id() == ""


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("{'jo.smith+x@mail.example.org': (550, b'no')}", "{'[e-mail]': (550, b'no')}"),
        ("connection to 127.0.0.1 and 10.1.2.3, port 5432", "connection to 127.0.0.1 and 10.1.2.3, port 5432"),
        ("Invalid request from ip=8.8.8.8: none", "Invalid request from ip=[address]: none"),
        ("from 2606:4700:4700::1111: refused, at 12:30:45", "from [address]: refused, at 12:30:45"),
        ("text[::2] is a slice", "text[::2] is a slice"),
        ("GET https://example.org/search?q=name&x=1 failed", "GET https://example.org/search?[query] failed"),
        ("what? a = b", "what? a = b"),
        ("DETAIL:  Key (username)=(smith) already exists.", "DETAIL:  Key (username)=[values]"),
        ("Failing row contains (1, Smith, null).\nmore", "Failing row contains [values]\nmore"),
    ],
)
def test_messages_of_others_are_masked(said: str, kept: str) -> None:
    assert scrub(said) == kept
