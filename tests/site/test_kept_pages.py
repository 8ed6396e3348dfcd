"""Public pages that are kept: the same page without the work, never an old one, and never somebody else's."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from ctarchive.keeping import freshness, store
from ctarchive.keeping.pages import KeptPagesMiddleware
from editorial import actions
from events.actions.anchors import recheck
from events.models import Entity
from sources.actions import capture
from sources.models import Publisher
from tests import factories as make

pytestmark = pytest.mark.django_db
PACKED = {"Accept-Encoding": "gzip, br"}


@pytest.fixture(autouse=True)
def _keep(settings: Settings) -> None:
    settings.KEEP_ANSWERS = True


def asked(address: str, headers: dict[str, str] | None = None, client: Client | None = None) -> tuple[Any, int]:
    """The answer, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = (client or Client()).get(address, headers=headers)
    del answer.headers["X-Request-ID"]  # what alone differs from one request to the next
    return answer, len(queries)


def test_the_same_page_again_is_the_same_bytes_for_two_queries() -> None:
    make.published_event(title="Guards meet")
    for address in ("/", "/events/", "/events/?kind=meeting", "/ru/events/", "/search/?q=guards", "/corrections/"):
        (first, many), (again, few) = asked(address), asked(address)
        assert first.status_code == 200
        assert (again.content, again.headers) == (first.content, first.headers)
        assert few == 2 < many, address


def test_the_page_of_a_record_is_kept_too() -> None:
    event = make.published_event()
    for record in (event, event.claims.get(), event.claims.get().evidence.get().capture.source):
        (first, many), (again, few) = asked(record.get_absolute_url()), asked(record.get_absolute_url())
        assert again.content == first.content
        assert few <= 6 < many


@pytest.mark.once
def test_whatever_is_done_a_kept_page_is_what_would_be_made_anew(settings: Settings) -> None:
    event, other, writer = make.published_event(title="Guards meet"), make.published_event(), make.user("writer")
    date = event.claims.get()
    source = date.evidence.get().capture.source
    guards = make.entity("Rashad Babayev", kind="person")
    make.publish(guards)
    gazette = Publisher.objects.get(sources=source)
    records = (event, date, source, guards, gazette)
    pages = ["/", "/ru/events/", "/claims/", "/search/?q=guards", *(record.get_absolute_url() for record in records)]
    gone: list[Any] = []

    def protect() -> None:
        drafted = make.entity("Farid Nazarov", kind="person", protected=True, pseudonym="a colonel")
        gone.append(Entity.objects.get(pk=drafted.pk))

    def unprotect() -> None:
        gone[0].protected = False
        actions.save(gone[0], user=writer)

    def handle() -> None:
        writer.handle = "Nigar"
        writer.save()

    done: dict[str, Callable[[], Any]] = {
        "publish": lambda: make.published_event(title="Guards part"),
        "protect by a draft": protect,
        "protect no more": unprotect,
        "change a publisher": lambda: make.revise(gazette, "name", "Evening Gazette"),
        "look again": lambda: capture(bytes(source.captures.get().blob.read()), user=writer, source=source),
        "capture anew": lambda: gone.append(capture(b"It was put off.", user=writer, source=source).capture),
        "check quotations": lambda: recheck(gone[-1]),
        "call an editor by another name": handle,
        "draft": make.event,
        "redact": lambda: make.redact(event, "title", span=(0, 6)),
        "retract a claim": lambda: make.retract(date),
        "retract an event": lambda: make.retract(other),
    }
    for what, do in done.items():
        do()
        for address in pages:
            settings.KEEP_ANSWERS = False
            anew = Client().get(address)
            settings.KEEP_ANSWERS = True
            kept = Client().get(address)
            assert (kept.status_code, kept.content) == (anew.status_code, anew.content), f"{what}: {address}"


def test_a_page_of_yesterday_is_not_given_today(monkeypatch: pytest.MonkeyPatch) -> None:
    source = make.published_event().claims.get().evidence.get().capture.source
    asked(source.get_absolute_url())
    now = datetime.fromisoformat("2031-02-03T12:00:00+00:00")
    monkeypatch.setattr("ctarchive.keeping.freshness.timezone.now", lambda: now)
    assert asked(source.get_absolute_url())[1] > 6


@pytest.mark.parametrize("changed", ["release", "key"])
def test_another_release_makes_its_pages_anew(changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make.published_event()
    first = asked("/events/")[0]
    monkeypatch.setattr(freshness, changed, lambda *given: "another")
    again, queries = asked("/events/")
    assert queries > 2
    assert again["ETag"] != first["ETag"]


def test_who_has_the_page_is_told_so_until_it_changes() -> None:
    make.published_event()
    tag = asked("/events/")[0]["ETag"]
    told, queries = asked("/events/", {"If-None-Match": f'"other", {tag}'})
    assert (told.status_code, told.content, told["ETag"], queries) == (304, b"", tag, 2)
    assert told["Content-Security-Policy"]
    make.published_event()
    assert asked("/events/", {"If-None-Match": tag})[0].status_code == 200


def test_a_page_is_kept_compressed_and_read_either_way() -> None:
    make.published_event()
    packed, plain = asked("/events/", PACKED)[0], asked("/events/")[0]
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) == int(plain["Content-Length"])
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]


