"""The admin in a real browser: nothing on its pages breaks the strict Content Security Policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from events.models import Event
from tests import factories as make
from tests.admin.pages import page_of
from tests.browser.session import MARKS, signed_in

pytestmark = MARKS


@pytest.fixture
def page(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    with signed_in("writer", live_server, monkeypatch) as opened:
        yield opened


def test_lists_pages_and_histories_break_no_policy(page: Page) -> None:
    event = make.published_event()
    draft = make.claim(make.event())
    for record in (event, draft, event.claims.get(), event.claims.get().evidence.get()):
        page.goto(page_of(record))
        page.goto(page_of(record, "history"))
    for address in ("events/event/", "events/claim/", "sources/source/", "sources/source/from-document/"):
        page.goto(f"/admin/{address}")
    page.goto(page_of(event, "revise") + "?field=part_of")
    assert page.locator(".select2-selection").count() == 1


def test_an_event_is_typed_with_a_claim_and_its_quotation(page: Page) -> None:
    make.source(title="Guards meet in Lankaran")
    page.goto("/admin/events/event/add/")
    page.fill("#id_title", "Meeting in Lankaran")
    page.select_option("#id_kind", "meeting")
    page.click("text=Add another Claim")
    page.select_option("#id_claims-0-property", "date")
    assert page.is_hidden("#id_claims-0-value_text")
    page.fill("#id_claims-0-value_edtf", "2018-05-03")
    page.click("#claims-0 .field-quoted_capture .select2-selection")
    page.fill(".select2-search__field", "Lankaran")
    page.click(".select2-results__option:has-text('Guards meet in Lankaran')")
    page.fill("#id_claims-0-quoted", "The meeting of 3 May 2018")
    page.click("input[name=_save]")
    page.wait_for_selector(".messagelist .success")
    assert Event.objects.get().claims.get().evidence.get().exact == "The meeting of 3 May 2018"
