"""From an uploaded table to its plan: rows that are in order, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ctarchive.dossier.errors import DossierError, Problem
from ctarchive.dossier.load import plan_parsed
from ctarchive.dossier.plan import Plan
from ctarchive.exchange import mapping, table
from ctarchive.exchange.known import Known
from ctarchive.exchange.rows import Cells, convert
from ctarchive.models import Upload

_EXACT = ("prefix", "suffix")
# The key of a record in a dossier → the column it comes from, where the two differ.
_COLUMN = {"coordinates": "latitude", "valid_earliest": "valid", "exact": "quote"}


@dataclass(frozen=True)
class Checked:
    """A table that was looked at: the plan of the rows in order (None for none), and every problem of the others."""

    table: table.Table
    columns: mapping.Columns
    plan: Plan | None
    problems: list[Problem]

    @property
    def wrong(self) -> set[int]:
        """The numbers of the rows with problems."""
        return {problem.line for problem in self.problems}

    @property
    def right(self) -> int:
        return len(self.table.rows) - len(self.wrong)

    def cell(self, row: int, column: str) -> str:
        """What stands in a cell."""
        index = next((index for index, name in self.columns.items() if name == column), None)
        cells = next((cells for number, cells in self.table.rows if number == row), [])
        return cells[index] if index is not None and index < len(cells) else ""


def read(upload: Upload) -> table.Table:
    return table.read(bytes(upload.data), upload.reading["encoding"], upload.reading["delimiter"])


def columns_of(upload: Upload) -> mapping.Columns:
    return {int(index): name for index, name in upload.reading["columns"].items()}


def check(upload: Upload) -> Checked:
    """Look at all rows. Those with problems are left out of the plan. Raises `UnreadableError` for what is no table."""
    found, columns = read(upload), columns_of(upload)
    problems = [
        Problem(0, _("No column holds “%(name)s”: choose it below.") % {"name": name}, name)
        for name in mapping.missing(upload.kind, columns)
    ]
    if problems:
        return Checked(found, columns, None, problems)
    rows = [(number, _told(cells, columns)) for number, cells in found.rows]
    problems = list(_too_long(found, columns))
    known = Known(upload.kind, [cells for _number, cells in rows], upload.user)
    while True:
        wrong = {problem.line for problem in problems}
        left = [(number, cells) for number, cells in rows if number not in wrong]
        if not left:
            return Checked(found, columns, None, sorted(problems))
        plan, more = _plan(upload, left, known)
        problems += more
        # A problem of no row cannot be left out with it.
        if not more or {problem.line for problem in problems} == wrong:
            return Checked(found, columns, plan, sorted(problems))


def plan_of(upload: Upload) -> Plan:
    """The plan of a confirmed table: of all rows, or of those in order where that was chosen. Raises `DossierError`."""
    checked = check(upload)
    if checked.plan is None or (checked.problems and upload.chosen.get("rows") != "right"):
        problems = checked.problems or [Problem(0, _("There are no rows in this table."))]
        raise DossierError(upload.filename, problems)
    return checked.plan


def _told(cells: list[str], columns: mapping.Columns) -> Cells:
    """What the row says, by column. Blank space around a cell means nothing, but in a passage's context."""
    said = {name: cells[index] for index, name in columns.items() if index < len(cells)}
    said = {name: cell if name in _EXACT else cell.strip() for name, cell in said.items()}
    return {name: cell for name, cell in said.items() if cell}


def _too_long(found: table.Table, columns: mapping.Columns) -> Iterator[Problem]:
    """A row with more cells than the header has is shifted somewhere, and says what nobody wrote."""
    for number, cells in found.rows:
        if len(cells) > len(found.header):
            told = _("The row has %(n)d cells, the header %(header)d: put cells that hold the delimiter in “quotes”.")
            yield Problem(number, told % {"n": len(cells), "header": len(found.header)})


def _plan(upload: Upload, rows: list[tuple[int, Cells]], known: Known) -> tuple[Plan | None, list[Problem]]:
    converted = convert(upload.kind, upload.filename, rows, known)
    told = {(problem.line, problem.key) for problem in converted.problems}
    try:
        plan = plan_parsed(converted.parsed, upload.user)
    except DossierError as error:
        found = [Problem(p.line, p.what, _column(p.key)) for p in error.problems]
        # What the cell means was asked before: the loader asks again, in the words of a dossier.
        told |= {(line, "source") for line, key in told if key == "capture"}
        return None, [*converted.problems, *(p for p in found if (p.line, p.key) not in told)]
    return (None if converted.problems else plan), converted.problems


def _column(key: str) -> str:
    """The column that a problem is about."""
    name = key.removeprefix("evidence.").partition(".")[0]
    return _COLUMN.get(name, name)


def shown(checked: Checked, most: int) -> list[dict[str, Any]]:
    """The problems as a page tells them: row, column, what stands there, what is wrong."""
    return [
        {
            "row": p.line,
            "column": p.key,
            "cell": checked.cell(p.line, p.key) if p.key else "",
            "what": p.what.removeprefix(f"{p.key}: "),
        }
        for p in checked.problems[:most]
    ]