def test_a_kept_page_carries_the_headers_of_one_made_anew(settings: Settings) -> None:
    make.published_event()
    settings.KEEP_ANSWERS = False
    anew = asked("/ru/events/")[0].headers
    settings.KEEP_ANSWERS = True
    asked("/ru/events/")
    kept = asked("/ru/events/")[0].headers
    own = {"ETag", "Cache-Control", "Vary"}
    assert {n: v for n, v in kept.items() if n not in own} == {n: v for n, v in anew.items() if n not in own}
    assert kept["Content-Language"] == "ru"


def test_only_the_head_of_a_kept_page_may_be_asked_for() -> None:
    make.published_event()
    Client().head("/events/")
    page, made = asked("/events/")
    assert made > 2
    head = Client().head("/events/")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", page["ETag"])


def test_an_editor_is_given_no_kept_page_and_leaves_none() -> None:
    make.published_event()
    editor = Client()
    editor.force_login(make.user("writer"))
    assert "ETag" not in asked("/events/", client=editor)[0]
    assert asked("/events/")[1] > 2
    assert asked("/events/")[1] == 2
    page, queries = asked("/events/", client=editor)
    assert queries > 2
    assert "ETag" not in page


@pytest.mark.parametrize("header", ["Cookie", "Authorization", "Range", "If-Modified-Since"])
def test_who_is_told_apart_is_given_a_page_of_their_own(header: str) -> None:
    make.published_event()
    asked("/events/")
    assert asked("/events/", {header: "x=y"})[1] > 2


def test_what_is_no_whole_page_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    event = make.published_event()
    make.retract(event)
    kept: list[str] = []
    monkeypatch.setattr(store, "put", lambda key, content, headers: kept.append(headers["Content-Type"]))
    wrong = (event.get_absolute_url(), f"/events/{event.pk}/", "/events/nothing-0000000000/", "/sources/x/")
    elsewhere = (f"/events/{event.pk}/cite.bib", f"/report/event/{event.pk}/", "/search/suggest?q=g", "/admin/login/")
    for address in (*wrong, *elsewhere, "/data/", "/coverage/"):
        asked(address)
    assert kept == []
    asked("/events/")
    assert len(kept) == 1


def _with_a_token(request: HttpRequest) -> HttpResponse:
    request.META["CSRF_COOKIE"] = "secret"
    return HttpResponse("a form")


def _asking_who(request: HttpRequest) -> HttpResponse:
    request.session.accessed = True
    return HttpResponse("Good morning, Nigar")


def _with_a_nonce(request: HttpRequest) -> HttpResponse:
    request._csp_nonce = "n"  # type: ignore[attr-defined]
    return HttpResponse("<script nonce=n>")


def _with_a_policy(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("a frame")
    response._csp_update = {}  # type: ignore[attr-defined]
    return response


def _with_a_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("a page")
    response.set_cookie("a", "b")
    return response


def _not_to_be_stored(request: HttpRequest) -> HttpResponse:
    return HttpResponse("an answer", headers={"cache-control": "no-store"})


@pytest.mark.parametrize(
    "view", [_with_a_token, _asking_who, _with_a_nonce, _with_a_policy, _with_a_cookie, _not_to_be_stored]
)
def test_what_is_meant_for_one_reader_is_not_kept(view: Callable[..., HttpResponse], monkeypatch: Any) -> None:
    kept: list[str] = []
    monkeypatch.setattr(store, "put", lambda key, content, headers: kept.append(key))
    for make_page, many in ((view, 0), (lambda request: HttpResponse("a page"), 1)):
        request = RequestFactory().get("/events/")
        request.session = type("Session", (), {"accessed": False})()
        KeptPagesMiddleware(make_page)(request)
        assert len(kept) == many


def test_nobody_fills_the_memory_by_asking(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "DRAWERS", 5)
    for number in range(40):
        store.put(store.key([str(number)]), b"page", {})
    answers = caches[store.ALIAS]
    assert sum(answers.get(str(drawer)) is not None for drawer in range(40)) == 5
    last = store.key(["39"])
    assert store.get(last) == (b"page", {})
    store.put(last, b"x" * (store.LONGEST + 1), {})
    assert store.get(last) == (b"page", {})


def test_processes_have_room_for_every_drawer(settings: Settings) -> None:
    if "locmem" in settings.CACHES[store.ALIAS]["BACKEND"]:
        assert settings.CACHES[store.ALIAS]["OPTIONS"]["MAX_ENTRIES"] > store.DRAWERS
