"""Preserved bytes are there whole and on disk, or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test.utils import override_settings

from sources.models import Blob
from sources.storage import BlobStorage
from tests import factories as make

NAME = "ab/cd/abcd"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_and_their_names_are_brought_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []
    sync = os.fsync

    def note(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    BlobStorage(location=tmp_path / "blobs").save(NAME, ContentFile(b"bytes"))
    assert synced[0].name.startswith(".part-")
    folders = {tmp_path, *(tmp_path / one for one in ("blobs", "blobs/ab", "blobs/ab/cd"))}
    assert set(synced[1:]) == folders


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = BlobStorage(location=tmp_path)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.save(NAME, ContentFile(b"bytes"))
    assert files(tmp_path) == []


def test_the_same_bytes_saved_at_once_are_one_file(tmp_path: Path) -> None:
    store = BlobStorage(location=tmp_path, is_durable=False)
    calls: Any = [lambda: store.save(NAME, ContentFile(b"bytes" * 1000))] * 8
    assert make.at_once(*calls) == [NAME] * 8
    assert files(tmp_path) == [tmp_path / NAME]


def test_half_a_file_that_a_crash_left_is_written_anew(tmp_path: Path) -> None:
    blobs = {"BACKEND": "sources.storage.BlobStorage", "OPTIONS": {"location": tmp_path, "is_durable": False}}
    with override_settings(STORAGES={"blobs": blobs}):
        path = tmp_path / Blob.keep(b"some bytes").path
        path.write_bytes(b"some")
        assert Blob.keep(b"some bytes").read() == b"some bytes"
