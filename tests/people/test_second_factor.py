"""The second factor: setting it up, being asked for it, losing it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from lxml import etree, html

from editorial.models import ACCOUNT, LedgerEntry, LedgerPayload, RecoveryCode, User
from editorial.people import second
from tests import factories as make
from tests.admin.pages import errors_of, send, signed_in
from tests.people.test_signing_in import sign_in

pytestmark = pytest.mark.django_db

MINE, ASK = "/admin/me/second-factor/", "/admin/second-factor/"


def code_of(key: str, ahead: int = 0) -> str:
    return f"{TOTP(bytes.fromhex(key), drift=ahead).token():06d}"


def set_up(client: Client) -> tuple[str, list[str]]:
    """The key, and the recovery codes, of a second factor set up on its page."""
    client.get(MINE)
    key = client.session["second_factor_key"]
    answer = send(client, MINE, code=code_of(key))
    assert answer.status_code == 200, errors_of(answer)
    return key, [str(code.text) for code in html.fromstring(answer.content).xpath("//ol/li/code")]


def acts() -> list[str]:
    rows = LedgerEntry.objects.filter(record_type=ACCOUNT).order_by("seq")
    return [act for act in rows.values_list("action", flat=True) if act.startswith("factor")]


def half_signed_in(name: str) -> Client:
    """A browser in which the password was given, and no more."""
    client = Client()
    assert sign_in(name, client=client).status_code == 302
    return client


def test_it_is_set_up_with_a_picture_or_a_key_and_gives_ten_codes_once() -> None:
    client = signed_in("writer")
    page = html.fromstring(client.get(MINE).content)
    (image,) = page.xpath("//ol//img")
    assert image.get("alt")
    picture = client.get(image.get("src"))
    assert picture["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture["Cache-Control"]
    drawn = etree.fromstring(picture.content)
    assert not drawn.xpath("//*[@style or local-name()='style' or local-name()='script' or @href]")
    assert page.xpath("//input[@name='code'][@autocomplete='one-time-code']/@id") == page.xpath(
        "//label[contains(., 'Code')]/@for"
    )
    key, codes = set_up(client)
    assert re.sub(r"\s", "", page.xpath("//ol//code")[0].text) == second.readable_key(key).replace(" ", "")
    assert len(set(codes)) == 10
    assert not any(code in client.get(MINE).content.decode() for code in codes)
    stored = str([*RecoveryCode.objects.values(), *LedgerPayload.objects.values_list("fields", flat=True)])
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    assert client.get(image.get("src")).status_code == 404
    assert acts() == ["factor_on"]
    assert make.findings() == []


def test_a_wrong_code_sets_nothing_up() -> None:
    client = signed_in("writer")
    client.get(MINE)
    key = client.session["second_factor_key"]
    for wrong in ("", "12", "abcdef", code_of(key, ahead=9)):
        answer = send(client, MINE, code=wrong)
        assert answer.status_code == 400
    assert not TOTPDevice.objects.exists()


def test_the_password_alone_leads_to_the_question_and_nowhere_else() -> None:
    key, _codes = set_up(signed_in("writer"))
    draft = make.event()
    client = half_signed_in("writer")
    for page in ("/admin/", "/admin/me/", MINE, "/admin/password_change/", f"/admin/events/event/{draft.pk}/change/"):
        answer = client.get(page)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, ASK), page
    assert client.post("/admin/me/tokens/", {"name": "x"}).status_code == 302
    # On the site they are nobody.
    assert not client.get("/").wsgi_request.user.is_authenticated
    answer = send(client, f"{ASK}?next=/admin/me/", code=code_of(key, ahead=1))
    assert (answer.status_code, answer["Location"]) == (302, "/admin/me/")
    assert client.get("/admin/me/").status_code == 200
    assert client.get("/").wsgi_request.user.is_authenticated
    assert client.get(ASK).status_code == 302


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_the_question_leads_to_no_other_site(elsewhere: str) -> None:
    key, _codes = set_up(signed_in("writer"))
    answer = half_signed_in("writer").post(f"{ASK}?next={elsewhere}", {"code": code_of(key, ahead=1)})
    assert answer["Location"] == "/admin/"


def test_a_code_works_once_and_wrong_ones_make_the_next_wait() -> None:
    key, _codes = set_up(signed_in("writer"))
    # The one that set it up is used up already.
    again = send(half_signed_in("writer"), ASK, code=code_of(key))
    assert again.status_code == 400
    right = code_of(key, ahead=1)
    assert send(half_signed_in("writer"), ASK, code=right).status_code == 400  # too soon
    device = TOTPDevice.objects.get()
    device.throttle_reset()
    assert send(half_signed_in("writer"), ASK, code=right).status_code == 302
    assert acts().count("factor_wrong") == 1


def test_a_recovery_code_stands_in_once() -> None:
    _key, codes = set_up(signed_in("writer"))
    assert send(half_signed_in("writer"), ASK, code=codes[0].upper().replace("-", " ")).status_code == 302
    assert send(half_signed_in("writer"), ASK, code=codes[0]).status_code == 400
    assert RecoveryCode.objects.count() == 9
    assert acts() == ["factor_on", "factor_code", "factor_wrong"]


def test_nobody_elses_recovery_code_helps() -> None:
    _key, codes = set_up(signed_in("writer"))
    set_up(signed_in("reviewer"))
    assert send(half_signed_in("reviewer"), ASK, code=codes[0]).status_code == 400


def test_new_codes_and_switching_off_take_a_code() -> None:
    client = signed_in("writer")
    _key, codes = set_up(client)
    assert client.post(MINE, {"code": "nothing", "off": "1"}).status_code == 400
    TOTPDevice.objects.get().throttle_reset()
    answer = client.post(MINE, {"code": codes[0], "renew": "1"})
    renewed = [str(code.text) for code in html.fromstring(answer.content).xpath("//ol/li/code")]
    assert (len(renewed), set(renewed) & set(codes)) == (10, set())
    assert client.post(MINE, {"code": codes[1], "off": "1"}).status_code == 400
    TOTPDevice.objects.get().throttle_reset()
    assert client.post(MINE, {"code": renewed[0], "off": "1"}).status_code == 302
    assert half_signed_in("writer").get("/admin/me/").status_code == 200


def test_where_it_is_required_nobody_gets_further_without_and_nobody_switches_it_off(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client = half_signed_in(make.user("writer").username)
    answer = client.get("/admin/")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, MINE)
    assert client.post("/admin/me/tokens/", {"name": "x"})["Location"].startswith(MINE)
    _key, codes = set_up(client)
    assert client.get("/admin/").status_code == 200
    assert client.post(MINE, {"code": codes[0], "off": "1"}).status_code == 400
    assert Client().get("/admin/login/").status_code == 200


def test_a_manager_resets_a_colleagues_and_it_is_told_who_did() -> None:
    set_up(signed_in("writer"))
    writer = User.objects.get(username="writer")
    path = f"/admin/people/{writer.pk}/reset-second-factor/"
    page = signed_in("manager").get("/admin/people/").content.decode()
    assert path in page
    assert signed_in("manager").post(path).status_code == 302
    entry = LedgerEntry.objects.get(action="factor_reset")
    assert (entry.record_uid, entry.actor) == (writer.uid, make.user("manager").uid)
    assert not TOTPDevice.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert half_signed_in("writer").get("/admin/").status_code == 200


def test_nobody_resets_their_own_nor_that_of_somebody_above() -> None:
    for by, of in (("manager", "manager"), ("manager", "administrator"), ("writer", "reviewer"), ("manager", "second")):
        about = make.user("second_manager" if of == "second" else of)
        answer = signed_in(by).post(f"/admin/people/{about.pk}/reset-second-factor/")
        assert answer.status_code == 403, (by, of)
