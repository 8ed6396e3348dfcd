"""Correcting: a draft that will supersede, with the same statement and the same quotations."""

import pytest

from editorial import actions
from editorial.choices import State
from editorial.errors import FourEyes, NotAllowed, WrongState
from events.actions import correct, publish_bundle, submit_bundle
from events.actions.claims import STATEMENT
from events.models import Claim
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_correction_takes_over_statement_and_quotations() -> None:
    claim = make.published_claim(
        make.published_event(), "count", "Twelve officers", value_low=12, unit="persons", counted="men", credibility=2
    )
    draft = correct(claim, hedge="at_least", user=make.user("writer"))
    assert (draft.state, draft.supersedes, draft.hedge) == (State.DRAFT, claim, "at_least")
    assert all(getattr(draft, name) == getattr(claim, name) for name in STATEMENT if name != "hedge")
    assert draft.evidence.get().anchor() == claim.evidence.get().anchor()
    assert make.findings() == []


def test_it_changes_nothing_until_it_is_published() -> None:
    event = make.published_event()
    correct(event.claims.get(), value_edtf="2018-05-04", user=make.user("writer"))
    event.refresh_from_db()
    assert (event.date, event.conflicted) == ("2018-05-03", False)


@pytest.mark.parametrize("state", ["draft", "retracted"])
def test_only_a_published_claim_is_corrected(state: str) -> None:
    claim = make.claim(make.event()) if state == "draft" else make.published_event().claims.get()
    if state == "retracted":
        make.retract(claim)
    with pytest.raises(WrongState, match="only a published claim"):
        correct(claim, value_edtf="2018-05-04", user=make.user("writer"))


def test_retracted_passages_are_not_taken_over() -> None:
    claim = make.published_event().claims.get()
    more = make.evidence(claim, make.source())
    make.publish(more.capture.source, more)
    make.retract(more)
    draft = correct(claim, value_edtf="2018-05-04", user=make.user("writer"))
    assert draft.evidence.count() == 1


def test_a_bad_correction_leaves_nothing_behind() -> None:
    claim = make.published_event().claims.get()
    with pytest.raises(Exception, match=r"EDTF|date"):
        correct(claim, value_edtf="4 May 2018", user=make.user("writer"))
    assert Claim.objects.count() == 1


def test_who_corrects_does_not_decide() -> None:
    claim = make.published_event().claims.get()
    draft = correct(claim, value_edtf="2018-05-04", user=make.user("reviewer"))
    bundle = [draft, *draft.evidence.all()]
    actions.submit(bundle, user=make.user("writer"))
    with pytest.raises(FourEyes):
        actions.publish(bundle, user=make.user("reviewer"))
    with pytest.raises(NotAllowed):
        correct(claim, value_edtf="2018-05-04", user=make.user("outsider"))


def test_it_is_published_as_part_of_its_subjects_bundle() -> None:
    event = make.published_event()
    correct(event.claims.get(), value_edtf="2018-05-04", user=make.user("writer"))
    submit_bundle(event, user=make.user("writer"))
    publish_bundle(event, user=make.user("reviewer"))
    event.refresh_from_db()
    assert (event.date, event.conflicted) == ("2018-05-04", False)
