"""Answers of the API that are kept: the same bytes without the work, and never an old one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from ctarchive.keeping import store
from editorial import actions
from events.models import Entity
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST = "/api/v1/events/"


@pytest.fixture(autouse=True)
def _keep(settings: Settings) -> None:
    settings.KEEP_ANSWERS = True


def asked(address: str = LIST, **headers: str) -> tuple[Any, int]:
    """The answer, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(address, headers=headers)
    assert answer.status_code == 200
    del answer.headers["X-Request-ID"]  # what alone differs from one request to the next
    return answer, len(queries)


def told(answer: Any, *without: str) -> dict[str, str]:
    """The headers that do not differ from request to request."""
    return {name: value for name, value in answer.headers.items() if name not in ("X-Request-ID", *without)}


def test_the_same_again_is_the_same_bytes_for_two_queries() -> None:
    make.published_event(title="Guards meet")
    (first, many), (again, few) = asked(), asked()
    assert (again.content, told(again)) == (first.content, told(first))
    assert few == 2 < many
    assert asked(f"{LIST}?kind=visit")[0].json()["results"] == []


def test_what_is_published_is_told_at_once() -> None:
    make.published_event(title="Guards meet")
    before, _queries = asked()
    make.published_event(title="Guards part")
    after, _queries = asked()
    assert len(after.json()["results"]) == len(before.json()["results"]) + 1
    assert after["ETag"] != before["ETag"]


def test_whoever_is_protected_is_hidden_at_once_though_nothing_was_published() -> None:
    make.published_event(title="Rashad Babayev is received")
    assert b"Rashad Babayev" in asked()[0].content
    drafted = make.entity("Rashad Babayev", kind="person", protected=True, pseudonym="a guard")
    assert b"Rashad Babayev" not in asked()[0].content
    drafted = Entity.objects.get(pk=drafted.pk)
    drafted.protected = False
    actions.save(drafted, user=make.user("writer"))
    assert b"Rashad Babayev" in asked()[0].content


def test_languages_forms_and_encodings_have_answers_of_their_own() -> None:
    make.published_event(title="Guards meet")
    ways: tuple[dict[str, str], ...] = (
        {},
        {"Accept-Language": "ru"},
        {"Accept": "text/csv"},
        {"Accept-Encoding": "gzip"},
    )
    plain = [asked(**way)[0] for way in ways]
    again = [asked(**way) for way in ways]
    assert [one.content for one in plain] == [one.content for one, _queries in again]
    assert {queries for _one, queries in again} == {2}
    assert again[2][0]["Content-Type"].startswith("text/csv")


def test_whoever_has_what_is_kept_is_told_so_as_by_the_view(settings: Settings) -> None:
    make.published_event(title="Guards meet")
    tag = asked()[0]["ETag"]
    with CaptureQueriesContext(connection) as queries:
        kept = Client().get(LIST, headers={"If-None-Match": f'"another", {tag}'})
    assert (kept.status_code, kept.content, len(queries)) == (304, b"", 2)
    assert Client().get(LIST, headers={"If-None-Match": '"another"'}).status_code == 200
    settings.KEEP_ANSWERS = False
    seen = Client().get(LIST, headers={"If-None-Match": tag})
    # The links of the whole answer are kept, too.
    assert told(kept, "Link") == told(seen, "Link", "Content-Length")


@pytest.mark.parametrize("header", ["Cookie", "Authorization", "Range"])
def test_readers_who_are_told_apart_are_not_answered_from_what_is_kept(header: str) -> None:
    make.published_event()
    _first, many = asked()
    with CaptureQueriesContext(connection) as queries:
        Client().get(LIST, headers={header: "x=y"})
    assert len(queries) != 2
    assert many > 2


def test_an_error_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Any] = []
    monkeypatch.setattr(store, "put", lambda *given: kept.append(given))
    assert Client().get("/api/v1/events/0000000000/").status_code == 404
    assert not kept
    Client().get(LIST)
    assert len(kept) == 1
