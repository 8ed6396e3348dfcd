"""Random verbs by random people on random records, and what must hold after each of them.

A machine of hypothesis makes an archive step by step. Whoever tries may be anybody, and mostly may not: a refusal must
leave nothing behind. What is done must keep what the archive promises, each as a method whose name begins with `holds`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from ctarchive.search import index
from editorial import actions, registry
from editorial.choices import PUBLIC_STATES, Action, State
from editorial.forms import REFUSALS
from editorial.models import LedgerEntry, Redaction, Reviewable, Revision, User
from editorial.verifying import EVERYTHING
from events import verifying as events_verifying
from events.actions import (
    correct,
    match,
    move,
    propose_ranking,
    publish_bundle,
    quote,
    reply,
    save_entity,
    submit_bundle,
)
from events.choices import EntityKind, EventKind, Judgement, Rank, ReplyCapacity, Stance
from events.models import Claim, Entity, Event
from events.quote_errors import QuoteError
from sources.actions import capture
from sources.choices import LinkKind
from sources.models import Source, SourceLink
from tests import factories as make

WHO = ("manager", "writer", "reviewer", "second_manager", "contributor", "administrator", "outsider")
# After so many verbs that were done, everything is verified; what is cheap to see, after each.
EVERY = 10
# From which state which others can be reached, in one step.
STEPS = {
    State.DRAFT: {State.IN_REVIEW, State.DISCARDED},
    State.IN_REVIEW: {State.DRAFT, State.PUBLISHED},
    State.PUBLISHED: {State.SUPERSEDED, State.RETRACTED},
    State.SUPERSEDED: set(),
    State.RETRACTED: set(),
    State.DISCARDED: set(),
}
SAID = ("The meeting of 3 May 2018", "a joint plan", "Twelve officers", "Colonel Farid Nazarov", "no such words")
DATES = ("2018-05-03", "2018-05-03/2018-05-04", "2018-06", "2018-05-31/2018-05-01", "soon")
WORKFLOW = {"state", "submitted_by", "submitted_at", "reviewed_by", "published_at", "ended_at", "version"}

who = st.sampled_from(WHO)
# Which of the records at hand: counted from the newest, for what is new is what the next verbs are about.
which = st.integers(0, 30)


class Workflow(RuleBasedStateMachine):
    """An archive in which anybody tries anything."""

    begun = tried = refused = held = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).begun += 1
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.people = {name: make.user(name) for name in WHO}
        self.moments: list[tuple[datetime, frozenset[str]]] = []
        self.before: dict[str, Reviewable] = {}

    def teardown(self) -> None:
        try:
            self.holds_together()
            self.holds_moments()
        finally:
            self.leave()

    def leave(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        """A published event that others may add to, and what it rests on."""
        make.published_event()
        make.publish(make.entity(kind=EntityKind.PLACE), make.entity())
        self.before = standing()

    # -- what anybody may try ------------------------------------------------------------------------------------------

    @rule(
        by=who, title=st.sampled_from(["A visit", "A session", ""]), kind=st.sampled_from([*EventKind.values, "feast"])
    )
    def save_event(self, by: str, title: str, kind: str) -> None:
        self.attempt(by, lambda user: actions.save(Event(title=title, kind=kind), user=user))

    @rule(by=who, kind=st.sampled_from([EntityKind.PLACE, EntityKind.PUBLIC_BODY, EntityKind.PERSON]))
    def save_entity(self, by: str, kind: str) -> None:
        self.attempt(by, lambda user: save_entity(Entity(name=f"Office {kind}", kind=kind), user=user))

    @rule(by=who, number=st.integers(0, 3))
    def capture(self, by: str, number: int) -> None:
        text = f"{make.TEXT}\n\nEdition {number}.".encode()
        self.attempt(by, lambda user: capture(text, user=user))

    @rule(
        by=who,
        at=which,
        says=st.sampled_from(["date", "place", "participant", "feast"]),
        day=st.sampled_from(DATES),
        value=which,
    )
    def claim(self, by: str, at: int, says: str, day: str, value: int) -> None:
        event = self.pick(at, Event)
        said: dict[str, Any] = {"value_edtf": day} if says == "date" else {"value_entity": self.pick(value, Entity)}
        if says == "participant":
            said["role"] = "attendee"
        self.attempt(by, lambda user: actions.save(Claim(event=event, property=says, **said), user=user))

    @rule(by=who, at=which, of=which, exact=st.sampled_from(SAID), stance=st.sampled_from(list(Stance)))
    def quote(self, by: str, at: int, of: int, exact: str, stance: Stance) -> None:
        claim, source = self.pick(at, Claim), self.pick(of, Source)
        capture = source.captures.order_by("created_at", "pk").first()
        if capture is not None:
            self.attempt(by, lambda user: quote(claim, capture, exact, stance=stance, user=user))

    @rule(by=who, at=which, seen=st.booleans())
    def edit(self, by: str, at: int, seen: bool) -> None:
        event = self.pick(at, Event)
        version = event.version if seen else event.version - 1
        event.title = f"{event.title[:40]} again"
        self.attempt(by, lambda user: actions.save(event, user=user, expected_version=version))

    @rule(by=who, at=which)
    def submit(self, by: str, at: int) -> None:
        record = self.pick(at, state=State.DRAFT)
        self.attempt(by, lambda user: actions.submit([record], user=user))

    @rule(by=who, at=which)
    def submit_bundle(self, by: str, at: int) -> None:
        event = self.pick(at, Event)
        self.attempt(by, lambda user: submit_bundle(event, user=user))

    @rule(by=who, at=which)
    def publish_bundle(self, by: str, at: int) -> None:
        event = self.pick(at, Event)
        self.attempt(by, lambda user: publish_bundle(event, user=user))

    @rule(by=who, at=which, also=which)
    def publish(self, by: str, at: int, also: int) -> None:
        records = {r.pk: r for r in (self.pick(n, state=State.IN_REVIEW) for n in (at, also))}
        self.attempt(by, lambda user: actions.publish(list(records.values()), user=user))

    @rule(by=who, at=which)
    def publish_anything(self, by: str, at: int) -> None:
        record = self.pick(at)
        self.attempt(by, lambda user: actions.publish([record], user=user))

    @rule(by=who, at=which, reason=st.sampled_from(["Look once more.", " "]))
    def send_back(self, by: str, at: int, reason: str) -> None:
        record = self.pick(at, state=State.IN_REVIEW)
        self.attempt(by, lambda user: actions.send_back([record], reason=reason, user=user))

    @rule(by=who, at=which)
    def discard(self, by: str, at: int) -> None:
        record = self.pick(at)
        self.attempt(by, lambda user: actions.discard([record], user=user))

    @rule(by=who, at=which, day=st.sampled_from(DATES))
    def correct(self, by: str, at: int, day: str) -> None:
        claim = self.pick(at, Claim)
        self.attempt(by, lambda user: correct(claim, value_edtf=day, reason="Read again.", user=user))

    @rule(by=who, at=which, to=which)
    def move(self, by: str, at: int, to: int) -> None:
        claim, event = self.pick(at, Claim), self.pick(to, Event)
        self.attempt(by, lambda user: move([claim], event, reason="It was the other day.", user=user))

    @rule(by=who, at=which, rank=st.sampled_from(list(Rank)))
    def rank(self, by: str, at: int, rank: Rank) -> None:
        claim = self.pick(at, Claim)
        self.attempt(by, lambda user: propose_ranking(claim, rank, reason="A better source.", user=user))

    @rule(by=who, at=which)
    def reply(self, by: str, at: int) -> None:
        claim = self.pick(at, Claim)
        said: dict[str, Any] = {
            "name": "The press office",
            "capacity": ReplyCapacity.CONCERNED,
            "received": "2026-01-02",
        }
        self.attempt(by, lambda user: reply(claim, "It was not so.", user=user, **said))

    @rule(
        by=who,
        left=which,
        right=which,
        kind=st.sampled_from([Event, Entity]),
        judgement=st.sampled_from(list(Judgement)),
    )
    def match(self, by: str, left: int, right: int, kind: Any, judgement: Judgement) -> None:
        one, other = self.pick(left, kind), self.pick(right, kind)
        self.attempt(by, lambda user: match(one, other, judgement, reason="The same.", user=user))

    @rule(by=who, copy=which, original=which, kind=st.sampled_from([LinkKind.REPUBLISHES, LinkKind.CITES]))
    def link(self, by: str, copy: int, original: int, kind: LinkKind) -> None:
        made = SourceLink(
            source=self.pick(copy, Source), target=self.pick(original, Source), kind=kind, reason="Word for word."
        )
        self.attempt(by, lambda user: actions.save(made, user=user))

    @rule(by=who, at=which)
    def propose_retraction(self, by: str, at: int) -> None:
        record = self.pick(at, state=State.PUBLISHED)
        self.attempt(by, lambda user: actions.propose_retraction(record, reason="It was withdrawn.", user=user))

    @rule(
        by=who,
        at=which,
        field=st.sampled_from(["title", "summary", "kind", "state", "part_of", "version"]),
        new=st.sampled_from(["Renamed", "meeting", "retracted", "draft", None]),
    )
    def propose_revision(self, by: str, at: int, field: str, new: str | None) -> None:
        event = self.pick(at, Event)
        self.attempt(
            by, lambda user: actions.propose_revision(event, field=field, new=new, reason="Clearer.", user=user)
        )

    @rule(by=who, at=which, span=st.sampled_from([None, (0, 2), (3, 5000)]))
    def propose_redaction(self, by: str, at: int, span: tuple[int, int] | None) -> None:
        event = self.pick(at, Event)
        self.attempt(
            by, lambda user: actions.propose_redaction(event, field="title", span=span, reason="A name.", user=user)
        )

    # -- one step ------------------------------------------------------------------------------------------------------

    def pick(self, number: int, kind: type[Any] = Reviewable, state: State | None = None) -> Any:
        """One of the records there are, fresh; of this state, where there is any."""
        kin = [r for r in self.before.values() if isinstance(r, kind)]
        found = [r for r in kin if r.state == state] or kin
        chosen = found[-1 - number % len(found)]
        return type(chosen).objects.get(pk=chosen.pk)

    def attempt(self, by: str, verb: Callable[[User], Any]) -> None:
        """Try it: refused, it leaves nothing; done, all promises hold."""
        type(self).tried += 1
        entries = LedgerEntry.objects.count()
        try:
            verb(self.people[by])
        except (*REFUSALS, QuoteError):
            type(self).refused += 1
            assert LedgerEntry.objects.count() == entries
            after = standing()
            assert versions(after) == versions(self.before)
            type(self).held += 1
            return
        after = standing()
        self.holds_who(by, entries)
        self.look(self.holds_steps, after)
        self.look(self.holds_moments_of_records, after)
        self.look(self.holds_four_eyes, after)
        self.look(self.holds_ground, after)
        self.look(self.holds_statements, after)
        self.look(self.holds_promise, after)
        self.before = after
        self.moments.append((timezone.now(), public(after.values())))
        if len(self.moments) % EVERY == 0:
            self.holds_together()

    def look(self, invariant: Callable[[Mapping[str, Reviewable]], None], after: Mapping[str, Reviewable]) -> None:
        invariant(after)
        type(self).held += 1

    def holds_who(self, by: str, entries: int) -> None:
        """Whoever has no part in editing writes nothing, and each entry names who did it."""
        written = LedgerEntry.objects.filter(seq__gte=entries)
        assert {entry.actor for entry in written} <= {self.people[by].uid}
        assert by not in ("outsider", "administrator") or not written

    def holds_steps(self, after: Mapping[str, Reviewable]) -> None:
        """Nothing disappears, new records are drafts (or proposals in review), and states change along their ways."""
        assert set(self.before) <= set(after)
        for uid, record in after.items():
            old = self.before.get(uid)
            if old is None:
                assert record.state in (State.DRAFT, State.IN_REVIEW)
            elif old.state != record.state:
                assert State(record.state) in STEPS[State(old.state)], (record, old.state, record.state)

    def holds_moments_of_records(self, after: Mapping[str, Reviewable]) -> None:
        """What is public tells since when and by whom, what is no more tells until when, and nothing else does."""
        for record in after.values():
            is_public = record.state in PUBLIC_STATES
            assert (record.published_at is not None) == (record.reviewed_by_id is not None) == is_public, record
            assert (record.ended_at is not None) == (is_public and record.state != State.PUBLISHED), record
            if record.published_at and record.ended_at:
                assert record.published_at <= record.ended_at, record

    def holds_ground(self, after: Mapping[str, Reviewable]) -> None:
        """What was published in this step rests on nothing that is not public; a proposal alone may have ended that."""
        for uid, record in after.items():
            if record.state == State.PUBLISHED and self.state_before(uid) != State.PUBLISHED:
                may_be = PUBLIC_STATES if isinstance(record, Revision | Redaction) else {State.PUBLISHED}
                grounds = [after[target.pk] for _path, target in record.rests_on()]
                assert {ground.state for ground in grounds} <= set(may_be), (record, grounds)

    def holds_promise(self, after: Mapping[str, Reviewable]) -> None:
        """Every published claim has a published passage that supports it; every quotation is its slice of the text."""
        walks = (events_verifying.promise, events_verifying.quotations)
        assert [str(finding) for walk in walks for finding in walk(lambda rows: None, EVERYTHING)] == []

    def state_before(self, uid: str) -> str | None:
        return getattr(self.before.get(uid), "state", None)

    def holds_four_eyes(self, after: Mapping[str, Reviewable]) -> None:
        """Whoever published a record neither wrote, edited nor submitted it."""
        for record in after.values():
            if record.state not in PUBLIC_STATES:
                continue
            hands = LedgerEntry.objects.filter(
                record_uid=record.pk, action__in=(Action.CREATE, Action.EDIT, Action.SUBMIT)
            ).values_list("actor", flat=True)
            assert record.reviewed_by_id not in set(hands), record

    def holds_statements(self, after: Mapping[str, Reviewable]) -> None:
        """What is public says what it said, unless a revision or a redaction was published in this very step."""
        decided = [r for uid, r in after.items() if r.state != self.state_before(uid)]
        if any(isinstance(r, Redaction) or (isinstance(r, Revision) and not r.is_retraction) for r in decided):
            return
        for uid, old in self.before.items():
            if old.state in PUBLIC_STATES:
                was, now = old.payload(), after[uid].payload()
                assert {k for k in {**was, **now} if was.get(k) != now.get(k)} <= WORKFLOW, (old, was, now)

    def holds_together(self) -> None:
        """Ledger, records, quotations, facts and search index agree."""
        assert make.findings() == []
        assert list(index.verify()) == []
        type(self).held += 1

    def holds_moments(self) -> None:
        """The archive as it stood after each step is what was public then."""
        for at, was in self.moments:
            then = {r.pk for model in models() for r in model.objects.published(at)}
            assert then == was
            type(self).held += 1


def models() -> Sequence[type[Reviewable]]:
    return list(registry.reviewable_types().values())


def standing() -> dict[str, Reviewable]:
    """Every record that has a review, oldest first."""
    rows = [row for model in models() for row in model.objects.all()]
    return {row.pk: row for row in sorted(rows, key=lambda row: (row.created_at, row.pk))}


def versions(records: Mapping[str, Reviewable]) -> dict[str, tuple[str, int]]:
    return {uid: (record.state, record.version) for uid, record in records.items()}


def public(records: Iterable[Reviewable]) -> frozenset[str]:
    return frozenset(record.pk for record in records if record.state == State.PUBLISHED)
