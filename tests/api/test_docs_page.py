"""The reference page works in a browser under the site's own content security policy."""

import os
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

CHROMIUM = "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.path.exists(CHROMIUM), reason=f"there is no browser at {CHROMIUM}"),  # noqa: PTH110
]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Any:
    """An empty page of a new browser."""
    sync_api = pytest.importorskip("playwright.sync_api")
    # Playwright's synchronous interface runs an event loop, from which Django would refuse the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser.new_page()
        browser.close()


def test_every_operation_is_shown_and_nothing_is_refused(page: Any, live_server: LiveServer) -> None:
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.wait_for_selector(".opblock")
    schema = page.request.get(f"{live_server.url}/api/v1/schema/").json()
    assert page.locator(".opblock").count() == sum(len(methods) for methods in schema["paths"].values())
    page.locator(".opblock-summary").first.click()
    page.locator(".opblock-body").first.wait_for()
    assert said == []
    assert all(url.startswith(live_server.url) for url in asked)
