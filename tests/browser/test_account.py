"""The pages of accounts keep nobody out: signing in, the second factor, recovery codes, invitations, light and dark."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Page

from editorial.models import Invitation
from editorial.people import inviting
from tests.browser.session import MARKS, sign_in, signed_in
from tests.craft.test_axe import AXE, LOOKS, violations

pytestmark = MARKS

MINE = "/admin/me/second-factor/"
# A wrong code is answered 400, a wrong invitation 404 or 410; axe looks for style sheets and sets styles; Chromium
# wants the form of a password to name whose it is.
TOLERATED = ("Failed to load resource", "Couldn't load preload assets", "Applying inline style", "[DOM] Password forms")


def looked_at(page: Page, name: str) -> list[tuple[Any, ...]]:
    """What is wrong with the page as it stands, on a telephone and wide, in light and dark."""
    found: list[tuple[Any, ...]] = []
    page.evaluate(AXE)
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(300)  # colours of links change slowly
        found += [(name, width, scheme, *violation) for violation in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((name, width, scheme, "scrolls sideways", []))
    return found


def code_for(key: str) -> str:
    """What an app shows that was given this key."""
    return f"{TOTP(base64.b32decode(key.replace(' ', ''))).token():06d}"


def test_no_page_of_an_account_keeps_anybody_out(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with signed_in("manager", live_server, monkeypatch, tolerated=TOLERATED) as page:
        found = []
        for address in ("/admin/me/", MINE, "/admin/me/tokens/", "/admin/password_change/", "/admin/people/"):
            page.goto(address)
            found += looked_at(page, address)
        page.fill("#id_email", "new@example.org")
        page.click("#content-main input[type=submit]")
        found += looked_at(page, "people, somebody invited")
        page.goto(MINE)
        page.fill("#id_code", code_for(page.text_content("code.token") or ""))
        page.click("#content-main input[type=submit]")
        codes = page.locator("#content-main ol code").all_text_contents()
        assert len(codes) == 10
        found += looked_at(page, "recovery codes")
        page.goto(MINE)
        found += looked_at(page, "second factor, set up")
        page.context.clear_cookies()
        page.goto("/admin/")
        found += looked_at(page, "signing in")
        sign_in(page, "manager")
        found += looked_at(page, "asked for a code")
        page.fill("#id_code", "wrong")
        page.click("#content-main input[type=submit]")
        found += looked_at(page, "a wrong code")
        page.context.clear_cookies()
        page.goto("/admin/forgotten/")
        found += looked_at(page, "a lost password")
        page.goto(inviting.link(Invitation.objects.get()).replace("http://localhost:8000", ""))
        found += looked_at(page, "joining")
        page.goto("/admin/join/wrong/")
        found += looked_at(page, "a wrong invitation")
    assert not found, "\n".join(map(str, found))
