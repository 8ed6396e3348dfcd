"""Two real servers, one following the other: readers are answered whichever is killed, and editors told the truth."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import settings

from tests.slow import clusters
from tests.slow.clusters import Cluster, free_port

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(clusters.why_not()), reason=clusters.why_not())]

LAG = 3  # seconds


class Site:
    """An archive with the demonstration, served on a primary and a replica."""

    def __init__(self, var: Path, primary: Cluster, replica: Cluster) -> None:
        self.primary, self.replica, self.var = primary, replica, var
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
        self.environment = kept | {
            "VAR": str(var), "SITE_URL": self.address, "SECRET_KEY": secrets.token_urlsafe(60),
            "DATABASE_URL": primary.url, "REPLICA_URL": replica.url, "REPLICA_LAG": str(LAG),
            "DJANGO_SETTINGS_MODULE": "ctarchive.settings", "SEARCHES_PER_MINUTE": "10000",
            "LOG_LEVEL": "WARNING",
        }  # fmt: skip

    def manage(self, *words: str, status: int | None = 0) -> str:
        done = subprocess.run(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *words], env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False,
        )  # fmt: skip
        assert status is None or done.returncode == status, done.stdout
        return done.stdout

    def publish(self, number: int) -> None:
        path = self.var / f"{number}.yaml"
        path.write_text(
            "dossier: 1\n"
            f"sources: [{{id: s{number}, title: Report {number}, text: The guards met on 3 May 2018 at {number}.}}]\n"
            f"events: [{{id: e{number}, kind: meeting, title: Gathering {number}, claims: "
            f"[{{property: date, value: 2018-05-03, evidence: [{{source: s{number}, quote: on 3 May 2018}}]}}]}}]\n"
        )
        self.manage("load_dossier", str(path), "--publish")

    def get(self, path: str, **options: Any) -> requests.Response:
        return requests.get(f"{self.address}{path}", timeout=30, **options)

    def events(self, **options: Any) -> int:
        """How many of the events published here are told."""
        answer = self.get("/api/v1/events/?q=Gathering", **options)
        assert answer.status_code == 200, answer.text
        return len(answer.json()["results"])

    def signed_in(self) -> requests.Session:
        """A browser of an editor."""
        name, password = (self.var / "demo-logins.txt").read_text().splitlines()[0].split(maxsplit=1)
        browser = requests.Session()
        page = browser.get(f"{self.address}/admin/login/", timeout=30).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        form = {"csrfmiddlewaretoken": token[1], "username": name, "password": password.strip(), "next": "/admin/"}
        assert browser.post(f"{self.address}/admin/login/", form, timeout=30).status_code == 200
        assert "sessionid" in browser.cookies
        return browser


def soon(what: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until it is so."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not come to be"
        time.sleep(0.2)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    tmp_path = tmp_path_factory.mktemp("var")
    with clusters.folder() as place:
        primary, replica = Cluster(place / "primary"), Cluster(place / "replica")
        server = None
        try:
            primary.make()
            archive = Site(tmp_path, primary, replica)
            archive.manage("migrate", "-v0")
            archive.manage("demo")
            archive.manage("collectstatic", "--noinput", "-v0", "--ignore", "redoc")
            replica.follow(primary)
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve", "--port", str(archive.port)]
            with (tmp_path / "serve.log").open("w") as out:
                server = subprocess.Popen(command, env=archive.environment, stdout=out, stderr=out)
            soon(lambda: _answers(archive), 60)
            yield archive
        finally:
            if server:
                server.terminate()
                server.wait(timeout=60)
                print((tmp_path / "serve.log").read_text()[-6000:])
            primary.stop()
            replica.stop()


def _answers(site: Site) -> bool:
    try:
        return site.get("/readyz").status_code == 200
    except requests.ConnectionError:
        return False


def reads(site: Site) -> int:
    """How many rows the replica has looked up for anybody."""
    site.replica.ask("SELECT pg_stat_force_next_flush()")
    return int(site.replica.ask("SELECT tup_fetched + tup_returned FROM pg_stat_database WHERE datname = 'ctarchive'"))


PAGES = ("/", "/events/", "/entities/", "/sources/", "/search/?q=border", "/api/v1/events/", "/api/v1/claims/",
         "/data/export/records.ndjson", "/sitemap.xml", "/az/events/", "/feeds/")  # fmt: skip


def test_readers_are_answered_whichever_server_is_killed(site: Site) -> None:
    before = site.events()
    editor = site.signed_in()

    def led_to_the_replica() -> bool:
        was = reads(site)
        site.get("/entities/")
        time.sleep(1.5)
        return reads(site) - was > 50

    soon(led_to_the_replica)

    # The replica stands still: readers are told the old, editors the new, and after a while readers too.
    site.replica.ask("SELECT pg_wal_replay_pause()")
    site.publish(1)
    assert site.events() == before
    assert "Gathering 1" not in site.get("/events/?q=Gathering").text
    assert "Gathering 1" in editor.get(f"{site.address}/events/?q=Gathering", timeout=30).text
    time.sleep(LAG + 2)
    site.get("/")
    soon(lambda: site.events() == before + 1)
    assert "Gathering 1" in site.get("/events/?q=Gathering").text
    site.replica.ask("SELECT pg_wal_replay_resume()")

    # The primary is killed: pages go on, also for editors; nothing can be written, and people are told so.
    time.sleep(LAG)
    site.primary.kill()
    found = {path: site.get(path).status_code for path in PAGES}
    assert {path: status for path, status in found.items() if status != 200} == {}
    assert site.events() == before + 1
    assert editor.get(f"{site.address}/events/", timeout=30).status_code == 200
    refused = editor.post(f"{site.address}/admin/me/", {}, timeout=30)
    assert (refused.status_code, "can only be read now" in refused.text) == (503, True)
    assert editor.get(f"{site.address}/admin/", timeout=30).status_code == 503
    told = requests.post(f"{site.address}/api/v1/work/claims/", json={}, timeout=30)
    assert (told.status_code, told.headers["Content-Type"]) == (503, "application/problem+json")
    assert "can only be read now" in told.json()["detail"]
    ready = site.get("/readyz")
    assert (ready.status_code, ready.text) == (200, "ready for readers alone\n")

    # It comes back: publishing works, and the replica catches up.
    site.primary.start()
    soon(lambda: site.get("/readyz").text == "ready\n")
    site.publish(2)
    soon(lambda: site.events() == before + 2)
    soon(led_to_the_replica, 40)

    # The replica is killed: readers notice nothing.
    site.replica.kill()
    found = {path: site.get(path).status_code for path in PAGES}
    assert {path: status for path, status in found.items() if status != 200} == {}
    site.publish(3)
    soon(lambda: site.events() == before + 3)
    assert "replica of REPLICA_URL does not answer" in site.manage("doctor", status=None)
    site.replica.start()
    soon(led_to_the_replica, 40)
    assert site.events() == before + 3
    assert "Everything holds" in site.manage("verify")


def test_the_version_and_the_rows_of_an_answer_are_of_one_database(site: Site) -> None:
    """Editors publish while the replica stands still and goes on: no answer tells a version without its rows."""
    for number in range(10, 14):
        site.replica.ask("SELECT pg_wal_replay_pause()")
        site.publish(number)
        editor = {"sessionid": "somebody"}
        new = [site.get("/api/v1/events/", cookies=editor) for _ in range(8)]
        old = [site.get("/api/v1/events/") for _ in range(8)]
        tags = {(one.headers["ETag"], json.dumps(one.json(), sort_keys=True)) for one in new + old}
        assert len({tag for tag, _body in tags}) == len(tags) <= 2
        site.replica.ask("SELECT pg_wal_replay_resume()")
        time.sleep(LAG)
