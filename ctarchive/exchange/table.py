"""Reads tables of text: encoding, delimiter, header, rows. Pure: bytes in, cells out."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from io import StringIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ctarchive.exchange.cells import restored
from sources.text import UnreadableError, decode

MOST_ROWS = 5000
MOST_COLUMNS = 100
LONGEST_CELL = 100_000
DELIMITERS = {
    ",": gettext_lazy("comma"), ";": gettext_lazy("semicolon"), "\t": gettext_lazy("tab"), "|": gettext_lazy("bar |"),
}  # fmt: skip
ENCODINGS = {
    "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": gettext_lazy("Western (Windows-1252)"),
    "cp1250": gettext_lazy("Central European (Windows-1250)"), "cp1251": gettext_lazy("Cyrillic (Windows-1251)"),
    "cp1254": gettext_lazy("Turkish (Windows-1254)"), "cp1256": gettext_lazy("Arabic (Windows-1256)"),
}  # fmt: skip
_MARK = "\ufeff"


@dataclass(frozen=True)
class Table:
    """The header, and (row number, cells) of each row that is not blank. The header is row 1, as in a spreadsheet."""

    header: list[str]
    rows: list[tuple[int, list[str]]]


def detect(data: bytes) -> tuple[str, str]:
    """(encoding, delimiter), as likely as can be. Raises `UnreadableError` for what is no text at all."""
    text, encoding = decode(data, None)
    name = {"utf-8-sig": "utf-8", "ascii": "utf-8", "utf_16": "utf-16"}.get(encoding, encoding)
    if name not in ENCODINGS:
        # A guess that is not offered: it can be changed by hand, and Windows-1252 reads any byte.
        name = "cp1252"
    first = text.removeprefix(_MARK).split("\n", 1)[0]
    # What stands between quotation marks parts nothing.
    bare = re.sub(r'"[^"]*"', "", first)
    return name, max(DELIMITERS, key=bare.count)


def read(data: bytes, encoding: str, delimiter: str) -> Table:
    """The table. Raises `UnreadableError`, with the row, for what is none."""
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except (UnicodeError, LookupError) as error:
        start = getattr(error, "start", 0)
        raise UnreadableError(
            _("In line %(line)d stands a byte that is not %(encoding)s: choose another encoding.")
            % {"line": data.count(b"\n", 0, start) + 1, "encoding": ENCODINGS.get(encoding, encoding)}
        ) from error
    if "\x00" in text:
        raise UnreadableError(_("This is a binary file, not a table of text: save it as CSV."))
    rows = _rows(text.removeprefix(_MARK), delimiter)
    if not rows:
        raise UnreadableError(_("There is no table in this file."))
    header = [cell.strip() for cell in rows[0][1]]
    if len(header) > MOST_COLUMNS:
        raise UnreadableError(
            _("The table has %(n)d columns; the most is %(most)d.") % {"n": len(header), "most": MOST_COLUMNS}
        )
    return Table(header, rows[1:])


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=False)
    found: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            cells = [restored(cell) for cell in row]
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise UnreadableError(
                    _("In row %(n)d a cell has more than %(most)d characters.") % {"n": number, "most": LONGEST_CELL}
                )
            if any(cell.strip() for cell in cells):
                found.append((number, cells))
            if len(found) > MOST_ROWS + 1:
                raise UnreadableError(_("The table has more than %(most)d rows: divide it.") % {"most": MOST_ROWS})
    except csv.Error as error:
        raise UnreadableError(
            _("Row %(n)d cannot be read (%(why)s): a quotation mark may be left open there.")
            % {"n": number + 1, "why": error}
        ) from error
    return found
