"""`manage.py release`: a numbered bag of everything, the same each time it is made of the same version."""

from __future__ import annotations

import json
import zipfile
from io import StringIO
from pathlib import Path

import bagit
import pytest
from datacite import schema45
from django.core.management import CommandError, call_command

from ctarchive.exports import FORMATS, as_ndjson
from ctarchive.exports.moment import now
from ctarchive.releases import bag, making
from editorial import ledger
from editorial.models import LedgerEntry
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    """The formats have stories of their own; one shows what a release does with each."""
    for name in set(FORMATS) - {"records"}:
        monkeypatch.delitem(FORMATS, name)


def release(where: Path) -> making.Release:
    call_command("release", out=where, stdout=StringIO())
    return making.releases(where)[-1]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def told(made: making.Release, name: str) -> dict[str, object]:
    return dict(json.loads((made.folder / "data" / name).read_bytes()))


def test_a_release_is_a_valid_bag_that_keeps_to_its_profile(tmp_path: Path) -> None:
    make.published_event()
    made = release(tmp_path / "a")
    found = bagit.Bag(str(made.folder))
    found.validate()
    assert set(found.info) == set(bag.REQUIRED)
    assert set(found.payload_files()) == {
        "data/release.json", "data/ledger.json", "data/codebook.json", "data/changes.ndjson", "data/datacite.json",
        *(f"data/exports/{form.filename}" for form in FORMATS.values()),
    }  # fmt: skip
    profile = json.loads((made.folder / bag.PROFILE).read_bytes())
    assert profile["BagIt-Profile-Info"]["BagIt-Profile-Identifier"] == found.info["BagIt-Profile-Identifier"]
    with zipfile.ZipFile(made.file) as packed:
        packed.extractall(tmp_path / "unpacked")
    assert contents(tmp_path / "unpacked" / made.folder.name) == contents(made.folder)


def test_its_metadata_is_what_datacite_takes(tmp_path: Path) -> None:
    make.published_event()
    metadata = told(release(tmp_path / "a"), "datacite.json")
    assert schema45.validate(metadata)
    assert not schema45.validate(metadata | {"creators": []})


def test_one_altered_byte_is_noticed(tmp_path: Path) -> None:
    make.published_event()
    made = release(tmp_path / "a")
    with (made.folder / "data" / "codebook.json").open("r+b") as file:
        file.write(b" ")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(made.folder)).validate()


def test_the_same_version_gives_the_same_bytes_whatever_happens_behind_it(tmp_path: Path) -> None:
    make.published_event()
    one = release(tmp_path / "a")
    make.event()  # a draft: the ledger grows, the public version stays
    other = release(tmp_path / "b")
    assert one.folder.name == other.folder.name
    assert one.file.read_bytes() == other.file.read_bytes()
    assert contents(one.folder) == contents(other.folder)


def test_it_tells_the_head_of_the_ledger_and_the_day_of_the_newest_entry(tmp_path: Path) -> None:
    make.published_event()
    made, newest = release(tmp_path / "a"), LedgerEntry.objects.filter(public=True).first()
    head = told(made, "ledger.json")
    assert head["public_version"] == head["size"] == str(newest.seq + 1)
    assert head["root"] == ledger.root_at(newest.seq + 1)
    assert made.day == f"{newest.at:%Y-%m-%d}"
    assert told(made, "datacite.json")["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"  # type: ignore[index]


def test_the_next_release_lists_what_changed_since_the_last(tmp_path: Path) -> None:
    event = make.published_event()
    first = release(tmp_path / "a")
    make.retract(event)
    second = release(tmp_path / "a")
    assert (first.number, second.number) == (1, 2)
    changes = [json.loads(row) for row in (second.folder / "data" / "changes.ndjson").read_text().splitlines()]
    assert {(one["action"], one["type"]) for one in changes} == {
        ("publish", "revision"), ("retract", "event"), ("retract", "claim"), ("retract", "evidence"),
    }  # fmt: skip
    assert min(int(one["seq"]) for one in changes) >= first.public_version
    assert told(second, "release.json")["since"] == {"release": "1", "public_version": str(first.public_version)}


def test_nothing_is_released_twice_and_nothing_before_something_is_public(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Nothing has been published"):
        release(tmp_path / "a")
    make.published_event()
    release(tmp_path / "a")
    with pytest.raises(CommandError, match="Release 1 is of this public version"):
        release(tmp_path / "a")


def test_nothing_is_left_of_a_release_that_was_not_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make.published_event()
    monkeypatch.setattr(bag, "close", _fail)
    with pytest.raises(CommandError, match="cannot be written"):
        release(tmp_path / "a")
    assert list((tmp_path / "a").iterdir()) == []


def _fail(*args: object) -> None:
    raise OSError(28, "No space left on device")


def test_changes_are_read_in_chunks_and_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    make.published_event()
    version = now().version
    whole = [as_ndjson.line(one) for one in making.changes(0, version)]
    monkeypatch.setattr(making, "CHUNK", 2)
    assert [as_ndjson.line(one) for one in making.changes(0, version)] == whole
    assert len(whole) == LedgerEntry.objects.filter(public=True).count()
