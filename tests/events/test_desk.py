"""The review desk: taking a review, the queue, deciding on a bundle piece by piece."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from editorial import actions, deciding, desk, guard
from editorial.choices import State
from editorial.deciding import ACCEPT, BACK, Decision, Item
from editorial.errors import FourEyes, Frozen, NotAllowed, ReasonRequired, Refused, WrongState
from editorial.models import LedgerEntry, Reviewable, ReviewClaim
from events.actions import quote, submit_bundle
from events.choices import Rank
from events.models import Claim, Entity, Event, Ranking
from tests import factories as make

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=timezone.get_default_timezone())


def event_in_review(claims: int = 2) -> Event:
    """A new event with claims, each quoted from one new source."""
    event, source = make.event(), make.source()
    for _ in range(claims):
        make.evidence(make.claim(event), source)
    submit_bundle(event, user=make.user("writer"))
    event.refresh_from_db()
    return event


def seen(subject: Reviewable) -> dict[str, int]:
    return {record.pk: record.version for item in deciding.items(subject) for record in item.together}


def decide(subject: Reviewable, decisions: dict[str, Decision], by: str = "reviewer") -> deciding.Outcome:
    return deciding.decide(subject, decisions, was_seen=seen(subject), user=make.user(by))


def claims_of(subject: Event | Entity) -> list[Claim]:
    return list(subject.claims.order_by("created_at", "pk"))


def state(record: Reviewable) -> str:
    return str(type(record).objects.get(pk=record.pk).state)


# -- taking a review ---------------------------------------------------------------------------------------------------


def test_a_review_is_taken_and_given_back() -> None:
    event = event_in_review()
    claim = desk.take(event, user=make.user("reviewer"), at=NOON)
    assert claim.expires_at == NOON + desk.HOLD
    with pytest.raises(WrongState, match="taken by reviewer"):
        desk.take(event, user=make.user("manager"), at=NOON + timedelta(hours=1))
    desk.release(event, user=make.user("reviewer"), at=NOON + timedelta(hours=1))
    assert desk.take(event, user=make.user("manager"), at=NOON + timedelta(hours=1)).user.username == "manager"


def test_a_taken_review_runs_out_and_is_taken_over() -> None:
    event = event_in_review()
    desk.take(event, user=make.user("reviewer"), at=NOON)
    assert set(desk.holders([event], NOON + timedelta(minutes=119))) == {event.pk}
    assert desk.holders([event], NOON + desk.HOLD) == {}
    desk.take(event, user=make.user("manager"), at=NOON + desk.HOLD)
    with pytest.raises(WrongState, match="taken by manager"):
        desk.require_free(event, user=make.user("reviewer"), at=NOON + desk.HOLD)


def test_who_has_a_review_can_keep_it_for_longer() -> None:
    event, reviewer = event_in_review(), make.user("reviewer")
    desk.take(event, user=reviewer, at=NOON)
    desk.take(event, user=reviewer, at=NOON + timedelta(hours=1))
    assert set(desk.holders([event], NOON + timedelta(hours=2, minutes=30))) == {event.pk}
    assert ReviewClaim.objects.count() == 1


def test_nobody_gives_back_what_another_has_taken() -> None:
    event = event_in_review()
    desk.take(event, user=make.user("reviewer"))
    desk.release(event, user=make.user("manager"))
    assert set(desk.holders([event])) == {event.pk}


@pytest.mark.parametrize(
    ("name", "error"), [("writer", FourEyes), ("contributor", NotAllowed), ("outsider", NotAllowed)]
)
def test_only_who_may_decide_takes_a_review(name: str, error: type[Exception]) -> None:
    event = event_in_review()
    with pytest.raises(error):
        desk.take(event, user=make.user(name))
    assert not ReviewClaim.objects.exists()


def test_what_is_not_in_review_is_not_taken() -> None:
    with pytest.raises(WrongState, match="Nothing of this"):
        desk.take(make.event(), user=make.user("reviewer"))


def test_a_taken_review_is_written_by_the_desk_alone() -> None:
    claim = desk.take(event_in_review(), user=make.user("reviewer"))
    with pytest.raises(Frozen):
        claim.save()
    with pytest.raises(Frozen):
        ReviewClaim.objects.all().delete()
    assert not guard._writing.get()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_a_review_at_once_one_has_it() -> None:
    event = event_in_review()
    who = [make.user(name) for name in ("reviewer", "manager", "second_manager")]
    outcomes = make.at_once(*[lambda u=u: desk.take(event, user=u) for u in who])
    assert [type(outcome) for outcome in outcomes].count(ReviewClaim) == 1
    assert [type(outcome) for outcome in outcomes].count(WrongState) == 2


# -- the queue ---------------------------------------------------------------------------------------------------------


def test_the_queue_shows_each_bundle_once_the_oldest_first_and_who_has_it() -> None:
    first, second = event_in_review(), event_in_review()
    desk.take(second, user=make.user("reviewer"))
    rows = [waiting for waiting in desk.bundles(make.user("manager")) if isinstance(waiting.subject, Event)]
    assert [waiting.subject for waiting in rows] == [first, second]
    assert rows[0].counts == {"event": 1, "claim": 2, "evidence": 2}
    assert rows[0].taken is None
    assert rows[1].taken is not None
    assert rows[1].taken.user == make.user("reviewer")


def test_own_work_is_in_the_queue_and_said_to_be_own() -> None:
    event_in_review()
    assert {waiting.is_own(make.user("writer")) for waiting in desk.bundles(make.user("writer"))} == {True}
    assert {waiting.is_own(make.user("reviewer")) for waiting in desk.bundles(make.user("reviewer"))} == {False}
    assert desk.bundles(make.user("contributor")) == []


# -- what there is to decide on ----------------------------------------------------------------------------------------


def heads(found: list[Item]) -> list[Reviewable]:
    return [item.head for item in found]


def test_an_item_is_a_claim_with_its_quotations_and_what_it_rests_on() -> None:
    event = event_in_review()
    found = deciding.items(event)
    assert heads(found) == [event, *claims_of(event)]
    assert [type(r).__name__ for r in found[1].records] == ["Claim", "Evidence"]
    assert {type(r).__name__ for r in found[1].along} == {"Event", "Source"}


def test_what_is_added_to_a_published_claim_is_an_item_of_its_own() -> None:
    event = make.published_event()
    (claim,) = claims_of(event)
    more = make.evidence(claim, make.source())
    ranking = actions.save(Ranking(claim=claim, rank=Rank.PREFERRED, reason="First-hand."), user=make.user("writer"))
    make.in_review(more, more.capture.source, ranking)
    found = deciding.items(event)
    assert set(heads(found)) == {more, ranking}
    against = deciding.why_not(found, make.user("reviewer"))
    assert against[more.pk] == ""
    assert "managing editor" in against[ranking.pk]


def test_the_page_says_why_own_work_cannot_be_accepted() -> None:
    event = event_in_review()
    found = deciding.items(event)
    assert set(deciding.why_not(found, make.user("reviewer")).values()) == {""}
    assert all("somebody else has to decide" in why for why in deciding.why_not(found, make.user("writer")).values())


def test_who_edited_a_claim_does_not_accept_it_and_reads_so_before() -> None:
    event = make.event()
    claim = make.claim(event)
    make.evidence(claim, make.source())
    claim.credibility = 2
    actions.save(claim, user=make.user("reviewer"))
    submit_bundle(event, user=make.user("writer"))
    against = deciding.why_not(deciding.items(event), make.user("reviewer"))
    assert "You edited this" in against[claim.pk]
    with pytest.raises(FourEyes):
        decide(event, {claim.pk: Decision(ACCEPT)})


def test_what_rests_on_own_work_says_so() -> None:
    event = make.published_event()
    mine = actions.save(Entity(name="Border Council", kind="public_body"), user=make.user("reviewer"))
    claim = make.claim(event, "participant", role="host", value_entity=mine)
    make.evidence(claim, make.source(), "Border guards")
    submit_bundle(event, user=make.user("writer"))
    against = deciding.why_not(deciding.items(event), make.user("reviewer"))
    assert "“Border Council”" in against[claim.pk]


# -- deciding ----------------------------------------------------------------------------------------------------------


def test_some_is_published_and_some_goes_back_in_one_verb() -> None:
    event = event_in_review()
    good, bad = claims_of(event)
    outcome = decide(event, {good.pk: Decision(ACCEPT), bad.pk: Decision(BACK, "Name the day.")})
    assert {type(r).__name__ for r in outcome.published} == {"Claim", "Evidence", "Event", "Source"}
    assert (state(event), state(good), state(bad)) == (State.PUBLISHED, State.PUBLISHED, State.DRAFT)
    assert state(bad.evidence.get()) == State.DRAFT
    told = LedgerEntry.objects.filter(record_uid=bad.pk).latest("seq").payload.fields
    assert told["@reason"]["value"] == "Name the day."
    assert make.findings() == []


def test_what_is_undecided_stays_in_review() -> None:
    event = event_in_review(3)
    first, second, third = claims_of(event)
    decide(event, {first.pk: Decision(ACCEPT)})
    assert [state(c) for c in (first, second, third)] == [State.PUBLISHED, State.IN_REVIEW, State.IN_REVIEW]


def test_the_event_goes_back_with_all_that_was_left_for_later() -> None:
    event = event_in_review()
    decide(event, {event.pk: Decision(BACK, "This is no meeting.")})
    assert {state(record) for record in (event, *claims_of(event))} == {State.DRAFT}


def test_a_claim_is_not_published_on_an_event_that_goes_back() -> None:
    event = event_in_review()
    claim = claims_of(event)[0]
    with pytest.raises(Refused, match="rests on event"):
        decide(event, {event.pk: Decision(BACK, "No meeting."), claim.pk: Decision(ACCEPT)})
    assert {state(record) for record in (event, *claims_of(event))} == {State.IN_REVIEW}


def test_going_back_needs_a_reason_and_nothing_else_is_done_without() -> None:
    event = event_in_review()
    good, bad = claims_of(event)
    with pytest.raises(ReasonRequired):
        decide(event, {good.pk: Decision(ACCEPT), bad.pk: Decision(BACK, "  ")})
    assert state(good) == State.IN_REVIEW


def test_no_decision_is_no_request() -> None:
    with pytest.raises(Refused, match="Nothing was decided"):
        decide(event_in_review(), {})


@pytest.mark.parametrize("name", ["writer", "contributor", "administrator", "outsider"])
def test_who_may_not_publish_decides_on_nothing(name: str) -> None:
    event = event_in_review()
    with pytest.raises(NotAllowed):
        decide(event, {claims_of(event)[0].pk: Decision(ACCEPT)}, by=name)
    assert state(event) == State.IN_REVIEW


def test_the_author_may_take_their_own_work_back() -> None:
    event = event_in_review()
    claim = claims_of(event)[0]
    decide(event, {claim.pk: Decision(BACK, "I misread the day.")}, by="writer")
    assert state(claim) == State.DRAFT


def test_nobody_decides_on_what_they_have_not_seen() -> None:
    event = event_in_review()
    claim = claims_of(event)[0]
    before = seen(event)
    more = quote(claim, make.capture_of(make.source()), "Twelve officers", user=make.user("writer"))
    make.in_review(more, more.capture.source)
    with pytest.raises(WrongState, match="since you opened the page"):
        deciding.decide(event, {claim.pk: Decision(ACCEPT)}, was_seen=before, user=make.user("reviewer"))
    actions.send_back([claim], user=make.user("manager"), reason="Wait.")
    actions.submit([claim], user=make.user("writer"))
    with pytest.raises(WrongState, match="since you opened the page"):
        deciding.decide(event, {claim.pk: Decision(BACK, "No.")}, was_seen=before, user=make.user("reviewer"))
    assert state(claim) == State.IN_REVIEW


def test_nobody_decides_while_another_has_the_review() -> None:
    event = event_in_review()
    desk.take(event, user=make.user("manager"))
    with pytest.raises(WrongState, match="taken by manager"):
        decide(event, {claims_of(event)[0].pk: Decision(ACCEPT)})
    assert state(event) == State.IN_REVIEW


def test_a_review_in_which_nothing_is_left_is_free_again() -> None:
    event = event_in_review(1)
    desk.take(event, user=make.user("reviewer"))
    decide(event, {claims_of(event)[0].pk: Decision(ACCEPT)})
    assert desk.holders([event]) == {}


def test_what_was_decided_on_already_is_not_decided_again() -> None:
    event = event_in_review()
    claim, before = claims_of(event)[0], seen(event)
    decide(event, {claim.pk: Decision(ACCEPT)})
    with pytest.raises(WrongState, match="not in review any more"):
        deciding.decide(event, {claim.pk: Decision(ACCEPT)}, was_seen=before, user=make.user("manager"))


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_once_one_publishes() -> None:
    event = event_in_review()
    decisions: Any = {claim.pk: Decision(ACCEPT) for claim in claims_of(event)}
    before = seen(event)
    who = [make.user(name) for name in ("reviewer", "manager", "second_manager")]
    outcomes = make.at_once(*[lambda u=u: deciding.decide(event, decisions, was_seen=before, user=u) for u in who])
    assert [type(outcome) for outcome in outcomes].count(deciding.Outcome) == 1, outcomes
    assert [type(outcome) for outcome in outcomes].count(WrongState) == 2, outcomes
    assert LedgerEntry.objects.filter(action="publish", record_uid=event.pk).count() == 1
    assert make.findings() == []
