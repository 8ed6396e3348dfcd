"""A Frictionless data package: the tables as CSV, with a description of every column (Table Schema) and the licence."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from ctarchive.exports import zipped
from ctarchive.exports.about import about
from ctarchive.exports.columns import DECIMAL, FLAG, INTEGER, LIST, MOMENT, OBJECT, Column
from ctarchive.exports.formats import Format
from ctarchive.exports.moment import Moment
from ctarchive.exports.tables import FLAT, TABLES, Table, write_csv
from editorial.payload import encode

_TYPES = {
    INTEGER: "integer", DECIMAL: "number", FLAG: "boolean", MOMENT: "datetime", LIST: "array", OBJECT: "object",
}  # fmt: skip
_QUOTING = (
    "An apostrophe stands before a text that begins with = + - @, a tab or a carriage return, so that no spreadsheet "
    "runs it; take it away when you read such a text."
)


def descriptor(moment: Moment) -> dict[str, Any]:
    """datapackage.json."""
    told = about(moment)
    return {
        "profile": "tabular-data-package",
        "name": told["archive"],
        "title": f"{told['archive']}, public version {moment.version}",
        "description": f"Everything that is public, in tables. {_QUOTING}",
        "homepage": told["address"],
        "version": told["public_version"],
        "licenses": [{"name": told["licence"]["id"], "path": told["licence"]["url"]}],
        **({"created": encode(moment.at)} if moment.at else {}),
        "ledger": told["ledger"],
        "resources": [_resource(table) for table in (*TABLES, FLAT)],
    }


def _resource(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"data/{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [_foreign(table, name, to) for name, to in table.references.items()],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    kind = "any" if column.name in ("old", "new") else _TYPES.get(column.kind, "string")
    return {"name": column.name, "type": kind} | ({"description": column.help} if column.help else {})


def _foreign(table: Table, name: str, to: str) -> dict[str, Any]:
    return {"fields": [name], "reference": {"resource": "" if to == table.name else to, "fields": ["uid"]}}


def write(out: BinaryIO, moment: Moment) -> None:
    with zipped.archive(out) as made:
        with zipped.member(made, "datapackage.json") as text:
            json.dump(descriptor(moment), text, ensure_ascii=False, indent=2)
            text.write("\n")
        for table in (*TABLES, FLAT):
            with zipped.member(made, f"data/{table.name}.csv") as text:
                write_csv(table, table.rows(moment.mask), text)


FORMAT = Format(
    name="datapackage",
    label=_("Frictionless data package"),
    media_type="application/zip",
    extension="zip",
    about=_("The same tables with a description of every column: for programs that read tables and check them."),
    write=write,
)
