"""`manage.py capture`: whatever lies in a folder comes in, once, and a table tells what came of each document."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from editorial import actions as editorial
from editorial.guard import writing
from editorial.models import LedgerEntry
from sources import actions, intake, readers
from sources.choices import Method
from sources.models import Blob, Capture, Sighting, Source
from sources.readers import ahead
from sources.readers.containers import Item
from sources.text import sha256_hex
from tests import factories
from tests.sources import samples as make
from tests.sources.test_readers import ARTICLE, page

pytestmark = pytest.mark.django_db

REPORT = make.pdf([["Border guards met in Ganja on 3 May 2018, and signed a plan there."]])
WEB = [
    ("https://gazette.example/1", page(ARTICLE), "text/html; charset=utf-8"),
    ("https://gazette.example/logo", b"\x89PNG", "image/png"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path /= "in"
    inside = tmp_path / "inside"
    inside.mkdir(parents=True)
    (tmp_path / "1.pdf").write_bytes(make.pdf())
    (tmp_path / "2.docx").write_bytes(make.docx("A plan of two services", "They signed it in Baku."))
    (tmp_path / "3.eml").write_bytes(make.eml(attachments={"report.pdf": REPORT}))
    (tmp_path / "4.zip").write_bytes(make.zipped({"notes/a.txt": b"They met in Lankaran on 3 May 2018."}))
    (inside / "5.warc.gz").write_bytes(make.warc(WEB))
    (inside / "data.json").write_bytes(b"{}")
    (tmp_path / ".hidden").write_bytes(b"They met in secret.")
    return tmp_path


def take(*paths: Path, **options: Any) -> tuple[str, int]:
    """What the command prints, and its exit code."""
    out = StringIO()
    try:
        call_command("capture", *map(str, paths), stdout=out, **options)
    except CommandError as error:
        return f"{out.getvalue()}{error}", error.returncode
    return out.getvalue(), 0


def rows() -> list[int]:
    return [model.objects.count() for model in (Source, Capture, Blob, Sighting, LedgerEntry)]


def test_every_form_in_a_folder_comes_in(folder: Path) -> None:
    told, code = take(folder)
    assert "6 captured, 0 already there, 0 refused" in told
    assert code == 0
    assert sorted(Capture.objects.values_list("reader", flat=True)) == ["docx", "html", "mail", "pdf", "pdf", "plain"]
    assert factories.findings() == []


def test_a_second_time_nothing_is_read_or_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(folder)
    before = rows()
    monkeypatch.setattr(actions, "capture_all", None)
    told, code = take(folder)
    assert ("0 captured, 6 already there, 0 refused" in told, code, rows()) == (True, 0, before)


def test_an_attachment_is_a_document_of_its_own_proved_by_its_hash(folder: Path) -> None:
    take(folder / "3.eml")
    mail, report = Capture.objects.get(reader="mail"), Capture.objects.get(reader="pdf")
    assert report.blob_id == sha256_hex(REPORT)
    assert report.blob_id in mail.text
    assert report.source != mail.source


def test_an_attachment_missed_when_interrupted_comes_in_later(folder: Path) -> None:
    actions.capture((folder / "3.eml").read_bytes(), user=factories.user("writer"))
    told, _code = take(folder / "3.eml")
    assert "1 captured, 1 already there" in told


def test_a_web_archive_keeps_address_headers_and_the_moment(folder: Path) -> None:
    take(folder / "inside")
    made = Capture.objects.get()
    assert (made.method, made.requested_url) == (Method.WARC, "https://gazette.example/1")
    assert made.captured_at == datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert made.headers["Content-Type"] == "text/html; charset=utf-8"
    assert made.headers["WARC-Record-ID"].startswith("<urn:uuid:")
    assert made.source.url == "https://gazette.example/1"
    assert made.source.published == ""  # the day of the crawl is none of publication


def test_another_crawl_that_found_the_same_is_a_sighting(folder: Path) -> None:
    take(folder / "inside")
    later = make.warc(WEB, gzip=False).replace(b"2020-02-03T04:05:06Z", b"2021-02-03T04:05:06Z")
    (folder / "later.warc").write_bytes(later)
    for _time in range(2):
        take(folder / "later.warc")
    assert Capture.objects.get().sightings.get().at == datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC)


def test_what_is_refused_is_told_with_the_reason_and_leaves_nothing(folder: Path) -> None:
    (folder / "locked.pdf").write_bytes(make.encrypted_pdf())
    (folder / "error.pdf").write_bytes(page(ARTICLE))
    told, code = take(folder / "locked.pdf", folder / "error.pdf", folder / "no such file.txt")
    assert told.count("refused  ") == 3
    for why in ("locked with a password", "claims to be a PDF document but is a web page", "No such file"):
        assert why in told
    assert (code, rows()[:3]) == (1, [0, 0, 0])


def test_what_was_refused_hinders_nothing_else(folder: Path) -> None:
    (folder / "0.pdf").write_bytes(make.encrypted_pdf())
    told, code = take(folder)
    assert ("6 captured, 0 already there, 1 refused" in told, code) == (True, 1)


def test_interrupted_it_tells_what_is_done_and_goes_on_the_next_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "read", impatient(readers.read, after=2))
    told, code = take(folder)
    # What was read already is written first.
    assert ("2 captured" in told, "Start it again" in told, code) == (True, True, 130)
    assert factories.findings() == []
    told, code = take(folder)
    assert ("4 captured, 2 already there" in told, code) == (True, 0)


def test_interrupted_while_it_writes_it_takes_these_documents_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "TOGETHER", 2)
    monkeypatch.setattr(editorial, "create", impatient(editorial.create, after=1))
    told, code = take(folder)
    assert ("2 captured" in told, code, rows()[1]) == (True, 130, 2)
    assert factories.findings() == []
    told, code = take(folder)
    assert ("4 captured, 2 already there" in told, code) == (True, 0)


def impatient(real: Any, *, after: int) -> Any:
    """The same function; after so many calls, one is interrupted."""
    calls = iter([False] * after + [True])

    def called(*args: Any, **more: Any) -> Any:
        if next(calls, False):
            raise KeyboardInterrupt
        return real(*args, **more)

    return called


def test_one_that_cannot_be_written_takes_no_other_with_it(tmp_path: Path) -> None:
    notes = [Item(f"{n}", f"They met in Ganja {n} times.".encode(), filename="n.txt") for n in range(4)]
    list(intake.take_in(notes[1:2], user=factories.user("writer")))
    with writing():
        Blob.objects.update(erased_at=timezone.now())
    outcomes = list(intake.take_in(notes, user=factories.user("writer")))
    assert [(one.name, one.what) for one in outcomes] == [
        ("0", intake.CAPTURED), ("1", intake.REFUSED), ("2", intake.CAPTURED), ("3", intake.CAPTURED),
    ]  # fmt: skip
    assert "erased by a redaction" in outcomes[1].why
    assert factories.findings() == []


@pytest.mark.parametrize("limit", [("HEAVY", 1), ("LONG", 0.0)])
def test_large_documents_and_slow_ones_are_not_kept_waiting(
    limit: tuple[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, *limit)
    notes = (Item(f"{n}", f"They met in Ganja {n} times.".encode(), filename="n.txt") for n in range(4))
    outcomes = intake.take_in(notes, user=factories.user("writer"))
    next(outcomes)
    assert Capture.objects.count() == 1


def test_a_dry_run_reads_everything_and_writes_nothing(folder: Path) -> None:
    before = rows()
    told, code = take(folder, dry_run=True)
    assert "6 captured, 0 already there, 0 refused (nothing was written)" in told
    assert "A plan of two services" in told
    assert (code, rows()) == (0, before)


def test_a_new_reader_makes_another_capture_of_the_same_source(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(folder / "1.pdf")
    real = readers.read

    def newer(data: bytes, **more: Any) -> Any:
        return replace(real(data, **more), text="Another text.", breaks=(), furniture=())

    monkeypatch.setattr(ahead, "read", newer)
    assert "1 already there" in take(folder / "1.pdf")[0]
    assert "1 captured" in take(folder / "1.pdf", again=True)[0]
    assert Source.objects.get().captures.count() == 2


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    told, code = take(tmp_path)
    assert ("No file found" in told, code) == (True, 1)


def test_bytes_that_were_erased_do_not_come_back(folder: Path) -> None:
    take(folder / "1.pdf")
    with writing():
        Blob.objects.update(erased_at=timezone.now())
    assert "erased by a redaction" in take(folder / "1.pdf")[0]


def test_documents_are_taken_one_by_one(folder: Path) -> None:
    """An archive of any length is never held as a whole."""

    def endless() -> Iterator[Item]:
        while True:
            yield Item("note", b"They met in Lankaran.", filename="note.txt")

    outcomes = intake.take_in(endless(), user=factories.user("writer"))
    assert [next(outcomes).what for _ in range(3)] == [intake.CAPTURED, intake.THERE, intake.THERE]


def test_many_documents_are_read_in_processes_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_FEW", 1)
    notes = [Item(f"{n}", f"They met in Ganja {n} times.".encode(), filename="n.txt") for n in range(6)]
    bad = Item("bad", b"\x00\x01\x02", filename="bad")
    with ahead.Pool(1) as pool:
        outcomes = list(intake.take_in([*notes, bad, notes[0]], user=factories.user("writer"), ahead=pool))
    assert [outcome.what for outcome in outcomes] == [intake.CAPTURED] * 6 + [intake.REFUSED, intake.THERE]
    assert [outcome.name for outcome in outcomes] == [*"012345", "bad", "0"]
