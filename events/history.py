"""The public history of one claim, step by step as the ledger has it, with those who decided under their handles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery

from editorial.choices import Action
from editorial.models import LedgerEntry, User
from events.footnotes import Footnote
from events.models import Claim, Evidence, Ranking, Reply


@dataclass
class Step:
    """One public act: on the claim itself, or on a passage, ranking or reply of it. `at` is when it took effect.

    `who` is the handle of whoever decided; empty where they have none. `quotations`: how many came with a publication.
    """

    entry: LedgerEntry
    at: datetime
    who: str = ""
    ranking: Ranking | None = None
    reply: Reply | None = None
    footnote: Footnote | None = None
    quotations: int = 0

    @property
    def kind(self) -> str:
        """The act in one word, as templates tell them apart: `publish`, `evidence_publish`, `ranking_publish` …"""
        about = self.entry.record_type
        return self.entry.action if about == "claim" else f"{about}_{self.entry.action}"


def of_claim(
    claim: Claim, footnotes: Iterable[Footnote], rankings: Iterable[Ranking], replies: Iterable[Reply]
) -> list[Step]:
    """The steps, oldest first. One query."""
    noted = {note.evidence.pk: note for note in footnotes}
    judged: dict[str, Ranking | Reply] = {row.pk: row for row in rankings}
    judged |= {row.pk: row for row in replies}
    entries = _entries(claim, judged.values())
    steps = [_step(entry, claim, getattr(entry, "handle", None) or "", judged, noted) for entry in entries]
    published = next((step for step in steps if step.kind == "publish"), None)
    together = [step for step in steps if published and step.kind == "evidence_publish" and step.at == published.at]
    if published:
        published.quotations = len(together)
    # Passages, rankings and replies that ended because the claim was superseded are told by that.
    return [step for step in steps if step not in together and not step.kind.endswith("_supersede")]


def _step(
    entry: LedgerEntry, claim: Claim, who: str, parts: Mapping[str, Ranking | Reply], notes: Mapping[str, Footnote]
) -> Step:
    part = parts.get(entry.record_uid)
    step = Step(entry, entry.at, who, footnote=notes.get(entry.record_uid))
    step.ranking = part if isinstance(part, Ranking) else None
    step.reply = part if isinstance(part, Reply) else None
    step.at = _effect(step, claim)
    return step


def _entries(claim: Claim, parts: Iterable[Ranking | Reply]) -> Sequence[LedgerEntry]:
    passages = Evidence.objects.filter(claim=claim.pk).values("pk")
    of = Q(record_type="claim", record_uid=claim.pk) | Q(record_type="evidence", record_uid__in=passages)
    of |= Q(record_type__in=("ranking", "reply"), record_uid__in=[part.pk for part in parts])
    handle = User.objects.filter(uid=OuterRef("actor")).values("handle")[:1]
    return list(LedgerEntry.objects.filter(of, public=True).annotate(handle=Subquery(handle)).order_by("seq"))


def _effect(step: Step, claim: Claim) -> datetime:
    """When the act took effect: what a dossier restored did so before the ledger was told."""
    told = {"publish": claim.published_at, "supersede": claim.ended_at, "retract": claim.ended_at}.get(step.kind)
    part = step.ranking or step.reply or (step.footnote and step.footnote.evidence)
    if step.entry.action == Action.PUBLISH and part:
        told = part.published_at
    return told or step.entry.at
