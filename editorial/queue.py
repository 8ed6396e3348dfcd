"""What waits for a person: to be decided on, to be finished, to be mended. A constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from editorial import policies, registry
from editorial.choices import Action, State
from editorial.ledger import NOTE
from editorial.models import LedgerEntry, Reviewable
from editorial.parts import owner_paths, without_texts

# No more than this of each type is read, and no more groups than this are shown.
MOST = 200


@dataclass
class Group:
    """Records of one subject: the subject, how many there are of each type, since when, and what was said of them."""

    subject: Reviewable
    since: datetime | None
    counts: Counter[str] = field(default_factory=Counter)
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Queue:
    """The three lists, each oldest first."""

    waiting: Sequence[Group]
    sent_back: Sequence[Group]
    drafts: Sequence[Group]

    def __bool__(self) -> bool:
        return bool(self.waiting or self.sent_back or self.drafts)


def queue(user: Any) -> Queue:
    """What waits for this user: what is in review and theirs to decide on, their drafts."""
    rows = [row for model in registry.reviewable_types().values() for row in _rows(model, user)]
    waiting = [r for r in rows if r.state == State.IN_REVIEW and policies.may(user, "publish", r)]
    drafts = [r for r in rows if r.state == State.DRAFT]
    returned = [r for r in drafts if r.submitted_at is not None]
    reasons = _reasons(returned)
    return Queue(
        waiting=_grouped(waiting),
        sent_back=_grouped(returned, reasons),
        drafts=_grouped([r for r in drafts if r.submitted_at is None]),
    )


def _rows(model: type[Reviewable], user: Any) -> Iterable[Reviewable]:
    """In review, by anybody; drafts, by the user. Joined with what names them and their owners: one query."""
    joined = {*model.RESTS_ON, *owner_paths(model)}
    rows = model.objects.filter(Q(state=State.IN_REVIEW) | Q(state=State.DRAFT, author=user))
    rows = rows.visible_to(user).select_related(*joined) if joined else rows.visible_to(user)
    return rows.defer(*without_texts(model)).order_by("created_at", "pk")[:MOST]


def subject_of(record: Reviewable) -> Reviewable:
    """What the record is a part of in the end: its owner's owner, or itself."""
    for step in record.OWNER:
        owner = getattr(record, step)
        if owner is not None:
            return subject_of(owner)
    return record


def _grouped(rows: Iterable[Reviewable], reasons: dict[str, str] | None = None) -> list[Group]:
    groups: dict[str, Group] = {}
    for row in rows:
        subject = subject_of(row)
        since = row.submitted_at if row.state == State.IN_REVIEW else row.created_at
        group = groups.setdefault(subject.pk, Group(subject, since))
        group.counts[str(row._meta.verbose_name)] += 1
        group.since = min(filter(None, (group.since, since)), default=None)
        reason = (reasons or {}).get(row.pk, "")
        if reason and reason not in group.reasons:
            group.reasons.append(reason)
    return sorted(groups.values(), key=lambda group: (str(group.since), group.subject.pk))[:MOST]


def _reasons(records: Sequence[Reviewable]) -> dict[str, str]:
    """Uid → the reason of the latest sending back."""
    if not records:
        return {}
    entries = LedgerEntry.objects.filter(action=Action.SEND_BACK, record_uid__in=[r.pk for r in records])
    told: dict[str, str] = {}
    for entry in entries.select_related("payload").order_by("seq"):
        told[entry.record_uid] = str(entry.payload.fields.get(f"{NOTE}reason", {}).get("value", ""))
    return told
