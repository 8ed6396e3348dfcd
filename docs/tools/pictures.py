"""Takes the pictures of the README from a running archive: python docs/tools/pictures.py http://localhost:8000

Needs Chromium and what requirements-dev.txt names. The archive is that of `make run`, freshly loaded.
"""

from __future__ import annotations

import json
import shutil
import sys
import urllib.parse
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "images"
WIDE, TELEPHONE = (1280, 900), (390, 760)

# Scrolls so that the first that fits a selector stands so many pixels below the upper edge.
ABOVE = "([one, far]) => scrollTo(0, document.querySelector(one).getBoundingClientRect().top + scrollY - far)"


def address_of(site: str, path: str, words: str) -> str:
    """The page of the first record of a list that has these words."""
    asked = f"{site}/api/v1/{path}/?{urllib.parse.urlencode({'q': words})}"
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 -- the address given on the command line
        return str(json.load(answer)["results"][0]["html"])


def main(site: str) -> None:
    event = address_of(site, "events", "border troops 78th")
    state = address_of(site, "entities", "Azerbaijan")
    source = address_of(site, "sources", "stable")
    # name → address, what stands how far below the upper edge, size, colours
    pictures = {
        "home": (f"{site}/", ("body", 0), WIDE, "light"),
        "event": (event, ("h1", 24), WIDE, "light"),
        "network-dark": (f"{state}network/", ("body", 0), WIDE, "dark"),
        "source-phone": (source, ("mark.passage", 160), TELEPHONE, "light"),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (address, upper, (width, height), colours) in pictures.items():
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme="dark" if colours == "dark" else "light",
                device_scale_factor=1 if width > height else 2, reduced_motion="reduce",
            )  # fmt: skip
            page.goto(address)
            page.evaluate(ABOVE, list(upper))
            page.screenshot(path=IMAGES / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
