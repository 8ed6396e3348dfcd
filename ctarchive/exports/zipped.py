"""ZIP archives that are the same bytes for the same content, and can be written to a pipe."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TextIO

_THEN = (1980, 1, 1, 0, 0, 0)  # the first moment that ZIP knows


class _Pipe(io.RawIOBase):
    """A file of which nobody can see that one may go back in it: then the same bytes are written to all of them."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        return self.out.write(data)


@contextmanager
def archive(out: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """A ZIP archive that is written to `out` as it grows."""
    with zipfile.ZipFile(_Pipe(out), "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
        yield made


@contextmanager
def member(made: zipfile.ZipFile, name: str) -> Iterator[TextIO]:
    """A text file in the archive, in UTF-8, with line ends as they are written."""
    info = zipfile.ZipInfo(name, _THEN)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    # Nobody knows yet how large it will be.
    with made.open(info, "w", force_zip64=True) as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
        yield text


def pack(folder: Path, out: BinaryIO) -> None:
    """The folder with all its files, in the order of their names, none of them compressed again."""
    with zipfile.ZipFile(_Pipe(out), "w", zipfile.ZIP_STORED) as made:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), _THEN)
            info.create_system, info.external_attr = 3, 0o644 << 16
            with path.open("rb") as file, made.open(info, "w", force_zip64=True) as member_:
                shutil.copyfileobj(file, member_)
