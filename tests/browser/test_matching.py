"""Merging two entities in a real browser, with the keyboard alone: an editor proposes, a managing editor decides."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from events.choices import Judgement
from events.matching import candidates
from events.models import Entity, EntityMatch
from tests import factories as make
from tests.browser.session import MARKS, signed_in

pytestmark = MARKS


def pair() -> tuple[Entity, Entity]:
    """Two that look alike, the second of which hosts an event."""
    found = make.entity("Farid Nazarov", kind="person"), make.entity("Фарид Назаров", kind="person")
    make.publish(*found)
    event = make.published_event()
    make.published_claim(event, "participant", "Colonel Farid Nazarov", value_entity=found[1], role="host")
    candidates.refresh(entity.pk for entity in found)
    return found


def follow(page: Page, words: str) -> None:
    """Focus what says these words and press Enter, as somebody does who uses no mouse."""
    page.locator(f"a:has-text('{words}'), button:has-text('{words}')").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_editor_merges_and_a_managing_editor_decides_by_keyboard(
    live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with signed_in("writer", live_server, monkeypatch) as page:
        one, other = pair()
        page.goto("/admin/")
        follow(page, "Possible duplicates")
        assert "transliterates to" in page.inner_text(".matching-why")
        follow(page, "Compare")
        if not page.url.endswith(f"{one.pk}/{other.pk}/"):
            follow(page, "Swap")
        preview = page.inner_text(".matching-follows")
        assert "Фарид Назаров (host)" in preview
        assert "No conflict would arise." in preview
        page.focus("[name=judgement][value=same]")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.type("The same officer, in two alphabets.")
        page.keyboard.press("Tab")  # the box that hands it in, which is ticked
        page.keyboard.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "A managing editor other than you decides" in page.inner_text(".messagelist")
    judged = EntityMatch.objects.get()
    with signed_in("manager", live_server, monkeypatch) as page:
        page.goto(f"/admin/desk/{judged.pk}/")
        follow(page, "See what would move")
        assert page.locator(".matching-form").count() == 0
        page.go_back()
        page.locator(f"#item-{judged.pk}").focus()
        page.keyboard.press("a")
        with page.expect_navigation():
            page.keyboard.press("Shift+P")
        page.goto(other.get_absolute_url())
        assert page.url.endswith(one.get_absolute_url())
    assert EntityMatch.objects.get().judgement == Judgement.SAME


def test_the_page_fits_a_telephone(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with signed_in("writer", live_server, monkeypatch) as page:
        one, other = pair()
        page.set_viewport_size({"width": 360, "height": 740})
        for url in ("/admin/matching/", f"/admin/matching/{one.pk}/", f"/admin/matching/{one.pk}/{other.pk}/"):
            page.goto(url)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
