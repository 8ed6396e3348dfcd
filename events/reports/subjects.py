"""What can be reported on: every record that has a public page, as the public reads its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from editorial.choices import State
from editorial.models import Record, Reviewable
from events import headings, protection
from events.models import Claim, Entity, Event
from events.reading import NAMED
from events.veil import veil
from sources.models import Publisher, Source

TYPES: dict[str, type[Any]] = {model.type_name(): model for model in (Event, Entity, Claim, Source, Publisher)}


@dataclass(frozen=True)
class Subject:
    """A public record with its name, protected people hidden; without one where it was retracted."""

    record: Any
    name: str

    @property
    def url(self) -> str:
        return str(self.record.get_absolute_url())

    @property
    def kind(self) -> str:
        return str(self.record._meta.verbose_name)

    @property
    def takes_replies(self) -> bool:
        return isinstance(self.record, Claim) and self.record.state == State.PUBLISHED


def find(record_type: str, uid: str) -> Subject | None:
    """The record at which this points, if the public may know of it. Two queries."""
    return found([(record_type, uid)]).get(uid)


def found(wanted: Iterable[tuple[str, str]]) -> dict[str, Subject]:
    """Uid → subject, for (type, uid) pairs. One query for each type, and one for what is hidden."""
    of: dict[str, list[str]] = {}
    for record_type, uid in wanted:
        of.setdefault(record_type, []).append(uid)
    rows = [row for name, uids in of.items() if name in TYPES for row in _rows(TYPES[name], uids)]
    mask = protection.load() if rows else protection.Mask()
    veil(mask, *rows)
    for row in rows:
        if isinstance(row, Claim):
            veil(mask, *(getattr(row, name) for name in NAMED))
    return {row.pk: Subject(row, _name(row)) for row in rows}


def _rows(model: type[Any], uids: list[str]) -> Iterable[Record]:
    known = model.objects
    rows = known.once_published() if issubclass(model, Reviewable) else known.published()
    rows = rows.filter(pk__in=uids)
    # Without a name, Django would follow every reference there is.
    return rows.select_related(*NAMED) if model is Claim else rows


def _name(record: Any) -> str:
    if getattr(record, "state", "") == State.RETRACTED:
        return _("a record that was retracted (%(uid)s)") % {"uid": record.pk}
    if isinstance(record, Claim):
        return headings.sentence(record)
    return str(getattr(record, "display_name", "") or getattr(record, "title", "") or getattr(record, "name", ""))
