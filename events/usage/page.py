"""What the page of a record's use shows, and the warnings that a retraction form repeats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial import registry, usage
from editorial.choices import State
from editorial.forms import label_of
from editorial.models import Record, Reviewable
from events.choices import Stance
from events.models import Claim, Evidence
from events.usage.claims import BARE, ENDS, FATES, KEEPS, OPEN, PART, Using, leading_to

NAMED = ("event", "entity", "value_entity", "attributed_to", "accused")
# Of each other type no more than this are named.
MOST = 20


@dataclass(frozen=True)
class Row:
    """A claim, how it rests on the record, its passages from it, and its fate; empty for what has ended."""

    claim: Claim
    how: Sequence[str]
    passages: Sequence[Evidence]
    others: int
    fate: str

    @property
    def fate_label(self) -> str:
        return str(FATES[self.fate]) if self.fate and self.fate != OPEN else ""


@dataclass(frozen=True)
class Others:
    """Records of another type that rest on it: the first of them, and how many there are."""

    label: str
    records: Sequence[Reviewable]
    count: int


def may_have(record: Record) -> bool:
    """Whether claims can rest on a record of this type."""
    using = Using(record, None)
    return not isinstance(record, Claim | Evidence) and bool(using.named or using.quoted)


def rows(using: Using, claims: Iterable[Claim]) -> list[Row]:
    """The claims of one page as rows. Two queries."""
    claims = list(claims)
    uids = [claim.pk for claim in claims]
    passages: dict[str, list[Evidence]] = {}
    for one in (
        using.evidence.filter(claim__in=uids)
        .order_by("capture", "start")
        .only("pk", "claim", "exact", "state", "stance")
    ):
        passages.setdefault(one.claim_id, []).append(one)
    supporting = Evidence.objects.published().filter(claim__in=uids, stance=Stance.SUPPORTS)
    total: dict[str, int] = {}
    for uid in supporting.values_list("claim", flat=True):
        total[uid] = total.get(uid, 0) + 1
    return [_row(using, claim, passages.get(claim.pk, []), total.get(claim.pk, 0)) for claim in claims]


def _row(using: Using, claim: Claim, passages: Sequence[Evidence], total: int) -> Row:
    paths = [path for path in using.named if claim.column(path) == using.record.pk]
    how = [str(claim.get_property_display()) if path == "value_entity" else label_of(Claim, path) for path in paths]
    ours = sum(one.state == State.PUBLISHED and one.stance == Stance.SUPPORTS for one in passages)
    rests = any(one.state == State.PUBLISHED for one in passages)
    return Row(claim, how, passages, total - ours, _fate(using, claim, paths, ours == total > 0, rests))


def _fate(using: Using, claim: Claim, paths: Sequence[str], is_last: bool, rests: bool) -> str:
    """The same as `Using.of` says of many."""
    if claim.state in (State.DRAFT, State.IN_REVIEW):
        return OPEN
    if claim.state != State.PUBLISHED:
        return ""
    if paths:
        return ENDS if set(paths) & set(using.about) else PART
    return BARE if is_last else KEEPS if rests else ""


def others(record: Record, user: Any) -> list[Others]:
    """What else rests on it, or is made of it: links, matches, sources of a publisher. Two queries a type."""
    target, found = type(record), []
    parts = {model for model, _step in usage.part_types(Claim)} | {Claim}
    for model in registry.reviewable_types().values():
        paths = (*usage.paths(model, target), *usage.references(model, target)) if model not in parts else ()
        if not paths:
            continue
        rows: Any = model.objects.visible_to(user).exclude(state=State.DISCARDED)
        rows = rows.filter(leading_to(record, paths)).order_by("created_at", "pk")
        # Without a name, Django would follow every reference there is.
        rows = rows.select_related(*model.RESTS_ON) if model.RESTS_ON else rows
        if count := rows.count():
            found.append(Others(str(model._meta.verbose_name_plural), list(rows[:MOST]), count))
    return found


def sentences(counts: dict[str, int]) -> list[str]:
    """What would follow from a retraction, one sentence for each thing."""
    told = (
        (ENDS, ngettext("%(n)d published claim ends with it.", "%(n)d published claims end with it.", counts[ENDS])),
        (BARE, ngettext(
            "%(n)d published claim would lose its last evidence: retract or correct it first.",
            "%(n)d published claims would lose their last evidence: retract or correct them first.", counts[BARE],
        )),
        (PART, ngettext(
            "%(n)d published claim names it as value or attribution: retract or correct it first.",
            "%(n)d published claims name it as value or attribution: retract or correct them first.", counts[PART],
        )),
        (KEEPS, ngettext(
            "%(n)d published claim quotes it and keeps other evidence: retract its passage first.",
            "%(n)d published claims quote it and keep other evidence: retract their passages first.", counts[KEEPS],
        )),
    )  # fmt: skip
    return [text % {"n": counts[fate]} for fate, text in told if counts[fate]]


class Answers(usage.Asked):
    """Answers the pages of records."""

    def address(self, record: Record) -> str:
        return reverse("usage:page", args=[record.pk]) if may_have(record) else ""

    def warnings(self, record: Record, user: Any) -> Sequence[str]:
        if not may_have(record):
            return ()
        counts = Using(record, user).counts()
        told = sentences(counts)
        return told or [_("No published claim rests on it.")]


usage.register(Answers())
