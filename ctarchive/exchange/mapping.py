"""Which column of a table holds what: proposed from the header, changed by hand, remembered. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from ctarchive.exchange.columns import TABLES
from ctarchive.models import Upload
from events.choices import Scheme

# Position of a column in the file → the name of what it holds.
Columns = dict[int, str]
# A further name in one language, perhaps with its script: name_ru, name_ru_Cyrl.
_NAME_IN = re.compile(r"name_([a-z]{2,3})(?:_([A-Z][a-z]{3}))?")
SCHEMES = tuple(scheme.value for scheme in Scheme if scheme not in (Scheme.URL, Scheme.OTHER))


def proposed(kind: str, header: Sequence[str], remembered: Mapping[str, str]) -> Columns:
    """What each column seems to hold: as this person said before, else by its header. Nothing is held twice."""
    found: Columns = {}
    for index, title in enumerate(header):
        target = remembered.get(title)
        target = _by_header(kind, title) if target is None else target
        if target and target not in found.values():
            found[index] = target
    return found


def _by_header(kind: str, title: str) -> str:
    written = re.sub(r"[\s\-]+", "_", title.strip())
    if kind == Upload.Kind.ENTITIES and _NAME_IN.fullmatch(written):
        return written
    written = written.casefold()
    for column in TABLES[kind]:
        if written in (column.name, *column.also):
            return column.name
    return written if kind == Upload.Kind.ENTITIES and written in SCHEMES else ""


def name_in(target: str) -> tuple[str, str] | None:
    """(language, script) of a column of names in one language."""
    found = _NAME_IN.fullmatch(target)
    return (found[1], found[2] or "") if found else None


def targets(kind: str, header: Sequence[str]) -> list[tuple[str, str]]:
    """(name, name with what stands there) of all that a column of this table may hold."""
    found = [(column.name, f"{column.name}: {column.told}") for column in TABLES[kind]]
    if kind == Upload.Kind.ENTITIES:
        found += [(scheme, f"{scheme}: {Scheme(scheme).label}") for scheme in SCHEMES]
        names = {target for title in header if name_in(target := _by_header(kind, title))}
        found += [(name, _("%(name)s: a further name in this language") % {"name": name}) for name in sorted(names)]
    return found


def missing(kind: str, columns: Columns) -> list[str]:
    """The columns that no table of this kind can do without, and that this one does not have."""
    return [column.name for column in TABLES[kind] if column.required and column.name not in columns.values()]
