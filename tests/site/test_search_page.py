"""The search page: tabs, facets and orders that are addresses, plain words about what was not looked for, ways on."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from events.choices import EntityKind
from tests import factories as make
from tests.site.counting import queries

pytestmark = pytest.mark.django_db


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return unescape(answer.content.decode())


def titles(client: Client, url: str) -> list[str]:
    shown = re.findall(r'class="result__title"><a[^>]*>(.*?)</a>', page(client, url))
    return [re.sub(r"<[^>]+>", "", title) for title in shown]


def total(client: Client, url: str) -> int:
    found = re.search(r'<p role="status">(\d+)', page(client, url))
    return int(found[1]) if found else 0


def dated(title: str, edtf: str, **fields: str) -> None:
    event = make.event(title=title, **fields)
    make.publish(event)
    make.published_claim(event, "date", "The meeting of 3 May 2018", value_edtf=edtf)


# -- one kind of record, by its facets ---------------------------------------------------------------------------------


def test_a_tab_is_narrowed_by_the_facets_of_its_kind_and_counts_only_what_was_found(client: Client) -> None:
    dated("Naval exercise", "2018", kind="visit")
    dated("Naval drill", "2019", kind="session")
    dated("Naval parade", "2019", kind="session")
    dated("Mountain drill", "2019", kind="session")
    shown = page(client, "/search/?q=naval&type=event")
    assert re.search(r"Session</span>.*?>2</span>", shown)
    assert total(client, "/search/?q=naval&type=event&kind=session") == 2
    assert sorted(titles(client, "/search/?q=naval&type=event&kind=session&year=2019")) == [
        "Naval drill",
        "Naval parade",
    ]


def test_filters_of_one_kind_are_left_behind_on_the_way_to_another(client: Client) -> None:
    dated("Naval exercise", "2018")
    shown = page(client, "/search/?q=naval&type=event&kind=meeting&sort=date")
    assert 'href="/search/?q=naval&type=claim&sort=date"' in shown


def test_matches_are_marked_in_titles_too(client: Client) -> None:
    dated("Naval exercise", "2018")
    assert "<mark>Naval</mark> exercise" in page(client, "/search/?q=naval")


def test_the_newest_event_comes_first_when_asked_and_an_open_end_is_no_future(client: Client) -> None:
    dated("Naval one", "2017/..")
    dated("Naval two", "2019-05")
    dated("Naval three", "2018")
    assert titles(client, "/search/?q=naval&type=event&sort=date") == ["Naval two", "Naval three", "Naval one"]
    assert titles(client, "/search/?q=naval&type=event&sort=published") == ["Naval three", "Naval two", "Naval one"]


def test_orders_hold_over_all_kinds_and_pages(client: Client) -> None:
    for number in range(23):
        dated(f"Naval exercise {number:02}", f"{1990 + number}")
    first = titles(client, "/search/?q=naval&type=event&sort=date")
    second = titles(client, "/search/?q=naval&type=event&sort=date&page=2")
    assert first[0] == "Naval exercise 22"
    assert [*first, *second] == [f"Naval exercise {number:02}" for number in reversed(range(23))]
    assert titles(client, "/search/?q=naval&type=event&sort=date&page=99") == second
    assert total(client, "/search/?q=naval&sort=date") == total(client, "/search/?q=naval&sort=published") == 23


def test_facets_do_not_count_what_is_not_published(client: Client) -> None:
    dated("Naval exercise", "2018", kind="visit")
    dated("Naval drill", "2018", kind="visit")
    make.event(title="Naval secret", kind="session")
    gone = make.published_event(title="Naval retreat", kind="treaty_signed")
    make.retract(gone)
    shown = page(client, "/search/?q=naval&type=event&kind=visit")
    assert "Session" not in shown
    assert "Treaty" not in shown
    assert total(client, "/search/?q=naval&type=event") == 2


@pytest.mark.parametrize("url", ["/search/?q=naval&type=event", "/search/?q=naval&type=event&kind=meeting&sort=date"])
def test_the_page_takes_no_more_queries_for_more_hits(client: Client, url: str) -> None:
    make.publish(*(make.event(title=f"Naval exercise {number}") for number in range(10)))
    few = queries(client, url)
    make.publish(*(make.event(title=f"Naval exercise {number}") for number in range(90)))
    assert queries(client, url) == few <= 12


# -- misspelt and not found --------------------------------------------------------------------------------------------


def test_a_misspelt_name_leads_to_its_record_and_to_what_it_should_have_found(client: Client) -> None:
    person = make.entity("Vaqif Əliyev", kind=EntityKind.PERSON)
    make.publish(person)
    shown = page(client, "/search/?q=Alyiev")
    assert total(client, "/search/?q=Alyiev") <= 1
    assert queries(client, "/search/?q=Nazarof") <= 12
    guards = make.entity("Frontier Troops Directorate")
    make.publish(guards)
    shown = page(client, "/search/?q=Fronteir+Trops")
    assert "Did you mean" in shown
    assert f'href="{guards.get_absolute_url()}"' in shown
    assert "/search/?q=Frontier%20Troops" in shown


def test_nothing_found_leads_on(client: Client) -> None:
    dated("Naval exercise", "2018", kind="visit")
    shown = page(client, "/search/?q=zanzibar+naval")
    assert "Nothing published matches “zanzibar naval”" in shown
    assert 'href="/search/?q=naval"' in shown
    shown = page(client, "/search/?q=naval&type=event&kind=visit&year=1999")
    assert "Without “Year”</a> (1)" in shown
    shown = page(client, "/search/?q=naval&type=source")
    assert re.search(r'href="/search/\?q=naval">Search every kind of record</a> \(\d+\)', shown)


# -- what anybody may type ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [('"*" OR naval', "every word is looked for as it stands"),
     ("naval NEAR(", "every word is looked for as it stands"),
     ("word " * 500, "only the first 200 characters and 16 words"), ("x" * 1_000_000, "only the first 200 characters"),
     ("the naval", "Left out, because it says nothing by itself: the."), ("?! … —", "There is no word to look for"),
     ("***", "There is no word to look for")],
)  # fmt: skip
def test_what_was_not_looked_for_is_said(client: Client, typed: str, said: str) -> None:
    answer = client.get("/search/", {"q": typed})
    assert answer.status_code == 200
    assert said in unescape(answer.content.decode())
    assert len(answer.content) < 20_000


@pytest.mark.parametrize("typed", ["na\x00val", "\u202enaval\u2066", '"naval', "naval\u200f", "'naval' --", "<b>naval"])
def test_signs_that_are_not_seen_are_not_shown_and_do_no_harm(client: Client, typed: str) -> None:
    dated("Naval exercise", "2018")
    shown = client.get("/search/", {"q": typed}).content.decode()
    assert not re.search("[\x00\u202e\u2066\u200f]", shown)
    assert "<b>naval" not in shown


@pytest.mark.parametrize(
    "rest", ["type=x", "sort=x", "page=0", "page=x", "kind=x", "type=event&kind=x", "type=event&year=x"]
)
def test_an_address_that_says_nonsense_is_answered(client: Client, rest: str) -> None:
    dated("Naval exercise", "2018")
    assert client.get(f"/search/?q=naval&{rest}").status_code == 200
