"""What the page of a bundle shows of each item: the value, its quotations in context, its rivals, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from editorial import comments, policies, usage
from editorial.bundles import Bundle
from editorial.changes import WORKFLOW
from editorial.choices import PUBLIC_STATES, Action, State
from editorial.deciding import Decision, Item, items, why_not
from editorial.forms import label_of, readable
from editorial.models import Comment, LedgerEntry, Reviewable, Revision, User
from editorial.models.revision import AboutARecord
from editorial.registry import model as model_of
from editorial.rework import Rework, since_sent_back
from editorial.told import Change, Teller, names_of
from events import corrections, footnotes
from events.conflicts import effects
from events.corrections import Correction
from events.desk.standing import WouldBe, would_be
from events.facts import Standing
from events.footnotes import Footnote
from events.matching import links
from events.models import Claim, Evidence, Ranking, Reply
from events.protection import Mask

# Code points of context on either side of a quotation.
AROUND = 200
# What the page says elsewhere, or what nobody wrote.
_NOT_LISTED = {
    *WORKFLOW, "author", "created_at", "external_id", "claim", "value_earliest", "value_latest",
    "valid_earliest", "valid_latest", "published_earliest", "published_latest", "record_type", "record_uid",
}  # fmt: skip


@dataclass(frozen=True)
class Quotation:
    """A passage in context; `is_new` if it was added since the claim was last sent back."""

    note: Footnote
    is_new: bool


@dataclass(frozen=True)
class Shown:
    """An item with all that a reviewer decides by. `claim` is the one it is, or speaks of; None for other records."""

    item: Item
    name: str
    why_not: str
    author: str
    submitter: str
    decision: Decision | None
    claim: Claim | None
    correction: Correction | None
    change: Change | None
    quotations: Sequence[Quotation]
    standing: Standing | None
    rivals: Sequence[Claim]
    reworks: Sequence[tuple[Reviewable, Rework]]
    dropped: Sequence[Evidence]
    along: Sequence[Reviewable]
    effects: Sequence[str]
    fields: Sequence[tuple[str, str]]
    comments: Sequence[Comment]

    @property
    def preview(self) -> str:
        """The page that shows what would follow from a merge, or from its end; empty for anything else."""
        return links.preview(self.item.head)

    @property
    def head(self) -> Reviewable:
        return self.item.head

    @property
    def is_claim(self) -> bool:
        return isinstance(self.item.head, Claim)


@dataclass(frozen=True)
class _Known:
    """What was read for all items together, so that the number of queries does not grow with them."""

    names: Mapping[str, str]
    against: Mapping[str, str]
    people: Mapping[str, str]
    claims: Mapping[str, Claim]
    notes: Mapping[str, Footnote]
    standing: WouldBe
    reworks: Mapping[str, Rework]
    dropped: Mapping[str, Sequence[Evidence]]
    effects: Mapping[str, Sequence[str]]
    corrections: Mapping[str, Correction]
    decisions: Mapping[str, Decision]
    comments: Sequence[Comment]


def shown(subject: Reviewable, user: Any, decisions: Mapping[str, Decision] | None = None) -> list[Shown]:
    """The items of the subject's bundle that this user may see; `decisions` are those already made on the page."""
    found = [item for item in items(subject) if may_see(user, item.head)]
    records = [record for item in found for record in item.records if may_see(user, record)]
    reworks = since_sent_back(records)
    known = _Known(
        names=names_of([item.head for item in found]),
        against=why_not(found, user),
        people=_people(records),
        claims=_claims(item.head for item in found),
        notes=_notes(records),
        standing=would_be(subject) if found else WouldBe(),
        reworks=reworks,
        dropped=_dropped(reworks, user),
        effects=_effects([item.head for item in found], user),
        corrections=corrections.of(item.head for item in found if isinstance(item.head, Claim)),
        decisions=decisions or {},
        comments=comments.about(item.head for item in found if item.head.pk != subject.pk),
    )
    return [_shown(item, known, user) for item in found]


def _shown(item: Item, known: _Known, user: Any) -> Shown:
    head = item.head
    claim = known.claims.get(_claim_of(head) or "")
    own = isinstance(head, Claim)
    return Shown(
        item=item,
        name=known.names[head.pk],
        why_not=known.against[head.pk],
        author=known.people.get(head.author_id, ""),
        submitter=known.people.get(head.submitted_by_id or "", ""),
        decision=known.decisions.get(head.pk),
        claim=claim,
        correction=known.corrections.get(head.pk),
        change=_change(head),
        quotations=_quotations(item, known),
        standing=known.standing.standings.get(head.pk),
        rivals=[rival for rival in known.standing.rivals.get(head.pk, ()) if may_see(user, rival)],
        reworks=_reworks(item, known),
        dropped=known.dropped.get(head.pk, ()),
        along=[record for record in item.along if may_see(user, record)],
        effects=known.effects.get(head.pk, ()),
        fields=() if own or isinstance(head, Evidence) else fields_of(head),
        comments=[comment for comment in known.comments if comment.record_uid == head.pk],
    )


