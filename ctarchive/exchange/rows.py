"""Turns the rows of a table into the records of a dossier, so that one loader checks and loads both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from ctarchive.dossier.errors import Problem
from ctarchive.dossier.files import Parsed, Path_
from ctarchive.exchange.known import Known
from ctarchive.exchange.mapping import SCHEMES, name_in
from ctarchive.models import Upload
from events.choices import EntityKind, EventStatus, Hedge, NameKind, ParticipantRole, Stance, Unit, ValueKind
from events.properties import PROPERTIES, ValueType
from sources.choices import PublisherKind
from sources.text import UnreadableError

# What a row says: the name of a column → its cell, the empty ones left out.
Cells = dict[str, str]
Node = dict[str, Any]
# What makes a claim: rows that agree in all of these are one claim with several passages.
_STATEMENT = (
    "uid", "about", "property", "value", "value_to", "value_kind", "role", "title", "unit", "counted", "hedge",
    "currency", "accused", "valid", "attributed_to", "credibility", "language",
)  # fmt: skip
_PASSAGE = ("prefix", "suffix", "reading", "translation")
_TERMS: dict[str, Any] = {
    "value_kind": ValueKind, "role": ParticipantRole, "unit": Unit, "hedge": Hedge, "stance": Stance,
}  # fmt: skip
_YES, _NO = {"yes", "true", "1", "x", "y"}, {"no", "false", "0", "n"}


@dataclass
class Converted:
    """The rows as a dossier, with the row of each part; and what is wrong with them already."""

    parsed: Parsed
    problems: list[Problem] = field(default_factory=list)

    def problem(self, row: int, column: str, what: str) -> None:
        self.problems.append(Problem(row, what, column))


def convert(kind: str, name: str, rows: Iterable[tuple[int, Cells]], known: Known) -> Converted:
    """The rows as a dossier. `known` says what is in the archive already, and whom a name means."""
    made = Converted(Parsed(name, {"dossier": "1", kind: []}, _nothing_beside))
    if kind == Upload.Kind.CLAIMS:
        _claims(rows, made, known)
        return made
    build, same = _BUILDERS[kind]
    seen: dict[Any, int] = {}
    nodes = made.parsed.data[kind]
    for row, cells in rows:
        node = build(row, cells, made)
        key = same(node)
        if not node.get("uid") and not node.get("id"):
            if key in seen:
                made.problem(row, "name", _("The same stands in row %(row)d.") % {"row": seen[key]})
                continue
            node["uid"] = known.uid_of(kind, node, partial(made.problem, row, "name"))
        seen.setdefault(key, row)
        made.parsed.lines[(kind, len(nodes))] = row
        nodes.append({name: value for name, value in node.items() if value not in ("", [], {}, None)})
    return made


def _nothing_beside(name: str) -> bytes:
    raise UnreadableError(_("A table has no documents beside it."))


def _term(choices: Any, written: str) -> str:
    """A value of a vocabulary, by its key or its label; anything else as it is, for the model to refuse."""
    folded = written.casefold().replace(" ", "_")
    for key, label in choices.choices:
        if folded == str(key).casefold() or written.casefold() == str(label).casefold():
            return str(key)
    return written


def _listed(cell: str) -> list[str]:
    """The parts of a cell: one on each line, else with semicolons between them."""
    parts = cell.splitlines() if "\n" in cell else cell.split(";")
    return [part.strip() for part in parts if part.strip()]


# -- publishers, entities ----------------------------------------------------------------------------------------------


def _publisher(row: int, cells: Cells, made: Converted) -> Node:
    node: Node = {name: cells.get(name, "") for name in ("uid", "id", "name", "country", "homepage", "reliability")}
    return node | {
        "kind": _term(PublisherKind, cells.get("kind", "")),
        "languages": _listed(cells.get("languages", "")),
    }


def _entity(row: int, cells: Cells, made: Converted) -> Node:
    plain = ("uid", "id", "name", "language", "script", "country", "description", "pseudonym")
    node: Node = {name: cells.get(name, "") for name in plain} | {"kind": _term(EntityKind, cells.get("kind", ""))}
    node["names"] = [*_names(row, cells, made), *_names_in_columns(cells)]
    node["identifiers"] = _identifiers(row, cells, made)
    node["coordinates"] = _coordinates(row, cells, made)
    protected = cells.get("protected", "").casefold()
    if protected and protected not in _YES | _NO:
        made.problem(row, "protected", _("Write yes or no."))
    node["protected"] = protected in _YES or None
    return node


def _names(row: int, cells: Cells, made: Converted) -> list[Node]:
    found = []
    for part in _listed(cells.get("names", "")):
        columns = [column.strip() for column in part.split("|")]
        if len(columns) > 4 or not columns[0]:
            made.problem(row, "names", _("“%(part)s”: write text | kind | language | script.") % {"part": part})
            continue
        text, kind, language, script = [*columns, "", "", ""][:4]
        found.append({"text": text, "kind": _term(NameKind, kind or "alias"), "language": language, "script": script})
    return found


def _names_in_columns(cells: Cells) -> list[Node]:
    named = ((name_in(target), text) for target, text in cells.items())
    return [{"text": text, "kind": "alias", "language": of[0], "script": of[1]} for of, text in named if of]


def _identifiers(row: int, cells: Cells, made: Converted) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {scheme: _listed(cells[scheme]) for scheme in SCHEMES if cells.get(scheme)}
    for part in _listed(cells.get("identifiers", "")):
        scheme, colon, value = part.partition(":")
        if not colon or not value.strip():
            made.problem(
                row, "identifiers", _("“%(part)s”: write scheme:value, such as wikidata:Q227.") % {"part": part}
            )
            continue
        values = found.setdefault(scheme.strip().casefold(), [])
        if value.strip() not in values:
            values.append(value.strip())
    return found


def _coordinates(row: int, cells: Cells, made: Converted) -> list[str] | None:
    ends = [cells.get(name, "") for name in ("latitude", "longitude")]
    if all(ends):
        # Spreadsheets in many languages write a decimal comma.
        return [end.replace(",", ".") for end in ends]
    if any(ends):
        empty = "longitude" if ends[0] else "latitude"
        made.problem(row, empty, _("Give both latitude and longitude, or neither."))
    return None


_Builder = tuple[Callable[[int, Cells, Converted], Node], Callable[[Node], Any]]
_BUILDERS: dict[str, _Builder] = {
    Upload.Kind.PUBLISHERS: (_publisher, lambda node: node["name"]),
    Upload.Kind.ENTITIES: (_entity, lambda node: (node["kind"], node["name"])),
}


# -- claims ------------------------------------------------------------------------------------------------------------


def _claims(rows: Iterable[tuple[int, Cells]], made: Converted, known: Known) -> None:
    nodes = made.parsed.data["claims"]
    by_statement: dict[tuple[str, ...], int] = {}
    for row, cells in rows:
        passage = _passage(row, cells, made, known)
        statement = tuple(cells.get(name, "") for name in _STATEMENT)
        index = by_statement.get(statement)
        if index is None:
            index = by_statement[statement] = len(nodes)
            nodes.append(_claim(row, cells, made, known))
            made.parsed.lines[("claims", index)] = row
        path: Path_ = ("claims", index, "evidence", len(nodes[index]["evidence"]))
        made.parsed.lines[path] = row
        nodes[index]["evidence"].append(passage)


def _claim(row: int, cells: Cells, made: Converted, known: Known) -> Node:
    def meant(column: str, *models: str) -> str:
        return known.meant(cells.get(column, ""), models, lambda what: made.problem(row, column, what))

    key = _property(cells.get("property", ""))
    plain = ("uid", "title", "counted", "currency", "valid", "language", "credibility")
    node: Node = {name: cells[name] for name in plain if cells.get(name)}
    node |= {name: _term(_TERMS[name], cells[name]) for name in _TERMS if cells.get(name) and name != "stance"}
    for name in ("accused", "attributed_to"):
        if cells.get(name):
            node[name] = meant(name, "entity")
    spec = PROPERTIES.get(key)
    if cells.get("value"):
        is_entity = spec is not None and spec.value is ValueType.ENTITY
        node["value"] = meant("value", "entity") if is_entity else _value(cells, spec)
    return node | {"property": key, "about": meant("about", "event", "entity") or None, "evidence": []}


def _property(written: str) -> str:
    labels = {str(spec.label).casefold(): key for key, spec in PROPERTIES.items()}
    return labels.get(written.casefold(), written.casefold().replace(" ", "_"))


def _value(cells: Mapping[str, str], spec: Any) -> str | list[str]:
    value = cells["value"]
    if spec is not None and spec.value is ValueType.TERM:
        return _term(EventStatus, value)
    return [value, cells["value_to"]] if cells.get("value_to") else value


def _passage(row: int, cells: Cells, made: Converted, known: Known) -> Node:
    capture, source = cells.get("capture", ""), cells.get("source", "")
    if not source and not capture:
        made.problem(row, "source", _("Say which source is quoted, or which capture."))
    uid = known.source_of(capture) if capture and not source else ""
    if capture and not source and not uid:
        made.problem(row, "capture", _("There is no capture “%(uid)s” that you may see.") % {"uid": capture})
    source = uid or known.meant(source, ["source"], lambda what: made.problem(row, "source", what))
    quoted = {name: cells[name] for name in _PASSAGE if cells.get(name)}
    node: Node = quoted | {"source": source or "—", "capture": capture, "quote": cells.get("quote", "")}
    if cells.get("stance"):
        node["stance"] = _term(Stance, cells["stance"])
    return node
