"""Drafts that are changed, and the steps of review."""

from __future__ import annotations

from typing import Any

import pytest

from editorial import desk
from editorial.models import LedgerEntry
from events.models import Event
from tests import factories as make
from tests.api.test_errors import check_shape
from tests.api.writing.conftest import Programs

pytestmark = pytest.mark.django_db


def test_a_draft_is_changed_over_the_version_that_was_seen(program: Programs) -> None:
    script, event = program("writer"), make.event()
    told = script.ask("get", f"records/{event.pk}/")
    answer = script.ask("patch", f"records/{event.pk}/", {"summary": "Short."}, If_Match=told["ETag"])
    assert (answer.status_code, answer["ETag"]) == (200, '"v2"')
    assert script.patch(f"records/{event.pk}/", {"summary": "", "version": 2})["version"] == 3


@pytest.mark.parametrize(("header", "status"), [(True, 412), (False, 409)])
def test_a_draft_that_somebody_saved_meanwhile_is_not_overwritten(program: Programs, header: bool, status: int) -> None:
    event = make.event(title="Then")
    program("reviewer").patch(f"records/{event.pk}/", {"title": "Theirs", "version": 1})
    body, headers = {"title": "Yours"}, {"If_Match": '"v1"'}
    sent = (body, headers) if header else (body | {"version": 1}, {})
    answer = program("writer").ask("patch", f"records/{event.pk}/", sent[0], **sent[1])
    (error,) = check_shape(answer, status)["errors"]
    assert (error["pointer"], error["theirs"], error["yours"]) == ("#/title", "Theirs", "Yours")
    event.refresh_from_db()
    assert event.title == "Theirs"


def test_a_change_says_which_version_it_is_of(program: Programs) -> None:
    event = make.event()
    check_shape(program("writer").ask("patch", f"records/{event.pk}/", {"title": "A"}), 428)
    check_shape(program("writer").ask("patch", f"records/{event.pk}/", {"title": "A"}, If_Match="x"), 400)


def test_all_that_is_wrong_with_a_change_is_told(program: Programs) -> None:
    claim = make.claim(make.event())
    body = {"value_edtf": "2018-13", "propertie": "date", "version": 1}
    errors = program("writer").patch(f"records/{claim.pk}/", body, 422)["errors"]
    assert {error["pointer"] for error in errors} == {"#/value_edtf", "#/propertie"}
    errors = program("writer").patch(f"records/{claim.pk}/", {"value_text": "May", "version": 1}, 422)["errors"]
    assert {error["pointer"] for error in errors} == {"#/value_text"}


def test_a_claim_and_an_entity_are_changed(program: Programs) -> None:
    script = program("writer")
    claim, entity = make.claim(make.event()), make.entity(names=[])
    assert script.patch(f"records/{claim.pk}/", {"value_edtf": "2019", "version": 1})["fields"]["value_edtf"] == "2019"
    names = [{"text": "BS", "kind": "acronym"}]
    told = script.patch(f"records/{entity.pk}/", {"name": "Guards", "names": names, "version": 1})["fields"]["names"]
    assert [name[:2] for name in told] == [["primary", "Guards"], ["acronym", "BS"]]


def test_what_is_beyond_drafting_is_not_changed_in_place(program: Programs) -> None:
    event = make.event()
    make.in_review(event)
    check_shape(program("writer").ask("patch", f"records/{event.pk}/", {"title": "A", "version": 2}), 409)


def test_evidence_is_made_anew_rather_than_changed(program: Programs) -> None:
    evidence = make.evidence(make.claim(make.event()), make.source())
    check_shape(program("writer").ask("patch", f"records/{evidence.pk}/", {"version": 1}), 409)


def test_one_publishes_what_one_saw_and_nothing_else(program: Programs) -> None:
    event = make.event()
    make.evidence(make.claim(event), make.source())
    program("writer").post(f"records/{event.pk}/submit/", status=200)
    reviewer = program("reviewer")
    seen = reviewer.get(f"records/{event.pk}/bundle/")["seen"]
    claim = make.claim(event, "topic", value_text="A plan")
    make.evidence(claim, make.source(), "joint plan")
    program("writer").post(f"records/{claim.pk}/submit/", status=200)
    errors = check_shape(reviewer.ask("post", f"records/{event.pk}/publish/", {"seen": seen}), 409)["errors"]
    assert f"#/seen/{claim.pk}" in {error["pointer"] for error in errors}
    check_shape(reviewer.ask("post", f"records/{event.pk}/publish/", {}), 422)
    check_shape(reviewer.ask("post", f"records/{event.pk}/publish/", {"seen": {event.pk: 9}}), 409)
    assert not Event.objects.published().exists()
    assert not LedgerEntry.objects.filter(action="publish").exists()
    reviewer.publish(event.pk)


def test_nobody_publishes_their_own(program: Programs) -> None:
    event = make.event()
    program("writer").post(f"records/{event.pk}/submit/", status=200)
    body = program("writer").publish(event.pk, 403)
    assert "somebody else" in body["detail"]


def test_what_one_edited_is_published_by_others(program: Programs) -> None:
    event = make.event()
    program("reviewer").patch(f"records/{event.pk}/", {"title": "Mine now", "version": 1})
    program("writer").post(f"records/{event.pk}/submit/", status=200)
    assert "edited" in program("reviewer").publish(event.pk, 403)["detail"]
    program("manager").publish(event.pk)


def test_what_cannot_be_published_says_every_reason(program: Programs) -> None:
    event = make.event()
    for _n in range(2):
        make.claim(event)
    program("writer").post(f"records/{event.pk}/submit/", status=200)
    body = program("reviewer").publish(event.pk, 422)
    assert [error["message"].count("No passage") for error in body["errors"]] == [1, 1]


