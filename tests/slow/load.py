"""Strangers who read and programs that write, all at once, each over a connection of its own."""

from __future__ import annotations

import http.client
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from threading import Event as Flag
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

WORK = "/api/v1/work/"
WORDS = (
    "border",
    "customs",
    "Baku",
    "meeting",
    "Azerbajian",
    "посол",
    "сотрудничество",
    "a",
    '"joint plan"',
    "zz -%27",
)
LISTS = ("events", "entities", "claims", "sources", "publishers")
# Read by everybody, again and again: pages in three languages, pictures, files, feeds, harvests, proofs.
PLACES = (
    "/", "/az/", "/ru/", "/search/", "/events/", "/ru/events/?kind=meeting", "/events/timeline/", "/events/map/",
    "/claims/", "/entities/", "/sources/", "/publishers/", "/corrections/", "/coverage/", "/codebook/", "/data/",
    "/docs/api/", "/feeds/publications.atom", "/feeds/publications.rss", "/feeds/corrections.atom",
    "/events/feed.atom", "/sitemap.xml", "/robots.txt", "/oai?verb=Identify",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc", "/oai?verb=ListIdentifiers&metadataPrefix=ctarchive",
    "/events/nothing-here-0000000000/", "/api/v1/", "/api/v1/stats/", "/api/v1/changes/", "/api/v1/codebook/",
    "/api/v1/conflicts/", "/api/v1/corrections/", "/api/v1/claims/?expand=evidence.source", "/data/export/events.csv",
    "/embed/events/timeline/", "/events/?as_of=2026-01-01",
)  # fmt: skip
GOOD = {200, 301, 302, 304, 404, 410}


class Tally:
    """What came of all requests: counts, waiting times, whatever must not have come, and what was acknowledged."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.took: dict[str, list[float]] = {"read": [], "write": []}
        self.wrong: list[str] = []
        self.made: list[tuple[str, str]] = []
        self.published: list[str] = []

    def count(self, kind: str, status: int, seconds: float, wrong: str = "") -> None:
        with self.lock:
            self.statuses[kind, status] += 1
            self.took[kind].append(seconds)
            if wrong:
                self.wrong.append(wrong)

    def told(self) -> str:
        """One line for readers, one for writers."""
        lines = []
        for kind, took in self.took.items():
            by_status = ", ".join(f"{n} × {s}" for (k, s), n in sorted(self.statuses.items()) if k == kind)
            if took := sorted(took):
                half, most = took[len(took) // 2], took[int(len(took) * 0.99)]
                lines.append(
                    f"{kind}: {by_status}; half within {half:.2f} s, 99 % within {most:.2f} s, all {took[-1]:.2f} s"
                )
        return "\n".join(lines)


class Caller(Thread):
    """One connection, used until told to stop. What goes wrong in it is told in the tally."""

    kind = "read"

    def __init__(self, port: int, number: int, tally: Tally, stop: Flag) -> None:
        super().__init__(daemon=True)
        self.chance, self.number, self.tally, self.stop = random.Random(number), number, tally, stop
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                self.act()
        except Exception as error:  # noqa: BLE001 -- the test looks at what was wrong
            self.tally.count(self.kind, 0, 0.0, f"{type(self).__name__} {self.number}: {error!r}")
        finally:
            self.connection.close()

    def act(self) -> None:
        raise NotImplementedError

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] = {}, good: Any = GOOD
    ) -> tuple[int, bytes]:
        """Status and body; asked once more where the server closed the connection before it."""
        # Each comes from an address of its own, as the proxy in front would tell it.
        told = {"Host": "localhost", "X-Forwarded-For": f"10.0.{self.number // 250}.{self.number % 250}", **headers}
        began = time.monotonic()
        for again in (False, True):
            try:
                self.connection.request(method, path, body, told)
                answer = self.connection.getresponse()
                break
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.connection.close()
                if again:
                    raise
        found, status = answer.read(), answer.status
        wrong = ""
        # Too often, the same is under way, the machine cannot now: whoever says so must say when to come again.
        if status not in (good if answer.headers["Retry-After"] is None else {*good, 409, 429, 503}):
            wrong = f"{method} {path}: {status} {found[:500]!r}"
        self.tally.count(self.kind, status, time.monotonic() - began, wrong)
        return status, found


class Reader(Caller):
    """Reads a place at random, or one that an answer before has led to."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.known: list[str] = []

    def act(self) -> None:
        """Look at a place; of lists, note where they lead."""
        choice = self.chance.random()
        if choice < 0.2:
            self.ask(
                "GET", self.chance.choice(("/search/?q=", "/api/v1/search/?q=", "/search/suggest?q=")) + self._word()
            )
        elif choice < 0.4 or not self.known:
            name = self.chance.choice(LISTS)
            status, body = self.ask("GET", f"/api/v1/{name}/?page_size=20")
            if status == 200:
                rows = json.loads(body)["results"]
                self.known = [urlsplit(row[name]).path for row in rows for name in ("self", "html") if row.get(name)]
        elif choice < 0.7:
            self.ask("GET", self.chance.choice(self.known))
        else:
            self.ask("GET", self.chance.choice(PLACES))

    def _word(self) -> str:
        return "".join(f"%{byte:02x}" for byte in self.chance.choice(WORDS).encode())


