"""The guide to writing tells the truth: its commands run against a server, its example is what is really told."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from ctarchive.api.v1.writing.schema import PROBLEMS
from events.models import Claim
from tests.api.writing.conftest import Program

GUIDE = (Path(settings.BASE_DIR) / "docs" / "api-writing.md").read_text()


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.once
def test_the_commands_and_programs_of_the_guide_run(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    writer, reviewer = Program("writer"), Program("reviewer")
    told = {"ARCHIVE": live_server.url, "TOKEN": writer.key, "REVIEWER_TOKEN": reviewer.key}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    for command in blocks("sh"):
        done = subprocess.run(["sh", "-ec", command], capture_output=True, text=True, env={**os.environ}, check=True)
        body = json.loads(done.stdout)
        assert "status" not in body, body
    names: dict[str, Any] = {}
    for program in blocks("python"):
        exec(program, names)
    claim = Claim.objects.get(pk=names["claim"]["uid"])
    assert (claim.state, claim.value_edtf, claim.author, claim.reviewed_by) == (
        "published", "2018-05-03", writer.user, reviewer.user,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_error_in_the_guide_is_what_is_told() -> None:
    (example,) = (json.loads(text) for text in blocks("json"))
    script = Program("writer")
    words = "Border guards of the two republics met in Lankaran on 3 May 2018."
    capture = script.post("captures/", {"text": words})["capture"]["uid"]
    event = script.post("events/", {"title": "A", "kind": "meeting"})["uid"]
    quoted = [{"capture": capture, "exact": "on 3 may 2018"}]
    body = {"about": event, "property": "date", "value_edtf": "2018-05-03", "evidence": quoted}
    assert script.post("claims/", body, 422, x_request_id=example["request_id"]) == example


def test_every_status_is_explained() -> None:
    told = {int(number) for number in re.findall(r"\b4\d\d\b", GUIDE)}
    assert set(PROBLEMS) <= told | {404}
