"""Leaves out of a parsed dossier the records that do not have their shape, so that the others are checked too.

Pure. Otherwise an editor would mend one kind of mistake only to be told of the next.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import Any

from ctarchive.dossier.files import SECTIONS, Parsed, Path_

# Lists whose items stand by themselves: without one, the rest still says what it says.
_LISTS = {*SECTIONS, "claims"}


def without(parsed: Parsed, wrong: Iterable[Path_]) -> set[str]:
    """Take out of `parsed` the record around each path. Returns the ids of what is gone. Lines stay right."""
    gone = {_record_at(path) for path in wrong} - {()}
    siblings: dict[Path_, list[int]] = {}
    for path in gone:
        if isinstance(path[-1], int):
            insort(siblings.setdefault(path[:-1], []), path[-1])
    ids: set[str] = set()
    parsed.data = _kept(parsed.data, (), gone, ids)
    moved = ((_moved(path, gone, siblings), line) for path, line in parsed.lines.items())
    parsed.lines = {path: line for path, line in moved if path is not None}
    return ids


def _record_at(path: Path_) -> Path_:
    """The innermost record that holds the path; a key at the top that is no section stands for itself."""
    for end in range(len(path), 1, -1):
        if isinstance(path[end - 1], int) and path[end - 2] in _LISTS:
            return path[:end]
    return path[:1]


def _kept(value: Any, path: Path_, gone: set[Path_], ids: set[str]) -> Any:
    if isinstance(value, dict):
        for key in value:
            if (*path, key) in gone:
                ids |= _ids(value[key])
        return {key: _kept(item, (*path, key), gone, ids) for key, item in value.items() if (*path, key) not in gone}
    if isinstance(value, list):
        for index, item in enumerate(value):
            if (*path, index) in gone:
                ids |= _ids(item)
        rows = ((index, item) for index, item in enumerate(value) if (*path, index) not in gone)
        return [_kept(item, (*path, index), gone, ids) for index, item in rows]
    return value


def _ids(value: Any) -> set[str]:
    """What others may call the records in here."""
    if isinstance(value, list):
        return set().union(*map(_ids, value))
    if not isinstance(value, dict):
        return set()
    own = {value[key] for key in ("id", "uid") if isinstance(value.get(key), str)}
    return own.union(*(_ids(item) for item in value.values() if isinstance(item, list)))


def _moved(path: Path_, gone: set[Path_], siblings: dict[Path_, list[int]]) -> Path_ | None:
    """Where the path leads once the records are gone; None for what is gone with them."""
    found: list[str | int] = []
    for end in range(1, len(path) + 1):
        if path[:end] in gone:
            return None
        step = path[end - 1]
        before = siblings.get(path[: end - 1], [])
        found.append(step - bisect_left(before, step) if isinstance(step, int) else step)
    return tuple(found)
