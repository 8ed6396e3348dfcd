"""Searching by keyboard alone: names are suggested, told, chosen and left again; and all of it without a script."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from events.models import Entity
from tests import factories as make
from tests.browser.session import ARGUMENTS, CHROMIUM, MARKS

pytestmark = MARKS


@contextmanager
def reader(live_server: Any, monkeypatch: pytest.MonkeyPatch, *, script: bool = True) -> Iterator[Page]:
    """A reader's page. What its console says must be nothing."""
    # Playwright's synchronous interface runs an event loop in this thread, in which Django would not ask the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(
            base_url=live_server.url, viewport={"width": 360, "height": 740}, java_script_enabled=script
        )
        page.set_default_timeout(10_000)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page
        browser.close()
    assert said == []


def offices() -> list[Entity]:
    made = [make.entity("Border Guards"), make.entity("Border Police Department")]
    make.publish(*made)
    return made


def test_a_suggested_name_is_chosen_by_keyboard(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    guards, _police = offices()
    with reader(live_server, monkeypatch) as page:
        page.goto("/")
        field = page.get_by_role("combobox")
        field.focus()
        page.keyboard.type("bord", delay=20)
        expect(page.get_by_role("option")).to_have_count(2)
        expect(field).to_have_attribute("aria-expanded", "true")
        expect(page.locator(".searchbox [role=status]")).to_have_text("Names that begin so: 2")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
        first = page.get_by_role("option").first.get_attribute("id")
        expect(field).to_have_attribute("aria-activedescendant", first or "")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{guards.get_absolute_url()}")


def test_escape_closes_the_names_and_enter_searches(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    offices()
    with reader(live_server, monkeypatch) as page:
        page.goto("/search/")
        field = page.get_by_role("combobox")
        field.focus()
        page.keyboard.type("border", delay=20)
        expect(page.get_by_role("option")).to_have_count(2)
        page.keyboard.press("ArrowUp")
        expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Escape")
        expect(page.get_by_role("option")).to_have_count(0)
        expect(field).to_have_value("border")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=border")


def test_an_answer_that_comes_late_or_not_at_all_stands_in_nobodys_way(
    live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    offices()
    with reader(live_server, monkeypatch) as page:
        page.route("**/search/suggest?*", lambda route: route.fulfill(status=200, body="not what was asked for"))
        page.goto("/search/")
        page.get_by_role("combobox").focus()
        with page.expect_response("**/search/suggest?*"):
            page.keyboard.type("border", delay=20)
        expect(page.get_by_role("option")).to_have_count(0)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=border")


def test_without_a_script_the_page_searches_narrows_and_sorts(
    live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("visit", "visit", "session"):
        make.published_event(title=f"Naval {kind}", kind=kind)
    with reader(live_server, monkeypatch, script=False) as page:
        page.goto("/")
        page.fill("input[name=q]", "naval")
        page.keyboard.press("Enter")
        page.click("nav.tabs >> text=Events")
        page.click("details.filters > summary")
        page.click("a.facet__value >> text=Visit")
        expect(page.locator("[role=status]")).to_have_text("2 results")
        page.click("text=Newest event or source first")
        expect(page.locator("[role=status]")).to_have_text("2 results")
        page.click("a.chip >> text=Visit")
        expect(page.locator("[role=status]")).to_have_text("3 results")
