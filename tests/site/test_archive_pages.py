"""The pages that look over the whole archive: years, corrections, coverage, data, publishers."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ctarchive.site.coverage import paragraphs
from ctarchive.site.figures import Activity
from events.actions import correct
from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def on(day: str, **fields: Any) -> Event:
    """A published event with this date."""
    event = make.event(**fields)
    make.published_claim(event, "date", "The meeting of 3 May 2018", value_edtf=day)
    return event


def test_a_year_shows_its_events_by_month_and_the_vague_ones_last(client: Client) -> None:
    on("2018-07-03", title="A meeting in July")
    on("2018", title="Some time that year")
    on("2017-12/2018-02", title="A long winter")
    on("2019-01-01", title="The year after")
    shown = page(client, "/events/year/2018/")
    order = ('id="m-7"', "A meeting in July", 'id="year"', "Some time that year", 'id="beyond"', "A long winter")
    places = [shown.index(text) for text in order]
    assert places == sorted(places)
    assert "The year after" not in shown
    assert 'href="/events/year/2019/" rel="next"' in shown


def test_a_full_month_leads_to_the_list_that_holds_it_all(client: Client) -> None:
    for _ in range(13):
        on("2018-07-03")
    shown = page(client, "/events/year/2018/")
    assert shown.count('class="result"') == 12
    assert "/events/?during=2018-07&amp;ordering=date" in shown


def test_a_year_of_which_nothing_is_recorded_says_so(client: Client) -> None:
    assert "Nothing published is dated in 1999" in page(client, "/events/year/1999/")
    assert client.get("/events/year/0/").status_code == 404


def test_years_without_events_are_told_as_gaps() -> None:
    bars = Activity({2018: 2, 2016: 4, 1990: 1}).bars()
    assert [(bar.label, bar.count, bar.percent) for bar in bars][:3] == [
        ("2018", 2, 50),
        ("2017", 0, 0),
        ("2016", 4, 100),
    ]
    assert bars[1].url == ""
    assert Activity({2018: 2, 1990: 1}).earlier == 1


def test_home_leads_to_the_years(client: Client) -> None:
    on("2018-07-03")
    assert 'href="/events/year/2018/"' in page(client, "/")


def test_corrections_tell_what_fell_and_what_replaced_it(client: Client) -> None:
    event = make.published_event()
    new = correct(event.claims.get(), value_edtf="2018-05", user=make.user("writer"))
    make.publish(new, *new.evidence.all())
    topic = make.published_claim(event, "topic", value_text="Smuggling")
    make.retract(topic, "The passage speaks of fishing.")
    shown = page(client, "/corrections/")
    assert f'href="{new.get_absolute_url()}" dir="auto">May 2018' in shown
    assert "Reason: The passage speaks of fishing." in shown
    assert "Changed: date" in shown
    assert "Smuggling" not in page(client, "/corrections/?what=corrected")
    assert "May 2018</a>" not in page(client, "/corrections/?what=retracted")
    assert "Smuggling" in page(client, "/corrections/?what=nonsense&page=99")


def test_a_record_that_was_withdrawn_as_a_whole_is_listed_with_the_reason(client: Client) -> None:
    event = make.published_event(title="A meeting that never was")
    make.retract(event, "It was a rumour.")
    shown = page(client, "/corrections/?what=records")
    assert "<del>A meeting that never was</del>" in shown
    assert "Reason: It was a rumour." in shown


def test_an_archive_without_corrections_says_so(client: Client) -> None:
    assert "Nothing of this kind yet" in page(client, "/corrections/")


def test_coverage_counts_countries_languages_and_publishers(client: Client) -> None:
    event, city = make.published_event(), make.entity("Baku", kind="place", country="AZ")
    source = make.source(language="az", publisher=make.publisher(name="The Gazette", country="TR"))
    make.published_claim(event, "place", "Lankaran", of=source, value_entity=city)
    shown = page(client, "/coverage/")
    for text in ("Azerbaijan", "Türkiye", "Azerbaijani", "The Gazette", "no published record of:", "extradition"):
        assert text in shown
    assert "What we did not find" in shown


def test_the_editors_write_about_their_coverage_themselves(client: Client, settings: Any, tmp_path: Path) -> None:
    written = tmp_path / "coverage.txt"
    written.write_text("## Our beat\nWe read\nthe border press.\n\n- <b>one</b>\n- two\n", encoding="utf-8")
    settings.COVERAGE_TEXT = str(written)
    shown = page(client, "/coverage/")
    assert "<h3>Our beat</h3><p>We read the border press.</p><ul><li>&lt;b&gt;one&lt;/b&gt;</li>" in shown.replace(
        "\n", ""
    )
    assert "What we did not find" not in shown


def test_a_text_of_nothing_has_no_paragraphs() -> None:
    assert list(paragraphs(" \n\n \n")) == []


def test_the_data_page_names_only_what_is_there(client: Client) -> None:
    make.published_event()
    shown = page(client, "/data/")
    for address in ("/api/v1/events/", "/api/v1/docs/", "/api/v1/schema/", "/codebook/"):
        assert f'href="{address}"' in shown
        assert client.get(address).status_code == 200


def test_a_publisher_is_told_by_how_what_rests_on_it_fared(client: Client) -> None:
    gazette = make.publisher(name="The Gazette", reliability="C", country="AZ")
    event, source = make.published_event(), make.source(publisher=gazette)
    alone = make.published_claim(event, "topic", of=source, value_text="Smuggling")
    date = event.claims.get(property="date")
    make.publish(make.evidence(date, source))
    fallen = make.published_claim(event, "topic", of=source, value_text="Fishing")
    make.retract(fallen)
    make.published_claim(event, "date", value_edtf="2018-05-04")
    gazette.refresh_from_db()
    shown = page(client, gazette.get_absolute_url())
    figures = [int(text.split("</dd>")[0]) for text in shown.split("<dd>") if text.split("</dd>")[0].isdigit()]
    assert figures == [2, 1, 1, 0, 1]
    assert "C fairly reliable" in shown
    assert source.get_absolute_url() in shown
    assert alone.is_published


def test_publishers_are_listed_and_lead_to_their_pages(client: Client) -> None:
    source = make.published_event().claims.get().evidence.get().capture.source
    make.publisher(name="Never quoted")
    shown = page(client, "/publishers/")
    assert f'href="{source.publisher.get_absolute_url()}"' in shown
    assert "Never quoted" not in shown
    assert source.publisher.get_absolute_url() in page(client, source.get_absolute_url())


def test_a_stale_address_of_a_publisher_leads_to_the_right_one(client: Client) -> None:
    publisher = make.published_event().claims.get().evidence.get().capture.source.publisher
    response = client.get(f"/publishers/{publisher.pk}/")
    assert (response.status_code, response.headers["Location"]) == (301, publisher.get_absolute_url())
    assert client.get("/publishers/0000000000/").status_code == 404
