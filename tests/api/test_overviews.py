"""Passages and captures by themselves, conflicts, corrections, search and figures."""

import json

import pytest

from events.actions import rank
from events.choices import Rank
from tests import factories as make
from tests.api import records
from tests.api.conftest import Found, Read

pytestmark = pytest.mark.django_db

LONG = f"{'Before it much was said. ' * 30}The meeting of 3 May 2018 was short. {'After it, too. ' * 30}"


# -- passages and captures ---------------------------------------------------------------------------------------------


def test_a_passage_names_its_claim_and_its_source(read: Read) -> None:
    event = make.published_event()
    claim = event.claims.get()
    (row,) = read("evidence/")["results"]
    assert (row["type"], row["stance"], row["exact"]) == ("evidence", "supports", "The meeting of 3 May 2018")
    assert row["claim"] == {
        "uid": claim.pk, "property": "date", "url": f"http://testserver/api/v1/claims/{claim.pk}/",
    }  # fmt: skip
    assert read(f"evidence/{row['uid']}/") == row
    assert read(f"claims/{claim.pk}/")["evidence"][0]["url"] == row["self"]


def test_a_passage_of_a_retracted_claim_leaves_a_tombstone_with_its_reason(read: Read, found: Found) -> None:
    claim = make.published_event().claims.get()
    (uid,) = found("evidence/")
    records.retract(claim)
    assert found("evidence/") == []
    grave = read(f"evidence/{uid}/", status=410)
    assert (grave["type"], grave["reason"]) == ("evidence", "Misread.")


def test_a_passage_of_a_superseded_claim_is_still_told(read: Read, found: Found) -> None:
    claim = make.published_event().claims.get()
    (uid,) = found("evidence/")
    records.correction(claim, value_edtf="2018-05-04")
    assert read(f"evidence/{uid}/")["state"] == "superseded"


def test_passages_are_filtered(found: Found) -> None:
    event = make.published_event()
    source = make.source(LONG, kind="speech", reliability="A")
    claim = make.published_claim(event, "topic", "The meeting of 3 May 2018", of=source, value_text="Plans")
    (uid,) = [e.pk for e in claim.evidence.all()]
    for name, value in {
        "claim": claim.pk, "property": "topic", "source": source.pk, "capture": source.captures.get().pk,
        "publisher": source.publisher_id, "source_kind": "speech", "reliability": "A",
    }.items():  # fmt: skip
        assert found("evidence/", **{name: value}) == [uid], name
    assert len(found("evidence/", event=event.pk, stance="supports", fidelity="original")) == 2
    assert found("evidence/", stance="contradicts") == []


@pytest.mark.parametrize(("access", "parts"), [("full", "whole"), ("excerpts", "around"), ("metadata", "none")])
def test_of_a_capture_as_much_text_is_told_as_is_public(read: Read, access: str, parts: str) -> None:
    source = make.source(LONG, access=access)
    make.published_claim(make.published_event(), "topic", "The meeting of 3 May 2018", of=source, value_text="Plans")
    capture = source.captures.get()
    row = read(f"captures/{capture.pk}/")
    assert (row["access"], row["source"]["uid"], row["sha256"]) == (access, source.pk, capture.blob_id)
    told = row["public_text"]
    assert [piece["text"] for piece in told] == [capture.text[piece["start"] : piece["end"]] for piece in told]
    if parts == "around":
        (piece,) = told
        assert 400 < len(piece["text"]) < 430
        assert "The meeting of 3 May 2018" in piece["text"]
    else:
        assert "".join(piece["text"] for piece in told) == (capture.text if parts == "whole" else "")


def test_no_list_of_captures_carries_texts_and_filters_find_them(read: Read, found: Found) -> None:
    source = records.source(access="full")
    capture = source.captures.get()
    assert "public_text" not in read("captures/")["results"][0]
    records.source()
    for name, value in {"source": source.pk, "sha256": capture.blob_id, "access": "full"}.items():
        assert found("captures/", **{name: value}) == [capture.pk]
    assert found("captures/", method="fetch") == []
    assert len(found("captures/", captured_since="2020-01-01", fidelity="original")) == 2


