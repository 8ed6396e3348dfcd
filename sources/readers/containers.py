"""What holds documents and is none itself: ZIP archives, web archives (WARC, WACZ). One item a document, one by one.

Pure: an open file in, items out. Nothing is unpacked to disk, and a web archive of any length is read as a stream.
"""

import base64
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import IO, Any, BinaryIO
from urllib.parse import unquote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from sources.readers.packages import MAX_MEMBER, Package
from sources.readers.sniff import media_type_of
from sources.text import UnreadableError

MAX_DEPTH = 2  # archives within archives
MAX_RECORDS = 1_000_000
# What surrounds the documents of a web page in a web archive, and lies beside documents in a folder.
_NOT_DOCUMENTS = (
    "image/", "video/", "audio/", "font/", "text/css", "text/javascript", "application/javascript",
    "application/x-javascript", "application/json", "application/font", "application/x-font", "application/ld+json",
    "application/manifest+json", "application/wasm",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A document within an archive: its name there, its bytes, and what the archive says about it.

    `refused` says why this one cannot be taken; its bytes are then empty. `at` is when it was fetched, if it was.
    """

    name: str
    data: bytes
    filename: str = ""
    media_type: str = ""
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None
    is_web: bool = False
    refused: str = ""


def is_container(start: bytes, filename: str) -> bool:
    """Whether a file that begins so holds documents and is none itself."""
    kind = media_type_of(start, filename=filename)
    return kind in CONTAINERS


def unpack(file: BinaryIO, *, filename: str = "", depth: int = 1) -> Iterator[Item]:
    """The documents in an archive, in order. Raises `UnreadableError` where the archive as a whole cannot be read.

    A damaged member is an item that says so, and the others follow.
    """
    start = file.read(1 << 16)
    file.seek(0)
    kind = media_type_of(start, filename=filename)
    reader = CONTAINERS.get(kind)
    if reader is None:
        raise UnreadableError(f"“{filename}” is no archive that can be unpacked.")
    yield from reader(file, depth)


def _zip(file: BinaryIO, depth: int) -> Iterator[Item]:
    package = Package(file)
    names = package.names()
    if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
        yield from _wacz(package, names)
        return
    for name in names:
        leaf = name.rpartition("/")[2]
        if name.startswith("__MACOSX/") or leaf.startswith(".") or not leaf:
            continue
        yield from _member(package, name, leaf, depth)


def _member(package: Package, name: str, leaf: str, depth: int) -> Iterator[Item]:
    try:
        data = package.read(name)
        if is_container(data[: 1 << 16], leaf):
            if depth >= MAX_DEPTH:
                raise UnreadableError("This archive lies too deep within other archives. Unpack the outer one.")
            for item in unpack(io.BytesIO(data), filename=leaf, depth=depth + 1):
                yield replace(item, name=f"{name} → {item.name}")
            return
    except UnreadableError as error:
        yield Item(name, b"", filename=leaf, refused=str(error))
        return
    yield Item(name, data, filename=leaf)


def _wacz(package: Package, names: list[str]) -> Iterator[Item]:
    """The records of all web archives in a WACZ package."""
    for name in names:
        if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
            try:
                yield from _warc(_Stream(package.chunks(name, most=10 * MAX_MEMBER)), 1)
            except UnreadableError as error:
                yield Item(name, b"", refused=str(error))


class _Stream:
    """A file to read from, made of pieces of bytes."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, b""

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._rest) < size:
            piece = next(self._chunks, b"")
            if not piece:
                break
            self._rest += piece
        found, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return found


def _warc(file: IO[bytes] | _Stream, depth: int) -> Iterator[Item]:
    """The responses and resources of a web archive that can be documents."""
    count = 0
    try:
        for record in ArchiveIterator(file, no_record_parse=False, check_digests=False):
            count += 1
            if count > MAX_RECORDS:
                raise UnreadableError(f"This web archive has more than {MAX_RECORDS} records. Divide it.")
            if record.format != "warc":
                raise UnreadableError("This file is no web archive in the WARC format.")
            if record.rec_type in {"response", "resource"}:
                item = _record(record)
                if item is not None:
                    yield item
    except UnreadableError:
        raise
    except (
        ArchiveLoadFailed,
        EOFError,
        zlib.error,
        OSError,
        ValueError,
        KeyError,
        IndexError,
        AttributeError,
        TypeError,
    ) as error:
        raise UnreadableError(
            f"This web archive is damaged after record {count}: what follows cannot be read."
        ) from error
    if not count:
        raise UnreadableError("There is no record in this web archive.")


def _record(record: Any) -> Item | None:
    """The document of one record; None for redirects, pictures, styles, scripts and what is no web address."""
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    if not url.startswith(("http://", "https://")):
        return None
    status = str(record.http_headers.get_statuscode() if record.http_headers else "200")
    media_type = str(
        (record.http_headers or record.rec_headers).get_header("Content-Type") or ""
    )  # fmt: skip
    if media_type.lower().startswith(_NOT_DOCUMENTS) or status.startswith("3"):
        return None
    item = Item(
        url, b"", filename=_leaf(url), media_type=media_type, url=url, headers=_headers(record), is_web=True,
        at=_moment(str(record.rec_headers.get_header("WARC-Date") or "")),
    )  # fmt: skip
    if status != "200":
        return replace(item, refused=f"The site answered {status} instead of the document.")
    try:
        data = _content(record)
        _check_digest(record, data)
    except UnreadableError as error:
        return replace(item, refused=str(error))
    return replace(item, data=data) if data.strip() else None


def _content(record: Any) -> bytes:
    """What the record carries, without transfer and content encoding; never more than the limit."""
    stream, pieces, size = record.content_stream(), [], 0
    while piece := stream.read(1 << 16):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_MEMBER:
            raise UnreadableError(
                f"This record grows beyond {MAX_MEMBER // 1_000_000} MB when unpacked: it is not taken."
            )
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise UnreadableError("The end of this record is missing: the archive was cut off. Download it again.")
    return b"".join(pieces)


def _check_digest(record: Any, data: bytes) -> None:
    """Refuses what is not what was archived, where the archive gives a digest of it and nothing was encoded."""
    told = str(record.rec_headers.get_header("WARC-Payload-Digest") or "")
    algorithm, _, digest = told.partition(":")
    headers = record.http_headers
    encoded = headers and (headers.get_header("Content-Encoding") or headers.get_header("Transfer-Encoding"))
    if algorithm.lower() != "sha1" or encoded or not digest:
        return
    made = hashlib.sha1(data, usedforsecurity=False)
    if digest.upper() != base64.b32encode(made.digest()).decode() and digest.lower() != made.hexdigest():
        raise UnreadableError("This record is not what was archived: its digest does not fit. The archive is damaged.")


def _headers(record: Any) -> dict[str, str]:
    """The response's headers, and the record's id, by which it is found in its archive."""
    found = {str(name): str(value) for name, value in (record.http_headers.headers if record.http_headers else ())}
    identity = record.rec_headers.get_header("WARC-Record-ID")
    return found | ({"WARC-Record-ID": str(identity)} if identity else {})


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _leaf(url: str) -> str:
    try:
        return unquote(urlsplit(url).path.rpartition("/")[2])[:200]
    except ValueError:
        return ""


CONTAINERS: dict[str, Callable[[Any, int], Iterator[Item]]] = {
    "application/zip": _zip,
    "application/warc": _warc,
    "application/gzip": _warc,
}
"""Media types of what holds documents. A gzip file that is no web archive is refused by its reader."""
