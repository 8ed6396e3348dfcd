"""Captures as WARC, read back by the library that others use."""

from __future__ import annotations

from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from editorial.models import User
from sources import warc
from sources.actions import capture
from sources.choices import Method
from sources.models import Capture
from tests import factories as make

pytestmark = pytest.mark.django_db

PAGE = b"<html><head><title>Guards meet</title></head><body><p>The guards of two states met in May.</p></body></html>"


def fetched(user: User) -> Capture:
    return capture(
        PAGE, user=user, method=Method.FETCH, requested_url="https://example.org/a", final_url="https://example.org/b",
        media_type="text/html", headers={"Content-Type": "text/html", "Content-Encoding": "gzip", "X-Odd": "a\r\n b"},
    ).capture  # fmt: skip


def read_back(captures: list[Capture]) -> list[tuple[str, str, str, bytes, dict[str, str]]]:
    data = b"".join(warc.records(captures))
    return [
        (
            record.rec_type,
            record.rec_headers.get_header("WARC-Target-URI"),
            record.rec_headers.get_header("WARC-Date"),
            record.content_stream().read(),
            dict(record.http_headers.headers) if record.http_headers else {},
        )
        for record in ArchiveIterator(BytesIO(data), check_digests="raise")
        if record.rec_type != "warcinfo"
    ]


def test_what_was_fetched_is_a_response_with_its_headers_and_time() -> None:
    one = fetched(make.user("writer"))
    ((kind, url, date, body, headers),) = read_back([one])
    assert (kind, url, body) == ("response", "https://example.org/b", PAGE)
    assert date == one.captured_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert headers["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert headers["X-Odd"] == "a b"
    assert headers["Content-Length"] == str(len(PAGE))


def test_what_was_uploaded_is_a_resource_named_by_its_digest() -> None:
    one = make.capture_of(make.source())
    ((kind, url, _date, body, _headers),) = read_back([one])
    assert (kind, url) == ("resource", f"urn:sha256:{one.blob_id}")
    assert body == one.blob.read()


def test_erased_bytes_are_left_out() -> None:
    one, other = fetched(make.user("writer")), make.capture_of(make.source())
    make.publish(one.source)
    make.redact(one, "text", (0, 5))
    one.refresh_from_db()
    one.blob.refresh_from_db()
    assert [url for _kind, url, *_rest in read_back([one, other])] == [f"urn:sha256:{other.blob_id}"]
