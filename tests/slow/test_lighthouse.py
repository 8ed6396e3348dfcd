"""Lighthouse gives each type of page at least 98 points of 100, as `manage.py serve` serves it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser.session import CHROMIUM

LIGHTHOUSE = settings.BASE_DIR / ".venv/tools/node_modules/lighthouse/cli/index.js"
LEAST = 98
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.skipif(
        not (LIGHTHOUSE.is_file() and shutil.which("node")), reason="no Lighthouse: `make tools`, and Node.js"
    ),
]


def free_port() -> int:
    with socket.socket() as given:
        given.bind(("127.0.0.1", 0))
        port: int = given.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an archive of its own with the demonstration, served as `make run` does."""
    port = free_port()
    address = f"http://localhost:{port}"
    environment = os.environ | {
        "VAR": str(tmp_path_factory.mktemp("var")), "DEBUG": "0", "SITE_URL": address, "DATABASE_URL": "",
        "SECRET_KEY": secrets.token_urlsafe(60), "DJANGO_SETTINGS_MODULE": "ctarchive.settings",
    }  # fmt: skip
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    for command in (["migrate", "-v0"], ["demo"], ["collectstatic", "--noinput", "-v0", "--ignore", "redoc"]):
        subprocess.run([*manage, *command], env=environment, check=True, capture_output=True)
    server = subprocess.Popen([*manage, "serve", "--port", str(port)], env=environment)
    try:
        for _attempt in range(100):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def addresses(site: str) -> dict[str, str]:
    """The address of each type of page that is measured, by what the API says of it."""
    found = {"home": f"{site}/", "event list": f"{site}/events/", "search": f"{site}/search/"}
    for name, path in (("event", "events"), ("entity", "entities"), ("source", "sources")):
        with urllib.request.urlopen(f"{site}/api/v1/{path}/", timeout=30) as answer:
            found[name] = json.load(answer)["results"][0]["html"]
    return found


def scores(address: str, out: Path, *, hidden: bool = False) -> dict[str, int]:
    """Category → points of 100, for a telephone on a slow network, as Lighthouse has it.

    A page that is `hidden` from search engines on purpose is not asked whether they may read it.
    """
    # The first answer of a server process loads its templates, which few readers ever wait for.
    for _worker in range(4):
        urllib.request.urlopen(address, timeout=30).close()
    command = [
        "node", str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--output-path={out}",
        f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}",
    ]  # fmt: skip
    command += ["--skip-audits=is-crawlable"] if hidden else []
    subprocess.run(command, env=os.environ | {"CHROME_PATH": str(CHROMIUM)}, check=True, timeout=180)
    told = json.loads(out.read_text())["categories"]
    return {name: round(100 * told[name]["score"]) for name in CATEGORIES}


def test_every_type_of_page_has_at_least_98_points(site: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    found = {name: scores(at, report, hidden=name == "search") for name, at in addresses(site).items()}
    for name, points in found.items():
        print(f"{name:12}", *(f"{category} {points[category]}" for category in CATEGORIES))
    assert {name: points for name, points in found.items() if min(points.values()) < LEAST} == {}
