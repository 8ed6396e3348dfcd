"""A browser meets nothing that the content security policy forbids: signed out, as writer and as reviewer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Page, sync_playwright

from editorial import registry
from editorial.models import User
from events.models import Event
from sources.models import Capture
from tests.browser.editor import until
from tests.browser.session import ARGUMENTS, CHROMIUM, MARKS, sign_in
from tests.craft import pages

pytestmark = [*MARKS, pytest.mark.slow]

# Chromium reports by itself what it blocked, before any script of the page could hide it.
LISTEN = """window.__blocked = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.__blocked.push(event.effectiveDirective + " " + event.blockedURI);
});"""
OWN_PAGES = (
    "admin:index", "account:me", "second:mine", "tokens:mine", "people:people", "desk:queue", "exchange:index",
    "exchange:dossier", "conflicts:list", "matching:queue", "reported:queue", "admin:password_change",
    "api:docs",
)  # fmt: skip


def blocked(page: Page, paths: Iterable[str]) -> tuple[int, list[str]]:
    """How many pages were looked at, and what was blocked on them."""
    count, found = 0, []
    for path in paths:
        page.goto(path)
        count += 1
        found += [f"{path}: {one}" for one in page.evaluate("window.__blocked")]
    return count, found


def editing() -> list[str]:
    """Every page of the admin that needs no record, the list and form of each type, and pages of one record."""
    found = [reverse(name) for name in OWN_PAGES]
    for model in registry.record_types().values():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for page in ("changelist", "add"):
            try:
                found.append(reverse(f"{name}_{page}"))
            except NoReverseMatch:
                continue
    event, capture = Event.objects.published().first(), Capture.objects.first()
    assert event is not None
    assert capture is not None
    assert admin.site.is_registered(Event)
    found += [reverse(f"admin:events_event_{page}", args=[event.pk]) for page in ("change", "history", "revise")]
    return [*found, reverse("workbench:open", args=[capture.pk])]


def test_nothing_is_blocked_on_any_page(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    public = pages.archive()
    # The demonstration made these two, with passwords of their own.
    for name in ("writer", "reviewer"):
        user = User.objects.get(username=name)
        user.set_password("correct horse")
        user.save()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name in ("", "writer", "reviewer"):
            page = browser.new_page(base_url=live_server.url)
            page.add_init_script(LISTEN)
            if name:
                sign_in(page, name)
            signed_out = [*public.values(), "/api/v1/docs/", "/admin/login/", "/admin/forgotten/", "/nowhere/"]
            looked, found = blocked(page, editing() if name else signed_out)
            assert found == []
            assert looked > 30
        # That something is blocked is noticed.
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
        until(page, "window.__blocked.length > 0")
        browser.close()
