"""What a plan would do, as its preview shows it: by section, what is new, what is there already, and what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ctarchive.dossier.load import ORDER
from ctarchive.dossier.plan import Plan, Planned
from editorial import registry
from editorial.admin.records import address
from editorial.choices import PUBLIC_STATES
from editorial.forms import label_of
from editorial.models import Record, Reviewable
from editorial.payload import encode
from events.models import Claim, EntityMatch, Evidence, Ranking
from sources.models import Capture, SourceLink

# Rows of one section that the page shows; the numbers are of all.
SHOWN = 100


@dataclass(frozen=True)
class Row:
    """One record: its line, what it says, the quotations of a claim, what would become of it."""

    line: int
    text: str
    quotes: Sequence[str]
    is_known: bool
    differs: Sequence[str]
    address: str

    @property
    def status(self) -> str:
        return "new" if not self.is_known else "differs" if self.differs else "known"


@dataclass(frozen=True)
class Section:
    """The records of one type."""

    name: str
    rows: Sequence[Row]
    new: int
    known: int
    differing: int

    @property
    def more(self) -> int:
        return self.new + self.known - len(self.rows)


def sections(plan: Plan, user: Any) -> list[Section]:
    """What stands in the plan, type by type. Evidence is shown with its claim, and counted by itself."""
    quotes: dict[str, list[str]] = {}
    for planned in plan.of(Evidence):
        quotes.setdefault(planned.record.claim_id, []).append(planned.record.exact)
    return [found for model in ORDER if (found := _section(plan, model, quotes, user)) is not None]


def _section(plan: Plan, model: Any, quotes: dict[str, list[str]], user: Any) -> Section | None:
    all_of_it = plan.of(model)
    if not all_of_it:
        return None
    differences = {p.record.pk: list(_differences(p)) for p in all_of_it if p.is_known}
    shown = () if model is Evidence else all_of_it[:SHOWN]
    rows = [
        Row(
            planned.line,
            _said(planned.record),
            quotes.get(planned.record.pk, ()),
            planned.is_known,
            differences.get(planned.record.pk, ()),
            address(planned.record) if planned.is_known and _may_see(planned.record, user) else "",
        )
        for planned in shown
    ]
    new = sum(not planned.is_known for planned in all_of_it)
    return Section(
        name=str(model._meta.verbose_name_plural),
        rows=rows,
        new=new,
        known=len(all_of_it) - new,
        differing=sum(bool(names) for names in differences.values()),
    )


def _said(record: Any) -> str:
    """The record in a line."""
    match record:
        case Claim():
            return f"{record.subject} · {record}"
        case Capture():
            return f"{record.source} · {record.filename or record.get_method_display()}"
        case SourceLink() | EntityMatch() | Ranking():
            return f"{record} · {record.reason}"
    return str(record)


def _differences(planned: Planned) -> Iterator[str]:
    """The fields of which the file says otherwise than the archive: loading does not change them."""
    known, given = planned.record, planned.given
    if given is None or known is given:
        return
    for field in known.ledger_fields():
        if not field.editable or field.name in ("captured_at", "headers"):
            continue
        offered = encode(given.column(field.name))
        if offered not in ("", None, []) and offered != encode(known.column(field.name)):
            yield label_of(type(known), field.name)


def _may_see(record: Record, user: Any) -> bool:
    if not isinstance(record, Reviewable) or user.is_editor or record.state in PUBLIC_STATES:
        return True
    return user.uid in (record.author_id, record.submitted_by_id)


def named(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """(address, name) of the records of these types and uids: one question for each type."""
    by_type: dict[str, list[str]] = {}
    for record_type, uid in pairs:
        by_type.setdefault(record_type, []).append(uid)
    found: list[tuple[str, str]] = []
    for record_type, uids in by_type.items():
        rows: Any = registry.model(record_type).objects.filter(pk__in=uids)
        found += [(address(record), str(record)) for record in rows]
    return found
