"""A first start makes two log-ins and loads the demonstration; a later one keeps what was edited."""

from __future__ import annotations

import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from pytest_django import Settings

from ctarchive.management.commands import demo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loads(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> list[tuple[Any, ...]]:
    """Return what would be loaded; loading itself has stories of its own. VAR is the test's own."""
    settings.VAR = tmp_path
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(demo, "call_command", lambda *args, **options: calls.append((*args, options["publish"])))
    return calls


def test_a_first_start_makes_two_log_ins_that_work(tmp_path: Path) -> None:
    call_command("demo")
    logins = dict(line.split() for line in (tmp_path / "demo-logins.txt").read_text().splitlines())
    assert sorted(logins) == ["reviewer", "writer"]
    for name, password in logins.items():
        user = get_user_model().objects.get(username=name)
        assert user.check_password(password)
        assert user.is_staff
        assert not user.is_superuser


def test_writer_and_reviewer_have_their_roles() -> None:
    call_command("demo")
    roles = {
        user.username: sorted(user.groups.values_list("name", flat=True)) for user in get_user_model().objects.all()
    }
    assert roles["writer"] == ["editor"]
    assert roles["reviewer"] == ["editor", "managing_editor"]


def test_the_passwords_are_for_the_owner_alone(tmp_path: Path) -> None:
    call_command("demo")
    assert stat.S_IMODE((tmp_path / "demo-logins.txt").stat().st_mode) == 0o600


def test_a_first_start_loads_and_publishes_the_dossier(loads: list[tuple[Any, ...]]) -> None:
    call_command("demo")
    assert loads == [("load_dossier", str(demo.DOSSIER), True)]


def test_a_second_start_changes_no_password(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo")
    before = (tmp_path / "demo-logins.txt").read_text()
    call_command("demo")
    assert (tmp_path / "demo-logins.txt").read_text() == before
    assert before.split()[1] in capsys.readouterr().out


class _Some:
    """A queryset that holds something, whatever is left out of it."""

    def exclude(self, **_conditions: Any) -> _Some:
        return self

    def exists(self) -> bool:
        return True


def test_an_archive_with_records_is_left_alone(
    loads: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "LedgerEntry", SimpleNamespace(objects=_Some()))
    call_command("demo")
    assert loads == []
    assert "kept as they are" in capsys.readouterr().out


def test_a_lost_password_file_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo")
    (tmp_path / "demo-logins.txt").unlink()
    call_command("demo")
    assert "changepassword writer" in capsys.readouterr().out
