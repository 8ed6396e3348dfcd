"""What no verification can do without: every row read once, every byte that the archive hashes hashed once.

Reads with the module sqlite3, compares nothing, knows no model. Prints how many bytes it hashed.

    VAR=FOLDER python -m benchmarks.speed.bare
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def ledger(rows: sqlite3.Connection) -> tuple[str, int]:
    """(root, bytes hashed) of the ledger's tree, from its entries and fields."""
    peaks: list[bytes] = []
    hashed = 0
    found = rows.execute(
        "SELECT seq, at, actor, action, record_type, record_uid, via, public, p.fields"
        " FROM editorial_ledgerentry JOIN editorial_ledgerpayload p ON p.entry_id = seq ORDER BY seq"
    )
    for size, (seq, at, actor, action, record_type, uid, via, public, fields) in enumerate(found):
        digests = {}
        for path, kept in json.loads(fields).items():
            told = _written([path, kept["salt"], kept["value"]]).encode() if "value" in kept else b""
            digests[path] = kept.get("digest") or sha256(told).hexdigest()
            hashed += len(told)
        moment = at.replace(" ", "T") + ("" if "." in at else ".000000")
        leaf = _written({
            "seq": str(seq), "at": f"{moment}Z", "actor": actor, "action": action, "record_type": record_type,
            "record_uid": uid, "via": via, "public": bool(public), "fields": digests,
        }).encode()  # fmt: skip
        hashed += len(leaf)
        digest, index = sha256(b"\x00" + leaf).digest(), size
        while index % 2:
            digest, index = sha256(b"\x01" + peaks.pop() + digest).digest(), index // 2
        peaks.append(digest)
    root = peaks.pop() if peaks else sha256(b"").digest()
    while peaks:
        root = sha256(b"\x01" + peaks.pop() + root).digest()
    return root.hex(), hashed


def everything(rows: sqlite3.Connection) -> int:
    """Read every row of every table; hash the texts. Returns the bytes hashed."""
    tables = rows.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%fts%'"
    ).fetchall()
    for (table,) in tables:
        for _row in rows.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 -- a name of the database's own
            pass
    hashed = 0
    for (text,) in rows.execute("SELECT text FROM sources_capture"):
        sha256(text.encode()).hexdigest()
        hashed += len(text)
    return hashed


def files(folder: Path) -> int:
    """Hash every preserved file. Returns the bytes hashed."""
    hashed = 0
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                hashlib.file_digest(file, "sha256").hexdigest()
                hashed += file.tell()
    return hashed


def main() -> None:
    var = Path(os.environ["VAR"])
    with closing(sqlite3.connect(f"file:{var / 'ctarchive.sqlite3'}?mode=ro", uri=True)) as rows:
        root, hashed = ledger(rows)
        hashed += everything(rows) + files(var / "blobs")
    print(json.dumps({"root": root, "bytes": hashed}))


if __name__ == "__main__":
    main()
