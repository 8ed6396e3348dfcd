"""Quotations in a real browser without scripts: folded on a telephone, beside the value where it is wide, and back."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from events.models import Event
from tests import factories as make
from tests.browser.session import ARGUMENTS, CHROMIUM, MARKS

pytestmark = MARKS


@pytest.fixture
def page(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=False,
            viewport={"width": 360, "height": 780},
            reduced_motion="reduce",
        )
        yield context.new_page()
        browser.close()


def box(page: Page, selector: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the first element."""
    found = page.locator(selector).first.bounding_box()
    assert found, selector
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


def meeting() -> Event:
    event = make.published_event()
    make.published_claim(event, "topic", value_text="Smuggling", of=make.source(access="full"))
    return event


def test_a_number_opens_its_quotation_and_the_passage_leads_back(page: Page) -> None:
    event = meeting()
    topic = event.claims.get(property="topic")
    page.goto(event.get_absolute_url())
    assert not page.locator("#fn-2").is_visible()
    page.click("#ref-2")
    assert page.locator("#fn-2").is_visible()
    assert not page.locator("#fn-1").is_visible()
    page.click("#fn-2 .footnote__go")
    assert box(page, ".back")[3] <= box(page, ":target")[1] < 780
    page.click(".back p > a")
    assert page.url.endswith(f"{event.get_absolute_url()}#c-{topic.pk}")


def test_all_quotations_open_by_one_address(page: Page) -> None:
    page.goto(meeting().get_absolute_url())
    page.click(".facts__show")
    assert page.url.endswith("#quotations")
    assert [page.locator(f"#fn-{n}").is_visible() for n in (1, 2)] == [True, True]
    page.click(".facts__hide")
    assert not page.locator("#fn-1").is_visible()


def test_on_a_wide_screen_and_on_paper_every_quotation_stands_beside_its_value(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(meeting().get_absolute_url())
    value, first, second = box(page, "#ref-2"), box(page, "#fn-1"), box(page, "#fn-2")
    assert second[0] > value[2]
    assert abs(second[1] - value[1]) < 60
    assert first[3] <= second[1]
    page.set_viewport_size({"width": 700, "height": 800})
    page.emulate_media(media="print")
    assert page.locator("#fn-1").is_visible()


def test_no_page_is_wider_than_a_telephone(page: Page) -> None:
    event = make.published_event(title="A" * 120)
    claim = event.claims.get()
    source = claim.evidence.get().capture.source
    urls = [event.get_absolute_url(), claim.get_absolute_url(), source.get_absolute_url(), "/", "/publishers/"]
    urls += [source.publisher.get_absolute_url(), "/corrections/", "/coverage/", "/data/", "/events/year/2018/"]
    for url in urls:
        page.goto(url)
        for part in page.locator("main > *").all():
            inner = part.bounding_box()
            assert inner is None or inner["x"] + inner["width"] <= 361, url
