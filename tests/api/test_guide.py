"""The guide tells the truth: its addresses answer, its programs run, its examples are what is really told."""

import json
import re
import shutil
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests import factories as make

pytestmark = pytest.mark.django_db

GUIDE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
HOST = "http://localhost:8000"


def test_every_address_in_the_guide_answers(client: Client) -> None:
    addresses = set(re.findall(r"/api/v1/[^`'\s\"]*", GUIDE))
    assert len(addresses) > 15
    for address in addresses - {"/api/v1/docs/"}:
        if "/{uid}/" not in address:
            assert client.get(address.replace("{uid}", "0000000000").replace(" ", "")).status_code == 200, address


def test_the_commands_of_the_guide_run(live_server: LiveServer) -> None:
    """With a real client against a real server; what they print is an answer, not an error."""
    if shutil.which("curl") is None:
        pytest.skip("there is no curl on this machine")
    make.published_claim(make.published_event(), "topic", value_text="Plans")
    for script in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL):
        commands = script.replace(HOST, live_server.url)
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands], capture_output=True, text=True, timeout=60, check=False
        )
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout, script
        assert "about:blank" not in ran.stdout, script
        if "If-None-Match" in script:
            assert ran.stdout == "304\n"


def test_the_programs_of_the_guide_run(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    event = make.event(kind="visit")
    make.published_claim(event, "date", "3 May 2018", of=make.source(access="full"), value_edtf="2018-05-03")

    class Answer:
        def __init__(self, url: str) -> None:
            self.content = client.get(url.removeprefix(HOST).removeprefix("http://testserver")).content

        def __enter__(self) -> "Answer":
            return self

        def __exit__(self, *args: object) -> None: ...

        def read(self) -> bytes:
            return self.content

    monkeypatch.setattr(urllib.request, "urlopen", Answer)
    names: dict[str, Any] = {}
    for program in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL):
        exec(program, names)
    assert [visit["uid"] for visit in names["visits"]] == [event.pk]


def test_the_examples_are_what_is_told(client: Client) -> None:
    dated, number, error = (json.loads(text) for text in re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL))
    event = make.event()
    make.published_claim(event, "date", value_edtf="2017-10-18")
    make.published_claim(event, "date", value_edtf="2017-10-19", credibility=6)
    count: dict[str, Any] = {"value_low": 30, "hedge": "more_than", "unit": "persons", "counted": "foreign citizens"}
    claim = make.published_claim(event, "count", **count)
    assert client.get(f"/api/v1/events/{event.pk}/").json()["date"] == dated
    assert client.get(f"/api/v1/claims/{claim.pk}/").json()["statement"] == number
    told = client.get("/api/v1/events/?partcipant=x", headers={"x-request-id": error["request_id"]})
    assert told.json() == error
