"""Discarding: drafts are put away, never deleted."""

import pytest

from editorial import actions
from editorial.choices import State
from editorial.errors import NotAllowed, WrongState
from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_discarded_draft_stays_in_the_database() -> None:
    event = make.event()
    actions.discard([event], user=make.user("writer"))
    assert Event.objects.get(pk=event.pk).state == State.DISCARDED
    assert not Event.objects.live().exists()
    assert make.findings() == []


def test_a_contributor_discards_their_own_and_nobody_elses() -> None:
    contributor = make.user("contributor")
    own = actions.save(Event(title="Talks", kind="meeting"), user=contributor)
    assert actions.discard([own], user=contributor, reason="A slip.")[0].state == State.DISCARDED
    with pytest.raises(NotAllowed):
        actions.discard([make.event()], user=contributor)


def test_what_is_in_review_or_published_is_not_discarded() -> None:
    waiting, published = make.event(), make.published_event()
    make.in_review(waiting)
    for event in (waiting, published):
        with pytest.raises(WrongState):
            actions.discard([event], user=make.user("manager"))


def test_discarding_twice_is_refused_and_there_is_no_way_back() -> None:
    event = make.event()
    actions.discard([event], user=make.user("writer"))
    for verb in (actions.discard, actions.submit):
        with pytest.raises(WrongState, match="discarded"):
            verb([event], user=make.user("writer"))
    with pytest.raises(WrongState):
        actions.save(event, user=make.user("writer"))


@pytest.mark.django_db(transaction=True)
def test_submitting_and_discarding_at_once_one_of_them_counts() -> None:
    event = make.event()
    writer = make.user("writer")
    outcomes = make.at_once(lambda: actions.submit([event], user=writer), lambda: actions.discard([event], user=writer))
    assert [type(outcome) for outcome in outcomes].count(WrongState) == 1
