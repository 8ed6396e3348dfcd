"""What changed in a record since it was last sent back, read from the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from editorial import registry
from editorial.changes import WORKFLOW
from editorial.choices import Action
from editorial.forms import label_of, readable
from editorial.ledger import NOTE
from editorial.models import LedgerEntry, Record, User

# What the authors of records do not write themselves.
_NOT_TOLD = {*WORKFLOW, "author", "created_at", "value_earliest", "value_latest", "valid_earliest", "valid_latest"}
ERASED = "█"


@dataclass(frozen=True)
class Change:
    """A field by its label, its value when the record was sent back, and now."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Rework:
    """When and by whom the record was last sent back, why, and what was changed in it since."""

    at: datetime
    who: str
    reason: str
    changes: Sequence[Change]


@dataclass
class _Fold:
    """The fields of one record, entry by entry; `then` is how they were when it was sent back."""

    record_type: str
    now: dict[str, Any]
    then: dict[str, Any] | None = None
    entry: LedgerEntry | None = None
    reason: str = ""

    def add(self, entry: LedgerEntry) -> None:
        fields = {path: told.get("value", ERASED) for path, told in entry.payload.fields.items()}
        self.reason = str(fields.get(f"{NOTE}reason", "")) if entry.action == Action.SEND_BACK else self.reason
        for path, value in fields.items():
            if not path.startswith(NOTE) and path not in _NOT_TOLD:
                self.now[path] = value
        if entry.action == Action.SEND_BACK:
            self.then, self.entry = dict(self.now), entry

    def differences(self) -> list[tuple[str, Any, Any]]:
        then = self.then or {}
        return [
            (path, then.get(path), self.now.get(path))
            for path in sorted({**then, **self.now})
            if then.get(path) != self.now.get(path)
        ]


def since_sent_back(records: Iterable[Record]) -> dict[str, Rework]:
    """Uid → what changed, for those of the records that were ever sent back. A constant number of queries."""
    uids = [record.pk for record in records]
    returned = LedgerEntry.objects.filter(action=Action.SEND_BACK, record_uid__in=uids).values("record_uid")
    entries = LedgerEntry.objects.filter(record_uid__in=returned).select_related("payload").order_by("seq")
    folds: dict[str, _Fold] = {}
    for entry in entries:
        folds.setdefault(entry.record_uid, _Fold(entry.record_type, {})).add(entry)
    people = dict(
        User.objects.filter(uid__in={f.entry.actor for f in folds.values() if f.entry}).values_list("uid", "username")
    )
    names = _names(folds.values())
    return {uid: _told(fold, people, names) for uid, fold in folds.items()}


def _told(fold: _Fold, people: Mapping[str, str], names: Mapping[str, str]) -> Rework:
    assert fold.entry is not None
    model = registry.model(fold.record_type)
    changes = [
        Change(label_of(model, path), _in_words(model, path, old, names), _in_words(model, path, new, names))
        for path, old, new in fold.differences()
    ]
    return Rework(fold.entry.at, people.get(fold.entry.actor, fold.entry.actor), fold.reason, changes)


def _in_words(model: type[Record], path: str, value: Any, names: Mapping[str, str]) -> str:
    if _related(model, path) is not None:
        return names.get(value, str(value)) if value else "—"
    return readable(model, path, value)


def _related(model: type[Record], path: str) -> Any:
    """The model that a field refers to; None if it is no reference."""
    columns: dict[str, models.Field[Any, Any]] = {f.name: f for f in model._meta.concrete_fields}
    return columns[path].related_model if path in columns and columns[path].is_relation else None


def _names(folds: Iterable[_Fold]) -> dict[str, str]:
    """Uid → name of every record that a changed field refers or referred to: one query for each type."""
    wanted: dict[Any, set[str]] = {}
    for fold in folds:
        for path, old, new in fold.differences():
            if (related := _related(registry.model(fold.record_type), path)) is not None:
                wanted.setdefault(related, set()).update(filter(None, (old, new)))
    return {found.pk: str(found) for model, uids in wanted.items() for found in model.objects.filter(pk__in=uids)}