def test_a_review_that_somebody_has_taken_is_theirs(program: Programs) -> None:
    event = make.event()
    make.in_review(event)
    desk.take(event, user=make.user("manager"))
    program("reviewer").publish(event.pk, 409)
    program("reviewer").post(f"records/{event.pk}/send-back/", {"reason": "No."}, 409)


def test_blanks_around_a_reason_count(program: Programs) -> None:
    claim = make.published_event().claims.get()
    (error,) = program("writer").post(f"records/{claim.pk}/retraction/", {"reason": "No." + " " * 5000}, 422)["errors"]
    assert error["pointer"] == "#/reason"


def test_what_is_sent_back_needs_a_reason(program: Programs) -> None:
    event = make.event()
    make.in_review(event)
    for body in ({}, {"reason": " "}):
        (error,) = program("reviewer").post(f"records/{event.pk}/send-back/", body, 422)["errors"]
        assert error["pointer"] == "#/reason"
    (row,) = program("reviewer").post(f"records/{event.pk}/send-back/", {"reason": "Told twice."}, 200)["records"]
    assert row["state"] == "draft"


def test_ones_own_is_taken_back_and_put_away(program: Programs) -> None:
    script = program("contributor", "annotate")
    uid = script.post("events/", {"title": "A", "kind": "visit"})["uid"]
    script.post(f"records/{uid}/submit/", status=200)
    script.post(f"records/{uid}/send-back/", {"reason": "A mistake."}, 200)
    (row,) = script.post(f"records/{uid}/discard/", {"reason": "Told twice."}, 200)["records"]
    assert row["state"] == "discarded"
    check_shape(script.ask("post", f"records/{uid}/submit/", {}), 409)


@pytest.mark.parametrize("step", ["submit", "discard"])
def test_a_step_is_taken_once(program: Programs, step: str) -> None:
    event = make.event()
    program("writer").post(f"records/{event.pk}/{step}/", status=200)
    check_shape(program("writer").ask("post", f"records/{event.pk}/{step}/", {}), 409)


def test_a_record_goes_alone_where_that_is_asked_for(program: Programs) -> None:
    event = make.event()
    claim = make.claim(event)
    (row,) = program("writer").post(f"records/{event.pk}/submit/", {"alone": True}, 200)["records"]
    assert row["uid"] == event.pk
    claim.refresh_from_db()
    assert claim.state == "draft"


def test_a_retraction_is_proposed_by_one_and_decided_by_another(program: Programs, client: Any) -> None:
    claim = make.published_event().claims.get()
    proposal = program("writer").post(f"records/{claim.pk}/retraction/", {"reason": "The source withdrew it."})
    assert (proposal["type"], proposal["state"]) == ("revision", "in_review")
    program("reviewer").publish(proposal["uid"], 403)
    program("manager").publish(proposal["uid"])
    assert client.get(f"/api/v1/claims/{claim.pk}/").status_code == 410


def test_a_revision_is_proposed_and_decided(program: Programs) -> None:
    event = make.published_event()
    body = {"field": "title", "new": "Guards meet", "reason": "Shorter."}
    program("contributor").post(f"records/{event.pk}/revision/", body, 403)
    proposal = program("writer").post(f"records/{event.pk}/revision/", body)["uid"]
    program("reviewer").publish(proposal)
    event.refresh_from_db()
    assert event.title == "Guards meet"


@pytest.mark.parametrize("new", [1, 1.5, {"a": "b"}, "a\0b", [[["x", [["y"]]]]]])
def test_a_revision_is_written_as_the_ledger_writes(program: Programs, new: Any) -> None:
    event = make.published_event()
    body = {"field": "title", "new": new, "reason": "Shorter."}
    (error,) = program("writer").post(f"records/{event.pk}/revision/", body, 422)["errors"]
    assert error["pointer"] == "#/new"


@pytest.mark.parametrize(
    "body",
    [
        {"field": "state", "new": "draft"},
        {"field": "state", "new": "retracted"},
        {"field": "title", "new": ["a"]},
        {"field": "title", "new": None},
        {"field": "part_of", "new": "0000000000"},
        {"field": "kind", "new": "party"},
    ],
)
def test_an_impossible_revision_is_refused(program: Programs, body: Any) -> None:
    event = make.published_event()
    program("writer").post(f"records/{event.pk}/revision/", body | {"reason": "So."}, 422)
    assert not LedgerEntry.objects.filter(via="api").exists()


def test_what_has_no_editorial_fields_says_how_it_is_corrected(program: Programs) -> None:
    claim = make.published_event().claims.get()
    body = {"field": "value_edtf", "new": "2019", "reason": "So."}
    (error,) = program("writer").post(f"records/{claim.pk}/revision/", body, 422)["errors"]
    assert (error["pointer"], "supersedes" in error["message"]) == ("#/field", True)


def test_a_draft_is_not_retracted(program: Programs) -> None:
    program("writer").post(f"records/{make.event().pk}/retraction/", {"reason": "So."}, 409)


def test_colleagues_comment(program: Programs) -> None:
    event = make.event()
    program("reviewer").post(f"records/{event.pk}/comments/", {"text": "Is this so, @writer?"})
    (comment,) = program("writer").get(f"records/{event.pk}/comments/")["results"]
    assert (comment["author"], comment["resolved"]) == ("reviewer", False)
    program("contributor").get(f"records/{event.pk}/comments/", 404)


def test_what_is_published_is_verified_as_ever(program: Programs) -> None:
    event = make.event()
    make.evidence(make.claim(event), make.source())
    program("writer").post(f"records/{event.pk}/submit/", status=200)
    program("reviewer").publish(event.pk)
    assert make.findings() == []
