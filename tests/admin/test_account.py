"""One's own account: handle, address, notices; and where readers see the handle."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client, override_settings
from lxml import html

from editorial.models import User
from editorial.wishes import link_off
from tests import factories as make
from tests.admin.pages import errors_of, send, signed_in
from tests.site.counting import queries

pytestmark = pytest.mark.django_db

ME = "/admin/me/"


def test_everybody_in_the_admin_has_an_account_page_and_a_link_to_it() -> None:
    for name in ("contributor", "writer", "manager", "administrator"):
        client = signed_in(name)
        page = html.fromstring(client.get("/admin/").content)
        assert page.xpath("//div[@id='user-tools']//a[@href='/admin/me/']")
        assert client.get(ME).status_code == 200
    assert Client().get(ME).status_code == 302


def test_one_writes_what_one_says_of_oneself_and_nothing_else() -> None:
    writer = make.user("writer")
    answer = send(
        signed_in("writer"), ME, handle=" Falcon ", email="f@example.org", is_superuser="on", username="root",
        notices=["review", "comment"], notices_pace="daily",
    )  # fmt: skip
    assert answer.status_code == 302
    writer = User.objects.get(pk=writer.pk)
    assert (writer.handle, writer.email, writer.notices_pace) == ("Falcon", "f@example.org", "daily")
    assert writer.notices_off == ["sent_back", "published", "quote", "held", "report"]
    assert (writer.username, writer.is_superuser) == ("writer", False)


def test_a_refused_handle_stays_typed_and_the_page_says_why() -> None:
    send(signed_in("reviewer"), ME, handle="Falcon")
    answer = send(signed_in("writer"), ME, handle="FALCON")
    assert answer.status_code == 400
    assert "looks like it" in " ".join(errors_of(answer))
    assert b'value="FALCON"' in answer.content
    assert make.user("writer").handle == ""


def test_readers_see_the_handle_of_today_on_what_was_published_before(client: Client) -> None:
    event = make.published_event()
    claim = event.claims.get()
    before = client.get(claim.get_absolute_url()).content.decode()
    assert "an editor" in before
    assert "another editor" in before
    assert "writer" not in before
    send(signed_in("writer"), ME, handle="Falcon")
    send(signed_in("reviewer"), ME, handle="ليلى")
    for record in (event, claim):
        page = client.get(record.get_absolute_url()).content.decode()
        assert "<bdi>Falcon</bdi>" in page
        assert "<bdi>ليلى</bdi>" in page
    handles_seen = queries(client, claim.get_absolute_url())
    User.objects.update(handle="")
    assert queries(client, claim.get_absolute_url()) == handles_seen


def test_a_letters_link_switches_its_kinds_off_by_one_post_without_signing_in() -> None:
    writer = make.user("writer")
    address = link_off(writer, ["review", "comment"]).removeprefix(settings.SITE_URL)
    mail_program = Client(enforce_csrf_checks=True)
    assert "Switch off" in mail_program.get(address).content.decode()
    writer.refresh_from_db()
    assert writer.notices_off == []
    for _again in range(2):
        assert mail_program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    writer.refresh_from_db()
    assert writer.notices_off == ["comment", "review"]


def test_a_link_that_somebody_made_up_switches_nothing_off() -> None:
    address = link_off(make.user("writer"), ["review"]).removeprefix(settings.SITE_URL)
    for wrong in (address[:-2] + "/", address.replace("off/", "off/x"), "/notices/off/abc/"):
        assert Client().post(wrong).status_code == 404
    assert make.user("writer").notices_off == []


@override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
def test_the_page_says_when_no_mail_is_sent_at_all() -> None:
    assert "sends no e-mail" in signed_in("writer").get(ME).content.decode()
