"""The terms of the linked formats: prefixes, the JSON-LD context, and a public form in our own terms. No queries.

The context stands in every document: nothing has to be fetched to read one.
"""

from __future__ import annotations

import re
from typing import Any

from ctarchive.citing.records import permanent
from ctarchive.exports.about import address
from ctarchive.exports.columns import COLUMNS, DECIMAL, EDTF, INTEGER, MOMENT, Column

Node = dict[str, Any]

# Prefix → namespace; ours is added by `prefixes`, since it lies on this site.
_PREFIXES = {
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
}
_DATATYPES = {INTEGER: "xsd:integer", DECIMAL: "xsd:decimal", MOMENT: "xsd:dateTime", EDTF: "edtf:EDTF"}
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_PAGES = ("event", "entity", "claim", "source")
# Others with an address of their own; that of a capture leads to its place on the page of its source.
_OTHERS = {"publisher": "publishers", "capture": "captures"}
# Values of any shape: told as JSON, since a change of a field may be of any field.
_ANY = ("old", "new")
# Numbers inside of members that are objects themselves.
_COUNTED = ("start", "end", "paragraph", "line", "page")


def prefixes() -> dict[str, str]:
    """Prefix → namespace."""
    return {"ct": address("/codebook/#"), **_PREFIXES}


def context() -> Node:
    """The JSON-LD context: the prefixes are all there is to it, since every value says its own type."""
    return prefixes()


def iri(record_type: str, uid: str) -> str:
    """The address of a record: its page's, or for what has no page of its own one within the archive."""
    if record_type in _PAGES:
        return permanent(record_type, uid)
    return address(f"/{_OTHERS[record_type]}/{uid}/" if record_type in _OTHERS else f"/#{record_type}-{uid}")


def link(url: str | None) -> Node | None:
    """An address outside the archive, the signs encoded that no IRI may hold; None for none."""
    escaped = _NOT_IN_IRI.sub(lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), url or "")
    return {"@id": escaped} if escaped else None


def own(record_type: str, form: Node) -> Node:
    """A public form as a node: each member that says something, under its own name; uids became addresses."""
    node: Node = {"@id": iri(record_type, form["uid"]), "@type": [f"ct:{record_type.capitalize()}"]}
    columns = {column.name: column for column in COLUMNS[record_type]}
    for name, value in form.items():
        if name == "type" or value in (None, "", [], {}):
            continue
        column = columns.get(name) or Column(name, MOMENT if name.endswith("_at") else "text")
        node[f"ct:{name}"] = _value(column, value, form)
    return node


def _value(column: Column, value: Any, form: Node) -> Any:
    if column.to:
        return {"@id": iri(column.to[0], value)}
    if column.name == "record_uid":
        return {"@id": iri(form["record_type"], value)}
    if column.name in _ANY:
        return {"@type": "@json", "@value": value}
    if column.kind in _DATATYPES:
        return {"@type": _DATATYPES[column.kind], "@value": str(value)}
    return _plain(value)


def _plain(value: Any) -> Any:
    """Lists keep their order; what is inside of them, or of objects, is told member by member, by name."""
    if isinstance(value, list):
        return {"@list": [_plain(one) for one in value]}
    if isinstance(value, dict):
        return {
            f"ct:{name}": _member(name, one) for name, one in sorted(value.items()) if one not in (None, "", [], {})
        }
    return value


def _member(name: str, value: Any) -> Any:
    return {"@type": "xsd:integer", "@value": str(value)} if name in _COUNTED else _plain(value)
