"""A backup is restored as the archive that it was made of, or not at all."""

from __future__ import annotations

import io
import shutil
import tarfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from ctarchive.backups import form, making, restoring, sealing, tables
from ctarchive.backups.form import DamagedError
from ctarchive.models import Upload
from ctarchive.search import search
from editorial import ledger
from editorial.models import LedgerEntry, User
from events.models import Claim, Entity, Event
from sources.models import Blob
from tests import factories as make

pytestmark = pytest.mark.django_db


def archive() -> Event:
    """A small archive with something of every kind of column, and of what is no record."""
    event = make.published_event(title="Görüş at the border 😀")
    made = make.entity("Lankaran", kind="place", latitude="38.75", longitude="48.85")
    make.publish(made)
    make.redact(event, "summary") if event.summary else make.revise(event, "summary", "They talked.")
    make.event(title="A draft")
    Upload.objects.create(user=make.user("writer"), kind="dossier", filename="a.yaml", data=bytes(range(256)))
    Session.objects.create(session_key="let-me-in", session_data="x", expire_date=timezone.now())
    return event


def wipe() -> None:
    """An empty place, as a new machine has it."""
    tables.clear(tables.all_tables())
    with connection.cursor() as cursor:
        for name in ("ctarchive_searchentry", "ctarchive_searchname", "django_session"):
            cursor.execute(f"DELETE FROM {name}")
    shutil.rmtree(storages["blobs"].base_location, ignore_errors=True)  # type: ignore[attr-defined]


def held(made: making.Made) -> Any:
    """All that a backup holds but the moment."""
    parts = {name: part for name, part in made.manifest.parts.items() if name != form.HEADER}
    return parts, made.manifest.rows, made.manifest.blobs


def test_what_is_restored_is_the_same_archive(tmp_path: Path) -> None:
    event = archive()
    made = making.make(tmp_path / "one")
    head = ledger.head()
    wipe()
    assert LedgerEntry.objects.count() == 0
    restored = restoring.restore(tmp_path / "one")
    assert restored.header == made.header
    assert (ledger.head().size, ledger.head().root) == (head.size, head.root)
    assert make.findings() == []
    assert held(making.make(tmp_path / "two")) == held(made)
    assert bytes(Upload.objects.get().data) == bytes(range(256))
    assert [hit.uid for hit in search("Görüş").hits] == [event.pk]
    # And it goes on: keys and uids are counted on from where they stood.
    make.published_event()
    Upload.objects.create(user=make.user("writer"), kind="dossier", filename="b.yaml", data=b"")
    assert make.findings() == []


def test_a_session_lets_nobody_into_a_restored_archive(tmp_path: Path) -> None:
    archive()
    making.make(tmp_path / "one")
    with tarfile.open(tmp_path / "one") as tar:
        assert not [name for name in tar.getnames() if "session" in name]


def test_it_is_a_tar_file_that_any_program_opens_and_only_its_owner_reads(tmp_path: Path) -> None:
    archive()
    making.make(tmp_path / "one")
    with tarfile.open(tmp_path / "one") as tar:
        names = tar.getnames()
    assert (names[0], names[-1]) == ("header.json", "manifest.json")
    blobs = {f"blobs/{blob.pk}" for blob in Blob.objects.all()}
    assert blobs <= set(names)
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o600


def test_rows_are_written_in_parts_of_bounded_size() -> None:
    found = list(tables.parts((number, "word " * 20) for number in range(10_000)))
    assert len(found) == 5
    assert sum(count for count, _data in found) == 10_000
    rows = [row for _count, data in found for row in tables.read(data)]
    assert rows == [[number, "word " * 20] for number in range(10_000)]
    heavy = list(tables.parts((number, "x" * form._PIECE * 20) for number in range(3)))
    assert [count for count, _data in heavy] == [1, 1, 1]


@pytest.mark.parametrize("what", ["account", "bytes"])
def test_only_an_empty_place_is_restored_into(tmp_path: Path, what: str) -> None:
    archive()
    making.make(tmp_path / "one")
    wipe()
    if what == "account":
        User.objects.create(username="somebody")
    else:
        Blob.keep(b"preserved")
    with pytest.raises(restoring.NotEmptyError, match="not empty"):
        restoring.restore(tmp_path / "one")
    with pytest.raises(CommandError, match="Nothing was restored"):
        call_command("restore", tmp_path / "one")
    assert Claim.objects.count() == 0


def test_what_does_not_verify_is_not_kept(tmp_path: Path) -> None:
    event = archive()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET title = 'Another' WHERE uid = %s", [event.pk])
    making.make(tmp_path / "one")
    wipe()
    said = StringIO()
    with pytest.raises(CommandError, match="Nothing was kept"):
        call_command("restore", tmp_path / "one", stderr=said, quiet=True)
    assert event.pk in said.getvalue()
    restoring.require_empty(with_blobs=True)


def test_a_backup_of_another_release_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive()
    ours = tables.migrations()
    for theirs, why in (([*ours, "events.9999_later"], "newer release"), (ours[:-1], "older release")):
        monkeypatch.setattr(tables, "migrations", lambda theirs=theirs: theirs)
        making.make(tmp_path / why)
    monkeypatch.setattr(tables, "migrations", lambda: ours)
    wipe()
    for why in ("newer release", "older release"):
        with pytest.raises(restoring.UnfitError, match=why):
            restoring.restore(tmp_path / why)
        restoring.require_empty(with_blobs=True)


