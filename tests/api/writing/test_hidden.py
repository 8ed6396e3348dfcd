"""What is not public is told to those who work on it, and to nobody else that it exists."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from tests.api.writing.conftest import Programs

pytestmark = pytest.mark.django_db

PATHS = ("", "bundle/", "comments/", "suggestions/")
STEPS: dict[str, Any] = {
    "submit/": {}, "discard/": {}, "send-back/": {"reason": "No."}, "publish/": {"seen": {}},
    "retraction/": {"reason": "No."}, "revision/": {"field": "title", "new": "A", "reason": "No."},
    "comments/": {"text": "No."},
}  # fmt: skip

# Else each answer has an id of its own.
SAME = {"x_request_id": "0a1b2c3d"}


def test_somebody_elses_draft_is_as_if_it_were_not(program: Programs) -> None:
    stranger, event = program("contributor"), make.event()
    evidence = make.evidence(make.claim(event), make.source())
    drafts = [event, evidence.claim, evidence, evidence.capture, evidence.capture.source]
    for path in PATHS:
        missing = stranger.get(f"records/0000000000/{path}", 404, **SAME)
        for record in drafts:
            assert stranger.get(f"records/{record.pk}/{path}", 404, **SAME) == missing, (record, path)
    for path, body in STEPS.items():
        missing = stranger.post(f"records/0000000000/{path}", body, 404, **SAME)
        for record in drafts:
            assert stranger.post(f"records/{record.pk}/{path}", body, 404, **SAME) == missing, (record, path)
    assert stranger.patch(f"records/{event.pk}/", {"version": 1}, 404)


def test_somebody_elses_draft_cannot_be_referred_to(program: Programs) -> None:
    stranger = program("contributor")
    event, entity, capture = make.event(), make.entity(), make.capture_of(make.source())
    mine = stranger.post("events/", {"title": "A", "kind": "visit"})["uid"]
    quoted = [{"capture": capture.pk, "exact": "May"}]
    body = {"property": "participant", "role": "host", "value_entity": entity.pk, "about": mine, "evidence": quoted}
    errors = stranger.post("claims/", body, 422)["errors"]
    assert {error["pointer"] for error in errors} >= {"#/value_entity", "#/evidence/0/capture"}
    missing = stranger.post("claims/", body | {"about": "0000000000"}, 422)["errors"]
    assert missing == stranger.post("claims/", body | {"about": event.pk}, 422)["errors"]


def test_public_endpoints_and_the_signed_out_see_no_draft(program: Programs, client: Client) -> None:
    script = program("writer")
    uid = script.post("events/", {"title": "A clandestine meeting", "kind": "meeting"})["uid"]
    for headers in ({}, {"Authorization": f"Bearer {script.key}"}):
        assert client.get(f"/api/v1/events/{uid}/", headers=headers).status_code == 404
        for path in ("/api/v1/events/", "/search/?q=meeting", "/events/"):
            assert "clandestine" not in client.get(path, headers=headers).content.decode()
    assert client.get(f"/api/v1/work/records/{uid}/").status_code == 401


def test_my_drafts_are_mine(program: Programs) -> None:
    make.event()
    script = program("contributor")
    uids = [script.post("events/", {"title": f"A {n}", "kind": "visit"})["uid"] for n in range(3)]
    page = script.get("records/?type=event&page_size=2")
    assert [row["uid"] for row in page["results"]] == uids[:2]
    assert [row["uid"] for row in script.get(page["next"])["results"]] == uids[2:]
    assert script.get("records/?type=event&state=in_review")["results"] == []
    assert script.get("records/?type=claim")["results"] == []


def test_a_list_refuses_what_it_does_not_know(program: Programs) -> None:
    script = program("writer")
    assert {e["field"] for e in script.get("records/?stat=draft&type=party", 400)["errors"]} == {"stat", "type"}
    script.get("records/", 400)
    script.get("records/?type=event&state=published", 400)


def test_the_queue_is_for_reviewers_and_tells_what_is_open_to_them(program: Programs) -> None:
    event = make.event()
    make.in_review(event)
    assert program("contributor").get("queue/")["results"] == []
    assert [row["is_open"] for row in program("writer").get("queue/")["results"]] == [False]
    assert [row["is_open"] for row in program("reviewer").get("queue/")["results"]] == [True]
    program("reviewer", "annotate").get("queue/", 403)
