"""A mirror of an archive: takes all that is public there, follows what changes, and writes it out as the archive would.

    python -m ctarchive.mirror https://archive.example.org DIR              take what is new, once
    python -m ctarchive.mirror https://archive.example.org DIR --follow     go on until stopped
    python -m ctarchive.mirror https://archive.example.org DIR --dump FILE  write all records, one a line

One file, Python 3.11's standard library only: copy it wherever you need it. The mirror is DIR/mirror.sqlite3, whose
table `document` holds a JSON text for each record. Each page is applied whole or not at all, so it may be killed at any
moment and started again. It checks that no change is missing between two pages, and that the archive's ledger only grew
(RFC 9162): it stops when history was rewritten. When a person is protected, or is no longer, any text may have changed
(the archive then tells another `epoch`): all is taken anew into a second copy, which replaces the first once complete.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from typing import Any, BinaryIO
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

PROTOCOL = "1"
AGENT = "ctarchive-mirror/1"
PAGE = 500
TRIES, LONGEST_WAIT = 8, 300.0
TABLES = """
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS document (
  copy INTEGER, type TEXT, uid TEXT, body TEXT NOT NULL, PRIMARY KEY (copy, type, uid)) WITHOUT ROWID;
"""


class MirrorError(Exception):
    """Why the mirror cannot go on. The message says what to do."""


class TryAgain(Exception):
    """Something that may be over by itself; `wait` is how many seconds the server asks for."""

    def __init__(self, message: str, wait: float = 0) -> None:
        super().__init__(message)
        self.wait = wait


# -- the archive -------------------------------------------------------------------------------------------------------


def fetch(base: str, after: str | None, size: str | None, limit: int = PAGE) -> tuple[list[dict[str, Any]], float]:
    """The lines of one page, and the seconds after which to ask again. Raises `TryAgain` or `MirrorError`."""
    asked = (
        {"limit": str(limit)}
        | ({"after": after} if after else {})
        | ({"size": size} if size not in (None, "0") else {})
    )
    url = f"{base}/api/v1/changes/?{urlencode(asked)}"
    headers = {"Accept": "application/x-ndjson", "Accept-Encoding": "gzip", "User-Agent": AGENT}
    try:
        with urlopen(Request(url, headers=headers), timeout=60) as answer:  # noqa: S310 -- `base_of` takes the web's alone
            kind, wait = answer.headers.get_content_type(), answer.headers.get("Retry-After", "")
            packed = answer.headers.get("Content-Encoding") == "gzip"
            data = gzip.decompress(answer.read()) if packed else answer.read()
    except HTTPError as error:
        raise refused(url, error) from error
    except (URLError, HTTPException, OSError, EOFError) as error:
        raise TryAgain(f"{base} does not answer: {getattr(error, 'reason', error)}") from error
    if kind != "application/x-ndjson":
        raise MirrorError(f"{base} answers, but is no archive that can be followed. Give its home page as the address.")
    try:
        lines = [json.loads(line) for line in data.splitlines()]
    except ValueError as error:
        raise TryAgain(f"{url} broke off") from error
    if not lines or "head" not in lines[0] or "last" not in lines[-1]:
        raise TryAgain(f"{url} broke off")
    return lines, seconds(wait)


def refused(url: str, error: HTTPError) -> Exception:
    """What an answer that is an error means for us."""
    if error.code == 429 or error.code >= 500:
        return TryAgain(f"{url} answered {error.code}", seconds(error.headers.get("Retry-After", "")))
    try:
        detail = str(json.load(error)["detail"])
    except (ValueError, TypeError, KeyError, OSError):
        detail = "is it the address of an archive?"
    return MirrorError(f"{url} answered {error.code}: {detail}")


def seconds(text: str) -> float:
    return float(text) if text.isdigit() else 0


# -- the ledger --------------------------------------------------------------------------------------------------------


def only_grew(first: int, second: int, old: bytes, new: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the ledger of `first` entries is the beginning of that of `second` (RFC 9162, 2.1.4.2)."""
    if first == second:
        return old == new
    steps = [old, *proof] if first & (first - 1) == 0 else list(proof)
    if not 0 < first < second or not steps:
        return False
    fn, sn = first - 1, second - 1
    while fn % 2:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            fr, sr = sha256(b"\1" + step + fr).digest(), sha256(b"\1" + step + sr).digest()
            while not fn % 2 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha256(b"\1" + sr + step).digest()
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old and sr == new


