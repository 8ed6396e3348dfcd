"""What is to go says so, in its answers and in the schema, a year before it may be gone."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from ctarchive.api.v1 import deprecation
from ctarchive.api.v1.deprecation import Deprecated
from tests import factories as make
from tests.api.writing.conftest import Program

pytestmark = pytest.mark.django_db

SINCE, SUNSET = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 6, 1, tzinfo=UTC)


@pytest.fixture
def deprecate(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let something be deprecated while the story lasts."""

    def add(view_name: str, parameter: str = "") -> None:
        one = Deprecated(view_name, SINCE, SUNSET, "/api/v1/docs/", parameter)
        monkeypatch.setattr(deprecation, "DEPRECATED", [one])

    return add


def test_nothing_is_to_go_yet(client: Client) -> None:
    assert not {"Deprecation", "Sunset"} & set(client.get("/api/v1/publishers/").headers)


def test_an_address_that_is_to_go_says_since_when_and_until_when(client: Client, deprecate: Any) -> None:
    deprecate("api:publisher-list")
    answer = client.get("/api/v1/publishers/")
    assert answer["Deprecation"] == "@1798761600"
    assert answer["Sunset"] == "Thu, 01 Jun 2028 00:00:00 GMT"
    assert '<http://testserver/api/v1/docs/>; rel="deprecation"; type="text/html"' in answer["Link"]
    assert {"Deprecation", "Sunset"} <= set(answer["Access-Control-Expose-Headers"].split(", "))
    again = client.get("/api/v1/publishers/", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again["Deprecation"]) == (304, answer["Deprecation"])
    assert "Deprecation" not in client.get("/api/v1/events/").headers


def test_a_parameter_that_is_to_go_says_so_where_it_is_used(client: Client, deprecate: Any) -> None:
    deprecate("api:publisher-list", "q")
    assert "Deprecation" not in client.get("/api/v1/publishers/").headers
    assert "Deprecation" in client.get("/api/v1/publishers/?q=gazette").headers


def test_the_feed_of_changes_and_packets_say_so_too(client: Client, deprecate: Any) -> None:
    claim = make.published_event().claims.get()
    for view_name, path in (("changes", "changes/"), ("claim-packet", f"claims/{claim.pk}/packet")):
        deprecate(f"api:{view_name}")
        answer = client.get(f"/api/v1/{path}")
        assert (answer.status_code, answer["Deprecation"]) == (200, "@1798761600")
        assert answer["Sunset"] == "Thu, 01 Jun 2028 00:00:00 GMT"
        assert 'rel="deprecation"' in answer["Link"]


@pytest.mark.parametrize(("body", "status"), [({"name": "The Gazette", "kind": "news_outlet"}, 201), ({}, 422)])
def test_what_programs_write_to_says_so_whatever_comes_of_it(deprecate: Any, body: Any, status: int) -> None:
    program = Program("writer")
    deprecate("api:work-publishers")
    answer = program.ask("post", "publishers/", body)
    assert (answer.status_code, answer["Deprecation"]) == (status, "@1798761600")
    assert answer["Sunset"] == "Thu, 01 Jun 2028 00:00:00 GMT"
    assert answer["Link"] == '<http://testserver/api/v1/docs/>; rel="deprecation"; type="text/html"'
    assert not {"Deprecation", "Link"} & set(program.ask("get", "queue/").headers)


def test_the_schema_marks_it(client: Client, deprecate: Any) -> None:
    deprecate("api:publisher-list", "q")
    operation = client.get("/api/v1/schema/?format=json").json()["paths"]["/api/v1/publishers/"]["get"]
    assert {p["name"] for p in operation["parameters"] if p.get("deprecated")} == {"q"}
    deprecate("api:publisher-list")
    document = client.get("/api/v1/schema/?format=json").json()
    assert [path for path, one in document["paths"].items() if "deprecated" in one.get("get", {})] == [
        "/api/v1/publishers/"
    ]


def test_a_year_at_least_lies_between() -> None:
    with pytest.raises(ValueError, match="2028-01-01"):
        Deprecated("api:publisher-list", SINCE, datetime(2027, 6, 1, tzinfo=UTC), "/api/v1/docs/")
