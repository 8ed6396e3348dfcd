"""ZIP packages opened with care: what is inside is counted before it is unpacked, and never trusted to be what it says.

Bounds: members, bytes of one, bytes of all, and how far a member may grow. Names are never used as paths on disk.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from sources.text import UnreadableError

MAX_MEMBERS = 10_000
MAX_MEMBER = 50_000_000  # bytes of one member, unpacked
MAX_TOTAL = 2_000_000_000  # bytes of all of them
MAX_RATIO = 200  # how often its packed size a member may have, once it is larger than …
RATIO_COUNTS_FROM = 1_000_000  # … this many bytes
_CHUNK = 1 << 16
_ENCRYPTED = 0x1

DAMAGED = "This archive is damaged or only half of it arrived: it cannot be unpacked. Download it again."


class Package:
    """A ZIP archive. Raises `UnreadableError` for what is damaged, locked, or larger than can be taken."""

    def __init__(self, source: bytes | BinaryIO) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
            self._members = self._archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise UnreadableError(DAMAGED) from error
        except (zlib.error, OverflowError, UnicodeError, IndexError, AttributeError) as error:  # a hostile directory
            raise UnreadableError(DAMAGED) from error
        if len(self._members) > MAX_MEMBERS:
            raise UnreadableError(
                f"This archive has {len(self._members)} files in it; up to {MAX_MEMBERS} are taken. Divide it."
            )
        if sum(member.file_size for member in self._members) > MAX_TOTAL:
            raise UnreadableError(
                "This archive would be larger than 2 GB once unpacked, more than is taken. Divide it."
            )

    def names(self) -> list[str]:
        """The names of its files, in order; not of folders."""
        return [member.filename for member in self._members if not member.is_dir()]

    def read(self, name: str) -> bytes:
        """A member's bytes. Raises `UnreadableError`."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str, *, most: int = MAX_MEMBER) -> Iterator[bytes]:
        """The same, piece by piece; stops at the bounds whatever the archive's directory says."""
        try:
            member = self._archive.getinfo(name)
        except KeyError as error:
            raise UnreadableError(f"“{name}” is missing from this archive: it is damaged.") from error
        if member.flag_bits & _ENCRYPTED:
            raise UnreadableError(f"“{name}” is locked with a password. Unpack it and capture the files.")
        size, packed = 0, max(1, member.compress_size)
        try:
            with self._archive.open(member) as file:
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    if size > most or (size > RATIO_COUNTS_FROM and size > packed * MAX_RATIO):
                        raise UnreadableError(
                            f"“{name}” grows beyond all measure when unpacked ({size // 1_000_000} MB and more of"
                            f" {packed // 1000} kB): it is not unpacked. Unpack it yourself if you trust it."
                        )
                    yield chunk
        except UnreadableError:
            raise
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise UnreadableError(f"“{name}” in this archive is damaged: it cannot be unpacked.") from error
        except Exception as error:
            raise UnreadableError(f"“{name}” in this archive is damaged: it cannot be unpacked.") from error

    def __contains__(self, name: str) -> bool:
        return any(member.filename == name for member in self._members)
