"""Reads and writes dossiers, with a line number for everything that stands in them.

YAML is read as plain text: only `null`, `true` and `false` have a meaning of their own, so that neither a date nor the
country code NO turns into something else. Aliases and repeated keys are refused. NDJSON has one record a line, as
{"events": {…}}; the first line is {"dossier": 1}.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import yaml

from ctarchive.dossier.errors import DossierError, Problem
from ctarchive.dossier.schema import Dossier
from sources.text import UnreadableError, decode

Path_ = tuple[str | int, ...]
# The bytes of a file that the dossier names. Raises `UnreadableError`.
Beside = Callable[[str], bytes]
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
# A dossier nests six deep. What nests deeper than this is made to break its reader.
DEEPEST = 40
LONGEST_LINE = 5_000_000
SECTIONS = [name for name in Dossier.model_fields if name != "dossier"]


@dataclass
class Parsed:
    """A dossier file as data, with the line of each of its parts."""

    name: str
    data: Any
    beside: Beside
    lines: dict[Path_, int] = field(default_factory=dict)

    def line(self, path: Path_) -> int:
        """The line of a part, or of the nearest part around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse(path: Path) -> Parsed:
    """Read a dossier file. Raises `DossierError` for what is no YAML or NDJSON, `OSError` for what is not there."""
    return parse_bytes(path.name, path.read_bytes(), in_folder(path.parent))


def parse_bytes(name: str, data: bytes, beside: Beside) -> Parsed:
    """Read the bytes of a dossier; its documents are had from `beside`. Raises `DossierError`."""
    parsed = Parsed(name, None, beside)
    text = _text(name, data)
    try:
        if name.lower().endswith((".ndjson", ".jsonl")):
            parsed.data = _ndjson(text, parsed)
        else:
            parsed.data = _yaml(text, parsed)
    except RecursionError as error:
        raise DossierError(name, [Problem(1, "It nests too deep for a dossier.")]) from error
    if not isinstance(parsed.data, dict) or "dossier" not in parsed.data:
        raise DossierError(name, [Problem(1, "This is no dossier: it does not begin with “dossier: 1”.")])
    return parsed


def in_folder(folder: Path) -> Beside:
    """The files of a folder, and of nowhere else."""

    def read(name: str) -> bytes:
        path = (folder.resolve() / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise UnreadableError(f"“{name}” lies outside the dossier's folder.")
        if not path.is_file():
            raise UnreadableError(f"“{name}” is not beside the dossier.")
        return path.read_bytes()

    return read


def _text(name: str, data: bytes) -> str:
    """The characters of the file. A dossier says what stands in the archive letter for letter: nothing is guessed."""
    try:
        if not data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            data.decode()
        text, _encoding = decode(data, "utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"The byte {data[error.start]:#04x} is no UTF-8: save the file as UTF-8 and try again."
        raise DossierError(name, [Problem(line, what)]) from error
    except UnreadableError as error:
        raise DossierError(name, [Problem(1, str(error))]) from error
    for number, line_ in enumerate(text.split("\n"), start=1):
        if len(line_) > LONGEST_LINE:
            what = f"This line has {len(line_):,} characters; the most is {LONGEST_LINE:,}. Put the document beside it."
            raise DossierError(name, [Problem(number, what)])
    return text


# -- YAML --------------------------------------------------------------------------------------------------------------


def _yaml(text: str, parsed: Parsed) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_tricks(yaml.parse(text, Loader=loader), parsed.name)
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DossierError(parsed.name, [Problem(line, f"This is no YAML: {error.problem}.")]) from error
    except yaml.YAMLError as error:
        raise DossierError(parsed.name, [Problem(1, f"This is no YAML: {error}")]) from error
    return _value(node, (), parsed) if node is not None else None


def _refuse_tricks(events: Iterable[yaml.Event], name: str) -> None:
    """Aliases make a small file large; deep nesting breaks the composer, which is written in C."""
    depth = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise DossierError(name, [Problem(line, "Aliases (*name) are not read in a dossier: write it out.")])
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise DossierError(name, [Problem(line, "It nests too deep for a dossier.")])


def _value(node: yaml.Node, path: Path_, parsed: Parsed) -> Any:
    parsed.lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, parsed)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), parsed) for index, item in enumerate(node.value)]
    is_plain = isinstance(node, yaml.ScalarNode) and node.style is None
    return _WORDS[node.value] if is_plain and node.value in _WORDS else node.value


def _mapping(node: yaml.MappingNode, path: Path_, parsed: Parsed) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise DossierError(parsed.name, [Problem(line, "A key is a word.")])
        if key.value in found:
            raise DossierError(parsed.name, [Problem(line, f"“{key.value}” stands here twice.")])
        found[key.value] = _value(value, (*path, key.value), parsed)
        parsed.lines[(*path, key.value)] = line
    return found


class _Dumper(yaml.SafeDumper):
    """Block style for texts of several lines; never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.SequenceNode:
    """Spans stand in one line: [[0, 11], [13, 35]]."""
    spans = bool(items) and all(isinstance(item, list) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=spans)


_Dumper.add_representer(str, _string)
_Dumper.add_representer(list, _list)


def yaml_parts(sections: Iterable[tuple[str, Iterable[dict[str, Any]]]]) -> Iterator[str]:
    """The sections as YAML, record by record; empty ones are left out."""
    yield "dossier: 1\n"
    for name, records in sections:
        for index, record in enumerate(records):
            if not index:
                yield f"{name}:\n"
            lines = yaml.dump([record], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
            # After a text that ends in blank lines the writer closes the document; ours goes on.
            yield lines.removesuffix("...\n")


def write_yaml(sections: Iterable[tuple[str, Iterable[dict[str, Any]]]], out: IO[str]) -> None:
    """Write the sections, record by record; empty ones are left out."""
    for part in yaml_parts(sections):
        out.write(part)


# -- NDJSON ------------------------------------------------------------------------------------------------------------


def _ndjson(text: str, parsed: Parsed) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        section, record = _record(line, number, parsed.name)
        if section == "dossier":
            data["dossier"] = record
            continue
        rows = data.setdefault(section, [])
        parsed.lines[(section, len(rows))] = number
        rows.append(_texts(record))
    return data


def _record(line: str, number: int, name: str) -> tuple[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise DossierError(name, [Problem(number, f"This is no JSON: {error}.")]) from error
    if not isinstance(found, dict) or len(found) != 1 or not {*found} <= {"dossier", *SECTIONS}:
        raise DossierError(name, [Problem(number, f"A line is one record under one of: {', '.join(SECTIONS)}.")])
    return next(iter(found.items()))


def _texts(value: Any) -> Any:
    """Numbers as text, as YAML gives them."""
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def write_ndjson(sections: Iterable[tuple[str, Iterable[dict[str, Any]]]], out: IO[str]) -> None:
    """Write one record a line."""
    out.write('{"dossier": 1}\n')
    for name, records in sections:
        for record in records:
            out.write(json.dumps({name: record}, ensure_ascii=False, separators=(", ", ": ")) + "\n")
