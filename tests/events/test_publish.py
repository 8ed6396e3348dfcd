"""Publishing: an event with its claims goes out as one, or not at all."""

import pytest

from editorial import actions
from editorial.choices import State
from editorial.errors import FourEyes, NotAllowed, Refused, WrongState
from editorial.models import LedgerEntry
from events.actions import publish_bundle, submit_bundle
from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_bundle_takes_its_claims_evidence_and_sources_along() -> None:
    event = make.event()
    source = make.source()
    claim = make.claim(event)
    evidence = make.evidence(claim, source)
    submit_bundle(event, user=make.user("writer"))
    publish_bundle(event, user=make.user("reviewer"))
    for record in (event, source, claim, evidence):
        record.refresh_from_db()
        assert record.state == State.PUBLISHED
    assert event.date == "2018-05-03"
    source.publisher.refresh_from_db()
    assert source.publisher.published_at is not None


def test_nobody_publishes_what_they_wrote() -> None:
    event = make.event()
    make.evidence(make.claim(event), make.source())
    submit_bundle(event, user=make.user("writer"))
    with pytest.raises(FourEyes, match="somebody else"):
        publish_bundle(event, user=make.user("writer"))
    assert not Event.objects.published().exists()


def test_nobody_publishes_what_they_submitted_for_another() -> None:
    event = make.event()
    make.evidence(make.claim(event), make.source())
    submit_bundle(event, user=make.user("reviewer"))
    with pytest.raises(FourEyes):
        publish_bundle(event, user=make.user("reviewer"))


def test_a_contributor_does_not_publish() -> None:
    event = make.event()
    submit_bundle(event, user=make.user("writer"))
    with pytest.raises(NotAllowed, match="editor"):
        publish_bundle(event, user=make.user("contributor"))


def test_a_claim_without_a_passage_is_refused_and_nothing_is_published() -> None:
    event = make.event()
    make.claim(event)
    submit_bundle(event, user=make.user("writer"))
    before = LedgerEntry.objects.count()
    with pytest.raises(Refused, match="No passage supports it"):
        publish_bundle(event, user=make.user("reviewer"))
    assert LedgerEntry.objects.count() == before
    assert not Event.objects.published().exists()


def test_what_rests_on_something_unpublished_is_refused() -> None:
    event = make.event()
    claim = make.claim(event, "participant", role="host", value_entity=make.entity("Coast Guard"))
    make.evidence(claim, make.source(), "Border guards")
    submitted = actions.submit([event, claim], user=make.user("writer"))
    with pytest.raises(Refused, match="rests on entity"):
        actions.publish(submitted, user=make.user("reviewer"))


def test_publishing_twice_is_refused() -> None:
    event = make.published_event()
    with pytest.raises(WrongState, match="published"):
        actions.publish([event], user=make.user("reviewer"))
