"""What the ledger tells of one record, for the people who work on it: each act, and how any two states differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from editorial.ledger import NOTE
from editorial.models import LedgerEntry, Record, User
from editorial.told import ERASED, Change, State, Teller, pairs_of

# More than this is on the ledger's own page.
MOST = 200


@dataclass(frozen=True)
class Line:
    """One entry: the entry itself, who acted, the reason given, and what it changed."""

    entry: LedgerEntry
    who: str
    reason: str
    changes: Sequence[Change]


@dataclass(frozen=True)
class Comparison:
    """Two states of the record, each as it was after an entry, and how they differ."""

    first: LedgerEntry
    second: LedgerEntry
    changes: Sequence[Change]


@dataclass(frozen=True)
class History:
    """The newest entries, newest first; how many there are; the two that are chosen; their comparison, if asked for."""

    lines: Sequence[Line]
    count: int
    chosen: tuple[int | None, int | None]
    comparison: Comparison | None

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.lines)


def history_of(record: Record, asked: Mapping[str, str] | None = None) -> History:
    """The record's history; `asked` may name two entries, `from` and `to`, to be compared.

    Two queries, and one for each type of record or person that a changed field refers to.
    """
    entries = LedgerEntry.objects.filter(record_type=record.type_name(), record_uid=record.pk)
    walked = list(entries.select_related("payload").order_by("seq"))
    after = _states(walked)
    before = dict(zip(after, [{}, *after.values()], strict=False))
    shown = walked[-MOST:]
    first, second = _chosen(walked, asked or {})
    compared = [(after[first.seq], after[second.seq])] if first and second and asked else []
    teller = Teller(record, pairs_of([*((before[e.seq], after[e.seq]) for e in shown), *compared]))
    people = names_of({entry.actor for entry in shown})
    lines = [
        Line(
            entry,
            people.get(entry.actor, entry.actor),
            str(shown_fields(entry).get(f"{NOTE}reason", "")),
            teller.changes(before[entry.seq], after[entry.seq]),
        )
        for entry in reversed(shown)
    ]
    comparison = Comparison(first, second, teller.changes(*compared[0])) if first and second and compared else None
    chosen = (first.seq if first else None, second.seq if second else None)
    return History(lines, len(walked), chosen, comparison)


def _states(entries: Sequence[LedgerEntry]) -> dict[int, State]:
    """Number of an entry → every field of the record as it was after it."""
    state: dict[str, Any] = {}
    states: dict[int, State] = {}
    for entry in entries:
        fields = {path: told.get("value", ERASED) for path, told in entry.payload.fields.items()}
        state = state | {path: value for path, value in fields.items() if not path.startswith(NOTE)}
        states[entry.seq] = state
    return states


def _chosen(entries: Sequence[LedgerEntry], asked: Mapping[str, str]) -> tuple[LedgerEntry | None, LedgerEntry | None]:
    """The two entries asked for, the older first; else the newest and the one before it."""
    by_number = {str(entry.seq): entry for entry in entries}
    newest = [entries[-2] if len(entries) > 1 else None, entries[-1] if entries else None]
    pair = [by_number.get(asked.get(name, ""), entry) for name, entry in zip(("from", "to"), newest, strict=True)]
    first, second = pair
    return (second, first) if first and second and first.seq > second.seq else (first, second)


def names_of(uids: set[str]) -> dict[str, str]:
    """User uid → the name by which colleagues know them."""
    return {user.uid: user.handle or user.username for user in User.objects.filter(uid__in=uids)}


def shown_fields(entry: LedgerEntry) -> dict[str, Any]:
    """Path → value of the fields the entry set; those a redaction erased say so."""
    kept: dict[str, dict[str, Any]] = entry.payload.fields
    return {path: told["value"] if "value" in told else _("(erased)") for path, told in sorted(kept.items())}
