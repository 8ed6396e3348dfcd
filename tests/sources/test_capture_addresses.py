"""`manage.py capture` with addresses: one, several, a list, and mixed with files."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from pytest_django import Settings

from sources.fetch import robots
from sources.models import Capture
from tests import factories as make
from tests.sources.strangers import Stranger, page, stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stranger]:
    cache.clear()
    monkeypatch.setattr(robots, "PAUSE", 0.001)
    with stranger() as one:
        settings.FETCH_LOOPBACK = frozenset({one.host})
        for name in "ab":
            text = f"The guards of two states met. Report {name}."
            one.pages[f"/{name}"] = page(text.encode(), Content_Type="text/plain")
        yield one


def run(*paths: str, **options: str) -> str:
    call_command("capture", *paths, user=make.user("writer").username, stdout=(out := StringIO()), **options)
    return out.getvalue()


def test_addresses_and_files_in_one_call(site: Stranger, tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text("The guards of two states met. Report c.")
    told = run(site.url("/a"), str(tmp_path))
    assert told.endswith("2 captured, 0 already there, 0 refused\n")
    assert set(Capture.objects.values_list("method", flat=True)) == {"fetch", "upload"}


def test_a_list_of_addresses(site: Stranger, tmp_path: Path) -> None:
    (tmp_path / "list").write_text(f"# May\n{site.url('/a')}\n\n{site.url('/b')}\n")
    assert run(list=str(tmp_path / "list")).endswith("2 captured, 0 already there, 0 refused\n")
    assert run(list=str(tmp_path / "list")).endswith("0 captured, 2 already there, 0 refused\n")


def test_a_refusal_is_told_and_is_an_error(site: Stranger) -> None:
    with pytest.raises(CommandError) as refused:
        run(site.url("/a"), site.url("/gone"))
    assert refused.value.returncode == 1
    assert Capture.objects.count() == 1


def test_robots_txt_is_overridden_with_a_reason_only(site: Stranger) -> None:
    site.pages["/robots.txt"] = page(b"User-agent: *\nDisallow: /")
    with pytest.raises(CommandError):
        run(site.url("/a"))
    cache.clear()
    assert "1 captured" in run(site.url("/a"), against_robots="asked to by the ministry")


@pytest.mark.parametrize(("paths", "options"), [((), {}), (("https://example.org/a",), {"dry_run": True})])
def test_nothing_to_do_is_said(paths: tuple[str, ...], options: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        run(*paths, **options)


def test_wrong_addresses_in_a_list_are_named(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("https://example.org/a\nhttps://\n")
    with pytest.raises(CommandError, match="Line 2"):
        run(list=str(tmp_path / "list"))
