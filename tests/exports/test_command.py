"""`manage.py export`: one format or all of them, to files or the standard output."""

from __future__ import annotations

import json
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ctarchive.exports import FORMATS
from tests import factories as make

pytestmark = pytest.mark.django_db


def export(**options: str) -> str:
    told = StringIO()
    call_command("export", stderr=told, **options)
    return told.getvalue()


def test_all_formats_are_written_into_a_folder(tmp_path: Path) -> None:
    make.published_event()
    folder = tmp_path / "out"
    folder.mkdir()
    told = export(out=str(folder))
    assert {file.name for file in folder.iterdir()} == {form.filename for form in FORMATS.values()}
    assert "Public version" in told


def test_one_format_goes_to_a_file_or_to_the_standard_output(tmp_path: Path) -> None:
    event = make.published_event()
    export(format="records", out=str(tmp_path / "mine.ndjson"))
    out = TextIOWrapper(BytesIO())
    call_command("export", format="records", out="-", stdout=out, stderr=StringIO())
    data = out.buffer.getvalue()
    assert data == (tmp_path / "mine.ndjson").read_bytes()
    first, *lines = [json.loads(line) for line in data.decode().splitlines()]
    assert (first["type"], first["licence"]["id"]) == ("archive", "CC-BY-4.0")
    assert event.pk in {line["uid"] for line in lines}


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"format": "parquet"}, "There are: all, records"),
        ({"out": "-"}, "name it with --format"),
        ({"out": "/nowhere/at/all"}, "is no folder"),
        ({"format": "records", "out": "/nowhere/at/all"}, "cannot be written: No such file"),
    ],
)
def test_what_cannot_be_done_is_said(options: dict[str, str], problem: str) -> None:
    with pytest.raises(CommandError, match=problem):
        export(**options)


def test_nothing_is_left_of_a_file_that_was_not_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ctarchive.exports.records.stream", fail)
    with pytest.raises(CommandError, match="No space left"):
        export(format="records", out=str(tmp_path))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
