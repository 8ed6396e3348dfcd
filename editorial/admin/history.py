"""What the ledger tells of one record, for the people who work on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from editorial.forms import label_of
from editorial.ledger import NOTE
from editorial.models import LedgerEntry, Record, User

# More than this is on the ledger's own page.
MOST = 200


@dataclass(frozen=True)
class Line:
    """One entry: the entry itself, who acted, the reason given, and the fields it set as (label, value)."""

    entry: LedgerEntry
    who: str
    reason: str
    fields: list[tuple[str, Any]]


def entries_of(record: Record) -> list[Line]:
    """The newest entries about the record, newest first. Two queries."""
    entries = LedgerEntry.objects.filter(record_type=record.type_name(), record_uid=record.pk)
    newest = list(entries.select_related("payload").order_by("-seq")[:MOST])
    names = names_of({entry.actor for entry in newest})
    return [_line(entry, type(record), names) for entry in newest]


def names_of(uids: set[str]) -> dict[str, str]:
    """User uid → the name by which colleagues know them."""
    return {user.uid: user.handle or user.username for user in User.objects.filter(uid__in=uids)}


def _line(entry: LedgerEntry, model: type[Record], names: dict[str, str]) -> Line:
    fields = shown_fields(entry)
    reason = str(fields.pop(f"{NOTE}reason", ""))
    return Line(
        entry, names.get(entry.actor, entry.actor), reason, [(label_of(model, path), v) for path, v in fields.items()]
    )


def shown_fields(entry: LedgerEntry) -> dict[str, Any]:
    """Path → value of the fields the entry set; those a redaction erased say so."""
    kept: dict[str, dict[str, Any]] = entry.payload.fields
    return {path: told["value"] if "value" in told else _("(erased)") for path, told in sorted(kept.items())}
