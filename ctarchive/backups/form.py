"""The form of a backup: a tar file that is written and read in one pass, and ends with the digest of all of it.

    header.json                       what was backed up, when, the ledger's head, the migrations, the columns
    tables/APP.MODEL/000001.ndjson.gz rows as JSON lists, in the order of the header's columns
    blobs/SHA256                      the preserved bytes
    manifest.json                     the size and SHA-256 of each part before it; blobs, which are named by theirs, are
                                      counted; which of them were damaged

Then follow, outside the tar file, 64 hex digits and a line feed: the SHA-256 of all before. No part is held in
memory but one of rows, a few megabytes. An encrypted backup is this inside of an age file (see `sealing`).
"""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import IO, Any

FORMAT = "ctarchive-backup/1"
HEADER, MANIFEST, BLOBS = "header.json", "manifest.json", "blobs/"
_PIECE = 1 << 18
_TRAILER = 65  # bytes: a SHA-256 in hex and a line feed


class DamagedError(Exception):
    """The file is no backup, or not as it was written."""


@dataclass
class Manifest:
    """What is in a backup. `damaged`: blob → what is wrong with it, in the archive itself when it was backed up."""

    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    blobs: dict[str, int] = field(default_factory=lambda: {"count": 0, "bytes": 0})
    rows: dict[str, int] = field(default_factory=dict)
    damaged: dict[str, str] = field(default_factory=dict)


# -- writing -----------------------------------------------------------------------------------------------------------


class Writer:
    """Writes the parts of a backup one after the other to a file that is only written to."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = _Digesting(out)
        self._tar = tarfile.open(fileobj=self._out, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 -- see close
        self.manifest = Manifest()

    def add(self, name: str, data: bytes) -> None:
        """Add a part that is in memory."""
        self.stream(name, io.BytesIO(data), len(data))

    def stream(self, name: str, source: IO[bytes], size: int) -> str:
        """Add a part of `size` bytes. Returns its SHA-256. Raises `OSError` when the source is shorter."""
        reading = _Digesting(source)
        self._tar.addfile(_member(name, size), reading)
        _note(self.manifest, name, size, reading.digest.hexdigest())
        return reading.digest.hexdigest()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: object, *_error: object) -> None:
        try:
            if kind is None:
                self.close()
        finally:
            # A tar file that was not closed writes its end when it is collected, to a file that is gone by then.
            self._out.drop()

    def close(self) -> None:
        """Add the manifest and the digest of all."""
        listed = {"format": FORMAT} | vars(self.manifest)
        data = json.dumps(listed, indent=1, sort_keys=True).encode()
        self._tar.addfile(_member(MANIFEST, len(data)), io.BytesIO(data))
        self._tar.close()
        self._out.write(f"{self._out.digest.hexdigest()}\n".encode())


def _note(manifest: Manifest, name: str, size: int, sha256: str) -> None:
    """Enter a part into a manifest. There may be very many blobs: they are only counted."""
    if name.startswith(BLOBS):
        manifest.blobs = {"count": manifest.blobs["count"] + 1, "bytes": manifest.blobs["bytes"] + size}
    else:
        manifest.parts[name] = {"size": size, "sha256": sha256}


def _member(name: str, size: int) -> tarfile.TarInfo:
    """Nothing of the machine or the moment: the same parts make the same file."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


class _Digesting(io.RawIOBase):
    """A file that knows the SHA-256 of what was read from it, or written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._is_dropped = False
        self.digest = sha256()

    def drop(self) -> None:
        """Write nothing any more."""
        self._is_dropped = True

    def write(self, data: Any) -> int:
        self.digest.update(data)
        if not self._is_dropped:
            self._file.write(data)
        return len(data)

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


# -- reading -----------------------------------------------------------------------------------------------------------


class Part:
    """One part while the file stands at it."""

    def __init__(self, member: tarfile.TarInfo, source: IO[bytes]) -> None:
        self.name, self.size = member.name, member.size
        self._left = member.size
        self._source = _Digesting(source)

    def pieces(self) -> Iterator[bytes]:
        """What was not yet read of it, in pieces. Raises `DamagedError` when it is cut short."""
        while self._left:
            try:
                piece = self._source.read(min(self._left, _PIECE))
            except tarfile.TarError:
                piece = b""
            if not piece:
                raise DamagedError(f"it is cut short within {self.name}")
            self._left -= len(piece)
            yield piece

    def read(self) -> bytes:
        return b"".join(self.pieces())

    @property
    def sha256(self) -> str:
        return self._source.digest.hexdigest()


class Reader:
    """Reads a backup once from its beginning. After the last part, `manifest` is there and all of it was checked."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = _Holding(source)
        self.manifest: Manifest | None = None
        self._seen = Manifest()
        self._misnamed: list[str] = []

    def parts(self) -> Iterator[Part]:
        """The parts in order, the manifest excepted; each must be taken before the next. Raises `DamagedError`."""
        try:
            with tarfile.open(fileobj=self._source, mode="r|") as tar:
                for member in tar:
                    yield from self._part(member, tar.extractfile(member))
        except (tarfile.TarError, EOFError, OverflowError, UnicodeError) as error:
            raise DamagedError(f"it cannot be read as a backup ({error})") from error
        self._finish()

    def _part(self, member: tarfile.TarInfo, source: IO[bytes] | None) -> Iterator[Part]:
        if source is None or self.manifest is not None or member.name in self._seen.parts:
            raise DamagedError(f"it holds something that no backup holds ({member.name})")
        part = Part(member, source)
        if member.name == MANIFEST:
            self.manifest = _read_manifest(part.read())
            return
        yield part
        for _rest in part.pieces():
            pass
        _note(self._seen, part.name, part.size, part.sha256)
        if part.name.startswith(BLOBS) and part.name != BLOBS + part.sha256:
            self._misnamed.append(part.name)

    def _finish(self) -> None:
        if self.manifest is None or not self._source.holds():
            raise DamagedError("it is cut short, or bytes of it were changed: it does not end with its own SHA-256")
        seen, written = self._seen, self.manifest
        wrong = [name for name in self._misnamed if name.removeprefix(BLOBS) not in written.damaged]
        wrong += [name for name, part in written.parts.items() if seen.parts.get(name) != part]
        if wrong or seen.parts.keys() != written.parts.keys() or seen.blobs != written.blobs:
            raise DamagedError(f"it does not hold the parts that its manifest names ({', '.join(wrong)})")


def _read_manifest(data: bytes) -> Manifest:
    try:
        read = json.loads(data)
        if read.pop("format") != FORMAT:
            raise DamagedError("its form is another than this software reads")
        return Manifest(**read)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedError(f"its manifest cannot be read ({error})") from error


class _Holding(io.RawIOBase):
    """A file of which the last bytes, the digest of all before them, are held back."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._kept = b""
        self._digest = sha256()

    def read(self, size: int = -1) -> bytes:
        assert size > 0  # tar files are read in blocks
        while len(self._kept) < size + _TRAILER and (more := self._file.read(max(size, _PIECE))):
            self._kept += more
        end = min(size, max(0, len(self._kept) - _TRAILER))
        data, self._kept = self._kept[:end], self._kept[end:]
        self._digest.update(data)
        return data

    def holds(self) -> bool:
        """Read to the end. Returns whether the file ends with the digest of all before."""
        while self.read(_PIECE):
            pass
        return self._kept == f"{self._digest.hexdigest()}\n".encode()
