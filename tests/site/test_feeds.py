"""Feeds: what was published, corrected and retracted, of the archive, of one record, of any list."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import feedparser
import pytest
from django.test import Client
from pytest_django import Settings

from ctarchive.feeds.entries import Entry, Feed, tag_uri, write
from editorial import actions
from events.actions import correct, rank
from events.choices import Rank
from tests import factories as make
from tests.site.counting import queries

pytestmark = pytest.mark.django_db

NASTY = "Talks <script>alert(1)</script> & “{more}”"


def read(client: Client, url: str) -> Any:
    """The feed at an address, as feedparser reads it."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.content
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def said(entry: Any) -> str:
    return str(entry.content[0].value if "content" in entry else entry.summary)


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_publication_is_told_with_its_claims_and_their_words(client: Client, form: str) -> None:
    event = make.published_event(title="Talks in Lankaran", summary="They talked.")
    (entry,) = read(client, f"/feeds/publications.{form}").entries
    assert entry.title == "Talks in Lankaran"
    assert entry.id == f"tag:localhost,2026:event/{event.pk}"
    assert entry.link == f"http://localhost:8000/events/{event.pk}/"
    assert "The meeting of 3 May 2018" in said(entry)
    assert "They talked." in said(entry)
    assert f"http://localhost:8000/claims/{event.claims.get().pk}/" in said(entry)


def test_what_was_added_later_is_told_by_itself(client: Client) -> None:
    event = make.published_event()
    claim = make.published_claim(event, "topic", value_text="Smuggling")
    first, second = read(client, "/feeds/publications.atom").entries
    assert first.id.endswith(f"claim/{claim.pk}")
    assert second.id.endswith(f"event/{event.pk}")
    assert "Smuggling" not in said(second)


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_correction_tells_what_changed_and_a_retraction_why(client: Client, form: str) -> None:
    event = make.published_event()
    draft = correct(event.claims.get(), value_edtf="2018-05-04", user=make.user("writer"))
    make.publish(draft, *draft.evidence.all())
    doomed = make.published_claim(event, "topic", value_text="Smuggling")
    make.retract(doomed, reason="The source withdrew <it>.")
    retraction, correction = read(client, f"/feeds/corrections.{form}").entries
    assert retraction.id.endswith(f"claim/{doomed.pk}/retracted")
    assert "The source withdrew &lt;it&gt;." in said(retraction)
    assert "4 May 2018" in said(correction)
    assert correction.title.startswith("Corrected: ")


def test_a_record_s_feed_tells_all_that_happened_to_it(client: Client) -> None:
    event = make.published_event(title="Talks")
    claim = event.claims.get()
    rival = make.published_claim(event, "date", "The meeting of 3 May 2018", value_edtf="2018-05-04")
    make.publish(rank(rival, Rank.DEPRECATED, reason="Misread.", user=make.user("writer")))
    more = make.evidence(claim, make.source())
    make.publish(more.capture.source, more)
    make.revise(event, "title", "Talks in Baku")
    doomed = make.published_claim(event, "topic", value_text="Smuggling")
    make.retract(doomed)
    found = read(client, f"/events/{event.pk}/feed.atom")
    kinds = [re.sub(r".*2026:([a-z]+)/[a-z0-9]+(/?\w*)$", r"\1\2", entry.id) for entry in found.entries]
    assert kinds == ["claim/retracted", "revision", "evidence", "ranking", "claim", "event"]
    assert found.feed.id == f"tag:localhost,2026:event/{event.pk}/changes"
    assert "Misread." in said(found.entries[3])
    assert "Talks in Baku" in said(found.entries[1])


def test_a_record_s_feed_tells_the_replies_that_stand(client: Client) -> None:
    event = make.published_event()
    claim = event.claims.get()
    reply = make.published_reply(claim, "It was the <4th> of May.")
    told = read(client, f"/events/{event.pk}/feed.atom").entries[0]
    assert told.id.endswith(f"reply/{reply.pk}")
    assert told.link.endswith(reply.get_absolute_url())
    assert "It was the &lt;4th&gt; of May." in said(told)
    assert reply.by in said(told)
    make.retract(reply)
    assert not any("/reply" in entry.id for entry in read(client, f"/events/{event.pk}/feed.atom").entries)


def test_the_feed_of_what_was_merged_leads_on_and_of_what_was_retracted_ends(client: Client) -> None:
    left, right = make.published_event(), make.published_event()
    make.merged_events(left, right)
    answer = client.get(f"/events/{right.pk}/feed.atom")
    assert (answer.status_code, answer["Location"]) == (301, f"/events/{left.pk}/feed.atom")
    assert len(read(client, f"/events/{left.pk}/feed.atom").entries) == 2
    guards = make.entity("Guards")
    make.publish(guards)
    make.retract(guards)
    assert client.get(f"/entities/{guards.pk}/feed.rss").status_code == 410
    assert client.get(f"/events/{make.event().pk}/feed.rss").status_code == 404


