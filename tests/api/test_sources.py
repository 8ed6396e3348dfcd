"""What the API tells of sources, publishers and the codebook."""

import pytest

from editorial import actions
from events.choices import EventKind
from sources.models import Publisher
from tests import factories as make
from tests.api import records
from tests.api.conftest import Found, Read

pytestmark = pytest.mark.django_db


def test_a_source_tells_what_is_preserved_of_it(read: Read) -> None:
    source = records.source(symbol="S/2018/7", authors=["Leyla Rustamli"])
    capture = source.captures.get()
    row = read(f"sources/{source.pk}/")
    assert (row["symbol"], row["authors"], row["reliability"]) == ("S/2018/7", ["Leyla Rustamli"], "C")
    assert row["published"]["readable"] == "4 May 2018"
    (told,) = row["captures"]
    assert (told["sha256"], told["text_sha256"]) == (capture.blob_id, capture.text_sha256)
    assert (told["size"], told["characters"]) == (capture.blob.size, len(capture.text))


@pytest.mark.parametrize(("access", "is_told"), [("full", True), ("excerpts", False), ("metadata", False)])
def test_the_text_is_told_only_where_all_of_it_is_public(read: Read, access: str, is_told: bool) -> None:
    source = records.source(access=access)
    (told,) = read(f"sources/{source.pk}/")["captures"]
    assert (told["text"] == source.captures.get().text) is is_told
    assert (told["text"] is None) is not is_told


def test_no_list_carries_texts(read: Read) -> None:
    records.source(access="full")
    assert "text" not in read("sources/")["results"][0]["captures"][0]


def test_around_a_passage_of_a_closed_source_nothing_is_told(read: Read) -> None:
    event = make.published_event()
    claim = make.published_claim(event, "topic", value_text="Plans", of=make.source(access="metadata"))
    (passage,) = read(f"claims/{claim.pk}/")["evidence"]
    assert (passage["prefix"], passage["exact"], passage["suffix"]) == ("", "a joint plan", "")


def test_a_copy_names_its_origin_and_the_editors_reason(read: Read) -> None:
    original, copy = records.source(), records.source()
    make.published_link(copy, original)
    row = read(f"sources/{copy.pk}/")
    assert row["origin"]["uid"] == original.pk
    (link,) = row["links"]
    assert (link["kind"], link["target"]["uid"]) == ("republishes", original.pk)
    assert link["reason"] == "The same words, a day later."


def test_a_publisher_is_public_with_its_first_source(read: Read, found: Found) -> None:
    publisher = make.publisher(name="Border Herald", country="AZ")
    source = make.source(publisher=publisher)
    assert found("publishers/") == []
    make.publish(source)
    assert found("publishers/") == [publisher.pk]
    row = read(f"publishers/{publisher.pk}/")
    assert (row["name"], row["country"], row["reliability"]) == ("Border Herald", "AZ", "C")


def test_an_unpublished_publisher_is_not_found(read: Read) -> None:
    made = actions.save(Publisher(name="Nobody yet"), user=make.user("writer"))
    assert read(f"publishers/{made.pk}/", status=404)["status"] == 404


def test_the_codebook_defines_every_kind_of_event(read: Read) -> None:
    vocabularies = {v["key"]: v for v in read("codebook/")["vocabularies"]}
    terms = vocabularies["event_kinds"]["terms"]
    assert [term["key"] for term in terms] == EventKind.values
    assert all(term["definition"] for term in terms)


def test_the_root_tells_where_everything_is(read: Read) -> None:
    assert read("")["entities"] == "http://testserver/api/v1/entities/"
