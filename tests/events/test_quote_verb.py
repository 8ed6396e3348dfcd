"""Quoting: a passage is tied to a claim, and reviewed by itself."""

import pytest

from editorial import actions
from editorial.choices import State
from editorial.errors import FourEyes, NotAllowed, Refused, WrongState
from events.actions import publish_bundle, quote, submit_bundle
from events.choices import Stance
from events.models import Evidence
from events.quotes import QuoteAmbiguous, QuoteMissing
from tests import factories as make

pytestmark = pytest.mark.django_db

TWICE = "The guards met on 3 May 2018. They ate.\n\nThe ministers met on 3 May 2018. They signed."


def test_the_quotation_is_its_slice_of_the_text() -> None:
    evidence = make.evidence(make.claim(make.event()), make.source())
    text = evidence.capture.text
    assert text[evidence.start : evidence.end] == evidence.exact == "The meeting of 3 May 2018"
    assert text[: evidence.start].endswith(evidence.prefix)
    assert text[evidence.end :].startswith(evidence.suffix)
    assert evidence.locator["paragraph"] == 2
    assert evidence.state == State.DRAFT
    assert make.findings() == []


def test_what_is_not_there_is_refused_and_nothing_written() -> None:
    claim, source = make.claim(make.event()), make.source()
    with pytest.raises(QuoteMissing):
        make.evidence(claim, source, "The meeting of 4 May 2018")
    assert not Evidence.objects.exists()


def test_what_is_there_twice_needs_its_surroundings() -> None:
    claim, source = make.claim(make.event()), make.source(TWICE)
    with pytest.raises(QuoteAmbiguous) as ambiguous:
        make.evidence(claim, source, "3 May 2018")
    assert len(ambiguous.value.candidates) == 2
    second = make.evidence(claim, source, "3 May 2018", prefix="ministers met on ")
    assert second.start == TWICE.rindex("3 May 2018")
    assert make.evidence(claim, source, "3 May 2018", start=second.start).start == second.start


def test_a_published_claim_takes_more_evidence_which_is_reviewed_by_itself() -> None:
    claim = make.published_event().claims.get()
    more = make.evidence(claim, make.source())
    assert claim.sources_count == 1
    make.publish(more.capture.source, more, by="reviewer")
    claim.refresh_from_db()
    assert claim.sources_count == 2


def test_a_claim_that_ended_takes_none() -> None:
    claim = make.published_event().claims.get()
    make.retract(claim)
    with pytest.raises(WrongState, match="no evidence"):
        make.evidence(claim, make.source())


def test_evidence_waiting_for_a_claim_that_ends_is_refused() -> None:
    claim = make.published_event().claims.get()
    more = make.evidence(claim, make.source())
    make.in_review(more, more.capture.source)
    make.retract(claim)
    with pytest.raises(Refused, match="retracted"):
        actions.publish([more, more.capture.source], user=make.user("reviewer"))


def test_evidence_from_an_unpublished_source_is_refused() -> None:
    more = make.evidence(make.published_event().claims.get(), make.source())
    make.in_review(more)
    with pytest.raises(Refused, match="rests on source"):
        actions.publish([more], user=make.user("reviewer"))


@pytest.mark.parametrize("stance", [Stance.CONTRADICTS, Stance.MENTIONS, Stance.PARTLY_SUPPORTS])
def test_a_claim_is_not_published_on_a_passage_that_does_not_support_it(stance: Stance) -> None:
    event = make.event()
    make.evidence(make.claim(event), make.source(), stance=stance)
    submit_bundle(event, user=make.user("writer"))
    with pytest.raises(Refused, match="No passage supports it"):
        publish_bundle(event, user=make.user("reviewer"))


def test_the_capture_becomes_public_with_the_passage() -> None:
    evidence = make.published_event().claims.get().evidence.get()
    assert evidence.capture.published_at == evidence.published_at


def test_who_quotes_does_not_decide() -> None:
    claim = make.published_event().claims.get()
    source = make.source()
    make.publish(source)
    evidence = quote(claim, make.capture_of(source), "a joint plan", user=make.user("reviewer"))
    make.in_review(evidence)
    with pytest.raises(FourEyes):
        actions.publish([evidence], user=make.user("reviewer"))
    with pytest.raises(NotAllowed):
        quote(claim, make.capture_of(source), "a joint plan", user=make.user("outsider"))


@pytest.mark.django_db(transaction=True)
def test_two_passages_published_at_once_are_both_counted() -> None:
    claim = make.published_event().claims.get()
    passages = [make.evidence(claim, make.source()) for _ in range(2)]
    for evidence in passages:
        make.in_review(evidence, evidence.capture.source)
    who = [make.user("reviewer"), make.user("manager")]
    make.at_once(*[
        lambda i=i: actions.publish([passages[i], passages[i].capture.source], user=who[i]) for i in (0, 1)
    ])  # fmt: skip
    claim.refresh_from_db()
    assert (claim.sources_count, claim.origins_count) == (3, 3)
    assert make.findings() == []
