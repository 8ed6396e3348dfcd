"""How fast the workbench opens and saves: 200 kB of text with 500 highlights, measured in Chromium.

    python benchmarks/workbench.py [--rounds N] [--kilobytes N] [--highlights N] [--json FILE]

It makes an archive in a temporary folder, serves it with the server that `make run` uses, opens the page again and
again in a headless Chromium, and prints medians. The reference in the same run is a plain page of the public site
with the same text, no highlights and no script: what the machine needs for so much text alone. Goals: open < 1 s,
save < 150 ms. Needs what `make install-dev` installs, and a Chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

OPEN_GOAL, SAVE_GOAL = 1000.0, 150.0  # milliseconds
PASSWORD = secrets.token_urlsafe(12)
WORDS = "The guards of both states met on {day} May 2018 and agreed on joint patrol {number}. "
READY = "document.activeElement && document.activeElement.id === 'wb-text'"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: str, port: int) -> dict[str, str]:
    """What `make run` sets, for an archive in this folder."""
    return {
        "VAR": folder, "DEBUG": "0", "SECRET_KEY": secrets.token_urlsafe(60), "LOG_LEVEL": "WARNING",
        "SITE_URL": f"http://127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "ctarchive.settings",
    }  # fmt: skip


def manage(*words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def fill(kilobytes: int, highlights: int) -> dict[str, str]:
    """A published source with its text, and drafts on one event, each with a passage of it. Returns addresses."""
    import django

    django.setup()
    # Models can be imported only now.
    from django.contrib.auth.models import Group
    from django.db import transaction

    from editorial import actions
    from editorial.models import User
    from events.actions import quote
    from events.models import Claim, Event
    from sources.actions import capture
    from sources.models import Publisher, Source

    people = []
    for name in ("writer", "reviewer"):
        person = User.objects.create_user(name, password=PASSWORD, is_staff=True)
        person.groups.set(Group.objects.filter(name="managing_editor"))
        people.append(person)
    writer, reviewer = people
    count = kilobytes * 1000 // len(WORDS)
    text = "".join(WORDS.format(day=n % 28 + 1, number=n) + ("\n\n" if n % 6 == 5 else "") for n in range(count))
    with transaction.atomic():
        publisher = actions.save(Publisher(name="Border Gazette", kind="news_outlet", reliability="C"), user=writer)
        source = Source(title="Patrols", kind="news_report", published="2018", publisher=publisher, access="full")
        source = actions.save(source, user=writer)
        made = capture(text.encode(), source=source, user=writer).capture
        actions.publish(actions.submit([source], user=writer), user=reviewer)
        event = actions.save(Event(title="Patrols of May", kind="meeting"), user=writer)
        for number in range(highlights):
            claim = Claim(event=event, property="outcome", value_text=f"They agreed on patrol {number}.")
            quote(actions.save(claim, user=writer), made, f"joint patrol {number * count // highlights}.", user=writer)
    source.refresh_from_db()
    return {
        "capture": made.pk,
        "event": event.pk,
        "workbench": f"/admin/events/workbench/{made.pk}/",
        "reference": source.get_absolute_url(),
    }


def opened(page: Any, address: str, ready: str) -> float:
    """Milliseconds from the start of the navigation until the page is painted and takes input."""
    page.goto(address, wait_until="load")
    deadline = time.monotonic() + 30
    while not page.evaluate(ready) and time.monotonic() < deadline:
        page.wait_for_timeout(5)
    # The clock of the page itself, at the first frame after it was ready.
    return float(
        page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(Math.max("
            "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd, "
            "...performance.getEntriesByType('paint').map((one) => one.startTime), "
            "...performance.getEntriesByType('longtask').map((one) => one.startTime + one.duration))))))"
        )
    )


def saved(page: Any, made: dict[str, str], number: int, text: str) -> float:
    """Milliseconds that the browser waits for the answer to saving one more claim."""
    words = f"met on {number % 28 + 1} May 2018 and agreed on joint patrol {number}."
    start = text.index(words)
    fields = {
        "subject": made["event"],
        "property": "outcome", "value_kind": "value", "value_text": f"Patrol {number} was agreed on.",
        "credibility": "6", "exact": words, "start": str(start), "stance": "supports",
    }  # fmt: skip
    took, status, answer = page.evaluate(
        """async ([path, fields]) => {
             const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
             const form = document.getElementById("wb-form");
             const body = new URLSearchParams([...new FormData(form)].filter(([name]) => !(name in fields)));
             for (const [name, value] of Object.entries(fields)) body.set(name, value);
             const began = performance.now();
             const answer = await fetch(path, { method: "POST", headers: { "X-CSRFToken": token }, body });
             const told = await answer.text();
             return [performance.now() - began, answer.status, told.slice(0, 300)];
           }""",
        [f"{made['workbench']}claims/", fields],
    )
    if status != 200:
        raise SystemExit(f"A save was refused: {status} {answer}")
    return float(took)


def repeat(times: int, measure: Callable[[int], float]) -> list[float]:
    """The measures of so many rounds, after one that warms up."""
    return [measure(number) for number in range(times + 1)][1:]


def measured(base: str, made: dict[str, str], rounds: int) -> dict[str, list[float]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(base_url=base, viewport={"width": 1280, "height": 900})
        page.goto("/admin/")
        page.fill("#id_username", "writer")
        page.fill("#id_password", PASSWORD)
        page.click("input[type=submit]")
        found = {
            "open the workbench": repeat(rounds, lambda _round: opened(page, made["workbench"], READY)),
            "reference: the same text, plain": repeat(
                rounds, lambda _round: opened(page, made["reference"], "document.readyState === 'complete'")
            ),
        }
        opened(page, made["workbench"], READY)
        text = page.evaluate("document.getElementById('wb-text').textContent")
        found["save a claim"] = repeat(rounds, lambda n: saved(page, made, 7 * n + 3, text))
        browser.close()
    return found


def table(found: dict[str, list[float]]) -> None:
    goals = {"open the workbench": OPEN_GOAL, "save a claim": SAVE_GOAL}
    print(f"{'':<34}{'median':>9}{'best':>9}{'worst':>9}   goal")
    for name, times in found.items():
        goal = goals.get(name)
        said = "" if goal is None else f"< {goal:.0f}: {'met' if median(times) < goal else 'MISSED'}"
        print(f"{name:<34}{median(times):>6.0f} ms{min(times):>6.0f} ms{max(times):>6.0f} ms   {said}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--kilobytes", type=int, default=200)
    asked.add_argument("--highlights", type=int, default=500)
    asked.add_argument("--json", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="ctarchive-bench-") as folder:
        port = free_port()
        os.environ |= environment(folder, port)
        manage("migrate", "--verbosity", "0")
        manage("collectstatic", "--noinput", "--verbosity", "0")
        made = fill(given.kilobytes, given.highlights)
        server = subprocess.Popen([sys.executable, "manage.py", "serve", "--port", str(port)], cwd=ROOT)
        try:
            base = f"http://127.0.0.1:{port}"
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"{base}/about/", timeout=5).close()  # noqa: S310 -- our own
                    break
                except OSError:
                    time.sleep(0.5)
            found = measured(base, made, given.rounds)
        finally:
            server.terminate()
            server.wait(60)
    print(f"\n{given.kilobytes} kB of text, {given.highlights} highlights, {given.rounds} rounds, SQLite, two workers")
    table(found)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
