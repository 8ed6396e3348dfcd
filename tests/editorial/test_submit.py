"""Submitting: drafts go into review, and stay where they are while they are there."""

import pytest

from editorial import actions
from editorial.choices import Action, State
from editorial.errors import NotAllowed, WrongState
from editorial.models import LedgerEntry
from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_submitted_draft_is_in_review_by_whoever_handed_it_in() -> None:
    event = make.event()
    (submitted,) = actions.submit([event], user=make.user("reviewer"))
    assert (submitted.state, submitted.submitted_by) == (State.IN_REVIEW, make.user("reviewer"))
    assert submitted.author == make.user("writer")
    assert submitted.submitted_at is not None
    entry = LedgerEntry.objects.latest("seq")
    assert (entry.action, entry.public) == (Action.SUBMIT, False)
    assert make.findings() == []


def test_a_contributor_submits_their_own_and_nobody_elses() -> None:
    contributor = make.user("contributor")
    own = actions.save(Event(title="Talks", kind="meeting"), user=contributor)
    assert actions.submit([own], user=contributor)[0].state == State.IN_REVIEW
    with pytest.raises(NotAllowed, match="editor"):
        actions.submit([make.event()], user=contributor)


def test_one_that_may_not_be_submitted_holds_all_back() -> None:
    contributor = make.user("contributor")
    own = actions.save(Event(title="Talks", kind="meeting"), user=contributor)
    with pytest.raises(NotAllowed):
        actions.submit([own, make.event()], user=contributor)
    own.refresh_from_db()
    assert own.state == State.DRAFT


def test_submitting_twice_is_refused() -> None:
    event = make.event()
    make.in_review(event)
    with pytest.raises(WrongState, match="in review"):
        actions.submit([event], user=make.user("writer"))


def test_the_same_draft_twice_in_one_go_is_refused() -> None:
    event = make.event()
    with pytest.raises(WrongState):
        actions.submit([event, event], user=make.user("writer"))


def test_a_record_that_is_gone_is_missed() -> None:
    with pytest.raises(Event.DoesNotExist):
        actions.submit([Event(title="Talks", kind="meeting")], user=make.user("writer"))


@pytest.mark.django_db(transaction=True)
def test_of_two_submissions_at_once_one_counts() -> None:
    event = make.event()
    who = [make.user("writer"), make.user("reviewer")]
    outcomes = make.at_once(*[lambda u=u: actions.submit([event], user=u) for u in who])
    assert [type(outcome) for outcome in outcomes].count(WrongState) == 1
    assert LedgerEntry.objects.filter(action=Action.SUBMIT).count() == 1
