"""Carries a plan out with the verbs, in one transaction: all of a dossier is loaded, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import transaction

from ctarchive.dossier.claims import plan_claims
from ctarchive.dossier.errors import DossierError, Problem
from ctarchive.dossier.files import Parsed, parse
from ctarchive.dossier.plan import Plan, Planned, Planner, is_published
from ctarchive.dossier.sections import plan_judgements, plan_sections_before_claims
from editorial import actions
from editorial.choices import State, Via
from editorial.errors import Refused
from editorial.models import LedgerEntry, Redaction, Reviewable, Revision, User
from editorial.models.revision import AboutARecord
from events.actions import save_entity
from events.models import (
    Claim,
    Entity,
    EntityMatch,
    EntityName,
    Event,
    EventMatch,
    Evidence,
    Identifier,
    Ranking,
    Reply,
)
from sources.actions import preserve
from sources.models import Capture, Publisher, Sighting, Source, SourceLink

# A record is saved after those it refers to.
ORDER = (
    Publisher,
    Source,
    Capture,
    Entity,
    Event,
    Claim,
    Evidence,
    SourceLink,
    EntityMatch,
    EventMatch,
    Ranking,
    Reply,
)
Step = Callable[[int], Any]
TOGETHER = 100  # records are saved at a time, and then told of


@dataclass
class Loaded:
    """How many records of each type were made, were known already, and were published."""

    made: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    published: Counter[str] = field(default_factory=Counter)


def plan_file(path: Path) -> Plan:
    """Read and check a dossier. Raises `DossierError` with every problem; writes nothing."""
    return plan_parsed(parse(path))


def plan_parsed(parsed: Parsed, user: User | None = None) -> Plan:
    """Check a dossier that was read; with a `user`, against what this person may see. Raises `DossierError`."""
    planner = Planner(parsed, user)
    dossier = planner.validate()
    if dossier is not None:
        events = plan_sections_before_claims(planner, dossier)
        plan_claims(planner, dossier, events)
        plan_judgements(planner, dossier)
    return planner.finish()


@transaction.atomic
def carry_out(
    plan: Plan, *, author: User, reviewer: User, publish: bool, via: str = Via.COMMAND, step: Step = lambda _rows: None
) -> Loaded:
    """Save what is new as `author`, and (with `publish`) have `reviewer` publish what the dossier means to be public.

    Raises `DossierError`, with lines, for what cannot be published, else what the verbs raise.
    Then nothing was written.
    """
    return _Loading(plan, author, reviewer, via, step).run(publish)


@transaction.atomic
def load_drafts(plan: Plan, *, author: User, via: str, submit: bool = False) -> Loaded:
    """Save what is new as drafts of `author`, and (with `submit`) hand them in. Raises what the verbs raise.

    Call `only_drafts` before: what a draft cannot be is not saved here.
    """
    loading = _Loading(plan, author, author, via, lambda _rows: None)
    loaded = loading.run(publish=False)
    new = [p.record for p in plan.planned.values() if not p.is_known and isinstance(p.record, Reviewable)]
    if submit and new:
        actions.submit(new, user=author, via=via)
    return loaded


def only_drafts(plan: Plan) -> int:
    """Take out of the plan what cannot be loaded as a draft; returns how many records that were.

    These are the changes of published records, and claims and evidence that have ended, with what is judged of them.
    """
    ended = {
        p.record.pk
        for p in plan.new(Claim, Evidence)
        if p.target in (State.SUPERSEDED, State.RETRACTED)
    }  # fmt: skip
    gone = {p.record.pk for p in plan.new(Revision, Redaction)} | ended
    gone |= {p.record.pk for p in plan.new(Evidence, Ranking, Reply) if p.record.claim_id in ended}
    for planned in plan.new(Claim):
        if planned.record.supersedes_id in ended:
            planned.record.supersedes = None
    for uid in gone:
        del plan.planned[uid]
    return len(gone)


class _Loading:
    def __init__(self, plan: Plan, author: User, reviewer: User, via: str, step: Step) -> None:
        self.plan, self.author, self.reviewer, self.via, self.step = plan, author, reviewer, via, step
        self.loaded = Loaded()
        # Only an empty archive takes over when its records were published; later, a dossier cannot date itself back.
        self.restoring = not LedgerEntry.objects.filter(public=True).exists()

    def run(self, publish: bool) -> Loaded:
        for planned in self.plan.planned.values():
            if planned.is_known:
                self.loaded.known[planned.record.type_name()] += 1
        for model in ORDER:
            for together in self._in_order(model):
                if model is Capture:
                    # As whoever else captures the same bytes locks them: neither waits for one that waits for it.
                    together.sort(key=lambda planned: planned.record.blob_id)
                for start in range(0, len(together), TOGETHER):
                    self._save(model, together[start : start + TOGETHER])
        if publish:
            self._publish()
        return self.loaded

    def _in_order(self, model: type[Any]) -> Iterator[list[Planned]]:
        """New records of a type; one that refers to another of the same type comes after it."""
        waiting = self.plan.new(model)
        unsaved = {p.record.pk for p in waiting}
        while waiting:
            ready = [p for p in waiting if not self._refers_to(p.record) & unsaved]
            if not ready:
                raise Refused([f"Line {waiting[0].line}: these records refer to each other in a circle."])
            yield ready
            unsaved -= {p.record.pk for p in ready}
            waiting = [p for p in waiting if p.record.pk in unsaved]

    @staticmethod
    def _refers_to(record: Any) -> set[str]:
        return {uid for name in ("part_of_id", "supersedes_id") if (uid := getattr(record, name, None))}

    def _save(self, model: type[Any], together: list[Planned]) -> None:
        """Save new records of a type, none of which refers to another of them."""
        for planned in together:
            self._turn_back(planned.record)
        if model is Entity:
            for planned in together:
                self._save_entity(planned)
        elif model is Capture:
            self._preserve(together)
        else:
            actions.create([planned.record for planned in together], user=self.author, via=self.via)
        self.loaded.made[model.type_name()] += len(together)
        self.step(len(together))

    def _preserve(self, together: list[Planned]) -> None:
        sightings = []
        for planned in together:
            planned.record.captured_by = self.author
            looks = planned.parts["sightings"]
            sightings += [Sighting(capture=planned.record, at=at, by=self.author) for at in looks]
        contents = [planned.parts["data"] for planned in together]
        made = [planned.record for planned in together]
        preserve(made, contents, user=self.author, sightings=sightings, via=self.via)

    def _save_entity(self, planned: Planned) -> None:
        record, parts = planned.record, planned.parts
        primary = EntityName(text=record.name, language=parts["language"], script=parts["script"])
        names, identifiers = [primary, *parts["names"]], parts["identifiers"]
        if (first := self._first(record, "names")) is not None:
            # The ledger lists the primary name first.
            names = [EntityName(kind=k, text=t, language=la, script=sc) for k, t, la, sc in first]
            record.name = names[0].text
        if (first := self._first(record, "identifiers")) is not None:
            identifiers = [Identifier(scheme=scheme, value=value) for scheme, value in first]
        save_entity(record, user=self.author, primary=names[0], names=names[1:], identifiers=identifiers, via=self.via)

    def _turn_back(self, record: Any) -> None:
        """A record that was revised begins with its first values: its revisions are applied again after it."""
        for name in {r.field for r in self._revisions(record)} - {*record.PARTS, Revision.STATE}:
            first = next(r for r in self._revisions(record) if r.field == name)
            record.revise(name, first.old)

    def _first(self, record: Any, name: str) -> Any:
        """The first value of a field that was revised; None where it never was."""
        return next((r.old or [] for r in self._revisions(record) if r.field == name), None)

    def _revisions(self, record: Any) -> list[Revision]:
        about = [p for p in self.plan.new(Revision) if p.record.record_uid == record.pk]
        return [p.record for p in sorted(about, key=_moment)]

    # -- publishing --

    def _publish(self) -> None:
        wanted = [p for p in self.plan.planned.values() if is_published(p) and self._may_go_on(p)]
        for moment, group in groupby(sorted(wanted, key=_moment), key=_moment):
            at = moment if self.restoring and moment != _NOW else None
            self._publish_together(list(group), at)
        for planned in wanted:
            if planned.retracted:
                self._retract(planned)
        waiting = [p.record for p in self.plan.planned.values() if p.target == State.IN_REVIEW and self._is_draft(p)]
        actions.submit(waiting, user=self.author, via=self.via)

    def _may_go_on(self, planned: Planned) -> bool:
        record = planned.record
        if isinstance(record, AboutARecord):
            return not planned.is_known
        return isinstance(record, Reviewable) and record.state in (State.DRAFT, State.IN_REVIEW)

    @staticmethod
    def _is_draft(planned: Planned) -> bool:
        return isinstance(planned.record, Reviewable) and planned.record.state == State.DRAFT

    def _publish_together(self, group: list[Planned], at: datetime | None) -> None:
        """Publish what has one moment: first what supersedes nothing, then successors, then what changes the rest."""
        records = [p.record for p in group if not isinstance(p.record, AboutARecord)]
        while records:
            later = _resting_on_successors(records)
            self._decide([r for r in records if r.pk not in later], at)
            records = [r for r in records if r.pk in later]
        for planned in group:
            if isinstance(planned.record, AboutARecord):
                actions.save(planned.record, user=self.author, via=self.via)
                self.loaded.made[planned.record.type_name()] += 1
                self._decide([planned.record], at)

    def _decide(self, records: list[Any], at: datetime | None) -> None:
        drafts = [r for r in records if r.state == State.DRAFT]
        actions.submit(drafts, user=self.author, via=self.via, at=at)
        try:
            published = actions.publish(records, user=self.reviewer, via=self.via, at=at)
        except Refused as refusal:
            raise DossierError(self.plan.name, [self._placed(what, records) for what in refusal.problems]) from refusal
        self.loaded.published.update(done.type_name() for done in published)
        for record in records:
            record.state = State.PUBLISHED
        self.step(len(records))

    def _placed(self, what: str, records: list[Any]) -> Problem:
        """A refusal with the line, and the quotations, of the record that it begins with: its uid is in no file."""
        about = min((r for r in records if r.pk in what), key=lambda r: what.index(r.pk), default=None)
        if about is None:
            return Problem(1, what)
        quoted = ", ".join(f"“{e.exact}”" for e in records if isinstance(e, Evidence) and e.claim_id == about.pk)
        return Problem(self.plan.planned[about.pk].line, f"{what} ({quoted})" if quoted else what)

    def _retract(self, planned: Planned) -> None:
        proposal = actions.propose_retraction(planned.record, reason=planned.retracted, user=self.author, via=self.via)
        actions.publish([proposal], user=self.reviewer, via=self.via)


def _resting_on_successors(records: list[Any]) -> set[str]:
    """The records that replace one of the others, and all that rests on those: their turn comes after."""
    waiting = {r.pk for r in records}
    later = {r.pk for r in records if getattr(r, "supersedes_id", None) in waiting}
    front = set(later)
    while front:
        front = {r.pk for r in records if r.pk not in later and any(t.pk in front for _path, t in r.rests_on())}
        later |= front
    return later


# Stands for "not told"; sorts after every moment.
_NOW = datetime.max.replace(tzinfo=UTC)


def _moment(planned: Planned) -> datetime:
    """When a record was published, as far as the dossier tells."""
    return planned.published_at or _NOW
