"""Preserving documents: pasted or uploaded, for a source or making one."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sources.models import Capture, Source
from tests import factories as make
from tests.admin.pages import errors_of, fields_of, page_of, send, signed_in

pytestmark = pytest.mark.django_db

FROM_DOCUMENT = "/admin/sources/source/from-document/"
PAGE = (
    b"<html><head><title>Guards meet</title></head><body><p>The guards of two states met in May 2018.</p></body></html>"
)


def upload(client: Client, url: str, data: bytes, name: str) -> Any:
    typed = {k: v for k, v in fields_of(client, url).items() if k != "file"}
    return client.post(url, typed | {"file": SimpleUploadedFile(name, data)})


def test_a_pasted_text_becomes_a_capture_of_the_source() -> None:
    source = make.source()
    answer = send(signed_in("writer"), page_of(source, "capture"), text="The guards met.\r\n\r\nThey agreed.")
    assert answer["Location"] == page_of(source)
    made = source.captures.get(method="paste")
    assert made.text == "The guards met.\n\nThey agreed."
    assert made.captured_by == make.user("writer")


def test_an_uploaded_page_becomes_a_source_with_what_it_says_about_itself() -> None:
    answer = upload(signed_in("contributor"), FROM_DOCUMENT, PAGE, "page.html")
    source = Source.objects.get()
    assert answer["Location"] == page_of(source)
    assert (source.title, source.state, source.author.username) == ("Guards meet", "draft", "contributor")
    assert source.captures.get().filename == "page.html"


def test_what_cannot_be_read_is_said_plainly_and_writes_nothing() -> None:
    answer = upload(signed_in("writer"), FROM_DOCUMENT, b"PK\x03\x04" + bytes(200), "report.zip")
    assert answer.status_code == 200
    assert "what can be read now" in errors_of(answer)[0]
    assert not Source.objects.exists()


def test_a_document_seen_before_leads_to_its_source() -> None:
    client = signed_in("writer")
    upload(client, FROM_DOCUMENT, PAGE, "page.html")
    upload(client, FROM_DOCUMENT, PAGE, "again.html")
    assert Capture.objects.count() == 1
    assert Capture.objects.get().sightings.count() == 1


def test_one_of_file_and_text_is_asked_for() -> None:
    assert "one of the two" in errors_of(send(signed_in("writer"), FROM_DOCUMENT))[0]


def test_preserving_needs_a_role_and_a_visible_source() -> None:
    hidden = make.source()
    assert signed_in("administrator").get(FROM_DOCUMENT).status_code == 403
    assert signed_in("contributor").post(page_of(hidden, "capture"), {"text": "x"}).status_code == 404
    assert "from-document" in signed_in("contributor").get(reverse("admin:sources_source_changelist")).content.decode()


def test_a_capture_is_read_only_and_shows_its_text() -> None:
    capture = make.capture_of(make.source())
    client = signed_in("manager")
    assert "Border guards of the two republics" in client.get(page_of(capture)).content.decode()
    assert client.post(page_of(capture), {"text": "Forged"}).status_code == 403
    assert client.get(reverse("admin:sources_capture_add")).status_code == 403


def test_the_authors_of_a_source_are_typed_one_a_line() -> None:
    source = make.source()
    send(signed_in("writer"), page_of(source), authors="A. Writer\r\nB. Reporter")
    source.refresh_from_db()
    assert source.authors == ["A. Writer", "B. Reporter"]
