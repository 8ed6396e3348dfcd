"""axe-core finds no violation of WCAG 2.2 AA on any type of page: light and dark, on a telephone and wide."""

from __future__ import annotations

from importlib.resources import files
from itertools import product
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.session import ARGUMENTS, CHROMIUM, MARKS
from tests.craft import pages

pytestmark = MARKS

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
RUN = """async () => (await axe.run(document, {
    resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})).violations.map((found) => [found.id, found.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))])"""
Scheme = Literal["light", "dark"]
Look = tuple[int, Scheme]
WIDTHS = (360, 1280)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LOOKS: list[Look] = list(product(WIDTHS, SCHEMES))


def violations(page: Page) -> list[Any]:
    """What axe finds on the page as it stands: (rule, elements)."""
    found: list[Any] = page.evaluate(RUN)
    return found


def test_no_type_of_page_keeps_anybody_out(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    addresses = pages.archive()
    found: list[tuple[Any, ...]] = []
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(base_url=live_server.url, reduced_motion="reduce")
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for name, address in addresses.items():
            page.goto(address)
            page.evaluate(AXE)
            for width, scheme in LOOKS:
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)
                found += [(name, width, scheme, *violation) for violation in violations(page)]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append((name, width, scheme, "scrolls sideways", []))
        page.set_content("<html><body><img src='/nothing.png'></body></html>")
        page.evaluate(AXE)
        assert "image-alt" in {rule for rule, _nodes in violations(page)}, "axe has not found what is broken on purpose"
        browser.close()
    assert not found, "\n".join(map(str, found))
    # What the pages that are not there answered is no mistake of theirs.
    assert [line for line in said if "404" not in line and "410" not in line] == []