def test_blobs_damaged_in_the_archive_are_named_and_the_rest_is_backed_up(tmp_path: Path) -> None:
    for _ in range(3):
        make.published_event()
    missing, changed, whole = Blob.objects.order_by("pk")
    path = Path(storages["blobs"].path(missing.path))
    path.unlink()
    path = Path(storages["blobs"].path(changed.path))
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    said = StringIO()
    with pytest.raises(CommandError, match="2 blobs were damaged"):
        call_command("backup", tmp_path / "one", stderr=said, quiet=True)
    assert missing.pk in said.getvalue()
    assert changed.pk in said.getvalue()
    wipe()
    call_command("restore", tmp_path / "one", stderr=(said := StringIO()), quiet=True)
    assert missing.pk in said.getvalue()
    assert whole.read()
    assert {finding.split(":")[0] for finding in make.findings()} == {f"blob {missing.pk}", f"blob {changed.pk}"}


def test_a_file_that_is_there_is_kept_and_a_failure_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one").write_bytes(b"mine")
    with pytest.raises(CommandError, match="already"):
        call_command("backup", tmp_path / "one")
    assert (tmp_path / "one").read_bytes() == b"mine"

    def full(self: form.Writer) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(form.Writer, "close", full)
    for key in ((), ("--key", str(tmp_path / "key"))):
        if key:
            call_command("make_backup_key", key[1], stdout=StringIO())
        with pytest.raises(CommandError, match="No space left"):
            call_command("backup", tmp_path / "two", *key)
    assert {path.name for path in tmp_path.iterdir()} - {"blobs"} == {"one", "key"}


# -- encryption --------------------------------------------------------------------------------------------------------


def test_an_encrypted_backup_needs_its_private_key(tmp_path: Path) -> None:
    archive()
    key, public, other = tmp_path / "key", tmp_path / "public", tmp_path / "other"
    public.write_text(sealing.make_key(key) + "\n")
    sealing.make_key(other)
    assert key.stat().st_mode & 0o777 == 0o600
    for name, file in (("one", key), ("two", public)):
        making.make(tmp_path / name, file)
        assert b"header.json" not in (tmp_path / name).read_bytes()
        assert restoring.check(tmp_path / name, key).header["head"]["root"] == ledger.head().root
    wipe()
    for wrong, error in ((None, "--key"), (public, "no private key"), (tmp_path / "none", "cannot be read")):
        with pytest.raises(sealing.KeyFileError, match=error):
            restoring.restore(tmp_path / "one", wrong)
    with pytest.raises(DamagedError, match="with this key"):
        restoring.restore(tmp_path / "one", other)
    restoring.restore(tmp_path / "two", key)
    assert make.findings() == []


@pytest.mark.parametrize("content", ["", "hello", "age1hello", "AGE-SECRET-KEY-1HELLO", "# age1comment"])
def test_a_file_without_a_key_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "key").write_text(content)
    with pytest.raises(CommandError, match="key"):
        call_command("backup", tmp_path / "one", key=tmp_path / "key")
    assert not (tmp_path / "one").exists()


# -- damage ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def backups(tmp_path_factory: Any) -> Path:
    """A backup as it is and encrypted, in a folder with its key; put together without a database."""
    folder = tmp_path_factory.mktemp("backups")
    sealing.make_key(folder / "key")
    for name, key in (("plain", None), ("sealed", folder / "key")):
        out = io.BytesIO()
        with sealing.sealed(out, key) as file:
            writer = form.Writer(file)
            writer.add(form.HEADER, b'{"format": "ctarchive-backup/1"}')
            writer.add("tables/a.b/000001.ndjson.gz", bytes(range(256)) * 5)
            writer.add("blobs/dffd6021bb2bd5b0af676290809ec3a53191dd81c7f70a4b28688a362182986f", b"Hello, World!")
            writer.close()
        (folder / name).write_bytes(out.getvalue())
    return Path(folder)


def check(folder: Path, data: bytes) -> None:
    (folder / "file").write_bytes(data)
    restoring.check(folder / "file", folder / "key")


@pytest.mark.parametrize("name", ["plain", "sealed"])
def test_a_whole_backup_checks(backups: Path, name: str) -> None:
    check(backups, (backups / name).read_bytes())


@pytest.mark.parametrize("name", ["plain", "sealed"])
@given(data=st.data())
@settings(max_examples=150)
def test_no_byte_of_a_backup_may_be_another(backups: Path, name: str, data: st.DataObject) -> None:
    changed = bytearray((backups / name).read_bytes())
    place = data.draw(st.integers(0, len(changed) - 1))
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(DamagedError):
        check(backups, bytes(changed))


@pytest.mark.parametrize("name", ["plain", "sealed"])
@given(data=st.data())
@settings(max_examples=50)
def test_no_backup_may_be_cut_short_or_go_on(backups: Path, name: str, data: st.DataObject) -> None:
    whole = (backups / name).read_bytes()
    end = data.draw(st.integers(0, len(whole) - 1))
    for wrong in (whole[:end], whole + whole[:end] + b"\n"):
        with pytest.raises(DamagedError):
            check(backups, wrong)


def test_the_commands_say_what_is_in_it_and_what_is_wrong(tmp_path: Path) -> None:
    archive()
    call_command("backup", tmp_path / "one", stdout=(said := StringIO()))
    assert f"{ledger.head().size} entries, root {ledger.head().root}" in said.getvalue()
    call_command("backup", tmp_path / "one", verify=True, stdout=(said := StringIO()))
    assert "every byte is as it was written" in said.getvalue()
    data = bytearray((tmp_path / "one").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "one").write_bytes(data)
    with pytest.raises(CommandError, match="damaged or no backup"):
        call_command("backup", tmp_path / "one", verify=True)
    wipe()
    with pytest.raises(CommandError, match=r"damaged or no backup.*Nothing was restored"):
        call_command("restore", tmp_path / "one")
    assert Entity.objects.count() == 0
