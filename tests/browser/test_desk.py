"""The review desk in a real browser: a reviewer decides by keyboard, and the public reads what was accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from editorial.choices import State
from events.actions import submit_bundle
from events.models import Claim, Event
from tests import factories as make
from tests.browser.session import MARKS, signed_in

pytestmark = MARKS


@pytest.fixture
def page(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    with signed_in("reviewer", live_server, monkeypatch) as opened:
        yield opened


@pytest.fixture
def event() -> Event:
    """A published event with two more claims in review."""
    event = make.published_event()
    for exact, value in (("a joint plan", "The guards agreed on a joint plan."), ("Twelve officers", "Twelve came.")):
        make.evidence(make.claim(event, "outcome", value_text=value), make.source(), exact)
    submit_bundle(event, user=make.user("writer"))
    return event


def outcomes(event: Event) -> list[Claim]:
    return list(event.claims.filter(property="outcome").order_by("created_at"))


def test_a_reviewer_accepts_one_and_sends_one_back_by_keyboard(page: Page, event: Event) -> None:
    page.goto("/admin/")
    page.click("text=Open the review desk")
    page.click(f"text={event.title}")
    page.wait_for_selector(".desk-keys", state="visible")
    page.keyboard.press("a")  # the first item has the focus; the next gets it
    page.keyboard.press("s")
    page.keyboard.type("Name them, please.")  # the keys of the page do nothing while a reason is typed
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("Shift+P")
    assert "Published: 3 records. Sent back: 2 records." in page.inner_text(".messagelist")
    good, bad = outcomes(event)
    assert (good.state, bad.state) == (State.PUBLISHED, State.DRAFT)
    page.goto(event.get_absolute_url())
    public = page.inner_text("body")
    assert "The guards agreed on a joint plan." in public
    assert "Twelve came." not in public


def test_decisions_that_were_not_sent_survive_a_closed_tab(page: Page, event: Event) -> None:
    first, second = outcomes(event)
    page.goto(f"/admin/desk/{event.pk}/")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.keyboard.type("Which officers?")
    page.goto("/admin/")
    page.goto(f"/admin/desk/{event.pk}/")
    assert page.is_checked(f"[name=decision-{second.pk}][value=back]")
    assert page.input_value(f"[name=reason-{second.pk}]") == "Which officers?"
    assert not page.is_checked(f"[name=decision-{first.pk}][value=accept]")


def test_the_keys_can_be_switched_off_for_those_who_speak_to_their_computer(page: Page, event: Event) -> None:
    first, _second = outcomes(event)
    page.goto(f"/admin/desk/{event.pk}/")
    page.keyboard.press("?")
    page.uncheck(".desk-keys-on")
    page.locator(f"#item-{first.pk}").focus()
    page.keyboard.press("a")
    assert not page.is_checked(f"[name=decision-{first.pk}][value=accept]")


def test_without_javascript_the_same_is_done_with_the_mouse(live_server: Any, page: Page, event: Event) -> None:
    first, second = outcomes(event)
    assert page.context.browser is not None
    plain = page.context.browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=page.context.storage_state()
    ).new_page()
    plain.goto(f"/admin/desk/{event.pk}/")
    plain.check(f"[name=decision-{first.pk}][value=accept]")
    plain.check(f"[name=decision-{second.pk}][value=back]")
    plain.fill(f"[name=reason-{second.pk}]", "Name them, please.")
    plain.click("#desk-publish")
    assert "Published: 3 records. Sent back: 2 records." in plain.inner_text(".messagelist")
