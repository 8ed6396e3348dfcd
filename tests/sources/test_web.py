"""Capturing what stands at an address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import Settings

from editorial.actions import discard
from editorial.errors import NotAllowed, WrongState
from editorial.models import LedgerEntry
from sources.addresses import normal, same_site, spellings
from sources.choices import Method
from sources.fetch import Disallowed, FetchError, robots
from sources.models import Capture, Sighting, Source
from sources.web import by_address, capture_url
from tests import factories
from tests.sources.strangers import Stranger, page, stranger

pytestmark = pytest.mark.django_db

HTML = b"""<html lang="en"><head><title>Ministers meet in Baku</title></head><body><article><h1>Ministers meet in Baku</h1>
<p>The ministers of two countries met in Baku on 3 May 2019 and agreed to share what they know about forged passports.</p>
<p>A second meeting is to follow in the autumn, the ministry said in a statement after the talks had ended.</p></article></body></html>"""  # noqa: E501


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stranger]:
    cache.clear()
    monkeypatch.setattr(robots, "PAUSE", 0.01)
    with stranger() as one:
        settings.FETCH_LOOPBACK = frozenset({one.host})
        one.pages["/a"] = page(HTML, Content_Type="text/html; charset=utf-8", ETag='"1"')
        yield one
    cache.clear()


def test_a_page_becomes_a_source_with_its_headers_and_address(site: Stranger) -> None:
    done = capture_url(site.url("/a"), user=factories.user("writer"))
    assert (done.is_new, done.capture.method, done.capture.final_url) == (True, Method.FETCH, site.url("/a"))
    assert done.capture.headers["ETag"] == '"1"'
    assert (done.source.url, done.source.title) == (site.url("/a"), "Ministers meet in Baku")


def test_the_same_address_again_is_a_sighting_whatever_the_server_says(site: Stranger) -> None:
    first = capture_url(site.url("/a"), user=factories.user("writer"))
    site.pages["/a"] = page(HTML, Content_Type="text/html; charset=utf-8", ETag='"2"')
    again = capture_url(site.url("/a") + "?utm_source=x#top", user=factories.user("writer"))
    site.pages["/a"] = page(b"", 304)
    third = capture_url(site.url("/a"), user=factories.user("writer"))
    assert {again.capture.pk, third.capture.pk} == {first.capture.pk}
    assert not again.is_new
    assert not third.is_new
    assert Sighting.objects.count() == 2


def test_a_changed_page_is_a_new_capture_of_the_same_source(site: Stranger) -> None:
    first = capture_url(site.url("/a"), user=factories.user("writer"))
    site.pages["/a"] = page(HTML.replace(b"3 May", b"4 May"), Content_Type="text/html; charset=utf-8")
    again = capture_url(site.url("/a"), user=factories.user("writer"))
    assert again.is_new
    assert again.source == first.source
    assert first.source.captures.count() == 2


def test_where_a_redirect_leads_the_source_is_known_again(site: Stranger) -> None:
    first = capture_url(site.url("/a"), user=factories.user("writer"))
    site.pages["/short"] = page(status=302, Location="/a")
    assert capture_url(site.url("/short"), user=factories.user("writer")).source == first.source


def test_the_same_bytes_on_another_site_are_another_source(site: Stranger, settings: Settings) -> None:
    first = capture_url(site.url("/a"), user=factories.user("writer"))
    host = site.host.replace("127.0.0.1", "localhost")
    settings.FETCH_LOOPBACK |= {host}
    other = capture_url(f"http://{host}/a", user=factories.user("writer"))
    assert other.source != first.source
    assert other.capture.blob == first.capture.blob


def test_overriding_robots_needs_a_reason_which_the_ledger_keeps(site: Stranger) -> None:
    site.pages["/robots.txt"] = page(b"User-agent: *\nDisallow: /")
    with pytest.raises(Disallowed):
        capture_url(site.url("/a"), user=factories.user("writer"))
    done = capture_url(site.url("/a"), user=factories.user("writer"), robots_reason="asked to by the ministry")
    entry = LedgerEntry.objects.get(record_uid=done.capture.pk)
    assert entry.payload.fields["@reason"]["value"] == "asked to by the ministry"


@pytest.mark.parametrize("path", ["/gone", "/empty"])
def test_what_cannot_be_fetched_leaves_nothing_behind(site: Stranger, path: str) -> None:
    site.pages["/empty"] = page(b"")
    with pytest.raises(FetchError):
        capture_url(site.url(path), user=factories.user("writer"))
    assert not Source.objects.exists()
    assert not Capture.objects.exists()


def test_somebody_without_a_role_fetches_nothing(site: Stranger) -> None:
    with pytest.raises(NotAllowed):
        capture_url(site.url("/a"), user=factories.user("outsider"))
    assert site.asked == []


def test_nothing_more_is_captured_of_a_discarded_source(site: Stranger) -> None:
    made = capture_url(site.url("/a"), user=factories.user("writer")).source
    (source,) = discard([made], user=factories.user("writer"), reason="not ours")
    site.pages["/a"] = page(HTML.replace(b"3 May", b"5 May"), Content_Type="text/html")
    with pytest.raises(WrongState):
        capture_url(site.url("/a"), user=factories.user("writer"), source=source)
    assert capture_url(site.url("/a"), user=factories.user("writer")).source != source


def test_a_published_source_is_found_before_a_draft() -> None:
    draft = factories.source(url="https://example.org/a")
    published = factories.source(url="http://www.example.org/a/")
    assert by_address("https://example.org/a") == draft
    factories.publish(published)
    assert by_address("https://example.org/a?fbclid=1") == published


def test_a_source_is_found_by_its_address_with_two_queries(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        by_address("https://example.org/a")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?b=1&a=2", "https://example.org/a?a=2&b=1"),
        ("https://example.org/a?utm_source=x", "https://example.org/a"),
        ("http://www.example.org/a", "https://example.org/a/"),
        ("https://EXAMPLE.org:443/a", "https://example.org/a"),
    ],
)
def test_spellings_of_one_address_meet(one: str, other: str) -> None:
    assert spellings(one) & spellings(other)


def test_different_documents_do_not_meet() -> None:
    assert not spellings("https://example.org/a?id=1") & spellings("https://example.org/a?id=2")
    assert spellings("") == set()
    assert normal("") == ""
    assert not same_site("", "")
