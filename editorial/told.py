"""Fields as the ledger writes them, told in words, and how two states of a record differ.

References are looked up together: one query for each type that is referred to, however many fields there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from editorial import dates, registry, wording
from editorial.forms import label_of, readable
from editorial.models import Record, Redaction, Revision
from editorial.models.revision import AboutARecord
from editorial.wording import Piece

# What a redaction erased. No value of the ledger, which are texts, numbers, lists and the like.
ERASED = object()

# Counts up with every act, or follows from another field that is told.
SILENT = {
    "version", "value_earliest", "value_latest", "valid_earliest", "valid_latest", "published_earliest",
    "published_latest",
}  # fmt: skip

State = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """A field by its label, in words before and after; “—” for empty."""

    label: str
    old: str
    new: str

    @property
    def is_first(self) -> bool:
        """Whether nothing stood there before."""
        return self.old == "—"

    @property
    def is_whole(self) -> bool:
        """Whether one value took the place of another, with nothing in common worth showing."""
        return [piece.kind for piece in self.pieces] == [wording.GONE, wording.NEW]

    @cached_property
    def pieces(self) -> list[Piece]:
        """The two as one text, for those to mark who show it."""
        return wording.pieces("" if self.old == "—" else self.old, "" if self.new == "—" else self.new)


def differing(old: State, new: State) -> list[str]:
    """The paths in which the two states differ and that are told."""
    return [path for path in sorted({**old, **new}) if old.get(path) != new.get(path) and path not in SILENT]


class Teller:
    """Puts fields of one type of record into words. Made for the (path, value) pairs that it will be asked about."""

    def __init__(self, record: Record, pairs: Iterable[tuple[str, Any]]) -> None:
        self.model, self.about = type(record), self._about(record)
        wanted: dict[tuple[Any, str], set[str]] = {}
        for path, value in pairs:
            if (to := self._refers_to(path)) is not None and isinstance(value, str):
                wanted.setdefault(to, set()).add(value)
        self.names: dict[tuple[Any, str], str] = {}
        for (related, key), values in wanted.items():
            found = related._default_manager.filter(**{f"{key}__in": values})
            self.names |= {(related, getattr(row, key)): str(row) for row in found.defer(*_heavy(related))}

    @staticmethod
    def _about(record: Record) -> dict[str, tuple[type[Record], str]]:
        """Path → the field of another record in whose terms its value is written: of a revision, its target's."""
        if not isinstance(record, AboutARecord):
            return {}
        target = registry.model(record.record_type)
        return dict.fromkeys(("old", "new"), (target, record.field))

    def _refers_to(self, path: str) -> tuple[Any, str] | None:
        """The model that the field refers to, and by which of its columns; None if it is no reference."""
        model, name = self.about.get(path, (self.model, path))
        column: Any = {f.name: f for f in model._meta.concrete_fields}.get(name)
        return (column.related_model, column.target_field.name) if column is not None and column.is_relation else None

    def label(self, path: str) -> str:
        return label_of(self.model, path)

    def value(self, path: str, value: Any) -> str:
        if value is ERASED:
            return _("(erased)")
        if value in (None, "", [], {}):
            return "—"
        if path == "field" and self.about:
            return label_of(self.about["new"][0], value)
        if (to := self._refers_to(path)) is not None:
            return self.names.get((to[0], value), str(value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if self._is_moment(path):
            return _moment(value)
        if self._is_edtf(path):
            return _date(value)
        if isinstance(value, dict):
            return "; ".join(f"{key}: {one}" for key, one in value.items())
        return readable(*self.about.get(path, (self.model, path)), value)

    def _is_moment(self, path: str) -> bool:
        return any(isinstance(f, models.DateTimeField) and f.name == path for f in self.model._meta.concrete_fields)

    def _is_edtf(self, path: str) -> bool:
        model, name = self.about.get(path, (self.model, path))
        columns = (f for f in model._meta.concrete_fields if f.name == name)
        return any(dates.validate_edtf in f.validators for f in columns)

    def changes(self, old: State, new: State) -> list[Change]:
        """How the two states differ."""
        return [
            Change(self.label(path), self.value(path, old.get(path)), self.value(path, new.get(path)))
            for path in differing(old, new)
        ]


def pairs_of(states: Iterable[tuple[State, State]]) -> Iterator[tuple[str, Any]]:
    """The (path, value) pairs that are told when these states are compared, for a `Teller`."""
    for old, new in states:
        for path in differing(old, new):
            yield path, old.get(path)
            yield path, new.get(path)


def names_of(records: Sequence[Record]) -> dict[str, str]:
    """Uid → what each record is called; a proposal by what it proposes and of what. One query a type.

    What a target is called must need no further record.
    """
    wanted: dict[str, set[str]] = {}
    for record in records:
        if isinstance(record, AboutARecord):
            wanted.setdefault(record.record_type, set()).add(record.record_uid)
    targets: dict[str, Any] = {}
    for name, uids in wanted.items():
        model = registry.model(name)
        targets |= {row.pk: row for row in model.objects.filter(pk__in=uids).defer(*_heavy(model))}
    return {record.pk: _named(record, targets) for record in records}


def _named(record: Record, targets: Mapping[str, Any]) -> str:
    if not isinstance(record, AboutARecord):
        return str(record)
    words = {"field": label_of(registry.model(record.record_type), record.field), "record": targets[record.record_uid]}
    if isinstance(record, Redaction):
        return _("Redaction of %(field)s: %(record)s") % words
    if isinstance(record, Revision) and record.is_retraction:
        return _("Retraction: %(record)s") % words
    return _("New %(field)s: %(record)s") % words


def _moment(value: str) -> str:
    return f"{datetime.fromisoformat(value).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _date(value: str) -> str:
    """An EDTF date in words; as it was written, where it was none."""
    try:
        return dates.echo(value)
    except dates.DateError:
        return value


def _heavy(model: Any) -> list[str]:
    """Long columns that no name needs."""
    texts = getattr(model, "LEFT_OUT", {})
    return [name for name in texts if isinstance(model._meta.get_field(name), models.TextField)]
