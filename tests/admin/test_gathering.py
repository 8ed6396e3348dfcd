"""Lists of addresses and watched feeds in the admin, and captures as WARC."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import Settings
from warcio.archiveiterator import ArchiveIterator

from sources.choices import Errand
from sources.fetch import robots
from sources.gathering import batches
from sources.models import Batch, Feed
from tests import factories as make
from tests.admin.pages import errors_of, page_of, send, signed_in
from tests.sources.strangers import Stranger, page, stranger
from tests.sources.test_feeds import rss

pytestmark = pytest.mark.django_db

ADD, ADD_FEED = "/admin/sources/batch/add/", "/admin/sources/feed/add/"


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stranger]:
    cache.clear()
    monkeypatch.setattr(robots, "PAUSE", 0.001)
    with stranger() as one:
        settings.FETCH_LOOPBACK = frozenset({one.host})
        one.pages["/a"] = page(b"The guards of two states met.", Content_Type="text/plain")
        one.pages["/feed"] = page(rss(one, "a"), Content_Type="application/rss+xml")
        yield one


def begun(site: Stranger, *paths: str) -> Batch:
    return batches.start([site.url(path) for path in paths], user=make.user("writer"), name="Visits in May")


def test_a_list_of_addresses_leads_to_the_page_that_tells_of_each(site: Stranger) -> None:
    client = signed_in("writer")
    answer = send(client, ADD, name="Visits in May", addresses=f"{site.url('/a')}\r\n{site.url('/gone')}")
    batch = Batch.objects.get()
    list(batches.work(batch))
    told = client.get(answer["Location"]).content.decode()
    assert "2 of 2 done" in told
    assert "answered 404" in told
    assert reverse("workbench:open", args=[batch.items.get(state=Errand.CAPTURED).capture_id]) in told


def test_a_file_of_addresses_is_taken_too() -> None:
    file = SimpleUploadedFile("list.txt", b"\xef\xbb\xbfhttps://example.org/a\n")
    signed_in("contributor").post(ADD, {"addresses": "", "file": file})
    assert Batch.objects.get().items.get().url == "https://example.org/a"


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"addresses": "https://example.org\nnonsense"}, "Line 2"), ({"addresses": ""}, "There is no address")],
)
def test_a_wrong_list_is_refused_as_typed(typed: dict[str, Any], said: str) -> None:
    answer = send(signed_in("writer"), ADD, **typed)
    assert said in " ".join(errors_of(answer))
    assert not Batch.objects.exists()


def test_a_file_that_is_no_text_is_refused() -> None:
    file = SimpleUploadedFile("list.txt", b"\xff\xfe\x00")
    answer = signed_in("writer").post(ADD, {"addresses": "", "file": file})
    assert "UTF-8" in " ".join(errors_of(answer))


def test_a_batch_is_stopped_and_resumed_by_its_buttons(site: Stranger) -> None:
    batch = begun(site, "/a")
    client = signed_in("writer")
    client.post(reverse("admin:sources_batch_stop", args=[batch.pk]))
    assert Batch.objects.get().stopped
    client.post(reverse("admin:sources_batch_resume", args=[batch.pk]))
    assert not Batch.objects.get().stopped


@pytest.mark.parametrize("name", ["stop", "resume", "try_again"])
def test_anothers_batch_is_left_alone(site: Stranger, name: str) -> None:
    url = reverse(f"admin:sources_batch_{name}", args=[begun(site, "/a").pk])
    assert signed_in("reviewer").post(url).status_code == 403
    assert signed_in("manager").post(url).status_code == 302
    assert signed_in("writer").get(url).status_code == 405


def test_titles_in_anothers_draft_are_not_shown(site: Stranger) -> None:
    batch = begun(site, "/a")
    list(batches.work(batch))
    url = reverse("admin:sources_batch_change", args=[batch.pk])
    assert "in a draft of somebody else" in signed_in("contributor").get(url).content.decode()


def test_the_page_of_a_batch_asks_as_much_for_many_as_for_few(
    site: Stranger, django_assert_max_num_queries: Any
) -> None:
    batch = begun(site, "/a", *[f"/{number}" for number in range(60)])
    next(batches.work(batch))
    client = signed_in("writer")
    url = reverse("admin:sources_batch_change", args=[batch.pk])
    client.get(url)
    with django_assert_max_num_queries(14):
        client.get(url)


def test_a_feed_is_watched_looked_at_and_left_alone(site: Stranger) -> None:
    client = signed_in("writer")
    answer = send(client, ADD_FEED, url=site.url("/feed"), minutes="30")
    feed = Feed.objects.get()
    assert answer["Location"] == reverse("admin:sources_batch_change", args=[feed.batch_id])
    client.post(reverse("admin:sources_feed_look", args=[feed.pk]))
    client.post(reverse("admin:sources_feed_leave", args=[feed.pk]))
    feed.refresh_from_db()
    assert not feed.is_watched
    assert "not watched any more" in client.get(answer["Location"]).content.decode()


def test_what_is_no_feed_is_refused_beside_its_field(site: Stranger) -> None:
    answer = send(signed_in("writer"), ADD_FEED, url=site.url("/a"))
    assert "no RSS or Atom feed" in " ".join(errors_of(answer))


@pytest.mark.parametrize("url", [ADD, ADD_FEED, "/admin/sources/batch/", "/admin/sources/feed/"])
def test_only_those_who_may_capture_see_any_of_it(url: str) -> None:
    assert signed_in("administrator").get(url).status_code == 403
    assert signed_in("contributor").get(url).status_code == 200


def test_a_source_is_downloaded_as_warc_by_those_who_see_it() -> None:
    source = make.source()
    answer = signed_in("writer").get(page_of(source, "warc"))
    kinds = [record.rec_type for record in ArchiveIterator(BytesIO(answer.getvalue()))]
    assert kinds == ["warcinfo", "resource"]
    assert signed_in("contributor").get(page_of(source, "warc")).status_code == 404
