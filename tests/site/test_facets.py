"""Facets: each count says what choosing it would leave, and nothing hidden is counted."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial.facets import each_year
from events.choices import EntityKind
from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db

_FACET = re.compile(r'id="facet-(\w+)".*?</section>', re.DOTALL)
_VALUE = re.compile(r'href="([^"]+)"[^>]*><span class="facet__label"[^>]*>([^<]*)</span>(.*?)</a>', re.DOTALL)


def facets(client: Client, url: str) -> dict[str, dict[str, int]]:
    """Facet → label → count, as the page shows them."""
    return {name: {label: count for label, count, _href in rows} for name, rows in links(client, url).items()}


def links(client: Client, url: str) -> dict[str, list[tuple[str, int, str]]]:
    """Facet → (label, count, address) in the order of the page."""
    shown = client.get(url).content.decode()
    found: dict[str, list[tuple[str, int, str]]] = {}
    for facet in _FACET.finditer(shown):
        rows = _VALUE.findall(facet.group())
        found[facet[1]] = [
            (unescape(label), int(numbers[-1]) if (numbers := re.findall(r"\d+", rest)) else -1, unescape(href))
            for href, label, rest in rows
        ]
    return found


def total(client: Client, url: str) -> int:
    found = re.search(r'<p role="status">(\d+)', client.get(url).content.decode())
    assert found
    return int(found[1])


def in_place(event: Event, name: str, **fields: Any) -> None:
    place = make.entity(name, kind=EntityKind.PLACE, **fields)
    make.publish(place)
    make.published_claim(event, "place", "Lankaran", value_entity=place)


def test_every_count_is_what_choosing_the_value_leaves(client: Client) -> None:
    visit, treaty = make.published_event(kind="visit"), make.published_event(kind="treaty_signed")
    in_place(visit, "Lankaran", country="AZ")
    in_place(treaty, "Tbilisi", country="GE")
    guards, council = make.entity("Guards"), make.entity("Council")
    make.publish(guards, council)
    for event in (visit, treaty):
        make.published_claim(event, "participant", "Border guards", value_entity=guards, role="host")
    make.published_claim(visit, "participant", "Twelve officers", value_entity=council, role="participant")
    make.published_claim(visit, "statement", "a joint plan", value_text="Joint.", attributed_to=council)
    make.published_claim(guards, "measure", "a joint plan", value_text="Patrols")
    checked = 0
    for url in ("/events/", "/events/?kind=visit", "/events/?role=host", "/entities/", "/sources/", "/claims/"):
        for name, rows in links(client, url).items():
            for label, count, href in rows:
                if count >= 0 and "chosen" not in label and f"{name}=" not in url:
                    assert total(client, href) == count, (url, name, label)
                    checked += 1
    assert checked > 40


def test_several_values_of_a_facet_are_alternatives_and_facets_narrow_each_other(client: Client) -> None:
    in_place(make.published_event(kind="visit"), "Lankaran", country="AZ")
    make.published_event(kind="visit")
    make.published_event(kind="treaty_signed")
    assert total(client, "/events/?kind=visit&kind=treaty_signed") == 3
    assert total(client, "/events/?kind=visit,treaty_signed&country=az") == 1
    assert facets(client, "/events/?country=AZ&kind=visit")["kind"] == {"Visit": 1}
    assert facets(client, "/events/?kind=visit")["kind"] == {"Visit": 2, "Treaty signed": 1}


def test_chosen_values_come_first_and_choosing_them_again_takes_them_away(client: Client) -> None:
    make.published_event(kind="visit")
    make.published_event(kind="visit")
    make.published_event(kind="treaty_signed")
    first, second = links(client, "/events/?kind=treaty_signed&page=1")["kind"]
    assert first[0] == "Treaty signed"
    assert first[2] == "/events/"
    assert second[2] == "/events/?kind=treaty_signed&kind=visit"


def test_a_facet_that_could_narrow_nothing_is_not_shown(client: Client) -> None:
    make.published_event(kind="visit")
    make.published_event(kind="visit")
    assert "kind" not in facets(client, "/events/")


def test_a_long_facet_is_folded_and_nothing_of_it_is_lost(client: Client) -> None:
    codes = ("AZ", "GE", "AM", "RU", "TR", "IR", "KZ", "UZ", "TJ")
    make.publish(*(make.entity(f"Body of {code}", country=code) for code in codes))
    shown = client.get("/entities/").content.decode()
    assert len(facets(client, "/entities/")["country"]) == 9
    assert "2 more" in shown


def test_an_event_counts_for_each_year_it_touches_and_an_open_end_for_none(client: Client) -> None:
    for edtf in ("2018-12-30/2019-01-02", "2019-05", "2017/.."):
        event = make.event()
        make.publish(event)
        make.published_claim(event, "date", "The meeting of 3 May 2018", value_edtf=edtf)
    assert facets(client, "/events/")["year"] == {"2019": 2, "2018": 1, "2017": 1}
    assert total(client, "/events/?year=2019") == 2
    assert total(client, "/events/?year=2025") == 0


def test_spans_of_years_are_told_apart() -> None:
    assert each_year([("2015-2018", 2), ("2016-2016", 1)]) == {"2015": 2, "2016": 3, "2018": 2}


def test_merged_entities_count_as_one(client: Client) -> None:
    one, other = make.entity("Guards"), make.entity("Border Guards")
    make.publish(one, other)
    for entity in (one, other):
        event = make.published_event()
        make.published_claim(event, "participant", "Border guards", value_entity=entity, role="host")
    make.published_event()
    make.published_match(one, other)
    assert facets(client, "/events/")["participant"] == {one.name: 2}
    assert total(client, f"/events/?participant={other.pk}") == 2


def test_drafts_and_withdrawn_records_are_not_counted(client: Client) -> None:
    make.published_event(kind="visit")
    gone = make.published_event(kind="treaty_signed")
    make.event(kind="session")
    assert "kind" in facets(client, "/events/")
    make.retract(gone)
    assert facets(client, "/events/") == {}
    assert total(client, "/events/") == 1


def test_a_draft_value_on_a_published_event_is_counted_nowhere(client: Client) -> None:
    event, secret = make.published_event(), make.entity("Secret Bureau")
    make.published_event()
    make.evidence(make.claim(event, "participant", value_entity=secret, role="host"), make.source(), "Border guards")
    assert not {"participant", "role"} & facets(client, "/events/").keys()
    assert "Secret Bureau" not in client.get("/events/").content.decode()


def test_a_protected_participant_goes_by_the_pseudonym(client: Client) -> None:
    person = make.entity("Farid Nazarov", kind=EntityKind.PERSON, protected=True, pseudonym="Officer A")
    make.publish(person)
    event = make.published_event()
    make.published_event()
    make.published_claim(event, "participant", "Colonel Farid Nazarov", value_entity=person, role="chair")
    assert facets(client, "/events/")["participant"] == {"Officer A": 1}
    assert "Nazarov" not in client.get("/events/").content.decode()


def test_protection_that_begins_reaches_counts_that_were_kept(client: Client) -> None:
    person = make.entity("Farid Nazarov", kind=EntityKind.PERSON)
    make.publish(person)
    event = make.published_event()
    make.published_event()
    make.published_claim(event, "participant", "Colonel Farid Nazarov", value_entity=person, role="chair")
    assert facets(client, "/events/")["participant"] == {"Farid Nazarov": 1}
    make.revise(person, "pseudonym", "Officer A")
    make.revise(person, "protected", True)
    assert facets(client, "/events/")["participant"] == {"Officer A": 1}


def test_what_was_chosen_stays_in_the_form_for_words_and_dates(client: Client) -> None:
    make.published_event(kind="visit")
    assert '<input type="hidden" name="kind" value="visit">' in client.get("/events/?kind=visit").content.decode()


def test_where_nothing_is_left_the_filter_to_drop_is_named_with_what_it_gives(client: Client) -> None:
    make.published_event(kind="visit")
    make.published_event(kind="visit", title="Patrol boats")
    shown = client.get("/events/", {"kind": "visit", "country": "DE"}).content.decode()
    assert "Without “Country”</a> (2)" in shown
    assert 'href="/events/?kind=visit"' in shown
    assert "Without “Words”</a> (2)" in client.get("/events/?kind=visit&q=zanzibar").content.decode()


@pytest.mark.parametrize("query", ["year=18", "year=0000", "country=AZE", "publisher=x", "year=2018&year=nonsense"])
def test_a_value_that_nobody_understands_is_a_message(client: Client, query: str) -> None:
    make.published_event()
    answer = client.get(f"/events/?{query}")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_a_thousand_values_are_refused_in_a_sentence(client: Client) -> None:
    years = "&".join(f"year={year}" for year in range(1000, 2000))
    assert "Give 50 values at most." in client.get(f"/events/?{years}").content.decode()


@pytest.mark.parametrize(
    ("url", "index"),
    [("/events/", "event_facets"), ("/entities/", "entity_facets"), ("/sources/", "source_facets"),
     ("/claims/", "claim_facets")],
)  # fmt: skip
def test_the_facets_of_a_whole_list_are_read_from_an_index(client: Client, url: str, index: str) -> None:
    make.published_event()
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    (sql,) = [query["sql"] for query in captured if " AS facet" in query["sql"]]
    plan = explained(sql)
    # So short a table PostgreSQL reads by whichever index comes first, but by one.
    assert index in plan or connection.vendor == "postgresql"
    assert not re.search(r"SCAN (TABLE )?(events|sources)_(event|entity|claim|source)\b(?! USING)", plan)
    assert not re.search(r"Seq Scan on (events|sources)_(event|entity|claim|source)\b", plan)


def explained(sql: str) -> str:
    """The database's plan, on PostgreSQL as for a table that is too long to be read as a whole."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"{'EXPLAIN QUERY PLAN' if connection.vendor == 'sqlite' else 'EXPLAIN'} {sql}")
        return "\n".join(" ".join(map(str, row)) for row in cursor.fetchall())
