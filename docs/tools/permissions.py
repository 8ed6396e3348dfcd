"""Writes docs/permissions.md, who may do what, from the tables that the tests try: python docs/tools/permissions.py

In: `tests/admin/doors.txt`, in which each cell is the answer to a request that `tests/admin/test_doors.py` sends, and
the table of `tests/api/writing/test_matrix.py`, each cell of which is sent too. Out: one table. Needs no database.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "permissions.md"
NONE = "·"
WHO = ("signed out", "outsider", "bystander", "contributor", "editor", "manager", "administrator")
# The API knows tokens only: without one nobody is anybody, and an outsider, who may not sign in, has none.
BY_TOKEN = ("bystander", "contributor", "editor", "manager", "administrator")
HEAD = """# Who may do what

Every address of the admin and every operation by API token, by role, on one's own records (“own”) and on
others'. This page is made by `python docs/tools/permissions.py` from the tables that the tests hold the program
against: {doors} cells of the admin, each asked over HTTP by GET and by POST, and {tokens} cells of the API,
each asked over HTTP. A cell that answers otherwise fails a test, and so does an address that is missing here.

*page*: it opens. *does*: something is written. *back*: turned back, nothing is written. *login*: asked to sign
in. Numbers are statuses of HTTP; “a/b”: by GET and by POST. · : nobody of this role has such a record. A
*bystander* may sign in to the admin and has no role, an *outsider* may not; a *manager* is a managing editor.
What is read through the API is public, and the same for everybody: no reading operation looks at who asks.

"""


def doors(text: str) -> list[tuple[str, list[str]]]:
    """(what is asked for, the answers by role) of every row of the admin's table."""
    rows = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line[:48].strip(), line[48:].split()) for line in rows]


def tokens(source: str) -> list[tuple[str, list[str]]]:
    """The same of the API's table, which stands in the source of its test."""
    (table,) = re.findall(r'^TABLE = """\n(.*?)^"""', source, re.M | re.S)
    return [(line[:38].strip(), line[38:].split()) for line in table.splitlines()]


def cells(rows: list[tuple[str, list[str]]]) -> int:
    """How many answers the rows hold; where nobody has such a record, nothing is asked."""
    return sum(word != NONE for _name, words in rows for word in words)


def page(admin: list[tuple[str, list[str]]], api: list[tuple[str, list[str]]]) -> str:
    """The whole page."""
    lines = [HEAD.format(doors=cells(admin), tokens=cells(api))]
    lines += [f"| what is asked for | {' | '.join(WHO)} |\n", f"| --- |{' --- |' * len(WHO)}\n"]
    missing = len(WHO) - len(BY_TOKEN)
    for name, words in [*admin, *((f"API: {name}", [NONE] * missing + words) for name, words in api)]:
        lines.append(f"| {name.replace('|', '/')} | {' | '.join(words)} |\n")
    return "".join(lines)


def made() -> str:
    """The page as it should be now."""
    return page(
        doors((ROOT / "tests" / "admin" / "doors.txt").read_text()),
        tokens((ROOT / "tests" / "api" / "writing" / "test_matrix.py").read_text()),
    )


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text() == made() else f"{PAGE} is not what the tests try: run {Path(__file__).name}")
    PAGE.write_text(made())