def test_the_captures_of_a_retracted_source_go_with_it(read: Read, found: Found) -> None:
    source = records.source(access="full")
    (uid,) = found("captures/")
    records.retract(source, "Not ours to keep.")
    assert found("captures/") == []
    assert read(f"captures/{uid}/", status=410)["reason"] == "Not ours to keep."


# -- conflicts and corrections -----------------------------------------------------------------------------------------


def test_a_conflict_tells_its_rivals_the_best_first(read: Read) -> None:
    event = make.published_event()
    first = event.claims.get()
    rival = make.published_claim(event, "date", value_edtf="2018-06")
    make.publish(rank(first, Rank.PREFERRED, reason="The minutes.", user=make.user("writer")))
    make.published_event()
    (row,) = read("conflicts/", count="true")["results"]
    assert (row["about"]["uid"], row["property"]) == (event.pk, "date")
    (rivalry,) = row["rivalries"]
    assert [claim["uid"] for claim in rivalry["claims"]] == [first.pk, rival.pk]
    assert read("conflicts/", property="place")["results"] == read("conflicts/", about="entity")["results"] == []


def test_conflicts_come_in_pages(read: Read) -> None:
    events = [make.published_event() for _ in range(3)]
    for event in events:
        make.published_claim(event, "date", value_edtf="2018-06")
    first = read("conflicts/", page_size=2)
    second = read(first["next"].partition("/api/v1/")[2])
    told = [row["about"]["uid"] for row in [*first["results"], *second["results"]]]
    assert told == [event.pk for event in reversed(events)]
    assert second["next"] is None


def test_a_correction_tells_what_changed(read: Read) -> None:
    event = make.published_event()
    old = event.claims.get()
    new = records.correction(old, value_edtf="2018-05-04", reason="A slip.")
    gone = make.published_claim(event, "topic", value_text="Fishing")
    records.retract(gone)
    retracted, corrected = read("corrections/")["results"]
    assert (retracted["uid"], retracted["reason"], retracted["changes"]) == (gone.pk, "Misread.", [])
    assert (corrected["superseded_by"], corrected["reason"]) == (new.pk, "A slip.")
    assert [(c["old"], c["new"]) for c in corrected["changes"]] == [("3 May 2018", "4 May 2018")]
    assert [row["uid"] for row in read("corrections/", state="retracted", event=event.pk)["results"]] == [gone.pk]


def test_what_became_of_other_records_is_told_too(read: Read, found: Found) -> None:
    event, source = make.published_event(), records.source()
    title = event.title
    make.revise(event, "title", "Border talks")
    records.retract(source, "A forgery.")
    make.redact(event, "title")
    redacted, retracted, revised = read("corrections/", count="true")["results"]
    assert (revised["type"], revised["uid"], revised["what"], revised["field"]) == (
        "event",
        event.pk,
        "revised",
        "title",
    )
    assert (revised["state"], revised["ended_at"], revised["about"]) == ("published", None, None)
    assert (retracted["type"], retracted["says"], retracted["reason"]) == ("source", source.title, "A forgery.")
    assert (redacted["what"], redacted["field"], redacted["uid"]) == ("redacted", "title", event.pk)
    # What was redacted is in no answer.
    assert title not in json.dumps([revised, retracted, redacted])
    assert "Border talks" not in json.dumps([revised, retracted, redacted])
    for what, uid in (("revised", event.pk), ("retracted", source.pk), ("redacted", event.pk)):
        assert found("corrections/", what=what) == [uid]
    assert found("corrections/", type="source") == found("corrections/", state="retracted") == [source.pk]
    assert len(found("corrections/", event=event.pk)) == 2
    assert found("corrections/", property="date") == found("corrections/", as_of="2020-01-01") == []


def test_a_revision_tells_what_changed_unless_somebody_is_protected(read: Read) -> None:
    event = make.published_event()
    make.revise(event, "kind", "visit")
    person = records.entity("Farid Nazarov", kind="person", protected=True, pseudonym="Officer A")
    make.revise(person, "description", "A brother of Farid Nazarov.")
    of_person, of_event = read("corrections/")["results"]
    (change,) = of_event["changes"]
    assert change["new"] == "visit"
    assert (of_person["changes"], of_person["says"], of_person["reason"]) == ([], "Officer A", "")
    assert "Nazarov" not in json.dumps(of_person)


