"""Preserving documents: pasted or uploaded, for a source or making one."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import Settings

from sources.models import Capture, Source
from tests import factories as make
from tests.admin.pages import errors_of, fields_of, page_of, send, signed_in
from tests.sources.strangers import page as web_page
from tests.sources.strangers import stranger

pytestmark = pytest.mark.django_db

FROM_DOCUMENT = "/admin/sources/source/from-document/"
PAGE = (
    b"<html><head><title>Guards meet</title></head><body><p>The guards of two states met in May 2018.</p></body></html>"
)


def workbench(capture: Capture) -> str:
    return reverse("workbench:open", args=[capture.pk])


def upload(client: Client, url: str, data: bytes, name: str) -> Any:
    typed = {k: v for k, v in fields_of(client, url).items() if k != "file"}
    return client.post(url, typed | {"file": SimpleUploadedFile(name, data)})


def test_a_pasted_text_becomes_a_capture_of_the_source() -> None:
    source = make.source()
    answer = send(signed_in("writer"), page_of(source, "capture"), text="The guards met.\r\n\r\nThey agreed.")
    made = source.captures.get(method="paste")
    assert answer["Location"] == workbench(made)
    assert made.text == "The guards met.\n\nThey agreed."
    assert made.captured_by == make.user("writer")


def test_an_uploaded_page_becomes_a_source_with_what_it_says_about_itself() -> None:
    answer = upload(signed_in("contributor"), FROM_DOCUMENT, PAGE, "page.html")
    source = Source.objects.get()
    assert answer["Location"] == workbench(source.captures.get())
    assert (source.title, source.state, source.author.username) == ("Guards meet", "draft", "contributor")
    assert source.captures.get().filename == "page.html"


def test_what_cannot_be_read_is_said_plainly_and_writes_nothing() -> None:
    answer = upload(signed_in("writer"), FROM_DOCUMENT, b"PK\x03\x04" + bytes(200), "report.zip")
    assert answer.status_code == 200
    assert "what can be read now" in errors_of(answer)[0]
    assert not Source.objects.exists()


def test_a_document_seen_before_leads_to_its_workbench_and_says_so() -> None:
    client = signed_in("writer")
    upload(client, FROM_DOCUMENT, PAGE, "page.html")
    answer = upload(client, FROM_DOCUMENT, PAGE, "again.html")
    assert answer["Location"] == workbench(Capture.objects.get())
    assert "preserved before, as" in client.get(answer["Location"]).content.decode()
    assert Capture.objects.get().sightings.count() == 1


def test_a_document_in_a_draft_of_somebody_else_leads_nowhere_near_it() -> None:
    upload(signed_in("writer"), FROM_DOCUMENT, PAGE, "page.html")
    client = signed_in("contributor")
    answer = upload(client, FROM_DOCUMENT, PAGE, "page.html")
    assert answer["Location"] == reverse("admin:sources_source_changelist")
    told = client.get(answer["Location"]).content.decode()
    assert "somebody else" in told
    assert "Guards meet" not in told


def test_what_is_typed_goes_before_what_the_document_says() -> None:
    known = make.publisher(name="River Post")
    typed = {"title": "On the river", "publisher": "river post", "published": "2018-05", "text": "They met in May."}
    send(signed_in("contributor"), FROM_DOCUMENT, **typed)
    source = Source.objects.get()
    assert (source.title, source.publisher, source.published) == ("On the river", known, "2018-05")
    assert (source.title_basis, source.published_basis) == ("", "as entered by the editor")


def test_an_impossible_date_is_said_beside_its_field_and_writes_nothing() -> None:
    answer = send(signed_in("writer"), FROM_DOCUMENT, text="They met.", published="May last year")
    assert "May last year" in errors_of(answer)[0]
    assert not Source.objects.exists()


def test_an_address_alone_is_fetched(settings: Settings) -> None:
    with stranger() as site:
        settings.FETCH_LOOPBACK = frozenset({site.host})
        site.pages["/a"] = web_page(PAGE, Content_Type="text/html")
        answer = send(signed_in("writer"), FROM_DOCUMENT, url=site.url("/a"), title="On the river")
    capture = Capture.objects.get()
    assert answer["Location"] == workbench(capture)
    assert (capture.method, capture.source.url, capture.source.title) == ("fetch", site.url("/a"), "On the river")


def test_an_address_that_cannot_be_fetched_is_refused_beside_its_field() -> None:
    answer = send(signed_in("writer"), FROM_DOCUMENT, url="http://127.0.0.1:9/report")
    assert "not on the public internet" in errors_of(answer)[0]
    assert not Source.objects.exists()


@pytest.mark.parametrize("page", ["/admin/", "/admin/sources/source/"])
def test_adding_a_source_begins_on_the_front_page_and_the_list_by_keyboard_too(page: str) -> None:
    found = html.fromstring(signed_in("contributor").get(page).content).xpath("//a[@accesskey='n']/@href")
    assert found == [FROM_DOCUMENT]
    assert "accesskey" not in signed_in("administrator").get("/admin/").content.decode()


def test_one_of_file_and_text_is_asked_for() -> None:
    assert "one of the three" in errors_of(send(signed_in("writer"), FROM_DOCUMENT))[0]


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
