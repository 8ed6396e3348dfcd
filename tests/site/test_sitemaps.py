"""Sitemaps and robots.txt: what search engines may find."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from protego import Protego

from ctarchive import sitemaps
from tests import factories as make
from tests.site.counting import queries

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(client: Client, url: str) -> list[str]:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/xml")
    root = ET.fromstring(answer.getvalue())
    assert all(one.findtext(f"{NS}lastmod") for one in root)
    return [one.findtext(f"{NS}loc", "") for one in root]


def everything(client: Client) -> list[str]:
    """Every address that the sitemaps name."""
    found: list[str] = []
    for page in locations(client, "/sitemap.xml"):
        found += locations(client, page.removeprefix(SITE))
    return found


def test_everything_published_is_listed_once_and_answers(client: Client) -> None:
    event = make.published_event()
    claim = event.claims.get()
    make.publish(make.entity("Guards"))
    found = everything(client)
    assert len(found) == len(set(found))
    for record in (event, claim, claim.evidence.get().capture.source):
        assert SITE + record.get_absolute_url() in found
    assert {client.get(url.removeprefix(SITE)).status_code for url in found} == {200}


def test_what_is_not_published_or_was_merged_is_not_listed(client: Client) -> None:
    left, right, draft = make.published_event(), make.published_event(), make.event()
    make.merged_events(left, right)
    gone = make.published_event()
    make.retract(gone)
    listed = " ".join(everything(client))
    assert left.pk in listed
    for record in (right, draft, gone, *gone.claims.all()):
        assert record.pk not in listed


def test_pages_follow_each_other_by_key(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "PER_PAGE", 3)
    entities = [make.entity() for _ in range(7)]
    make.publish(*entities)
    pages = [url for url in locations(client, "/sitemap.xml") if "/entities.xml" in url]
    found = [locations(client, url.removeprefix(SITE)) for url in pages]
    assert [len(page) for page in found] == [3, 3, 1]
    assert sorted(url for page in found for url in page) == sorted(SITE + e.get_absolute_url() for e in entities)


def test_a_full_last_page_has_no_empty_one_behind_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "PER_PAGE", 3)
    make.publish(*(make.entity() for _ in range(6)))
    assert len([url for url in locations(client, "/sitemap.xml") if "/entities.xml" in url]) == 2


def test_an_unknown_sitemap_is_404(client: Client) -> None:
    assert client.get("/sitemaps/users.xml").status_code == 404
    assert client.get("/sitemaps/events.xml?after=x%00").status_code == 404


def test_an_unchanged_archive_answers_304(client: Client) -> None:
    make.published_event()
    for url in ("/sitemap.xml", "/sitemaps/events.xml"):
        tag = client.get(url)["ETag"]
        assert client.get(url, headers={"if-none-match": tag}).status_code == 304


def test_sitemaps_take_no_more_queries_for_more_records(client: Client) -> None:
    make.published_event()
    urls = ["/sitemaps/events.xml", "/sitemaps/claims.xml", "/sitemaps/sources.xml", "/sitemaps/entities.xml"]

    def count() -> list[int]:
        return [queries(client, url) for url in urls]

    few = count()
    for _ in range(3):
        make.published_event()
    assert count() == few
    assert max(few) <= 4


def test_robots_may_read_the_records_and_not_every_state_of_a_list(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    robots = Protego.parse("\n".join(lines))
    for path in (
        "/",
        "/events/",
        "/events/talks-7k3m9qz2ab/",
        "/events/?page=2",
        "/sitemaps/events.xml?after=7k3m9qz2ab",
        "/events/feed.atom?kind=visit",
        "/search/feed.rss?q=x",
        "/ru/search/feed.atom?q=x",
    ):
        assert robots.can_fetch(SITE + path, "*"), path
    closed = ("/admin/", "/search/?q=x", "/report/claim/x/", "/reply/x/", "/az/reports/x/")
    for path in (*closed, "/events/?kind=visit", "/events/x/?as_of=2026-01-01"):
        assert not robots.can_fetch(SITE + path, "*"), path
