"""What the API tells of events."""

import pytest

from events.choices import EventKind
from tests import factories as make
from tests.api.conftest import Read

pytestmark = pytest.mark.django_db


def test_the_list_tells_date_place_and_participants(read: Read) -> None:
    event = make.published_event(kind=EventKind.VISIT)
    host = make.entity("Border Guard of Ardia", kind="public_body")
    make.published_claim(event, "participant", value_entity=host, role="host")
    make.published_claim(event, "place", "in Lankaran", value_entity=make.entity("Lankaran", kind="place"))
    (row,) = read("events/")["results"]
    assert (row["uid"], row["kind"], row["title"]) == (event.pk, "visit", event.title)
    assert row["date"] == {
        "edtf": "2018-05-03", "readable": "3 May 2018", "earliest": "2018-05-03", "latest": "2018-05-03",
    }  # fmt: skip
    assert row["place"]["name"] == "Lankaran"
    assert [(p["entity"]["name"], p["role"]) for p in row["participants"]] == [("Border Guard of Ardia", "host")]


def test_every_record_links_to_itself_and_to_its_page(read: Read) -> None:
    event = make.published_event()
    row = read(f"events/{event.pk}/")
    assert row["self"] == f"http://testserver/api/v1/events/{event.pk}/"
    assert row["html"] == f"http://testserver{event.get_absolute_url()}"


def test_the_detail_tells_the_claims_with_their_passages(read: Read) -> None:
    event = make.published_event()
    (claim,) = read(f"events/{event.pk}/")["claims"]
    (passage,) = claim["evidence"]
    kept = event.claims.get().evidence.get()
    assert claim["property"] == "date"
    assert passage["exact"] == "The meeting of 3 May 2018"
    assert kept.capture.text[passage["start"] : passage["end"]] == passage["exact"]
    assert passage["prefix"] + passage["exact"] + passage["suffix"] in kept.capture.text
    assert passage["capture"]["text_sha256"] == kept.capture.text_sha256
    assert (passage["source"]["uid"], passage["source"]["reliability"]) == (kept.capture.source_id, "C")


def test_rival_dates_are_told_side_by_side(read: Read) -> None:
    event = make.published_event()
    rival = make.published_claim(event, "date", value_edtf="2018-06")
    row = read(f"events/{event.pk}/")
    (conflict,) = row["conflicts"]
    assert row["conflicted"]
    assert conflict["property"] == "date"
    assert rival.pk in conflict["claims"]
    assert (row["date"]["earliest"], row["date"]["latest"]) == ("2018-05-03", "2018-06-30")


def test_an_event_without_a_date_says_null(read: Read) -> None:
    event = make.event()
    make.published_claim(event, "topic", value_text="Border control")
    assert read(f"events/{event.pk}/")["date"] is None


def test_the_larger_event_is_named(read: Read) -> None:
    whole = make.published_event(title="Border forum")
    part = make.published_event(part_of=whole)
    assert read(f"events/{part.pk}/")["part_of"]["title"] == "Border forum"