def test_a_list_is_followed_as_it_is_filtered(client: Client) -> None:
    make.published_event(title="A visit", kind="visit")
    make.published_event(title="A treaty", kind="treaty_signed")
    found = read(client, "/events/feed.atom?kind=visit&ordering=title&page=7")
    assert [entry.title for entry in found.entries] == ["A visit"]
    assert found.feed.id == "tag:localhost,2026:event/list?kind=visit"
    page = client.get("/events/?kind=visit&page=2").content.decode()
    assert 'type="application/atom+xml" title="Events" href="/events/feed.atom?kind=visit"' in page
    assert read(client, "/search/feed.atom?q=treaty").entries[0].title == "A treaty"
    for place in ("entities", "sources", "claims"):
        assert read(client, f"/{place}/feed.rss").feed.title


def test_a_filter_that_cannot_be_read_says_so(client: Client) -> None:
    answer = client.get("/events/feed.atom?after=spring")
    assert (answer.status_code, "“spring” is not an EDTF date" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_nasty_texts_come_through_as_texts(client: Client, form: str) -> None:
    event = make.published_event(title=NASTY, summary="<i>one</i>\u202eend ]]> &amp;")
    (element,) = re.findall(
        r"<(?:entry|item)>.*?<title>(.*?)</title>",
        client.get(f"/feeds/publications.{form}").content.decode(),
        re.DOTALL,
    )
    assert unescape(element) == NASTY
    (entry,) = read(client, f"/feeds/publications.{form}").entries
    assert entry.id.endswith(event.pk)
    assert "<i>" not in said(entry)
    assert "<script" not in said(entry)


def test_signs_that_no_xml_can_hold_are_left_out() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    entry = Entry("tag:x,2026:1", "a\x0bb\x00c\ud800d", "https://x.example/", moment, moment, content="\x1fe")
    feed = Feed("tag:x,2026:f", "\x08f", "https://x.example/f", "https://x.example/", moment, entries=[entry])
    for form in ("atom", "rss"):
        found = feedparser.parse(write(feed, form).encode())
        assert not found.bozo
        assert found.entries[0].title == "abcd"


def test_an_unchanged_archive_answers_in_a_few_bytes(client: Client) -> None:
    event = make.published_event()
    for url in (
        "/feeds/publications.atom",
        "/feeds/corrections.rss",
        f"/events/{event.pk}/feed.atom",
        "/events/feed.rss",
    ):
        answer = client.get(url)
        again = client.get(url, headers={"if-none-match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(url, headers={"if-modified-since": answer["Last-Modified"]}).status_code == 304
    make.published_event()
    assert client.get(url, headers={"if-none-match": answer["ETag"]}).status_code == 200


def test_the_same_archive_gives_the_same_bytes(client: Client) -> None:
    make.published_event()
    assert client.get("/feeds/publications.atom").content == client.get("/feeds/publications.atom").content
    assert client.get("/feeds/corrections.atom").content == client.get("/feeds/corrections.atom").content


def test_ids_do_not_depend_on_scheme_or_port(settings: Settings) -> None:
    assert tag_uri("https://archive.example.org", "x") == tag_uri("http://archive.example.org:8000", "x")


def test_drafts_are_told_by_no_feed(client: Client) -> None:
    event = make.published_event()
    make.claim(event, "topic", value_text="A secret")
    actions.propose_revision(event, field="title", new="A secret", reason="?", user=make.user("writer"))
    for url in ("/feeds/publications.atom", f"/events/{event.pk}/feed.atom"):
        assert "A secret" not in client.get(url).content.decode()


def test_feeds_take_no_more_queries_for_more_records(client: Client) -> None:
    event = make.published_event()
    claim = make.published_claim(event, "topic", value_text="Smuggling")
    make.retract(claim)
    make.published_claim(event, "outcome", value_text="A plan")
    urls = [
        "/feeds/publications.atom", "/feeds/corrections.atom", f"/events/{event.pk}/feed.atom", "/events/feed.atom",
        "/claims/feed.atom", "/sources/feed.atom", "/entities/feed.atom", "/search/feed.atom?q=guards",
    ]  # fmt: skip
    few = [queries(client, url) for url in urls]
    for _ in range(4):
        make.retract(make.published_claim(event, "topic", value_text="Smuggling"))
        make.published_claim(make.published_event(), "outcome", value_text="A plan")
    assert [queries(client, url) for url in urls] == few
    assert max(few) <= 14


def test_the_page_of_feeds_leads_to_all_of_them(client: Client) -> None:
    make.published_event()
    page = client.get("/feeds/").content.decode()
    links = re.findall(r'href="(/[^"]*\.(?:atom|rss))"', page)
    assert len(set(links)) == 12
    for url in links:
        assert client.get(url).status_code == 200
    assert 'href="/feeds/"' in client.get("/").content.decode()
