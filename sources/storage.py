"""Where preserved bytes lie: files that are there whole and on disk, or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class BlobStorage(FileSystemStorage):
    """Files named by what they hold: saving one twice is saving it once, in one piece.

    Django's own storage writes under the final name: a full disk, or a power cut, leaves half a file there, and two
    who save at once get two names. Here the bytes are written beside it, brought to the disk, and then renamed.
    `is_durable=False` leaves out waiting for the disk, for tests.
    """

    def __init__(self, *args: Any, is_durable: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_durable = is_durable

    @property
    def where(self) -> str:
        """The folder, for messages."""
        return self.path("")

    def require(self) -> None:
        """Raise `OSError` unless bytes can be read and written. The first of them makes the folder."""
        folder = Path(self.where)
        there = next(one for one in (folder, *folder.parents) if one.exists())
        if not there.is_dir() or not os.access(there, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "the folder cannot be written", self.where)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: what is there under it is the same."""
        return name

    def _save(self, name: str, content: File[bytes]) -> str:
        path = Path(self.path(name))
        made = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, beside = tempfile.mkstemp(prefix=PART, dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                if self.is_durable:
                    os.fsync(file.fileno())
            if self.file_permissions_mode is not None:
                Path(beside).chmod(self.file_permissions_mode)
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        if self.is_durable:
            # The name is in the folder, and a new folder's name in the one above it.
            for folder in {path.parent, *(folder.parent for folder in made)}:
                _sync_folder(folder)
        return name


# How names begin of files that are being written; after a crash one may be left, and is nobody's.
PART = ".part-"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
