"""The archive as RDF 1.1 Turtle: the nodes of `graph`, one subject after another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import rfc8785
from django.utils.translation import gettext_lazy as _

from ctarchive.exports import graph, terms
from ctarchive.exports.formats import Format, of_texts
from ctarchive.exports.moment import Moment

Node = dict[str, Any]
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def write(moment: Moment) -> Iterator[str]:
    """The document in pieces: prefixes, then a paragraph for each node."""
    for prefix, namespace in terms.prefixes().items():
        yield f"@prefix {prefix}: <{namespace}> .\n"
    for node in graph.nodes(moment):
        yield "\n" + paragraph(node)


def paragraph(node: Node) -> str:
    """The statements about one node, and those that it tells of others."""
    subject = _iri(node["@id"])
    told = [f"{subject} {_members(node)} .\n"]
    nested = [value for value in node.values() if isinstance(value, dict) and "@id" in value and "@type" in value]
    told += [paragraph(one) for one in nested]
    for name, other in node.get("@reverse", {}).items():
        told.append(f"{_iri(other['@id'])} {name} {subject} .\n")
    return "".join(told)


def _members(node: Node) -> str:
    """Predicates and objects, one a line."""
    lines = [f"a {', '.join(node['@type'])}"] if "@type" in node else []
    lines += [f"{key} {_objects(value)}" for key, value in node.items() if not key.startswith("@")]
    return " ;\n    ".join(lines)


def _objects(value: Any) -> str:
    return ", ".join(map(_object, value)) if isinstance(value, list) else _object(value)


def _object(value: Any) -> str:
    match value:
        case {"@id": str(address)}:
            return _iri(address)
        case {"@list": list(items)}:
            return f"({' '.join(map(_object, items))})"
        case {"@type": "@json", "@value": any_}:
            return f"{_literal(rfc8785.dumps(any_).decode())}^^rdf:JSON"
        case {"@type": str(datatype), "@value": text}:
            return f"{_literal(text)}^^{datatype}"
        case dict():
            return f"[ {_members(value)} ]"
        case bool():
            return json.dumps(value)
        case _:
            return _literal(str(value))


def _iri(address: str) -> str:
    return f"<{address}>"


def _literal(text: str) -> str:
    escaped = "".join(_ESCAPES.get(sign) or (sign if sign >= " " else f"\\u{ord(sign):04X}") for sign in text)
    return f'"{escaped}"'


FORMAT = Format(
    name="provenance",
    label="RDF (Turtle)",
    media_type="text/turtle",
    extension="ttl",
    about=_("The same graph as RDF, with PROV-O: from a capture by its quotations to claims and their review."),
    write=of_texts(write),
)
