"""An editor at the workbench who uses nothing but the keyboard, for the tests beside this file."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page

from sources.models import Capture

MOST_ACTIONS = 5

BEFORE = "😀 اجتمع حرس الحدود في لنكران 🛂 يوم الخميس.\n\n"
TEXT = (
    f"{BEFORE}The 👮 guards met on 23–25 July 2018 in Lankaran. More than 30 border guards took part. "
    "Others say that the talks began on 24 July 2018.\n\n"
)
FILLER = "Fill 😀 حدود the text.\n\n"


def long_text(length: int) -> str:
    """The text, with this many bytes of emoji and Arabic before it."""
    return f"{FILLER * (length // 24)}{TEXT}"


def until(page: Page, expression: str) -> None:
    """Wait for the expression to hold. The page's own policy forbids to evaluate it in the page again and again."""
    for _ in range(600):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {expression}")


class Editor:
    """An editor who uses nothing but the keyboard, and counts what they do for each claim."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def opens(self, capture: Capture) -> None:
        self.page.goto(reverse("workbench:open", args=[capture.pk]))
        until(self.page, "document.activeElement.id === 'wb-text'")

    def selects(self, words: str) -> None:
        """Find the words and go to the form."""
        self.actions = 1
        self.page.keyboard.press("/")
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")
        until(self.page, "document.activeElement.id === 'wb-text'")
        self.page.keyboard.press("Enter")
        self.at("wb-subject")

    def at(self, field: str) -> None:
        until(self.page, f"document.activeElement.id === '{field}'")

    def takes_subject(self, name: str, option: str) -> None:
        """Type a name and take the offer that reads like `option`."""
        self.actions += 1
        self.completes(name, option)

    def completes(self, name: str, option: str) -> None:
        keyboard, focused = self.page.keyboard, "#" + self.page.evaluate("document.activeElement.id")
        keyboard.press("ControlOrMeta+a")
        keyboard.type(name)
        if option.startswith("Make"):
            option = f"{option} “{name}”"
        offers = self.page.locator(f"{focused}-list [role=option]")
        offers.filter(has_text=option).first.wait_for()
        while option not in (self.page.text_content(f"{focused}-list [aria-selected=true]") or ""):
            keyboard.press("ArrowDown")
        keyboard.press("Enter")

    def takes_property(self, label: str) -> None:
        self.actions += 1
        self.at("wb-property")
        self.page.keyboard.type(label)
        self.page.keyboard.press("Enter")

    def saves(self) -> None:
        self.actions += 1
        self.page.keyboard.press("Control+Enter")
        self.page.locator("#wb-status", has_text="Saved.").wait_for()
        until(self.page, "document.getElementById('wb-form').hidden")
        print(f"{self.actions} actions")
        assert self.actions <= MOST_ACTIONS
        self.page.evaluate("document.getElementById('wb-status').textContent = ''")
