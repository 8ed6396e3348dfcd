"""How much a token may ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings

from editorial.models import LedgerEntry
from tests.api.test_errors import check_shape
from tests.api.writing import conftest
from tests.api.writing.conftest import Programs

pytestmark = pytest.mark.django_db


@pytest.fixture
def _minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute that does not end while the test runs."""
    monkeypatch.setattr("ctarchive.api.v1.writing.limits.WINDOW", 10**7)


@pytest.mark.usefixtures("_minute")
@override_settings(API_PER_MINUTE=3)
def test_each_token_has_so_many_requests_a_minute(program: Programs) -> None:
    script, other = program("writer"), program("reviewer")
    left = [script.ask("get", "").headers["RateLimit"].split(";")[1] for _n in range(3)]
    assert left == ["r=2", "r=1", "r=0"]
    answer = script.ask("post", "events/", {"title": "A", "kind": "visit"})
    check_shape(answer, 429)
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["RateLimit-Policy"].startswith('"token";q=3;w=')
    assert not LedgerEntry.objects.exists()
    other.get("")


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_a_request_that_is_too_large_is_not_read(program: Programs) -> None:
    body = {"title": "A" * 2000, "kind": "visit"}
    check_shape(program("writer").ask("post", "events/", body), 413)


@override_settings(LARGEST_UPLOAD=1000)
def test_a_file_that_is_too_large_is_not_read(program: Programs, client: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    headers = {"Authorization": f"Bearer {program('writer').key}"}
    sent = {"file": SimpleUploadedFile("a.txt", b"words " * 1000)}
    check_shape(client.post(f"{conftest.WORK}captures/", sent, headers=headers), 413)


@pytest.mark.parametrize("body", ["{", '{"title": NaN}', "[" * 100_000, '"\\ud800"', "9" * 5000, "null", "[]", '""'])
def test_no_body_breaks_it(program: Programs, body: str) -> None:
    for path in ("events/", "claims/", "captures/"):
        answer = program("writer").ask("post", path, body)
        assert answer.status_code in (400, 422), answer.content


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "\udfff\ud800"])
def test_characters_that_are_none_are_refused_and_told(program: Programs, text: str) -> None:
    import json

    script = program("writer")
    for body in (
        {"title": text, "kind": "visit"},
        {"title": "A", "kind": text},
        {"title": "A", "kind": "visit", text: 1},
    ):
        check_shape(script.ask("post", "events/", json.dumps(body)), 422)
    check_shape(script.ask("post", "captures/", json.dumps({"text": text})), 422)
    check_shape(script.ask("post", "claims/", json.dumps({"about": text, "property": "date", "value_edtf": text})), 422)


def test_other_formats_are_not_taken(program: Programs, client: Any) -> None:
    headers = {"Authorization": f"Bearer {program('writer').key}"}
    answer = client.post(f"{conftest.WORK}events/", "a=b", content_type="text/plain", headers=headers)
    check_shape(answer, 415)