def _effects(heads: Sequence[Reviewable], user: Any) -> dict[str, Sequence[str]]:
    """Uid → what a ranking would change, or what a retraction would take."""
    found: dict[str, Sequence[str]] = dict(effects.of_rankings(h for h in heads if isinstance(h, Ranking)))
    for head in heads:
        # A proposal is a bundle by itself: there is one of them at most.
        if isinstance(head, Revision) and head.is_retraction:
            target = head.target()
            own = target.problems_of_ending(Bundle([target])) if isinstance(target, Reviewable) else ()
            found[head.pk] = [*usage.ask().warnings(target, user), *map(str, own)]
    return found


def _change(head: Reviewable) -> Change | None:
    """How a revision changes its field."""
    if not isinstance(head, Revision) or head.is_retraction:
        return None
    teller = Teller(head, [("old", head.old), ("new", head.new)])
    label = label_of(model_of(head.record_type), head.field)
    return Change(label, teller.value("old", head.old), teller.value("new", head.new))


def may_see(user: Any, record: Reviewable) -> bool:
    """What `visible_to` says, of a record that was read already."""
    return user.is_editor or record.state in PUBLIC_STATES or policies.is_own(user, record)


def _reworks(item: Item, known: _Known) -> list[tuple[Reviewable, Rework]]:
    """Of the item's parts only those in which something was changed: they were sent back with it."""
    told = [(record, known.reworks[record.pk]) for record in item.records if record.pk in known.reworks]
    return [(record, rework) for record, rework in told if record.pk == item.head.pk or rework.changes]


def _dropped(reworks: Mapping[str, Rework], user: Any) -> dict[str, list[Evidence]]:
    """Uid of a claim → the passages it had when it was sent back, and that were discarded since. Two queries."""
    gone = Evidence.objects.visible_to(user).filter(claim__in=list(reworks), state=State.DISCARDED)
    found = {row.pk: row for row in gone.select_related("capture__source").defer("capture__text").order_by("start")}
    acts = LedgerEntry.objects.filter(action=Action.DISCARD, record_type="evidence", record_uid__in=list(found))
    at = dict(acts.values_list("record_uid", "at")) if found else {}
    dropped: dict[str, list[Evidence]] = {}
    for row in found.values():
        returned = reworks[row.claim_id].at
        if row.created_at < returned < at[row.pk]:
            dropped.setdefault(row.claim_id, []).append(row)
    return dropped


def _quotations(item: Item, known: _Known) -> list[Quotation]:
    returned = known.reworks.get(item.head.pk)
    notes = [known.notes[record.pk] for record in item.records if record.pk in known.notes]
    return [
        Quotation(note, returned is not None and note.evidence.created_at > returned.at)
        for note in sorted(notes, key=lambda note: (note.evidence.created_at, note.evidence.pk))
    ]


def _claim_of(head: Reviewable) -> str | None:
    if isinstance(head, Claim):
        return head.pk
    return str(head.claim_id) if isinstance(head, Evidence | Ranking | Reply) else None


def _claims(heads: Iterable[Reviewable]) -> dict[str, Claim]:
    """Uid → the claims that the items are or speak of. One query."""
    found = list(heads)
    wanted = {_claim_of(head) for head in found}
    rows = Claim.objects.filter(pk__in=wanted - {None})
    rows = rows.select_related("event", "entity", "value_entity", "attributed_to", "accused")
    return {claim.pk: claim for claim in rows}


def _notes(records: Iterable[Reviewable]) -> dict[str, Footnote]:
    """Uid of a passage → the passage in its context. One query; names of protected people are not hidden here."""
    evidence = Evidence.objects.filter(pk__in=[r.pk for r in records if isinstance(r, Evidence)])
    by_claim = footnotes.of_evidence(evidence, Mask(), AROUND)
    return {note.evidence.pk: note for notes in by_claim.values() for note in notes}


def _people(records: Iterable[Reviewable]) -> dict[str, str]:
    uids = {uid for record in records for uid in (record.author_id, record.submitted_by_id) if uid}
    return dict(User.objects.filter(uid__in=uids).values_list("uid", "username"))


def fields_of(record: Reviewable) -> list[tuple[str, str]]:
    """(label, value in words) of what is filled in; of a proposal what it is about. `_change` has the rest."""
    listed = {path: value for path, value in record.payload().items() if path not in _NOT_LISTED}
    told = [
        (label_of(type(record), path), readable(type(record), path, value))
        for path, value in listed.items()
        if not (isinstance(record, AboutARecord) and path in ("field", "old", "new"))
    ]
    return [*_about(record), *told] if isinstance(record, AboutARecord) else told


def _about(record: AboutARecord) -> list[tuple[str, str]]:
    target = model_of(record.record_type)
    return [
        (str(target._meta.verbose_name), str(record.target())),
        (label_of(type(record), "field"), label_of(target, record.field)),
    ]
