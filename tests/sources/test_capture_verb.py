"""Capturing: a document is preserved once, and seen again after that."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial import actions
from editorial.choices import State
from editorial.errors import NotAllowed, WrongState
from editorial.models import LedgerEntry
from sources import readers
from sources.actions import capture, capture_all
from sources.arrivals import Arrival, Captured
from sources.models import Blob, Capture, Publisher, Sighting, Source
from sources.text import UnreadableError, sha256_hex
from tests import factories as make

pytestmark = pytest.mark.django_db

PAGE = b"""<html lang="en"><head><title>Guards meet</title>
<meta property="og:title" content="Guards meet in Lankaran"><meta property="og:site_name" content="Border Gazette">
<meta property="article:published_time" content="2018-05-04T09:00:00+04:00"></head>
<body><article><h1>Guards meet in Lankaran</h1><p>Border guards of the two republics met in Lankaran on 3 May 2018.
The meeting ended with a joint plan that both services signed.</p></article></body></html>"""
NOTE = b"Border guards met in Lankaran on 3 May 2018."


def take(data: bytes = NOTE, by: str = "writer", **more: Any) -> Captured:
    return capture(data, user=make.user(by), **more)


def counts() -> tuple[int, int, int, int, int]:
    return tuple(model.objects.count() for model in (Source, Capture, Blob, Sighting, LedgerEntry))  # type: ignore[return-value]


def test_bytes_and_text_are_kept_with_their_hashes() -> None:
    made = take()
    assert made.is_new
    assert made.capture.blob.read() == NOTE
    assert made.capture.blob_id == sha256_hex(NOTE)
    assert made.capture.text_sha256 == sha256_hex(made.capture.text)
    assert (made.capture.captured_by, made.capture.reader) == (make.user("writer"), "plain")
    assert make.findings() == []


def test_a_page_proposes_its_source() -> None:
    source = take(PAGE, requested_url="https://gazette.example/guards").source
    assert (source.state, source.title) == (State.DRAFT, "Guards meet in Lankaran")
    assert source.published.startswith("2018-05-04")
    assert source.published_basis
    assert source.url == "https://gazette.example/guards"
    assert make.findings() == []


def test_a_publisher_is_known_again_by_its_name() -> None:
    known = make.publisher(name="border gazette")
    assert take(PAGE).source.publisher == known
    assert Publisher.objects.count() == 1


def test_the_same_bytes_again_are_a_sighting() -> None:
    first = take()
    before = counts()
    again = take(by="reviewer")
    assert (again.source, again.capture, again.is_new) == (first.source, first.capture, False)
    assert [b - a for a, b in zip(before, counts(), strict=True)] == [0, 0, 0, 1, 0]
    assert first.capture.sightings.get().by == make.user("reviewer")


def test_the_same_bytes_of_another_source_are_another_capture() -> None:
    first, other = take(), make.source()
    second = take(source=other)
    assert second.is_new
    assert second.capture.source == other
    assert second.capture.blob == first.capture.blob
    assert Blob.objects.filter(pk=first.capture.blob_id).count() == 1
    assert take(source=other).is_new is False


def test_other_bytes_of_the_same_source_are_another_capture() -> None:
    source = take().source
    second = take(NOTE + b" It rained.", source=source)
    assert second.is_new
    assert source.captures.count() == 2


def test_what_was_discarded_is_not_found_again() -> None:
    first = take()
    actions.discard([first.source], user=make.user("writer"))
    second = take()
    assert second.is_new
    assert second.source != first.source


@pytest.mark.parametrize("data", [b"", b"  \n ", b"%PDF-1.7 \x00\x01", b"PK\x03\x04rest", b"\x89PNG\r\n\x1a\n"])
def test_what_cannot_be_read_writes_nothing(data: bytes) -> None:
    make.user("writer")
    before = counts()
    with pytest.raises(UnreadableError):
        take(data)
    assert counts() == before
    assert storages["blobs"].exists("") is False or storages["blobs"].listdir("")[0] == []


def test_without_a_role_nothing_is_captured() -> None:
    with pytest.raises(NotAllowed):
        take(by="outsider")
    assert counts()[:3] == (0, 0, 0)


def test_nor_is_a_sighting_noted_without_a_role() -> None:
    take()
    with pytest.raises(NotAllowed):
        take(by="outsider")
    assert not Sighting.objects.exists()


def test_a_contributor_captures() -> None:
    assert take(by="contributor").source.author == make.user("contributor")


def test_a_contributor_does_not_add_to_what_was_discarded_or_retracted() -> None:
    discarded, retracted = make.source(), make.source()
    actions.discard([discarded], user=make.user("writer"))
    make.publish(retracted)
    make.retract(retracted)
    for source in (discarded, retracted):
        source.refresh_from_db()
        with pytest.raises(WrongState, match="nothing more"):
            take(source=source)


def test_a_later_capture_of_a_published_source_leaves_it_published() -> None:
    source = make.published_event().claims.get().evidence.get().capture.source
    later = take(source=source)
    source.refresh_from_db()
    assert source.state == State.PUBLISHED
    assert later.capture.published_at is None
    assert make.findings() == []


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_at_once_are_captured_once() -> None:
    writer, source = make.user("writer"), make.source()
    for known in (source, None):
        data = NOTE + str(known).encode()
        outcomes = make.at_once(*[lambda d=data, s=known: capture(d, user=writer, source=s) for _ in range(3)])
        assert sorted(getattr(outcome, "is_new", outcome) for outcome in outcomes) == [False, False, True]
        assert Capture.objects.filter(blob=sha256_hex(data)).count() == 1
    assert Source.objects.count() == 2
    assert make.findings() == []


# -- together ----------------------------------------------------------------------------------------------------------


def arrivals(*documents: bytes) -> list[Arrival]:
    return [Arrival(data, readers.read(data)) for data in documents]


def notes(count: int) -> list[bytes]:
    return [NOTE + b" They met %d times." % number for number in range(count)]


def test_documents_together_become_what_each_becomes_alone() -> None:
    pages = [PAGE, PAGE.replace(b"Guards meet", b"Soldiers meet"), NOTE]
    made = capture_all(arrivals(*pages), user=make.user("writer"))
    assert [one.source.title for one in made] == ["Guards meet in Lankaran", "Soldiers meet in Lankaran", NOTE.decode()]
    assert [one.capture.blob.read() for one in made] == pages
    told = list(LedgerEntry.objects.order_by("seq").values_list("record_type", flat=True))
    assert told == ["publisher", "source", "capture", "source", "capture", "source", "capture"]
    assert made[0].source.publisher == made[1].source.publisher == Publisher.objects.get()
    assert make.findings() == []


def test_the_same_bytes_twice_together_are_one_capture_and_a_sighting() -> None:
    first, second = capture_all(arrivals(NOTE, NOTE), user=make.user("writer"))
    assert (first.is_new, second.is_new, second.capture) == (True, False, first.capture)
    assert counts() == (1, 1, 1, 1, 2)
    assert make.findings() == []


def test_together_either_all_are_captured_or_none() -> None:
    ended = make.source()
    actions.discard([ended], user=make.user("writer"))
    ended.refresh_from_db()
    before = counts()
    good, bad = arrivals(*notes(2))
    with pytest.raises(WrongState, match="nothing more"):
        capture_all([good, replace(bad, source=ended)], user=make.user("writer"))
    assert counts() == before
    with pytest.raises(NotAllowed):
        capture_all([good], user=make.user("outsider"))
    assert counts() == before


def test_many_together_take_no_more_queries_than_a_few() -> None:
    asked, writer = [], make.user("writer")
    capture_all(arrivals(PAGE), user=writer)  # the ledger has begun, and what the writer may do is known
    for documents in (notes(2), notes(12)[2:]):
        with CaptureQueriesContext(connection) as queries:
            capture_all(arrivals(*documents), user=writer)
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.django_db(transaction=True)
def test_the_same_documents_in_another_order_at_once_are_captured_once() -> None:
    writer, documents = make.user("writer"), arrivals(*notes(8))
    outcomes = make.at_once(
        lambda: capture_all(documents, user=writer), lambda: capture_all(documents[::-1], user=writer)
    )
    assert sorted(one.is_new for made in outcomes for one in made) == [False] * 8 + [True] * 8
    assert Capture.objects.count() == 8
    assert make.findings() == []
