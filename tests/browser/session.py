"""A real browser with somebody of the cast signed in to the admin, for the tests beside this file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from tests import factories as make

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]

MARKS = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


def sign_in(page: Page, name: str) -> None:
    """Sign in on this page as somebody of the cast."""
    page.goto("/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", "correct horse")
    page.click("input[type=submit]")


@contextmanager
def signed_in(
    name: str, live_server: Any, monkeypatch: pytest.MonkeyPatch, *, tolerated: tuple[str, ...] = ()
) -> Iterator[Page]:
    """A page on which `name` is signed in. What its console says must be nothing, or contain one of `tolerated`."""
    # Playwright's synchronous interface runs an event loop in this thread, in which Django would not ask the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    make.user(name)
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(base_url=live_server.url, viewport={"width": 1280, "height": 800})
        page.set_default_timeout(30_000)
        sign_in(page, name)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page
        browser.close()
    assert [line for line in said if not any(words in line for words in tolerated)] == []
