"""From a document to the public page: a writer claims, a reviewer decides, a reader reads. By keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from editorial.choices import State
from events.models import Claim, Event, Evidence
from tests import factories as make
from tests.admin.pages import page_of
from tests.browser.editor import Editor, long_text, until
from tests.browser.session import MARKS, sign_in, signed_in

pytestmark = MARKS


@pytest.fixture
def page(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    make.user("reviewer")
    with signed_in("writer", live_server, monkeypatch) as opened:
        yield opened


def claims_are_made(page: Page, text: str) -> tuple[Event, Event]:
    """Three claims on two events: one event and one entity are new, and one passage contradicts."""
    make.event(title="Earlier talks")
    editor = Editor(page)
    editor.opens(make.capture_of(make.source(text)))

    editor.selects("met on 23–25 July 2018")
    editor.takes_subject("Talks in Lankaran", "Make the event")
    page.keyboard.press("Enter")  # the kind that is proposed
    editor.takes_property("date")
    page.locator("#wb-value_edtf-echo", has_text="23–25 July 2018").wait_for()
    editor.actions += 1  # the value is confirmed by reading its echo
    editor.saves()

    editor.selects("More than 30 border guards")
    editor.actions += 1
    page.keyboard.press("Enter")  # the subject stays
    editor.takes_property("count")
    until(page, "document.getElementById('wb-value_low').value === '30'")
    editor.actions += 1
    editor.saves()

    editor.selects("Lankaran")
    editor.takes_subject("Earlier", "Earlier talks")
    editor.takes_property("place")
    editor.at("wb-value_entity")
    editor.actions += 1
    editor.completes("Lankaran", "Make the entity")
    editor.saves()

    editor.selects("began on 24 July 2018")
    editor.takes_subject("Talks in", "Talks in Lankaran")
    page.locator("#wb-property option", has_text="Draft").first.wait_for(state="attached")
    editor.takes_property("date: 23")
    editor.at("wb-stance")
    editor.actions += 1
    page.keyboard.type("contradicts")
    editor.saves()
    return Event.objects.get(title="Talks in Lankaran"), Event.objects.get(title="Earlier talks")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize("length", [0, 200_000], ids=["short", "200 kB"])
def test_from_the_document_to_the_public_page(page: Page, live_server: Any, length: int) -> None:
    talks, earlier = claims_are_made(page, long_text(length))
    for event in (talks, earlier):
        page.goto(page_of(event))
        page.locator(f"form[action='{page_of(event, 'step', 'submit-bundle')}'] > button").press("Enter")
        page.locator(".messagelist .success").wait_for()

    assert page.context.browser is not None
    desk = page.context.browser.new_page(base_url=live_server.url)
    sign_in(desk, "reviewer")
    desk.goto(reverse("desk:bundle", args=[talks.pk]))
    desk.wait_for_selector(".desk-keys", state="visible")
    press(desk, "a", "a", "s")  # the event and its date; the number goes back
    desk.keyboard.type("Count the officers too.")
    press(desk, "Escape")
    with desk.expect_navigation():
        press(desk, "Shift+P")
    desk.goto(reverse("desk:bundle", args=[earlier.pk]))
    desk.wait_for_selector(".desk-keys", state="visible")
    press(desk, "a", "a")
    with desk.expect_navigation():
        press(desk, "Shift+P")
    states = dict(Claim.objects.values_list("property", "state"))
    assert states == {"date": State.PUBLISHED, "count": State.DRAFT, "place": State.PUBLISHED}

    reader = page.context.browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    reader.goto(talks.get_absolute_url())
    # The number was sent back: its words stand on the page only around those that are quoted.
    assert set(reader.locator("mark").all_text_contents()) == {"met on 23–25 July 2018", "began on 24 July 2018"}
    reader.goto(earlier.get_absolute_url())
    assert reader.locator("mark").all_text_contents() == ["Lankaran"]
    # The passages stand where the browser said, behind emoji and Arabic.
    for evidence in Evidence.objects.select_related("capture"):
        assert evidence.capture.text[evidence.start : evidence.end] == evidence.exact


def test_two_editors_on_one_record_lose_nothing(page: Page, live_server: Any) -> None:
    event = make.event(title="Talks in Lankaran")
    assert page.context.browser is not None
    other = page.context.browser.new_page(base_url=live_server.url)
    sign_in(other, "reviewer")
    for editor, summary in ((page, "Theirs, saved first."), (other, "Mine, saved second.")):
        editor.goto(page_of(event))
        editor.fill("#id_summary", summary)
    page.click("input[name=_save]")
    page.wait_for_selector(".messagelist .success")
    other.click("input[name=_save]")
    shown = other.locator(".stale").inner_text()
    assert "Theirs, saved first." in shown
    assert "Mine, saved second." in shown
    assert other.input_value("#id_summary") == "Mine, saved second."
    event.refresh_from_db()
    assert event.summary == "Theirs, saved first."
    other.click("input[name=_save]")
    other.wait_for_selector(".messagelist .success")
    event.refresh_from_db()
    assert event.summary == "Mine, saved second."
