"""Preserved bytes are read again and again, and damage is told to those in charge."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from editorial.models import User
from sources import fixity
from sources.models import Blob, BlobCheck
from tests import factories as make

pytestmark = pytest.mark.django_db


def damage(blob: Blob) -> Path:
    path = Path(storages["blobs"].path(blob.path))
    path.write_bytes(b"?" + path.read_bytes()[1:])
    return path


def checked() -> list[str]:
    return list(BlobCheck.objects.order_by("checked_at", "pk").values_list("pk", flat=True))


def test_those_never_checked_come_first_then_those_longest_unchecked() -> None:
    for _ in range(3):
        make.source()
    first, second, third = Blob.objects.order_by("pk")
    assert fixity.check(1) == (1, first.size)
    assert checked() == [first.pk]
    # Ended there, and taken up again.
    assert fixity.check(10**9)[0] == 2 + 1
    assert checked() == [second.pk, third.pk, first.pk]
    assert fixity.check(1) == (1, second.size)
    assert checked() == [third.pk, first.pk, second.pk]


def test_what_was_checked_lately_is_left_alone() -> None:
    make.source()
    fixity.check(10**9)
    assert fixity.check(10**9, before=timezone.now() - timedelta(days=7)) == (0, 0)
    assert fixity.check(10**9)[0] == 1


def test_damage_is_told_in_mail_until_it_is_mended(caplog: pytest.LogCaptureFixture) -> None:
    source = make.source(title="A title that letters do not carry")
    blob = make.capture_of(source).blob
    User.objects.filter(pk__in=[make.user(name).pk for name in ("manager", "writer")]).update(email="")
    User.objects.filter(pk=make.user("manager").pk).update(email="manager@example.org")
    good = blob.read()
    path = damage(blob)
    for _day in range(2):
        with pytest.raises(CommandError, match="1 blobs are damaged; 1 letters"):
            call_command("check_blobs", stdout=StringIO(), stderr=(said := StringIO()))
    assert f"blob {blob.pk}: its bytes are not what was captured" in said.getvalue()
    assert blob.pk in caplog.text
    assert [letter.to for letter in mail.outbox] == [["manager@example.org"]] * 2
    assert make.capture_of(source).pk in mail.outbox[0].body
    assert "A title" not in mail.outbox[0].body
    path.write_bytes(good)
    call_command("check_blobs", damaged=True, stdout=StringIO())
    assert fixity.damaged() == []


def test_missing_bytes_and_a_gone_store_are_told() -> None:
    blob = make.capture_of(make.source()).blob
    Path(storages["blobs"].path(blob.path)).unlink()
    fixity.check(10**9)
    assert "cannot be read" in fixity.damaged()[0].problem
    shutil.rmtree(storages["blobs"].path(""))
    Path(storages["blobs"].path("")).write_text("a file where the folder was")
    assert len(make.findings()) == 1


def test_erased_bytes_are_not_missed() -> None:
    claim = make.published_event().claims.get()
    capture = claim.evidence.get().capture
    fixity.check(10**9)
    make.redact(capture, "text", (0, 3))
    fixity.check(10**9)
    assert fixity.damaged() == []


def test_the_command_says_how_far_it_is() -> None:
    for _ in range(2):
        make.source()
    call_command("check_blobs", stdout=(said := StringIO()))
    assert "2 blobs of" in said.getvalue()
    assert "All were since" in said.getvalue()
    with pytest.raises(CommandError, match="megabytes"):
        call_command("check_blobs", megabytes=0)


@pytest.mark.parametrize("name", ["ab/cd/abcd", "ab/cd/.part-x1", "loose"])
def test_files_that_no_row_names_are_found_once_they_are_old(name: str) -> None:
    make.source()
    path = storages["blobs"].path(storages["blobs"].save(name, ContentFile(b"whose?")))
    assert make.findings() == []
    os.utime(path, (0, 0))
    assert make.findings() == [f"blob {Path(name).name}: no row names this file of the store ({name})"]


def test_bytes_that_were_to_be_erased_and_are_there_are_found() -> None:
    capture = make.published_event().claims.get().evidence.get().capture
    data = capture.blob.read()
    make.redact(capture, "text", (0, 3))
    path = storages["blobs"].path(storages["blobs"].save(capture.blob.path, ContentFile(data)))
    os.utime(path, (0, 0))
    assert any("was erased, but its bytes are still there" in finding for finding in make.findings())
