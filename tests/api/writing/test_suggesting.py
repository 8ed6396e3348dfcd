"""What programs propose to mark, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from events.actions.suggestions import precision, suggest_in
from events.models import Suggestion
from tests import factories as make
from tests.api.test_errors import check_shape
from tests.api.writing.conftest import Programs

pytestmark = pytest.mark.django_db

ONE = {"kind": "date", "exact": "3 May 2018", "payload": {"edtf": "2018-05-03"}, "score": 0.9}


def body(*found: Any) -> dict[str, Any]:
    return {"suggester": "date-finder", "version": "1.0", "suggestions": list(found or [ONE])}


def test_a_suggestion_waits_in_the_workbench_and_is_measured(program: Programs) -> None:
    capture, script = make.capture_of(make.source()), program("writer")
    (made,) = script.post(f"records/{capture.pk}/suggestions/", body())["results"]
    assert (made["exact"], made["suggester"], made["fate"]) == ("3 May 2018", "api:date-finder", "pending")
    editor = Client()
    editor.force_login(make.user("reviewer"))
    (shown,) = editor.get(f"/admin/events/workbench/{capture.pk}/suggestions/").json()["suggestions"]
    assert shown["fill"]["fields"] == {"value_edtf": "2018-05-03"}
    told = program("reviewer").post(f"suggestions/{made['id']}/accept/", status=200)
    assert told["fate"] == "accepted"
    check_shape(program("reviewer").ask("post", f"suggestions/{made['id']}/reject/", {}), 409)
    (row,) = precision()
    assert (row.suggester, row.accepted, row.decided) == ("api:date-finder", 1, 1)


def test_our_own_suggesters_leave_those_of_others_alone(program: Programs) -> None:
    capture = make.capture_of(make.source())
    program("writer").post(f"records/{capture.pk}/suggestions/", body())
    suggest_in(capture)
    assert Suggestion.objects.filter(suggester="api:date-finder").count() == 1
    assert Suggestion.objects.exclude(suggester="api:date-finder").exists()


def test_the_same_is_not_suggested_twice(program: Programs) -> None:
    capture = make.capture_of(make.source())
    first, again = (program("writer").post(f"records/{capture.pk}/suggestions/", body()) for _n in range(2))
    assert first == again
    assert program("writer").get(f"records/{capture.pk}/suggestions/") == first


def test_all_that_is_wrong_is_told_and_nothing_is_kept(program: Programs) -> None:
    capture = make.capture_of(make.source())
    wrong = body(
        ONE, ONE | {"exact": "3 Mai 2018"}, ONE | {"payload": {"edtf": "2018-13"}}, ONE | {"payload": {"low": "3"}},
        ONE | {"kind": "party"}, ONE | {"score": 2},
    )  # fmt: skip
    errors = program("writer").post(f"records/{capture.pk}/suggestions/", wrong, 422)["errors"]
    assert {error["pointer"] for error in errors} == {
        "#/suggestions/2/payload/edtf", "#/suggestions/3/payload/low", "#/suggestions/3/payload/edtf",
        "#/suggestions/4/kind", "#/suggestions/5/score",
    }  # fmt: skip
    (error,) = program("writer").post(f"records/{capture.pk}/suggestions/", body(ONE, wrong["suggestions"][1]), 422)[
        "errors"
    ]
    assert error["pointer"] == "#/suggestions/1/exact"
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("number", {"low": "12", "unit": "persons", "counted": "officers"}),
        ("mention", {"kind": "person", "entities": []}),
        ("event", {"event_kind": "meeting", "date": "2018-05-03"}),
        ("attribution", {"speaker_kind": "public_body"}),
    ],
)
def test_each_kind_is_offered_in_the_workbench(program: Programs, kind: str, payload: Any) -> None:
    capture = make.capture_of(make.source())
    sent = {"kind": kind, "exact": "Twelve officers", "payload": payload}
    program("writer").post(f"records/{capture.pk}/suggestions/", body(sent))
    editor = Client()
    editor.force_login(make.user("reviewer"))
    (shown,) = editor.get(f"/admin/events/workbench/{capture.pk}/suggestions/").json()["suggestions"]
    assert shown["kind"] == kind


def test_suggestions_of_others_drafts_are_hidden(program: Programs) -> None:
    capture = make.capture_of(make.source())
    (made,) = program("writer").post(f"records/{capture.pk}/suggestions/", body())["results"]
    program("contributor").post(f"suggestions/{made['id']}/accept/", status=404)
    program("contributor").post("suggestions/99999999999999999999/accept/", status=404)
