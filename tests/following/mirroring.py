"""A mirror that asks the archive under test, without a network; and what it must come to."""

from __future__ import annotations

import io
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from django.test import Client

from ctarchive import mirror
from ctarchive.exports import as_ndjson, moment

BASE = "http://localhost:8000"


class Answer(io.BytesIO):
    """What `urlopen` gives."""

    def __init__(self, response: Any) -> None:
        super().__init__(response.content)
        self.headers = headers_of(response)


def headers_of(response: Any) -> Message:
    headers = Message()
    for name, value in response.headers.items():
        headers[name] = value
    return headers


def connect(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let mirrors of `BASE` ask the archive under test. Returns the list in which what they ask is noted."""
    client, asked = Client(), list[str]()

    def urlopen(request: Any, timeout: float) -> Answer:
        asked.append(request.full_url)
        response = client.get(request.full_url.removeprefix(BASE), headers=dict(request.header_items()))
        if response.status_code >= 400:
            body = io.BytesIO(response.content)
            raise HTTPError(request.full_url, response.status_code, "", headers_of(response), body)
        return Answer(response)

    monkeypatch.setattr(mirror, "urlopen", urlopen)
    return asked


def exported() -> bytes:
    """The archive's own export, now."""
    out = io.BytesIO()
    with moment.held() as now:
        as_ndjson.write(out, now)
    return out.getvalue()


def dumped(one: mirror.Mirror) -> bytes:
    out = io.BytesIO()
    one.dump(out)
    return out.getvalue()


def caught_up(one: mirror.Mirror) -> bytes:
    """What the mirror holds once it is complete."""
    mirror.run(one, follow=False)
    return dumped(one)


def begun(folder: Path, limit: int = mirror.PAGE) -> mirror.Mirror:
    return mirror.Mirror(folder, BASE, limit=limit)
