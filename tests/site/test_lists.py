"""Lists: filters that can be taken away, an order, pages, and plain messages instead of crashes."""

import pytest
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db

LISTS = ["/events/", "/entities/", "/sources/", "/claims/"]


def test_a_filter_narrows_the_list_and_can_be_taken_away(client: Client) -> None:
    make.published_event(title="A visit", kind="visit")
    make.published_event(title="A treaty", kind="treaty_signed")
    shown = client.get("/events/", {"kind": "visit", "ordering": "title"}).content.decode()
    assert "A visit" in shown
    assert "A treaty" not in shown
    assert "Kind: visit" in shown
    assert 'class="chip" href="/events/?ordering=title"' in shown


def test_filters_that_have_no_field_are_shown_by_name_and_kept(client: Client) -> None:
    event, guards = make.published_event(), make.entity("Guards")
    make.published_claim(event, "participant", "Border guards", value_entity=guards, role="host")
    shown = client.get("/events/", {"participant": guards.pk}).content.decode()
    assert "Participants: Guards" in shown
    assert f'<input type="hidden" name="participant" value="{guards.pk}">' in shown
    assert event.title in shown


def test_pages_keep_the_filters(client: Client) -> None:
    make.publish(*(make.entity(f"Office {n:02}") for n in range(21)))
    shown = client.get("/entities/", {"kind": "public_body"}).content.decode()
    assert "Office 19" in shown
    assert "Office 20" not in shown
    assert 'href="?kind=public_body&amp;page=2"' in shown
    assert "Office 20" in client.get("/entities/?kind=public_body&page=2").content.decode()


@pytest.mark.parametrize("page", ["0", "999", "x", "-1", "1e9"])
def test_a_page_that_does_not_exist_shows_the_nearest(client: Client, page: str) -> None:
    make.published_event()
    assert client.get("/events/", {"page": page}).status_code == 200


@pytest.mark.parametrize("url", LISTS)
@pytest.mark.parametrize("query", ["kind=nonsense", "property=%00", "after=0000-99", "ordering=;drop", "state=draft"])
def test_values_that_nobody_understands_do_no_harm(client: Client, url: str, query: str) -> None:
    make.published_event()
    assert client.get(f"{url}?{query}").status_code == 200


def test_a_bad_value_is_named_in_plain_words(client: Client) -> None:
    make.published_event(title="A visit")
    shown = client.get("/events/", {"after": "last spring"}).content.decode()
    assert "“last spring” is not an EDTF date" in shown
    assert "A visit" not in shown
    assert "See all, without filters" in shown


def test_no_hit_leads_on(client: Client) -> None:
    make.published_event()
    shown = client.get("/events/", {"q": "zanzibar"}).content.decode()
    assert "Nothing published fits all of these filters" in shown
    assert 'href="/search/"' in shown


def test_the_list_of_claims_shows_what_ended_only_when_asked(client: Client) -> None:
    event = make.published_event()
    claim = event.claims.get()
    assert claim.pk in client.get("/claims/").content.decode()
    assert claim.pk not in client.get("/claims/?state=superseded&state=retracted").content.decode()


@pytest.mark.parametrize(("asked", "typed"), [("", ""), ("AZ,GE", "AZ,GE")])
@pytest.mark.parametrize("url", ["/publishers/", "/events/map/"])
def test_a_field_of_several_values_shows_them_as_they_are_typed(
    client: Client, url: str, asked: str, typed: str
) -> None:
    shown = client.get(url, {"country": asked} if asked else {}).content.decode()
    assert f'name="country" value="{typed}"' in shown
