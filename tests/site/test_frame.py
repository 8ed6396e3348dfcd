"""What all public pages share, and the pages that belong to the archive as a whole."""

import re

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override
from django.views.defaults import server_error

from ctarchive.codebook import codebook
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_home_counts_what_is_published_and_leads_on(client: Client) -> None:
    event = make.published_event()
    make.event(title="A draft nobody may see")
    shown = client.get("/").content.decode()
    assert event.title in shown
    assert "A draft nobody may see" not in shown
    assert re.search(r'<a href="/events/">events</a></dt><dd>1</dd>', shown)


def test_an_empty_archive_says_so(client: Client) -> None:
    assert "Nothing is published yet." in client.get("/").content.decode()
    assert "Nothing is published here yet" in client.get("/events/").content.decode()


def test_search_shows_hits_with_their_words_marked_and_counts_by_kind(client: Client) -> None:
    event = make.published_event(title="Talks in Lankaran")
    shown = client.get("/search/", {"q": "lankaran talks"}).content.decode()
    assert event.get_absolute_url() in shown
    assert 'Events <span class="count">1</span>' in shown


def test_search_without_hits_leads_on(client: Client) -> None:
    shown = client.get("/search/", {"q": "zanzibar <protocol>", "page": "9", "type": "nonsense"}).content.decode()
    assert "Nothing published matches “zanzibar &lt;protocol&gt;”" in shown
    assert 'href="/search/?q=zanzibar' in shown


def test_the_codebook_shows_every_term(client: Client) -> None:
    shown = client.get("/codebook/").content.decode()
    for vocabulary in codebook():
        for term in vocabulary.terms:
            assert f'id="{vocabulary.key}-{term.key}"' in shown


def test_an_address_that_never_was_gives_a_readable_404(client: Client) -> None:
    response = client.get("/events/nothing-here-0000000000/")
    assert response.status_code == 404
    assert "There is no published record at this address" in response.content.decode()


def test_no_page_mixes_two_languages(client: Client) -> None:
    make.published_event()
    for language in ("ru", "az"):
        shown = client.get("/events/", headers={"accept-language": language}).content.decode()
        assert '<html lang="en"' in shown
        assert "3 May 2018" in shown
        assert "Filters" in shown


def test_the_page_of_a_failure_speaks_the_reader_s_language() -> None:
    with override("ru"):
        shown = server_error(RequestFactory().get("/")).content.decode()
    assert '<html lang="ru">' in shown
    assert "Ничего не потеряно и не изменено" in shown


@pytest.mark.parametrize("url", ["/", "/events/", "/search/?q=guards", "/codebook/", "/about/", "/about/how-we-work/"])
def test_pages_are_the_same_for_everybody(client: Client, url: str) -> None:
    make.published_event()
    response = client.get(url)
    shown = response.content.decode()
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert 'lang="en" dir="ltr"' in shown
    # Data that no browser runs, and scripts of this site that the page works without.
    own = re.findall(r'<script (type="application/ld\+json"|src="/static/[\w./]+" defer)>', shown)
    assert shown.count("<script") == len(own)
    assert "style=" not in shown
    assert re.search(r'<meta name="description" content="[^"]{20,}', shown)


def test_a_page_names_its_address_and_its_data(client: Client) -> None:
    event = make.published_event()
    shown = client.get(event.get_absolute_url()).content.decode()
    assert f'<link rel="canonical" href="http://localhost:8000{event.get_absolute_url()}">' in shown
    assert f'type="application/json" href="/api/v1/events/{event.pk}/"' in shown


def test_ids_on_a_page_are_unique_and_every_footnote_is_answered(client: Client) -> None:
    event = make.published_event()
    make.published_claim(event, "topic", value_text="Smuggling")
    shown = client.get(event.get_absolute_url()).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert {f"fn-{n}" for n in re.findall(r'id="ref-(\d+)"', shown)} == {i for i in ids if i.startswith("fn-")}


def test_a_browser_finds_the_mark_without_being_told(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/static/ctarchive/favicon.svg")
