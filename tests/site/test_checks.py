"""Each misconfiguration is named by a check, with the way to mend it."""

import sqlite3
from copy import deepcopy
from pathlib import Path

import pytest
from django.core.checks import CheckMessage
from pytest_django import Settings

from ctarchive import checks

PUBLIC = "https://archive.example.org"


def ids(messages: list[CheckMessage]) -> list[str]:
    """Return the messages' ids; each must say how to mend it."""
    assert all(message.hint for message in messages)
    return [str(message.id) for message in messages]


def test_debug_on_a_public_address_is_an_error(settings: Settings) -> None:
    settings.DEBUG, settings.SITE_URL = True, PUBLIC
    assert ids(checks.debug_is_private(None)) == ["ctarchive.E001"]


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000"])
def test_debug_on_this_machine_is_fine(settings: Settings, address: str) -> None:
    settings.DEBUG, settings.SITE_URL = True, address
    assert checks.debug_is_private(None) == []


@pytest.mark.parametrize("key", ["hunter2", "a" * 80])
def test_a_weak_key_on_a_public_address_is_an_error(settings: Settings, key: str) -> None:
    settings.SECRET_KEY, settings.SITE_URL = key, PUBLIC
    messages = checks.secret_key_is_strong(None)
    assert ids(messages) == ["ctarchive.E002"]
    assert key not in str(messages)


def test_a_random_key_is_fine(settings: Settings) -> None:
    settings.SITE_URL = PUBLIC
    assert checks.secret_key_is_strong(None) == []


def test_a_missing_var_is_an_error(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path / "gone"
    assert ids(checks.var_is_writable(None)) == ["ctarchive.E003"]
    settings.VAR = tmp_path
    assert checks.var_is_writable(None) == []


def test_an_old_sqlite_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "uses_sqlite", lambda: True)
    assert checks.sqlite_is_able(None) == []
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    assert ids(checks.sqlite_is_able(None)) == ["ctarchive.E004"]


def test_a_sqlite_without_full_text_search_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "uses_sqlite", lambda: True)
    monkeypatch.setattr(checks, "sqlite_has_fts5", lambda: False)
    assert "FTS5" in checks.sqlite_is_able(None)[0].msg


def test_a_checkpoint_key_that_cannot_sign_is_an_error(settings: Settings, tmp_path: Path) -> None:
    settings.CHECKPOINT_KEY_FILE = tmp_path / "key"
    assert checks.checkpoint_key_is_usable(None) == []
    settings.CHECKPOINT_KEY_FILE.write_text("hello")
    assert ids(checks.checkpoint_key_is_usable(None)) == ["ctarchive.E008"]
    assert "hello" not in checks.checkpoint_key_is_usable(None)[0].msg


def test_preserved_bytes_among_the_static_files_are_an_error(settings: Settings, tmp_path: Path) -> None:
    storages = deepcopy(settings.STORAGES)
    storages["blobs"]["OPTIONS"]["location"] = tmp_path / "static" / "blobs"
    settings.STORAGES, settings.STATIC_ROOT = storages, tmp_path / "static"
    assert ids(checks.blobs_are_not_served(None)) == ["ctarchive.E005"]
    settings.STATIC_ROOT = tmp_path / "elsewhere"
    assert checks.blobs_are_not_served(None) == []


def test_a_public_address_without_https_is_a_warning(settings: Settings) -> None:
    settings.SITE_URL = "http://archive.example.org"
    assert ids(checks.site_url_is_https(None)) == ["ctarchive.W001"]
    settings.SITE_URL = PUBLIC
    assert checks.site_url_is_https(None) == []


@pytest.mark.django_db
def test_our_own_database_has_a_write_ahead_log() -> None:
    assert checks.sqlite_uses_wal(None, databases=["default"]) == []


def test_a_sender_without_an_address_is_an_error_where_mail_is_sent(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "The archive"
    assert ids(checks.sender_has_an_address(None)) == ["ctarchive.E006"]
    settings.DEFAULT_FROM_EMAIL = "The archive <archive@example.org>"
    assert checks.sender_has_an_address(None) == []


def test_an_archive_that_sends_no_mail_is_told_so(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert ids(checks.mail_is_sent(None)) == ["ctarchive.I001"]


def test_a_silent_redis_is_a_warning(settings: Settings) -> None:
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:1/0"}}
    assert ids(checks.redis_answers(None)) == ["ctarchive.W003"]
