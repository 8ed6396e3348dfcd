"""The workbench in a real browser: claims made with the keyboard alone, and nothing lost by a closed tab."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from events.actions import quote
from events.models import Claim, Evidence
from tests import factories as make
from tests.browser.editor import TEXT, Editor, long_text, until
from tests.browser.session import MARKS, signed_in

REFUSED = ("status of 400",)  # the browser notes every refusal of a save

pytestmark = MARKS


@pytest.fixture
def page(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    with signed_in("writer", live_server, monkeypatch, tolerated=REFUSED) as opened:
        yield opened


@pytest.mark.parametrize("length", [0, 200_000], ids=["short", "200 kB"])
def test_claims_are_made_with_the_keyboard_alone_in_five_actions(page: Page, length: int) -> None:
    capture = make.capture_of(make.source(f"{long_text(length)}{make.TEXT}"))
    before = make.event(title="Earlier talks")
    editor = Editor(page)
    editor.opens(capture)

    # A new event, with its date as it was read from the passage.
    editor.selects("met on 23–25 July 2018")
    editor.takes_subject("Talks in Lankaran", "Make the event")
    page.keyboard.press("Enter")  # the kind that is proposed
    editor.takes_property("date")
    page.locator("#wb-value_edtf-echo", has_text="23–25 July 2018").wait_for()
    editor.actions += 1  # the value is confirmed by reading its echo
    editor.saves()
    dated = Claim.objects.get(property="date")
    assert (dated.event.title, dated.value_edtf) == ("Talks in Lankaran", "2018-07-23/2018-07-25")
    assert page.locator("#wb-text .mark-draft").text_content() == "met on 23–25 July 2018"

    # The subject stays for the next claim; the number comes with hedge and unit.
    editor.selects("More than 30 border guards")
    editor.actions += 1
    page.keyboard.press("Enter")
    editor.takes_property("count")
    until(page, "document.getElementById('wb-value_low').value === '30'")
    editor.actions += 1
    if not page.input_value("#wb-unit"):
        page.locator("#wb-unit").press("p")
    editor.saves()
    counted = Claim.objects.get(property="count")
    assert (counted.hedge, counted.counted, counted.unit) == ("more_than", "border guards", "persons")

    # Another event, and an entity that is made in place.
    editor.selects("Lankaran")
    editor.takes_subject("Earlier", "Earlier talks")
    editor.takes_property("place")
    editor.at("wb-value_entity")
    editor.actions += 1
    editor.completes("Lankaran", "Make the entity")
    editor.saves()
    assert before.claims.get().value_entity.name == "Lankaran"

    # A passage that contradicts the first claim.
    editor.selects("began on 24 July 2018")
    editor.takes_subject("Talks in", "Talks in Lankaran")
    page.locator("#wb-property option", has_text="Draft").first.wait_for(state="attached")
    editor.takes_property("date: 23")
    editor.at("wb-stance")
    editor.actions += 1
    page.keyboard.type("contradicts")
    editor.saves()
    against = Evidence.objects.get(stance="contradicts")
    assert against.claim == dated

    # Every passage stands in the capture where the browser said, behind Arabic and characters of two code units.
    for evidence in Evidence.objects.all():
        assert capture.text[evidence.start : evidence.end] == evidence.exact
    assert Evidence.objects.count() == 4


def test_a_passage_is_selected_with_the_arrow_keys_and_with_the_mouse(page: Page) -> None:
    capture = make.capture_of(make.source(TEXT))
    Editor(page).opens(capture)
    page.keyboard.press("Control+Home")
    for _ in range(2):
        page.keyboard.press("Shift+Control+ArrowLeft")  # onward, for the line runs from right to left
    page.keyboard.press("Enter")
    until(page, "document.activeElement.id === 'wb-subject'")
    chosen = page.text_content("#wb-quote mark") or ""
    assert capture.text.startswith(chosen)
    assert "😀" in chosen
    page.locator("#wb-text .block").nth(1).dblclick(position={"x": 12, "y": 12})
    page.locator("#wb-quote mark", has_text="The").wait_for()
    assert page.input_value("[name=start]") == str(capture.text.index("The"))


def test_enter_right_after_typing_takes_what_was_typed(page: Page) -> None:
    for title in ("Talks in Baku", "Talks in Lankaran"):
        make.event(title=title)
    editor = Editor(page)
    editor.opens(make.capture_of(make.source(TEXT)))
    editor.selects("24 July 2018")
    page.keyboard.type("Talks in")
    page.locator("#wb-subject-list [role=option]", has_text="Baku").wait_for()
    page.keyboard.type(" Lankaran")
    page.keyboard.press("Enter")
    editor.at("wb-property")
    assert page.input_value("#wb-subject") == "Talks in Lankaran"
    assert page.input_value("[name=subject_make]") == ""


def test_nobody_writes_in_the_text(page: Page) -> None:
    capture = make.capture_of(make.source(TEXT))
    Editor(page).opens(capture)
    page.keyboard.type("zzz")
    page.keyboard.press("Delete")
    page.keyboard.press("Backspace")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+x")
    assert page.text_content("#wb-text") == capture.text


def test_what_was_refused_stays_typed_and_is_mended(page: Page) -> None:
    event = make.event(title="Earlier talks")
    capture = make.capture_of(make.source(TEXT))
    editor = Editor(page)
    editor.opens(capture)
    editor.selects("24 July 2018")
    editor.takes_subject("Earlier", "Earlier talks")
    editor.takes_property("date")
    page.fill("#wb-value_edtf", "24 July")
    page.keyboard.press("Control+Enter")
    page.locator("[data-field=value_edtf] .error").wait_for()
    assert page.input_value("#wb-subject") == "Earlier talks"
    assert not event.claims.exists()
    page.fill("#wb-value_edtf", "2018-07-24")
    editor.saves()
    assert event.claims.get().value_edtf == "2018-07-24"


def test_a_closed_tab_mid_claim_loses_nothing(page: Page) -> None:
    event = make.event(title="Earlier talks")
    capture = make.capture_of(make.source(TEXT))
    editor = Editor(page)
    editor.opens(capture)
    editor.selects("23–25 July 2018")
    editor.takes_subject("Earlier", "Earlier talks")
    editor.takes_property("date")
    page.fill("#wb-value_edtf", "2018-07-24")
    until(page, "Object.values(localStorage).join().includes('2018-07-24')")
    page.goto("/admin/")
    page.goto(reverse("workbench:open", args=[capture.pk]))
    assert "23–25 July 2018" in (page.text_content("#wb-offer-quote") or "")
    page.click("#wb-take-up")
    until(page, "document.getElementById('wb-value_edtf').value === '2018-07-24'")
    until(page, "document.getElementById('wb-property').value === 'date'")
    page.locator("#wb-subject").press("Control+Enter")
    page.locator("#wb-status", has_text="Saved.").wait_for()
    assert event.claims.get().evidence.get().exact == "23–25 July 2018"
    page.reload()
    assert page.is_hidden("#wb-offer")


def test_a_draft_is_edited_and_discarded_with_the_keyboard_and_claims_are_filtered(page: Page) -> None:
    capture = make.capture_of(make.source(TEXT))
    for words, title in (("23–25 July 2018", "Talks"), ("24 July 2018", "Other talks")):
        quote(make.claim(make.event(title=title)), capture, words, user=make.user("writer"))
    Editor(page).opens(capture)
    page.select_option("#wb-filter", label="Other talks")
    assert page.locator("article.claim:visible").count() == 1
    page.select_option("#wb-filter", label="everything")
    page.focus("#wb-text")
    page.keyboard.press("j")
    page.keyboard.press("e")
    until(page, "document.activeElement.id === 'wb-value_edtf'")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("2018-07-23")
    page.keyboard.press("Control+Enter")
    page.locator("article.claim", has_text="23 July 2018").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    page.keyboard.press("j")
    page.keyboard.press("g")
    page.wait_for_selector("#wb-text .here")
    page.keyboard.press("j")
    page.keyboard.press("x")
    until(page, "document.querySelectorAll('article.claim').length === 1")
    page.keyboard.press("?")
    assert page.is_visible("#wb-keys")