def test_corrections_of_all_kinds_come_in_pages_both_ways(read: Read, found: Found) -> None:
    event = make.published_event()
    for number in range(3):
        make.revise(event, "title", f"Talks {number}")
        records.retract(make.published_claim(event, "topic", value_text=f"Topic {number}"))
    whole = read("corrections/", count="true")
    assert whole["count"] == len(whole["results"]) == 6
    moments = [row["at"] for row in whole["results"]]
    assert moments == sorted(moments, reverse=True)
    pages, url = [], "/api/v1/corrections/?page_size=2"
    while url:
        page = read(url.partition("/api/v1/")[2])
        pages.append(page)
        url = page["next"]
    assert [row for page in pages for row in page["results"]] == whole["results"]
    assert read(pages[2]["previous"].partition("/api/v1/")[2])["results"] == pages[1]["results"]
    assert read("corrections/", ordering="ended_at")["results"] == whole["results"][::-1]


# -- search and figures ------------------------------------------------------------------------------------------------


def test_search_finds_marks_and_counts(read: Read) -> None:
    event = make.published_event(title="Talks on smuggling")
    body = read("search/", q="smuggling")
    (hit,) = [one for one in body["results"] if one["type"] == "event"]
    assert (hit["uid"], hit["self"]) == (event.pk, f"http://testserver/api/v1/events/{event.pk}/")
    assert body["counts"]["event"] == 1
    assert body["count"] == sum(body["counts"].values())


def test_search_narrows_by_the_filters_of_one_type_and_tells_facets(read: Read) -> None:
    make.published_event(title="Talks on smuggling", kind="meeting")
    visit = make.published_event(title="Visit on smuggling", kind="visit")
    body = read("search/", q="smuggling", type="event", kind="visit", facets="true")
    assert [one["uid"] for one in body["results"]] == [visit.pk]
    (kinds,) = [one["values"] for one in body["facets"] if one["name"] == "kind"]
    assert {(one["value"], one["count"]) for one in kinds} == {("visit", 1), ("meeting", 1)}


def test_search_comes_in_pages(read: Read) -> None:
    for n in range(3):
        make.published_event(title=f"Smuggling {n}")
    first = read("search/", q="smuggling", type="event", page_size=2)
    second = read(first["next"].partition("/api/v1/")[2])
    assert len({one["uid"] for one in [*first["results"], *second["results"]]}) == 3
    assert (second["next"], len(second["results"])) == (None, 1)


@pytest.mark.parametrize(
    ("asked", "field", "says"),
    [
        ({}, "q", "Write the words"),
        ({"q": " "}, "q", "Write the words"),
        ({"q": "x", "type": "evnt"}, "type", "Did you mean “event”?"),
        ({"q": "x", "kind": "visit"}, "kind", "choose it, such as type=event"),
        ({"q": "x", "type": "source", "participant": "x"}, "participant", "There is no parameter"),
        ({"q": "x", "facets": "true"}, "facets", "such as type=event"),
        ({"q": "x", "ordering": "dat"}, "ordering", "Did you mean “date”?"),
        ({"q": "x", "cursor": "MTAwMDA"}, "cursor", "no cursor"),
        ({"q": "x", "page_size": "0"}, "page_size", "from 1 to 100"),
        ({"q": "x", "type": "event", "kind": "party"}, "kind", "party"),
    ],
)
def test_what_search_cannot_read_is_told(read: Read, asked: dict[str, str], field: str, says: str) -> None:
    (error,) = read("search/", status=400, **asked)["errors"]
    assert error["field"] == field
    assert says in error["message"]


def test_figures_count_what_is_published(read: Read) -> None:
    event = make.published_event(kind="visit")
    make.published_claim(event, "date", value_edtf="2018-06")
    make.event()
    told = read("stats/")
    assert told["records"] == {
        "events": 1, "entities": 0, "claims": 2, "evidence": 2, "sources": 2, "captures": 2, "publishers": 2,
    }  # fmt: skip
    assert told["claims"]["conflicted"] == 2
    assert told["events_by_kind"] == [{"key": "visit", "count": 1}]
    assert told["events_by_year"] == [{"key": "2018", "count": 1}]
