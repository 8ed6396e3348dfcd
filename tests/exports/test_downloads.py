"""The files and releases that /data/ offers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from ctarchive.exports import FORMATS
from ctarchive.exports.formats import Format, write_whole
from ctarchive.exports.moment import Moment
from ctarchive.site import downloads
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _var(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path / "var"


def test_the_page_offers_every_format_with_licence_and_version(client: Client) -> None:
    make.published_event()
    page = client.get("/data/").content.decode()
    for form in FORMATS.values():
        assert f'href="/data/export/{form.filename}"' in page
    assert 'rel="license" href="https://creativecommons.org/licenses/by/4.0/"' in page
    assert "Releases</h3>" not in page


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_downloaded_under_its_version(client: Client, name: str) -> None:
    make.published_event()
    form = FORMATS[name]
    answer = client.get(f"/data/export/{form.filename}")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith(form.media_type)
    assert answer["Content-Disposition"].endswith(f'-{form.filename}"')
    assert 'rel="license"' in answer["Link"]
    assert len(answer.getvalue()) > 100


def test_who_has_the_version_gets_nothing_again_until_something_is_published(client: Client) -> None:
    make.published_event()
    etag = client.get("/data/export/records.ndjson")["ETag"]
    make.event()
    assert client.get("/data/export/records.ndjson", headers={"If-None-Match": etag}).status_code == 304
    event = make.published_event()
    again = client.get("/data/export/records.ndjson", headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert event.pk in again.getvalue().decode()


def test_a_file_is_made_once_and_those_of_old_versions_go(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def counted(form: Format, now: Moment, path: Path) -> None:
        made.append(path)
        write_whole(form, now, path)

    monkeypatch.setattr(downloads, "write_whole", counted)
    for _version in range(4):
        make.published_event()
        for _time in range(2):
            client.get("/data/export/records.ndjson").getvalue()
    assert len(made) == 4
    assert len([path for path in (tmp_path / "var" / "exports").iterdir() if path.is_dir()]) == downloads.KEPT


def test_a_start_of_the_server_forgets_the_files(client: Client) -> None:
    make.published_event()
    client.get("/data/export/records.ndjson").getvalue()
    downloads.forget_all()
    downloads.forget_all()
    assert not downloads.folder("exports").exists()
    assert client.get("/data/export/records.ndjson").status_code == 200


def test_nobody_waits_long_for_a_file_that_another_has_made(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make.published_event()
    monkeypatch.setattr(downloads, "PATIENCE", 0)
    with downloads._one_at_a_time(FORMATS["records"]):
        answer = client.get("/data/export/records.ndjson")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


@pytest.mark.parametrize("path", ["export/records.xls", "export/..%2Fsecret", "releases/ctarchive-release-0001.zip"])
def test_there_is_nothing_else_to_download(client: Client, path: str) -> None:
    assert client.get(f"/data/{path}").status_code == 404


def test_releases_are_listed_and_downloaded(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in set(FORMATS) - {"records"}:
        monkeypatch.delitem(FORMATS, name)
    make.published_event()
    call_command("release", stdout=open("/dev/null", "w"))  # noqa: PTH123, SIM115
    (file,) = (tmp_path / "var" / "releases").glob("*.zip")
    page = client.get("/data/").content.decode()
    assert f'href="/data/releases/{file.name}"' in page
    assert client.get(f"/data/releases/{file.name}").getvalue() == file.read_bytes()
    assert "Accept-BagIt-Version" in json.loads(client.get("/data/bagit-profile.json").content)
