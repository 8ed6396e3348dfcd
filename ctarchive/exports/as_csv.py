"""Tables for spreadsheets and statistics: a ZIP with one for each type of record, and one with a row for each fact."""

from __future__ import annotations

import json
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from ctarchive.exports import zipped
from ctarchive.exports.about import about
from ctarchive.exports.formats import Format
from ctarchive.exports.moment import Moment
from ctarchive.exports.tables import FLAT, TABLES, write_csv

# The mark tells spreadsheets that this is UTF-8.
MARK = "\ufeff"


def write(out: BinaryIO, moment: Moment) -> None:
    with zipped.archive(out) as made:
        with zipped.member(made, "about.json") as text:
            json.dump(about(moment), text, ensure_ascii=False, indent=2)
            text.write("\n")
        for table in (FLAT, *TABLES):
            with zipped.member(made, f"{table.name}.csv") as text:
                text.write(MARK)
                write_csv(table, table.rows(moment.mask), text)


FORMAT = Format(
    name="tables",
    label="CSV",
    media_type="application/zip",
    extension="csv.zip",
    about=_("Tables for spreadsheets: facts.csv has a row for each fact, with its best quotation."),
    write=write,
)
