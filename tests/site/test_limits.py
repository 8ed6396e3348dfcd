"""What a stranger may ask for, and how often; and what browsers are told with every answer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from ctarchive import limits
from tests import factories as make
from tests.admin.pages import signed_in
from tests.craft import pages

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "times"),
    [
        ("/search/?q=guards", 1), ("/ru/search/?q=guards", 1), ("/api/v1/search/?q=guards", 1), ("/events/?q=a", 1),
        ("/search/suggest?q=g", 5), ("/data/export/archive.ndjson", 0.5),
        ("/oai?verb=Identify", 1), ("/api/v1/events/?expand=claims", 1),
    ],
)  # fmt: skip
def test_who_asks_too_often_is_told_when_to_come_back(settings: Any, path: str, times: float) -> None:
    settings.SEARCHES_PER_MINUTE = 4
    near, far = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="198.51.100.1")
    # So many that the minute may turn once meanwhile.
    answers = [near.get(path) for _number in range(int(8 * times) + 2)]
    refused = [one for one in answers if one.status_code == 429]
    assert refused
    assert all(1 <= int(one["Retry-After"]) <= 60 for one in refused)
    assert far.get(path).status_code != 429
    assert near.get("/").status_code == 200
    if path.startswith("/api/"):
        assert refused[0]["Content-Type"] == "application/problem+json"
        assert refused[0].json()["status"] == 429
        # For scripts of other sites, too.
        assert refused[0]["Access-Control-Allow-Origin"] == "*"
        assert refused[0]["Access-Control-Expose-Headers"] == "Retry-After"
        assert refused[0]["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_minute_after_counts_anew() -> None:
    project.SEARCHES_PER_MINUTE, before = 2, project.SEARCHES_PER_MINUTE
    try:
        asked = [limits.count("search", "192.0.2.1", at=1_200.0 + second) for second in (0, 1, 2, 3, 60)]
    finally:
        project.SEARCHES_PER_MINUTE = before
    assert asked == [0, 0, 58, 57, 0]


def test_a_reader_sends_no_megabytes_and_an_editor_may(client: Client) -> None:
    body = "a" * (limits.LARGEST_BODY + 1)
    for path in ("/", "/events/", "/api/v1/events/"):
        assert client.post(path, body, content_type="text/plain").status_code == 413, path
    assert signed_in("writer").post("/admin/me/", {"handle": body}).status_code == 400


@pytest.mark.parametrize(
    "query", ['"*" OR', "* * *", "a " * 500_000, '"' * 100_000, "NEAR(" * 50_000, "%_" * 400_000, "\u202e(((", "\x00"]
)
def test_whatever_is_searched_for_few_questions_are_asked(
    client: Client, query: str, django_assert_max_num_queries: Any
) -> None:
    make.published_event()
    with django_assert_max_num_queries(40):
        answer = client.get("/search/", {"q": query})
    assert answer.status_code in (200, 400)
    assert len(answer.content) < 100_000
    assert client.get("/api/v1/search/", {"q": query}).status_code in (200, 400)


def test_a_statement_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no such limit")
    monkeypatch.setattr(limits, "LONGEST_STATEMENT", "20ms")
    limits._bound(None, connection)
    try:
        with pytest.raises(OperationalError, match="statement timeout"), connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(60)")
    finally:
        connection.close()


# -- headers -----------------------------------------------------------------------------------------------------------


def wrong(answer: Any) -> list[str]:
    """What is missing from the headers of an answer, or too much in them. Pictures to embed may be framed, by all."""
    policy = answer.headers.get("Content-Security-Policy", "")
    if is_framed := answer.request["PATH_INFO"].startswith("/embed/"):
        policy = policy.replace("frame-ancestors *", "frame-ancestors 'none'")
    has = {
        "a policy without exceptions": "default-src 'none'" in policy
        and not any(word in policy for word in ("unsafe", "http:", "https:", "*", "blob:")),
        "no frames": "frame-ancestors 'none'" in policy
        and answer.headers.get("X-Frame-Options") == (None if is_framed else "DENY"),
        "no guessing of types": answer.headers.get("X-Content-Type-Options") == "nosniff",
        "no telling where from": answer.headers.get("Referrer-Policy") in ("same-origin", "no-referrer"),
        "no camera": "camera=()" in answer.headers.get("Permissions-Policy", ""),
        "a window of its own": answer.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "loaded by whom it is for": answer.headers.get("Cross-Origin-Resource-Policy")
        == ("cross-origin" if is_framed or answer.headers.get("Access-Control-Allow-Origin") == "*" else "same-origin"),
        "cookies of this site": all(
            cookie["samesite"] == "Lax" and (cookie["httponly"] or not cookie.value)
            for cookie in answer.cookies.values()
        ),
    }
    return [name for name, holds in has.items() if not holds]


@pytest.mark.once
def test_every_type_of_page_and_every_error_tells_browsers_what_it_may_not_do() -> None:
    addresses = pages.archive()
    more = ["/nowhere/", "/api/v1/", "/api/v1/docs/", "/api/v1/nowhere/", "/oai", "/robots.txt", "/admin/login/",
            "/admin/forgotten/", "/admin/join/none/", "/data/export/archive.ndjson", "/favicon.ico"]  # fmt: skip
    client = Client(raise_request_exception=False)
    found = {path: wrong(client.get(path)) for path in [*addresses.values(), *more]}
    editor = signed_in("writer")
    for path in ("/admin/", "/admin/me/", "/admin/me/second-factor/", "/admin/me/second-factor/picture.svg",
                 "/admin/events/event/", "/admin/events/event/add/", "/admin/desk/", "/admin/people/"):  # fmt: skip
        found[f"{path} signed in"] = wrong(editor.get(path))
    assert {path: words for path, words in found.items() if words} == {}
    assert len(found) > 60


@pytest.mark.once
def test_a_static_file_opened_by_itself_does_nothing(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "picture.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    settings.STATIC_ROOT, settings.WHITENOISE_USE_FINDERS, settings.WHITENOISE_AUTOREFRESH = tmp_path, False, True
    answer: Any = WhiteNoiseMiddleware(lambda _request: HttpResponse(status=404))(
        RequestFactory().get("/static/picture.svg")
    )
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.once
def test_over_https_cookies_are_secure_and_browsers_remember_it() -> None:
    """As the environment of a public archive sets it, in a process of its own settings."""
    import subprocess
    import sys

    code = (
        "from ctarchive import settings as s; "
        "print(s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT)"
    )
    environment = {"SITE_URL": "https://archive.example.org", "DEBUG": "0", "SECRET_KEY": os.urandom(40).hex()}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=project.BASE_DIR,
        env={**os.environ, **environment, "DATABASE_URL": ""},
    )  # fmt: skip
    assert done.stdout.split() == [str(365 * 24 * 3600), "True", "True", "True"]
