"""A conflict is ranked with the keyboard alone, in a real browser, and the public reads the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from editorial import actions
from events.choices import Rank
from events.models import Ranking
from tests import factories as make
from tests.browser.session import MARKS, signed_in

pytestmark = MARKS


@pytest.fixture
def page(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    with signed_in("writer", live_server, monkeypatch) as opened:
        yield opened


def tab_to(page: Page, selector: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def test_an_editor_ranks_a_value_by_keyboard(page: Page) -> None:
    event = make.published_event()
    other = make.published_claim(event, "date", "3 May 2018", value_edtf="2018-05-05")
    page.goto("/admin/conflicts/")
    tab_to(page, ".contest-links .button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "input[type=radio]")
    for _ in range(4):  # the four ranks are one group, which the arrows walk; the last of them stays
        page.keyboard.press("ArrowDown")
        if page.input_value("input:checked") == f"{other.pk}:deprecated":
            break
    tab_to(page, "textarea[name=reason]")
    page.keyboard.type("The clerk wrote a day of the week down twice.")
    tab_to(page, "select[name=reason_kind]")
    page.keyboard.type("mis")
    tab_to(page, "#rank-form .default")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    ranking = Ranking.objects.get()
    assert (ranking.claim_id, ranking.rank, ranking.reason_kind) == (other.pk, Rank.DEPRECATED, "misread")
    assert "Proposed by writer: deprecated." in page.inner_text("#content")
    actions.publish([ranking], user=make.user("manager"))
    page.goto(event.get_absolute_url())
    assert "The clerk wrote a day of the week down twice." in page.inner_text("body")
