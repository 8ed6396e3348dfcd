"""Whoever runs the archive is told of errors, once an hour for each kind, and of nobody's data."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import sentry_sdk
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from ctarchive import environment, views
from ctarchive.telemetry import errors

PRIVATE = "jane.smith@example.org"


@pytest.fixture
def _to(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ERROR_MAIL, settings.VAR = ["operator@example.org"], tmp_path
    monkeypatch.setattr(errors, "in_background", lambda call: call())


def fail(*args: Any, **options: Any) -> Any:
    raise ValueError(PRIVATE)


def record(name: str = "ctarchive", message: str = "It failed for %s", *args: Any) -> logging.LogRecord:
    try:
        fail()
    except ValueError:
        return logging.LogRecord(name, logging.ERROR, "", 0, message, args or (PRIVATE,), sys.exc_info())
    raise AssertionError("it did not fail")


@pytest.mark.django_db
@pytest.mark.usefixtures("_to")
def test_a_failure_is_told_in_one_letter_without_what_anybody_sent(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_counts", fail)
    client.raise_request_exception = False
    client.cookies["session"] = "a-cookie"
    first = client.get("/?q=typed", REMOTE_ADDR="198.51.100.7", headers={"user-agent": "a-browser"})
    client.get("/")
    (letter,) = mail.outbox
    assert letter.to == ["operator@example.org"]
    assert letter.subject == "[ctarchive] ValueError in django.request"
    assert f"Request: {first.headers['X-Request-ID']}" in letter.body
    assert "Route: home" in letter.body
    assert "in home" in letter.body
    for private in (PRIVATE, "typed", "a-cookie", "198.51.100.7", "a-browser"):
        assert private not in letter.body + letter.subject


@pytest.mark.usefixtures("_to")
def test_a_storm_is_one_letter_an_hour_for_each_kind(tmp_path: Path) -> None:
    handler = errors.ErrorMailHandler()
    for _ in range(50):
        handler.handle(record())
    assert len(mail.outbox) == 1
    handler.handle(record("ctarchive.other"))
    assert len(mail.outbox) == 2
    for path in (tmp_path / "error-letters").iterdir():
        os.utime(path, (time.time() - 3601,) * 2)
    handler.handle(record())
    assert len(mail.outbox) == 3


@pytest.mark.usefixtures("_to")
def test_without_a_folder_to_note_it_in_it_is_still_once(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.VAR = tmp_path / "file"
    for _ in range(3):
        errors.ErrorMailHandler().handle(record("ctarchive.full_disk"))
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("_to")
def test_strangers_cause_no_letters_nor_does_a_mail_server_that_fails(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    errors.ErrorMailHandler().handle(record("django.security.DisallowedHost"))
    assert mail.outbox == []
    settings.EMAIL_BACKEND = "nothing.there"
    errors.ErrorMailHandler().handle(record())
    assert [one.levelname for one in caplog.records] == ["WARNING"]


def test_nobody_is_written_to_unless_asked_for(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    errors.ErrorMailHandler().handle(record())
    assert mail.outbox == []
    assert settings.SENTRY_DSN == ""
    assert list(tmp_path.iterdir()) == []


class Kept(Transport):
    """Keeps what would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Any] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.events.append(envelope.get_event())


@pytest.mark.django_db
def test_sentry_is_told_where_it_failed_and_nothing_else(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, before = Kept(), sentry_sdk.get_global_scope().client
    sentry_sdk.init(**errors.sentry_options("https://key@sentry.example.org/1"), transport=kept)
    try:
        monkeypatch.setattr(views, "_counts", fail)
        client.raise_request_exception = False
        answer = client.post("/?q=typed", {"q": "typed"})
        assert answer.status_code == 405
        answer = client.get("/?q=typed", REMOTE_ADDR="198.51.100.7", headers={"user-agent": "a-browser"})
        logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header: %s", PRIVATE)
        sentry_sdk.flush()
    finally:
        sentry_sdk.get_global_scope().set_client(before)
    (event,) = kept.events
    assert event["exception"]["values"][-1]["type"] == "ValueError"
    assert event["tags"]["request"] == answer.headers["X-Request-ID"]
    assert not {"request", "user", "breadcrumbs", "extra", "modules"} & set(event)
    text = json.dumps(event, default=str)
    for private in (PRIVATE, "typed", "198.51.100.7", "a-browser", "vars"):
        assert private not in text.replace("raise ValueError(PRIVATE)", "")


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("ERROR_MAIL", "operator", environment.error_mail),
        ("SENTRY_DSN", "sentry.example.org", environment.sentry_dsn),
        ("METRICS_TOKEN", "short", environment.metrics_token),
    ],
)
def test_wrong_values_stop_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str, read: Any) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=f"{name} .* For example: {name}="):
        read()
    monkeypatch.delenv(name)
    assert not read()
