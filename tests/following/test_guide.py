"""The guide to following tells the truth: its commands and programs run, its example is what is sent."""

from __future__ import annotations

import json
import re
import shlex
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from ctarchive import mirror
from ctarchive.hooks import sending, signing
from ctarchive.hooks.models import Webhook
from editorial.models import LedgerEntry
from tests import factories as make
from tests.following.mirroring import Answer, begun, connect, exported

pytestmark = pytest.mark.django_db

GUIDE = (Path(settings.BASE_DIR) / "docs" / "mirroring.md").read_text()


def programs(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def test_the_commands_of_the_guide_run(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    connect(monkeypatch)
    event = make.published_event(title="Guards meet")
    monkeypatch.chdir(tmp_path)
    commands = [shlex.split(line, comments=True) for program in programs("sh") for line in program.splitlines()]
    for words in commands:
        if words[0] == "curl":
            assert client.get(words[-1].removeprefix("http://localhost:8000")).status_code == 200
        else:
            assert words[:3] == ["python", "-m", "ctarchive.mirror"]
            assert mirror.main(words[3:]) == 0
    assert Path("records.ndjson").read_bytes() == exported()
    (query,) = programs("sql")
    assert begun(Path("mirror")).db.execute(query).fetchall() == [(event.title,)]


def test_the_client_of_the_guide_has_every_record(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make.retract(make.published_event())

    class Opened(Answer):
        def __init__(self, url: str) -> None:
            super().__init__(client.get(url.removeprefix("http://localhost:8000")))

    monkeypatch.setattr(urllib.request, "urlopen", Opened)
    names: dict[str, Any] = {}
    exec(programs("python")[0], names)
    lines = [json.loads(line) for line in exported().splitlines()[1:]]
    assert names["records"] == {line["uid"]: line for line in lines}


def test_the_check_of_the_guide_knows_a_genuine_message() -> None:
    names: dict[str, Any] = {}
    exec(programs("python")[1], names)
    secret, body = signing.new_secret(), b'{"type":"archive.changed"}'
    headers = signing.headers(secret, "msg_1_2", int(time()), body)
    assert names["is_genuine"](secret, headers, body)
    assert not names["is_genuine"](secret, headers, body + b" ")
    assert not names["is_genuine"](secret, signing.headers(secret, "msg_1_2", int(time()) - 900, body), body)


def test_the_message_of_the_guide_is_what_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    hook = Webhook(after=11)
    at = datetime(2026, 1, 31, 12, tzinfo=UTC)
    entry = LedgerEntry(seq=12, at=at, action="publish", record_type="event", record_uid="0123456789", public=True)
    (example,) = programs("json")
    assert json.loads(sending._body(hook, [entry])) == json.loads(example)
