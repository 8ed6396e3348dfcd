"""A reader's whole walk in a browser: by hand, without scripts on a telephone, and by keyboard alone.

From home by search and facets to an event; a quotation, the passage it was taken from, and back; a citation; another
language; another day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from events.actions import publish_bundle, submit_bundle
from tests import factories as make
from tests.browser.session import ARGUMENTS, CHROMIUM, MARKS

pytestmark = MARKS

WIDE, TELEPHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 780}
MOST_TABS = 150
# How somebody goes on from a link or a button.
Way = Callable[[Locator], None]


def by_hand(target: Locator) -> None:
    target.click()


def by_keyboard(target: Locator) -> None:
    """Tab until the link or button has the focus, and press Enter: fails where it cannot be reached."""
    page = target.page
    for _pressed in range(MOST_TABS):
        if target.evaluate("it => it === document.activeElement"):
            assert target.evaluate("it => it.matches(':focus-visible')")
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{target} cannot be reached by the keyboard")


@contextmanager
def browsing(live_server: Any, monkeypatch: pytest.MonkeyPatch, **options: Any) -> Iterator[Page]:
    """A page of a context of its own; nothing may be said in its console, and nothing leave the site."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    said: list[str] = []
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context: BrowserContext = browser.new_context(base_url=live_server.url, reduced_motion="reduce", **options)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda asked: said.extend([] if asked.url.startswith(live_server.url) else [asked.url]))
        yield page
        assert context.cookies() == []
        browser.close()
    assert said == []


def archive() -> None:
    """Three meetings of guards, one of them in 2018 and with a passage in a text that may be read."""
    wanted = make.published_event(title="Guards of two republics meet")
    make.published_claim(wanted, "topic", value_text="A joint plan", of=make.source(access="full"))
    for year in ("2019", "2020"):
        other = make.event(title=f"Guards meet in {year}")
        make.evidence(make.claim(other, value_edtf=year), make.source(), "Twelve officers took part")
        submit_bundle(other, user=make.user("writer"))
        publish_bundle(other, user=make.user("reviewer"))


def walk(page: Page, go: Way) -> None:
    page.goto("/")
    page.locator("#search-q").focus()
    page.keyboard.type("guards")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="results")).to_be_visible()

    go(page.locator(".tabs a", has_text="Events"))
    filters = page.locator("details.filters > summary")
    if filters.is_visible():
        go(filters)
    go(page.locator(".facet__value", has_text="2018").first)
    expect(page.locator(".result")).to_have_count(1)
    go(page.locator(".result__title a"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Guards of two republics meet")
    event = page.url

    note = page.locator("#topic .fnref").first
    go(note)
    number = note.get_attribute("href") or ""
    quotation = page.locator(number)
    expect(quotation).to_be_visible()
    expect(quotation).to_contain_text("a joint plan")

    go(quotation.locator(".footnote__go"))
    expect(page.locator("mark:target, .passage:target, :target").first).to_be_visible()
    expect(page).to_have_url(re.compile("/sources/"))
    go(page.locator(".back p > a").first)
    expect(page).to_have_url(re.compile(re.escape(event)))


def cite(page: Page, go: Way, *, scripts: bool) -> None:
    style = page.locator(".cite__style").first
    text = style.locator(".cite__text").inner_text()
    assert "Guards of two republics meet" in text
    assert re.search(r"version \d+", text, re.IGNORECASE)
    if scripts:
        go(style.get_by_role("button"))
        expect(style.get_by_role("button")).to_contain_text("✓")
        assert page.evaluate("navigator.clipboard.readText()") == text
    else:
        expect(style.get_by_role("button")).to_have_count(0)


def change_language(page: Page, go: Way) -> None:
    path = page.evaluate("location.pathname")
    go(page.locator(".languages a[lang=ru]"))
    expect(page).to_have_url(re.compile(re.escape(f"/ru{path}")))
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.get_by_role("heading", level=1)).to_have_text("Guards of two republics meet")
    expect(page.locator(".facts")).to_contain_text("мая 2018")


def change_day(page: Page, go: Way) -> None:
    day = page.locator("#as-of")
    today = page.evaluate("new Date().toISOString().slice(0, 10)")
    day.focus()
    day.fill(today)
    go(page.locator("form:has(#as-of) button"))
    expect(page).to_have_url(re.compile(rf"\?as_of={today}$"))
    expect(page.locator(".notice--warning")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("A joint plan")


def whole(page: Page, go: Way, *, scripts: bool = True) -> None:
    archive()
    walk(page, go)
    cite(page, go, scripts=scripts)
    change_language(page, go)
    change_day(page, go)


def test_by_hand(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    with browsing(live_server, monkeypatch, viewport=WIDE, permissions=permissions) as page:
        whole(page, by_hand)


def test_without_scripts_on_a_telephone(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with browsing(live_server, monkeypatch, viewport=TELEPHONE, has_touch=True, java_script_enabled=False) as page:
        whole(page, by_hand, scripts=False)


def test_by_keyboard_alone(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    with browsing(live_server, monkeypatch, viewport=WIDE, permissions=permissions) as page:
        whole(page, by_keyboard)
