"""`fields` and `expand`: less of a record, or more."""

import pytest

from tests import factories as make
from tests.api import records
from tests.api.conftest import Read

pytestmark = pytest.mark.django_db


# -- fields ------------------------------------------------------------------------------------------------------------


def test_only_the_members_asked_for_are_told(read: Read) -> None:
    event = make.published_event()
    (row,) = read("events/", fields="uid,date.edtf")["results"]
    assert row == {"uid": event.pk, "date": {"edtf": "2018-05-03"}}
    claims = read(f"events/{event.pk}/", fields=["title", "claims.evidence.exact"])
    assert claims == {"title": event.title, "claims": [{"evidence": [{"exact": "The meeting of 3 May 2018"}]}]}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("titel", "There is no “titel” here. Did you mean “title”?"),
        ("date.edft", "There is no “date.edft” here. Did you mean “date.edtf”?"),
        ("uid.x", "There is nothing to choose here."),
        ("", "Name the members that you want, such as uid."),
        (",".join(f"x{n}" for n in range(51)), "Name 50 members at most."),
    ],
)
def test_a_member_that_is_none_leads_to_the_nearest(read: Read, asked: str, message: str) -> None:
    (error,) = read("events/", status=400, fields=asked)["errors"]
    assert error == {"field": "fields", "message": message}


def test_every_answer_of_records_can_be_cut_short(read: Read) -> None:
    event = make.published_event()
    make.published_claim(event, "date", value_edtf="2018-06")
    records.correction(make.published_claim(event, "topic", value_text="Plans"), value_text="Fishing")
    paths = {"entities/": "uid", "claims/": "uid", "evidence/": "exact", "sources/": "uid", "captures/": "sha256",
             "publishers/": "name", "conflicts/": "property", "corrections/": "says"}  # fmt: skip
    for path, member in paths.items():
        assert all(set(row) == {member} for row in read(path, fields=member)["results"]), path
    assert set(read("stats/", fields="records.events")) == {"records"}
    assert set(read("search/", q="meet", fields="uid")["results"][0]) == {"uid"}


# -- expand ------------------------------------------------------------------------------------------------------------


def test_references_become_whole_records(read: Read) -> None:
    event = make.published_event()
    town = make.entity("Lankaran", kind="place", country="AZ")
    make.published_claim(event, "place", "in Lankaran", value_entity=town)
    (row,) = read("events/", expand="place")["results"]
    assert (row["place"]["uid"], row["place"]["country"]) == (town.pk, "AZ")
    claims = read("claims/", expand="about.place", property="place")["results"]
    assert claims[0]["about"]["title"] == event.title
    assert claims[0]["about"]["place"]["country"] == "AZ"
    (passage,) = read("evidence/", expand="claim.about,source.publisher", property="place")["results"]
    assert passage["claim"]["about"]["title"] == event.title
    assert passage["source"]["publisher"]["reliability"] == "C"


def test_the_claims_of_each_record_come_along_where_asked_for(read: Read) -> None:
    first, second = make.published_event(), make.published_event()
    make.published_claim(second, "topic", value_text="Plans")
    told = {row["uid"]: row["claims"] for row in read("events/", expand="claims", fields="uid,claims.uid")["results"]}
    assert {uid: len(claims) for uid, claims in told.items()} == {first.pk: 1, second.pk: 2}
    assert "claims" not in read("events/")["results"][0]


def test_members_of_what_is_expanded_can_be_chosen(read: Read) -> None:
    event = make.published_event()
    (row,) = read("claims/", expand="about", fields="about.summary")["results"]
    assert row == {"about": {"summary": event.summary}}
    assert read("claims/", status=400, fields="about.summary")["errors"][0]["field"] == "fields"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("plase", "There is no “plase” here. Did you mean “place”?"),
        ("part_of.part_of.place", "“place” leads too far: references are followed 2 steps at most."),
        ("place,part_of,claims,participants.entity,part_of.place", "Expand 4 references at most."),
        ("place,place,place,place,place", "Expand 4 references at most."),
        ("", "Name what to expand: place, participants.entity, part_of, claims."),
    ],
)
def test_what_cannot_be_expanded_is_told_with_what_can(read: Read, asked: str, message: str) -> None:
    (error,) = read("events/", status=400, expand=asked)["errors"]
    assert error == {"field": "expand", "message": message}


def test_a_page_with_too_many_claims_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctarchive.api.v1.expanding.MOST_CLAIMS", 1)
    make.published_event()
    assert read("events/", expand="claims")["results"]
    make.published_event()
    (error,) = read("events/", status=400, expand="claims")["errors"]
    assert "smaller page_size" in error["message"]


def test_nothing_unpublished_is_told_by_expanding(read: Read) -> None:
    event = make.published_event()
    make.claim(event, "topic", value_text="Not yet checked")
    (row,) = read("events/", expand="claims")["results"]
    assert [claim["property"] for claim in row["claims"]] == ["date"]