class Program(Caller):
    """Carries a token."""

    kind = "write"

    def __init__(self, token: str, *args: Any) -> None:
        super().__init__(*args)
        self.token, self.done = token, 0

    def work(
        self, method: str, path: str, body: Any = None, form: tuple[str, bytes] | None = None, also: Sequence[int] = ()
    ) -> Any:
        """The answer, and None for what is to be tried later. What writes is sent again with the same key."""
        self.done += 1
        headers = {"Authorization": f"Bearer {self.token}"}
        data = None if body is None else json.dumps(body).encode()
        headers |= {} if body is None else {"Content-Type": "application/json"}
        if form:
            headers["Content-Type"], data = form
        if method == "POST":
            headers["Idempotency-Key"] = f"{self.number}-{self.done}"
        status, found = self.ask(method, WORK + path, data, headers, {200, 201, *also})
        if status in (409, 429, 503):
            self.stop.wait(1)
        return json.loads(found) if status in (200, 201) else None


class Writer(Program):
    """Uploads a small text, says of an event what it says, and hands it in."""

    def act(self) -> None:
        """One proposal; each record that was acknowledged is noted."""
        number = f"{self.number}-{self.done}"
        quoted = f"Post {number} was closed on 3 May 2018"
        captured = self.work("POST", "captures/", form=_form(f"{quoted}.\n\nNobody knows why.\n".encode()))
        event = captured and self._note("event", self.work("POST", "events/", {"title": quoted, "kind": "meeting"}))
        if not event:
            return
        self.tally.made.append(("capture", captured["capture"]["uid"]))
        evidence = [{"capture": captured["capture"]["uid"], "exact": quoted}]
        said = {"about": event["uid"], "property": "date", "value_edtf": "2018-05-03", "evidence": evidence}
        if self._note("claim", self.work("POST", "claims/", said)):
            self.work("POST", f"records/{event['uid']}/submit/", {})

    def _note(self, kind: str, answer: Any) -> Any:
        if answer:
            self.tally.made.append((kind, answer["uid"]))
        return answer


class Reviewer(Program):
    """Publishes what waits, as it was seen; others may have been faster."""

    def act(self) -> None:
        """Take one of those that wait."""
        waiting = (self.work("GET", "queue/") or {"results": []})["results"]
        if not waiting:
            self.stop.wait(0.5)
            return
        uid = self.chance.choice(waiting)["subject"]["uid"]
        bundle = self.work("GET", f"records/{uid}/bundle/")
        if bundle and self.work("POST", f"records/{uid}/publish/", {"seen": bundle["seen"]}, also=(409,)):
            self.tally.published.append(uid)


def _form(text: bytes) -> tuple[str, bytes]:
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="note.txt"\r\nContent-Type: text/plain\r\n\r\n'
        + text,
        b'\r\n--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nA note',
        b"\r\n--x--\r\n",
    ]
    return "multipart/form-data; boundary=x", b"".join(parts)


def together(callers: Sequence[Caller], stop: Flag, seconds: float, at: Mapping[float, Callable[[], None]]) -> None:
    """Have all of them act for so long; `at` says what to do after how many seconds. Waits until each is done."""
    began = time.monotonic()
    for caller in callers:
        caller.start()
    for moment, act in sorted(at.items()):
        time.sleep(max(0.0, began + moment - time.monotonic()))
        act()
    time.sleep(max(0.0, began + seconds - time.monotonic()))
    stop.set()
    for caller in callers:
        caller.join(timeout=180)
    assert not any(caller.is_alive() for caller in callers)
