"""Captures as a WARC file (ISO 28500) that other tools read back. Values in, bytes out; reads blobs, writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from io import BytesIO
from typing import IO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sources.choices import Method
from sources.models import Capture

# The transfer's packing is undone when a document is preserved: these headers are kept under another name.
_OF_THE_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"})
SOFTWARE = "ctarchive/1.0"


def records(captures: Iterable[Capture]) -> Iterator[bytes]:
    """The file, piece by piece, each record packed by itself: a warcinfo record, and one for each capture.

    What was fetched is a *response* with the headers that were sent; what was uploaded or pasted is a *resource*. A
    capture whose bytes were erased is left out.
    """
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    writer.write_record(
        writer.create_warcinfo_record("captures.warc.gz", {"software": SOFTWARE, "format": "WARC File Format 1.1"})
    )
    for capture in captures:
        if capture.blob.erased_at is None:
            _write(writer, capture)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _write(writer: WARCWriter, capture: Capture) -> None:
    body: IO[bytes] = BytesIO(capture.blob.read())
    about = {
        "WARC-Date": f"{capture.captured_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
        "WARC-Payload-Digest": f"sha256:{capture.blob_id}",
    }
    if capture.final_url and capture.method in (Method.FETCH, Method.FEED, Method.WARC) and capture.headers:
        record = writer.create_warc_record(
            capture.final_url, "response", payload=body, http_headers=_sent(capture), warc_headers_dict=about
        )
    else:
        about["Content-Type"] = capture.media_type
        # A resource has an address of its own: where it was found, or else what it is.
        address = capture.final_url or capture.requested_url or f"urn:sha256:{capture.blob_id}"
        record = writer.create_warc_record(
            address, "resource", payload=body, warc_content_type=capture.media_type, warc_headers_dict=about
        )
    writer.write_record(record)


def _sent(capture: Capture) -> StatusAndHeaders:
    """The headers as they were sent, those of the transfer under another name."""
    told = [
        (f"X-Archive-Orig-{name}" if name.lower() in _OF_THE_TRANSFER else name, _one_line(value))
        for name, value in capture.headers.items()
    ]
    return StatusAndHeaders("200 OK", [*told, ("Content-Length", str(capture.blob.size))], protocol="HTTP/1.1")


def _one_line(value: str) -> str:
    return " ".join(str(value).split())
