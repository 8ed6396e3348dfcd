"""Retracting: proposed by an editor, decided by a managing editor, in the open."""

from typing import Any

import pytest

from editorial import actions
from editorial.choices import Action, State
from editorial.errors import FourEyes, NotAllowed, ReasonRequired, Refused, WrongState
from editorial.models import LedgerEntry, Revision
from events.actions import correct
from events.models import Evidence
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_retracted_claim_takes_its_fact_along_and_says_why() -> None:
    event = make.published_event()
    claim = event.claims.get()
    make.retract(claim, reason="The paper withdrew it.")
    event.refresh_from_db()
    assert (claim.state, event.date, event.date_earliest) == (State.RETRACTED, "", None)
    assert list(claim.evidence.values_list("state", flat=True)) == [State.RETRACTED]
    entry = LedgerEntry.objects.select_related("payload").get(action=Action.RETRACT, record_uid=claim.pk)
    assert entry.public
    assert entry.payload.fields["@reason"]["value"] == "The paper withdrew it."
    assert make.findings() == []


def test_nothing_changes_before_it_is_decided() -> None:
    event = make.published_event()
    proposal = actions.propose_retraction(event, reason="A rumour.", user=make.user("writer"))
    event.refresh_from_db()
    assert (proposal.state, event.state) == (State.IN_REVIEW, State.PUBLISHED)


def test_an_event_takes_its_claims_along() -> None:
    event = make.published_event()
    make.retract(event)
    assert event.claims.get().state == State.RETRACTED
    assert event.claims.get().evidence.get().state == State.RETRACTED
    assert make.findings() == []


@pytest.mark.parametrize(("who", "error"), [("contributor", NotAllowed), ("administrator", NotAllowed)])
def test_below_editor_nobody_proposes(who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        actions.propose_retraction(make.published_event(), reason="A rumour.", user=make.user(who))


def test_an_editor_does_not_decide() -> None:
    proposal = actions.propose_retraction(make.published_event(), reason="A rumour.", user=make.user("writer"))
    with pytest.raises(NotAllowed, match="managing editor"):
        actions.publish([proposal], user=make.user("reviewer"))


def test_a_managing_editor_does_not_decide_on_their_own_proposal() -> None:
    event = make.published_event()
    proposal = actions.propose_retraction(event, reason="A rumour.", user=make.user("manager"))
    with pytest.raises(FourEyes):
        actions.publish([proposal], user=make.user("manager"))
    actions.publish([proposal], user=make.user("second_manager"))
    event.refresh_from_db()
    assert event.state == State.RETRACTED


def test_a_retraction_needs_a_reason() -> None:
    with pytest.raises(ReasonRequired):
        actions.propose_retraction(make.published_event(), reason=" ", user=make.user("writer"))


def test_a_draft_is_not_retracted() -> None:
    with pytest.raises(WrongState, match="draft"):
        actions.propose_retraction(make.event(), reason="A rumour.", user=make.user("writer"))


def test_what_has_ended_is_not_retracted_again() -> None:
    event = make.published_event()
    twice = [actions.propose_retraction(event, reason="A rumour.", user=make.user("writer")) for _ in range(2)]
    actions.publish(twice[:1], user=make.user("manager"))
    with pytest.raises(Refused, match="ended"):
        actions.publish(twice[1:], user=make.user("manager"))
    event.refresh_from_db()
    with pytest.raises(WrongState):
        actions.propose_retraction(event, reason="A rumour.", user=make.user("writer"))


def test_what_something_else_rests_on_is_not_retracted() -> None:
    claim = make.published_event().claims.get()
    source = claim.evidence.get().capture.source
    proposal = actions.propose_retraction(source, reason="Withdrawn.", user=make.user("writer"))
    with pytest.raises(Refused, match="rests on source"):
        actions.publish([proposal], user=make.user("manager"))
    source.refresh_from_db()
    assert source.state == State.PUBLISHED


def test_a_claim_does_not_lose_its_only_passage() -> None:
    claim = make.published_event().claims.get()
    only = claim.evidence.get()
    proposal = actions.propose_retraction(only, reason="Misread.", user=make.user("writer"))
    with pytest.raises(Refused, match="retract the claim"):
        actions.publish([proposal], user=make.user("manager"))
    more = make.evidence(claim, make.source())
    make.publish(more.capture.source, more)
    make.retract(only)
    assert only.state == State.RETRACTED
    assert make.findings() == []


def test_the_last_two_passages_do_not_go_together() -> None:
    claim = make.published_event().claims.get()
    more = make.evidence(claim, make.source())
    make.publish(more.capture.source, more)
    both = [
        actions.propose_retraction(evidence, reason="Misread.", user=make.user("writer"))
        for evidence in claim.evidence.all()
    ]
    with pytest.raises(Refused, match="retract the claim"):
        actions.publish(both, user=make.user("manager"))
    assert Evidence.objects.published().filter(claim=claim).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_retractions_at_once_a_claim_keeps_one_passage() -> None:
    claim = make.published_event().claims.get()
    more = make.evidence(claim, make.source())
    make.publish(more.capture.source, more)
    one, other = (
        actions.propose_retraction(evidence, reason="Misread.", user=make.user("writer"))
        for evidence in claim.evidence.all()
    )
    manager, second = make.user("manager"), make.user("second_manager")
    outcomes = make.at_once(lambda: actions.publish([one], user=manager), lambda: actions.publish([other], user=second))
    assert [type(outcome) for outcome in outcomes].count(Refused) == 1
    assert make.findings() == []


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_retracts() -> None:
    event = make.published_event()
    proposals = [actions.propose_retraction(event, reason="A rumour.", user=make.user("writer")) for _ in range(2)]
    manager, second = make.user("manager"), make.user("second_manager")
    outcomes = make.at_once(
        lambda: actions.publish(proposals[:1], user=manager), lambda: actions.publish(proposals[1:], user=second)
    )
    assert [type(outcome) for outcome in outcomes].count(Refused) == 1
    assert LedgerEntry.objects.filter(action=Action.RETRACT, record_type="event").count() == 1
    assert Revision.objects.published().count() == 1


def retractions(*records: Any) -> list[Revision]:
    reason, writer = "A rumour.", make.user("writer")
    return [actions.propose_retraction(record, reason=reason, user=writer) for record in records]


def test_what_is_retracted_twice_at_once_is_refused() -> None:
    event = make.published_event()
    with pytest.raises(Refused, match="ends already with another of these"):
        actions.publish(retractions(event, event), user=make.user("manager"))
    event.refresh_from_db()
    assert event.state == State.PUBLISHED


def test_a_claim_that_its_event_takes_along_is_not_retracted_once_more() -> None:
    event = make.published_event()
    of_event, of_claim = retractions(event, event.claims.get())
    with pytest.raises(Refused, match="ends already with another of these"):
        actions.publish([of_event, of_claim], user=make.user("manager"))
    actions.publish([of_claim, of_event], user=make.user("manager"))
    assert make.findings() == []


def test_what_is_superseded_is_not_retracted_at_once() -> None:
    claim = make.published_event().claims.get()
    new = correct(claim, value_edtf="2018-05", reason="The day is not told.", user=make.user("writer"))
    rows = actions.submit([new, *new.evidence.all()], user=make.user("writer"))
    with pytest.raises(Refused, match="ends already with another of these"):
        actions.publish([*rows, *retractions(claim)], user=make.user("manager"))
