"""Watched feeds: what is new in them is captured, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from editorial.errors import NotAllowed
from sources.fetch import FetchError, robots
from sources.gathering import batches, feeds
from sources.models import Batch, Capture, Feed
from tests import factories as make
from tests.sources.strangers import Stranger, page, stranger

pytestmark = pytest.mark.django_db


def rss(site: Stranger, *names: str) -> bytes:
    items = "".join(f"<item><title>{n}</title><link>{site.url('/' + n)}</link></item>" for n in names)
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Border news</title>'
        f"<link>{site.url('/')}</link>{items}</channel></rss>"
    ).encode()


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stranger]:
    cache.clear()
    monkeypatch.setattr(robots, "PAUSE", 0.001)
    with stranger() as one:
        settings.FETCH_LOOPBACK = frozenset({one.host})
        for name in "abc":
            one.pages[f"/{name}"] = page(
                f"The guards of two states met. Report {name}.".encode(), Content_Type="text/plain"
            )
        one.pages["/feed"] = page(rss(one, "b", "a"), Content_Type="application/rss+xml", ETag='"1"')
        yield one


def test_a_feed_is_followed_and_its_entries_captured_the_oldest_first(site: Stranger) -> None:
    feed, found = feeds.follow(site.url("/feed"), user=make.user("writer"))
    assert (feed.title, found) == ("Border news", 2)
    assert [item.url for item in batches.work(feed.batch)] == [site.url("/a"), site.url("/b")]
    assert set(Capture.objects.values_list("method", flat=True)) == {"feed"}


def test_only_what_is_new_is_captured(site: Stranger) -> None:
    feed, _found = feeds.follow(site.url("/feed"), user=make.user("writer"))
    list(batches.work(feed.batch))
    site.pages["/feed"] = page(rss(site, "c", "b", "a"), Content_Type="application/rss+xml")
    assert feeds.look(feed) == 1
    assert [item.url for item in batches.work(feed.batch)] == [site.url("/c")]
    assert site.asked.count("/a") == 1


def test_an_unchanged_feed_is_not_sent_again(site: Stranger) -> None:
    feed, _found = feeds.follow(site.url("/feed"), user=make.user("writer"))
    site.pages["/feed"] = page(status=304)
    assert feeds.look(feed) == 0
    assert feed.failure == ""
    assert site.headers[-1]["If-None-Match"] == '"1"'


def test_a_failing_feed_is_asked_less_often_and_says_why(site: Stranger) -> None:
    feed, _found = feeds.follow(site.url("/feed"), user=make.user("writer"), minutes=60)
    site.pages["/feed"] = page(b"out of order", 500)
    moment = timezone.now()
    feeds.look(feed, at=moment)
    assert "500" in feed.failure
    assert feed.due_at == moment + timedelta(hours=2)
    feeds.look(feed, at=moment)
    assert feed.due_at == moment + timedelta(hours=4)


@pytest.mark.parametrize("path", ["/a", "/gone"])
def test_what_is_no_feed_is_refused_and_leaves_nothing(site: Stranger, path: str) -> None:
    with pytest.raises(FetchError):
        feeds.follow(site.url(path), user=make.user("writer"))
    assert not Feed.objects.exists()
    assert not Batch.objects.exists()


def test_a_feed_is_not_asked_every_minute(site: Stranger) -> None:
    with pytest.raises(ValidationError):
        feeds.follow(site.url("/feed"), user=make.user("writer"), minutes=1)


def test_a_feed_full_of_traps_brings_web_addresses_only(site: Stranger) -> None:
    odd = b"<item><link>javascript:alert(1)</link></item><item><link>file:///etc/passwd</link></item><item></item>"
    site.pages["/feed"] = page(rss(site, "a").replace(b"</channel>", odd + b"</channel>"), Content_Type="text/xml")
    feed, found = feeds.follow(site.url("/feed"), user=make.user("writer"))
    assert [item.url for item in feed.batch.items.all()] == [site.url("/a")]
    assert found == 1


def test_entities_of_xml_do_not_grow(site: Stranger) -> None:
    grown = "".join(f'<!ENTITY b{n} "{f"&b{n - 1 if n else str()};" * 4}">' for n in range(20))
    bomb = f'<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx">{grown}]>'.encode()
    site.pages["/feed"] = page(rss(site, "a").replace(b"<rss", bomb + b"<rss").replace(b"Border", b"&b19;"))
    try:
        feed, _found = feeds.follow(site.url("/feed"), user=make.user("writer"))
    except FetchError:
        return
    assert len(feed.title) <= 300


def test_only_its_owner_or_a_manager_ends_the_watch(site: Stranger) -> None:
    feed, _found = feeds.follow(site.url("/feed"), user=make.user("writer"))
    with pytest.raises(NotAllowed):
        feeds.set_watched(feed, user=make.user("reviewer"), watched=False)
    feeds.set_watched(feed, user=make.user("manager"), watched=False)
    assert list(feeds.due(timezone.now() + timedelta(days=2))) == []


def test_the_command_adds_looks_captures_and_ends(site: Stranger) -> None:
    out = StringIO()
    call_command("watch", "--add", site.url("/feed"), "--once", "--user", make.user("writer").username, stdout=out)
    assert "captured       " + site.url("/a") in out.getvalue()
    call_command("watch", "--once", stdout=(again := StringIO()))
    assert again.getvalue() == ""
    call_command("watch", "--list", stdout=(listed := StringIO()))
    assert "every 60 min  Border news" in listed.getvalue()


def test_the_command_says_why_a_feed_cannot_be_watched(site: Stranger) -> None:
    with pytest.raises(CommandError, match="no RSS or Atom feed"):
        call_command("watch", "--add", site.url("/a"), "--once", "--user", make.user("writer").username)
