"""Every error has one shape, and says what to do."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from ctarchive import codebook
from tests.api.conftest import Read

pytestmark = pytest.mark.django_db


def check_shape(response: Any, status: int) -> Any:
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail", "errors", "request_id"}
    assert body["request_id"] == response.headers["X-Request-ID"]
    assert (body["status"], body["type"]) == (status, "about:blank")
    return body


@pytest.mark.parametrize("path", ["events/0000000000/", "events/none/", "nothing/", "events/a/b/", "../x/"])
def test_what_is_not_there_is_told_in_json(client: Client, path: str) -> None:
    assert check_shape(client.get(f"/api/v1/{path}"), 404)["detail"]


@pytest.mark.parametrize("method", ["post", "patch", "delete"])
def test_nor_is_there_anything_to_write_to(client: Client, method: str) -> None:
    assert check_shape(getattr(client, method)("/api/v1/work/suggestions/-1/accept/"), 404)["detail"]


def test_an_address_without_its_last_slash_is_sent_on(client: Client) -> None:
    assert client.get("/api/v1/events?q=x")["Location"] == "/api/v1/events/?q=x"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v1/events/")
    assert check_shape(response, 405)["title"] == "Method Not Allowed"
    assert "GET" in response["Allow"]


@pytest.mark.parametrize("query", ["updated_since=", "country=", "country=AZ&country=+", "conflict=", "page_size="])
def test_a_parameter_without_a_value_is_an_error(client: Client, query: str) -> None:
    errors = check_shape(client.get(f"/api/v1/events/?{query}"), 400)["errors"]
    assert errors[0]["field"] == query.partition("=")[0]


def test_a_misspelt_parameter_is_an_error_that_names_the_right_one(client: Client) -> None:
    body = check_shape(client.get("/api/v1/events/?partcipant=x"), 400)
    assert body["errors"] == [
        {"field": "partcipant", "message": "There is no parameter “partcipant”. Did you mean “participant”?"}
    ]


def test_a_parameter_like_no_other_is_answered_with_all_there_are(read: Read) -> None:
    (error,) = read("publishers/", status=400, zzzzzz="1")["errors"]
    assert "country" in error["message"]
    assert "page_size" in error["message"]


def test_a_detail_takes_no_parameters(read: Read) -> None:
    assert read("codebook/", status=400, q="x")["errors"][0]["field"] == "q"


def test_all_that_is_wrong_is_told_at_once(read: Read) -> None:
    body = read("events/", status=400, after="2018-13", kind="visit,party", place="Baku", plase="x")
    assert {error["field"] for error in body["errors"]} == {"after", "kind", "place", "plase"}


def test_a_wrong_date_says_how_to_write_it(read: Read) -> None:
    (error,) = read("events/", status=400, during="12.11.2019")["errors"]
    assert error["message"].startswith("“12.11.2019” is not an EDTF date: the year comes first.")


def test_a_single_value_given_twice_is_refused(client: Client) -> None:
    body = check_shape(client.get("/api/v1/events/?after=2018&after=2019"), 400)
    assert body["errors"] == [{"field": "after", "message": "This is given more than once."}]


def test_a_fault_of_ours_is_logged_and_not_shown(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("the disk is on fire")

    settings.DEBUG = False
    monkeypatch.setattr(codebook, "as_data", fail)
    body = check_shape(client.get("/api/v1/codebook/"), 500)
    assert "disk" not in str(body)
    assert "the disk is on fire" in caplog.text


def test_a_database_that_is_gone_is_to_be_asked_again(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise OperationalError("connection to server at db.internal refused")

    monkeypatch.setattr(codebook, "as_data", fail)
    answer = client.get("/api/v1/codebook/")
    assert "db.internal" not in str(check_shape(answer, 503))
    assert answer["Retry-After"] == "60"
    assert "db.internal refused" in caplog.text


def test_every_page_on_the_web_may_read(client: Client) -> None:
    for path in ("events/", "nothing/"):
        assert client.get(f"/api/v1/{path}")["Access-Control-Allow-Origin"] == "*"


def test_no_reader_gets_a_cookie(client: Client) -> None:
    assert not client.get("/api/v1/events/").cookies


def test_more_values_than_a_filter_takes_are_refused_even_if_they_are_the_same(read: Read) -> None:
    same = ",".join(["meeting"] * 51)
    (error,) = read("events/", status=400, kind=same)["errors"]
    assert (error["field"], "50" in error["message"]) == ("kind", True)
