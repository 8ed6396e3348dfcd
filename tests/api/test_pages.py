"""Lists come in pages that begin after a record."""

import base64
import json

import pytest
from django.test import Client

from tests import factories as make
from tests.api import records
from tests.api.conftest import Found, Read

pytestmark = pytest.mark.django_db


def walk(client: Client, url: str | None, towards: str) -> list[list[str]]:
    """The uids of each page from this address on."""
    pages = []
    while url:
        body = client.get(url).json()
        pages.append([row["uid"] for row in body["results"]])
        url = body[towards]
    return pages


@pytest.mark.parametrize("ordering", ["date", "-date", "title", "-published_at"])
def test_walking_forth_and_back_meets_every_record_once(client: Client, found: Found, ordering: str) -> None:
    for day in ("2018-05-03", "2018-05-03", "2016", "2019-11"):
        make.published_claim(make.event(title="Meeting"), "date", value_edtf=day)
    make.published_claim(make.event(title="Undated"), "topic", value_text="Plans")
    whole = found("events/", ordering=ordering)
    forth = walk(client, f"/api/v1/events/?ordering={ordering}&page_size=2", "next")
    assert [uid for page in forth for uid in page] == whole
    assert [len(page) for page in forth] == [2, 2, 1]
    last = f"/api/v1/events/?ordering={ordering}&page_size=2"
    while following := client.get(last).json()["next"]:
        last = following
    assert walk(client, last, "previous") == forth[::-1]


def test_what_has_no_date_comes_last_in_both_orders(found: Found) -> None:
    undated = make.event()
    make.published_claim(undated, "topic", value_text="Plans")
    make.published_event()
    assert found("events/", ordering="date")[-1] == found("events/", ordering="-date")[-1] == undated.pk


def test_a_record_added_meanwhile_shifts_nothing(client: Client) -> None:
    for _ in range(3):
        records.source()
    url = "/api/v1/sources/?ordering=-published_at&page_size=2"
    first = client.get(url).json()
    records.source()
    second = client.get(first["next"]).json()
    assert not {row["uid"] for row in first["results"]} & {row["uid"] for row in second["results"]}
    assert len(second["results"]) == 1


def test_the_total_is_counted_on_request_and_over_all_pages(read: Read) -> None:
    for _ in range(3):
        records.source()
    assert "count" not in read("sources/", page_size=2)
    assert read("sources/", page_size=2, count="true")["count"] == 3


def test_filters_stay_in_the_links(read: Read) -> None:
    for _ in range(2):
        make.published_event()
    following = read("events/", page_size=1, kind="meeting", during="2018")["next"]
    assert "kind=meeting" in following
    assert "during=2018" in following


@pytest.mark.parametrize("size", ["0", "101", "-1", "ten", "²", ""])
def test_a_page_size_out_of_range_is_refused(read: Read, size: str) -> None:
    assert read("events/", status=400, page_size=size)["errors"][0]["field"] == "page_size"


def forged(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x", "", "€", forged(1), forged("title", "a", "b", False), forged("-date_latest", {"at": "x"}, "b", False),
        forged("-date_latest", "a", "b", False), forged("-date_latest", 1, "b", "no"),
        forged("-date_latest", [1], "b", False), forged("-date_latest", 1, "\0", False),
    ],
)  # fmt: skip
def test_a_cursor_that_is_none_of_ours_is_refused(read: Read, cursor: str) -> None:
    assert read("events/", status=400, cursor=cursor)["errors"][0]["field"] == "cursor"


def test_a_cursor_of_another_order_is_refused(read: Read) -> None:
    for _ in range(2):
        make.published_event()
    cursor = read("events/", page_size=1, ordering="title")["next"].split("cursor=")[1]
    (error,) = read("events/", status=400, ordering="date", cursor=cursor)["errors"]
    assert "another order" in error["message"]