# -- the mirror --------------------------------------------------------------------------------------------------------


class Mirror:
    """What lies in DIR. `copy` is the number of the copy that is being filled, `shown` that of the one to read."""

    def __init__(self, folder: Path, base: str, *, limit: int = PAGE) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.base, self.path, self.limit = base, folder / "mirror.sqlite3", limit
        self.db = sqlite3.connect(self.path, isolation_level=None, timeout=30)
        try:
            self.db.executescript("PRAGMA synchronous=FULL;" + TABLES)
            with self.writing():
                self.db.executemany(
                    "INSERT OR IGNORE INTO state VALUES (?, ?)",
                    {"protocol": PROTOCOL, "base": base, "copy": "1", "shown": "0"}.items(),
                )
        except sqlite3.DatabaseError as error:
            raise MirrorError(f"{self.path} cannot be used ({error}): give an empty folder.") from error
        known = self.state()
        if known["protocol"] != PROTOCOL:
            raise MirrorError(f"{self.path} was made by another version of this program: give an empty folder.")
        if known["base"] != base:
            raise MirrorError(f"{self.path} is a mirror of {known['base']}, not of {base}: give another folder.")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All that is written inside, or nothing."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def state(self) -> dict[str, str]:
        return dict(self.db.execute("SELECT key, value FROM state"))

    def note(self, **values: Any) -> None:
        rows = [(key, str(value)) for key, value in values.items()]
        self.db.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", rows)

    def step(self) -> tuple[bool, float]:
        """Take one page. Returns whether the mirror is complete now, and after how many seconds to ask again."""
        known = self.state()
        lines, wait = fetch(self.base, known.get("after"), known.get("size"), self.limit)
        head = lines[0]["head"]
        self.check(head, [line["change"] for line in lines if "change" in line], known)
        with self.writing():
            if self.state() != known:
                raise TryAgain("another mirror is at work in this folder")
            self.note(size=head["version"], root=head["root"], types=json.dumps(head["types"]))
            if known.setdefault("epoch", head["epoch"]) != head["epoch"]:
                self.begin_anew(known)
                complete = False
            else:
                complete = self.apply(lines, known)
            self.note(epoch=head["epoch"])
        return complete, wait

    def check(self, head: dict[str, Any], changes: list[dict[str, Any]], known: dict[str, str]) -> None:
        """Raise `MirrorError` unless the page follows on what we have, in the same ledger."""
        if str(head["protocol"]) != PROTOCOL:
            raise MirrorError(f"{self.base} is newer than this program (protocol {head['protocol']}): get a newer one.")
        if size := int(known.get("size", 0)):
            proof = [bytes.fromhex(step) for step in head["consistency"]]
            old, new = bytes.fromhex(known["root"]), bytes.fromhex(head["root"])
            if not only_grew(size, head["version"], old, new, proof):
                raise MirrorError(
                    f"The ledger of {self.base} is not the one that this mirror follows: entries before {size} differ. "
                    "It was rewritten, or another archive answers there. Ask its editors; begin anew in another folder."
                )
        before = known.get("after")
        for change in changes:
            if (None if change["previous"] is None else str(change["previous"])) != before:
                raise MirrorError(f"{self.base} left out a change between {before} and {change['seq']}.")
            before = str(change["seq"])

    def begin_anew(self, known: dict[str, str]) -> None:
        """Leave what is shown as it is, and fill a copy beside it from the first change on."""
        self.db.execute("DELETE FROM document WHERE copy <> ?", (known["shown"],))
        self.db.execute("DELETE FROM state WHERE key = 'after'")
        self.note(copy=int(known["copy"]) + 1)

    def apply(self, lines: list[dict[str, Any]], known: dict[str, str]) -> bool:
        """Take over what the page tells. Returns whether nothing is missing any more."""
        copy, end = known["copy"], lines[-1]
        told = [line["document"] for line in lines if "document" in line]
        gone = [line["gone"] for line in lines if "gone" in line]
        rows = [(copy, one["type"], one["uid"], canonical(one)) for one in told]
        self.db.executemany("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)", rows)
        keys = [(copy, one["type"], one["uid"]) for one in gone]
        self.db.executemany("DELETE FROM document WHERE copy = ? AND type = ? AND uid = ?", keys)
        if end["last"] is not None:
            self.note(after=end["last"])
        if end["complete"]:
            self.note(shown=copy, complete=1, archive=canonical(lines[0]["head"]["archive"]))
            self.db.execute("DELETE FROM document WHERE copy <> ?", (copy,))
        elif copy == known["shown"]:
            self.note(complete=0)
        return bool(end["complete"])

    def dump(self, out: BinaryIO) -> None:
        """Write every record, one a line, byte for byte as the archive's own export (NDJSON) of this version."""
        with self.reading():
            known = self.state()
            if known.get("complete") != "1":
                raise MirrorError("The mirror is not complete yet: let it run until it says so.")
            out.write(known["archive"].encode() + b"\n")
            for name in json.loads(known["types"]):
                rows = "SELECT body FROM document WHERE copy = ? AND type = ? ORDER BY uid"
                for (body,) in self.db.execute(rows, (known["shown"], name)):
                    out.write(body.encode() + b"\n")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One moment of the mirror."""
        self.db.execute("BEGIN")
        try:
            yield
        finally:
            self.db.execute("ROLLBACK")

    def told(self) -> str:
        """How far it is, in a line."""
        known = self.state()
        (number,) = self.db.execute("SELECT count(*) FROM document WHERE copy = ?", (known["copy"],)).fetchone()
        return f"{number} records, up to change {known.get('after', '-')} of version {known.get('size', 0)}"


def canonical(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


# -- the program -------------------------------------------------------------------------------------------------------


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run(mirror: Mirror, *, follow: bool, tries: int = TRIES) -> None:
    """Take page after page until the mirror is complete; with `follow`, go on. Raises `MirrorError`."""
    failures = 0
    while True:
        try:
            complete, wait = mirror.step()
        except TryAgain as error:
            failures += 1
            if failures >= tries and not follow:
                raise MirrorError(f"{error}; tried {failures} times. What was taken is kept: try later.") from error
            pause = max(error.wait, min(0.5 * 2**failures, LONGEST_WAIT))
            say(f"{error}; again in {pause:.0f} s")
            time.sleep(pause)
            continue
        failures = 0
        say(mirror.told())
        if complete and not follow:
            return
        if complete:
            time.sleep(wait or 60)


def base_of(text: str) -> str:
    """The address of the archive, without what follows its host."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise MirrorError(f"“{text}” is no address of an archive: give one such as https://archive.example.org")
    return f"{parts.scheme}://{parts.netloc}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 0, or 1 with a sentence on standard error."""
    parser = argparse.ArgumentParser(prog="python -m ctarchive.mirror", description=__doc__.partition("\n")[0])
    parser.add_argument("url", help="the archive, such as https://archive.example.org")
    parser.add_argument("dir", type=Path, help="the folder of the mirror; made if it is missing")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="stop when the mirror is complete (this is what it does)")
    how.add_argument("--follow", action="store_true", help="go on until stopped")
    how.add_argument("--offline", action="store_true", help="ask nobody; only --dump what is there")
    parser.add_argument("--limit", type=int, default=PAGE, metavar="N", help=f"changes to ask for at once ({PAGE})")
    parser.add_argument("--dump", metavar="FILE", help="write all records to this file (-: standard output)")
    given = parser.parse_args(arguments)
    try:
        mirror = Mirror(given.dir, base_of(given.url), limit=given.limit)
        if not given.offline:
            run(mirror, follow=given.follow)
        if given.dump == "-":
            mirror.dump(sys.stdout.buffer)
        elif given.dump:
            with Path(given.dump).open("wb") as out:
                mirror.dump(out)
    except MirrorError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
