"""Sending back: out of review to the author, with a reason."""

import pytest

from editorial import actions
from editorial.choices import Action, State
from editorial.errors import NotAllowed, ReasonRequired, WrongState
from editorial.models import LedgerEntry
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_what_is_sent_back_is_a_draft_again_and_the_reason_is_kept() -> None:
    event = make.event()
    make.in_review(event)
    (returned,) = actions.send_back([event], user=make.user("reviewer"), reason=" Which talks? ")
    assert returned.state == State.DRAFT
    entry = LedgerEntry.objects.select_related("payload").latest("seq")
    assert (entry.action, entry.public) == (Action.SEND_BACK, False)
    assert entry.payload.fields["@reason"]["value"] == "Which talks?"
    assert make.findings() == []


def test_what_came_back_can_be_mended_and_handed_in_again() -> None:
    event = make.event()
    make.in_review(event)
    actions.send_back([event], user=make.user("reviewer"), reason="Which talks?")
    event.title = "Border talks"
    actions.save(event, user=make.user("writer"))
    make.publish(event, by="reviewer")
    assert (event.state, event.title) == (State.PUBLISHED, "Border talks")


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_is_asked_for(reason: str) -> None:
    event = make.event()
    make.in_review(event)
    with pytest.raises(ReasonRequired):
        actions.send_back([event], user=make.user("reviewer"), reason=reason)


def test_the_author_may_take_it_back() -> None:
    event = make.event()
    make.in_review(event)
    assert actions.send_back([event], user=make.user("writer"), reason="A slip.")[0].state == State.DRAFT


@pytest.mark.parametrize("who", ["contributor", "administrator", "outsider"])
def test_others_below_editor_do_not_send_back(who: str) -> None:
    event = make.event()
    make.in_review(event)
    with pytest.raises(NotAllowed):
        actions.send_back([event], user=make.user(who), reason="Which talks?")


def test_a_draft_or_a_published_record_is_not_sent_back() -> None:
    draft, published = make.event(), make.published_event()
    for event in (draft, published):
        with pytest.raises(WrongState):
            actions.send_back([event], user=make.user("reviewer"), reason="Which talks?")


def test_a_retraction_that_was_sent_back_changes_nothing() -> None:
    event = make.published_event()
    proposal = actions.propose_retraction(event, reason="It never happened.", user=make.user("writer"))
    actions.send_back([proposal], user=make.user("manager"), reason="It did.")
    event.refresh_from_db()
    assert event.state == State.PUBLISHED


@pytest.mark.django_db(transaction=True)
def test_publishing_and_sending_back_at_once_one_of_them_counts() -> None:
    event = make.event()
    make.in_review(event)
    reviewer, manager = make.user("reviewer"), make.user("manager")
    outcomes = make.at_once(
        lambda: actions.publish([event], user=reviewer),
        lambda: actions.send_back([event], user=manager, reason="Which talks?"),
    )
    assert [type(outcome) for outcome in outcomes].count(WrongState) == 1
    assert make.findings() == []
