"""Superseding: a corrected claim takes the place of the old one when it is published."""

import pytest
from django.core.exceptions import ValidationError

from editorial import actions
from editorial.choices import Action, State
from editorial.errors import Refused
from editorial.models import LedgerEntry, Reviewable
from events.actions import correct
from events.models import Claim
from tests import factories as make

pytestmark = pytest.mark.django_db


def successor(claim: Claim, edtf: str = "2018-05-04") -> list[Reviewable]:
    """A correction of the claim with its evidence, in review."""
    draft = correct(claim, value_edtf=edtf, user=make.user("writer"))
    bundle: list[Reviewable] = [draft, *draft.evidence.all()]
    make.in_review(*bundle)
    return bundle


def test_the_old_claim_ends_with_its_evidence_when_the_new_one_is_published() -> None:
    event = make.published_event()
    old = event.claims.get()
    new = successor(old)
    old.refresh_from_db()
    assert old.state == State.PUBLISHED
    actions.publish(new, user=make.user("reviewer"))
    for record in (old, event):
        record.refresh_from_db()
    assert (old.state, old.ended_at is not None) == (State.SUPERSEDED, True)
    assert list(old.evidence.values_list("state", flat=True)) == [State.SUPERSEDED]
    assert event.date == "2018-05-04"
    assert make.findings() == []


def test_the_ledger_tells_of_the_end_in_public() -> None:
    old = make.published_event().claims.get()
    actions.publish(successor(old), user=make.user("reviewer"))
    entry = LedgerEntry.objects.select_related("payload").get(action=Action.SUPERSEDE, record_uid=old.pk)
    assert entry.public
    assert entry.payload.fields["state"]["value"] == State.SUPERSEDED


def test_a_claim_is_superseded_once() -> None:
    old = make.published_event().claims.get()
    first, second = successor(old), successor(old, "2018-05-05")
    actions.publish(first, user=make.user("reviewer"))
    with pytest.raises(Refused, match="superseded"):
        actions.publish(second, user=make.user("reviewer"))


def test_two_successors_are_not_published_together() -> None:
    old = make.published_event().claims.get()
    both = [*successor(old), *successor(old, "2018-05-05")]
    with pytest.raises(Refused, match="same record"):
        actions.publish(both, user=make.user("reviewer"))


def test_a_correction_can_be_corrected() -> None:
    first = make.published_event().claims.get()
    actions.publish(successor(first), user=make.user("reviewer"))
    second = Claim.objects.published().get()
    actions.publish(successor(second, "2018-05-05"), user=make.user("reviewer"))
    assert Claim.objects.published().get().supersedes.supersedes == first
    assert Claim.objects.once_published().count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_successors_at_once_one_wins_and_the_other_is_told() -> None:
    old = make.published_event().claims.get()
    first, second = successor(old), successor(old, "2018-05-05")
    reviewer, manager = make.user("reviewer"), make.user("manager")
    outcomes = make.at_once(
        lambda: actions.publish(first, user=reviewer), lambda: actions.publish(second, user=manager)
    )
    assert [type(outcome) for outcome in outcomes].count(Refused) == 1
    assert Claim.objects.published().count() == 1
    assert make.findings() == []


def test_a_claim_is_superseded_only_by_one_on_the_same_matter() -> None:
    event = make.published_event()
    other = make.published_event()
    stray = make.claim(other, supersedes=event.claims.get())
    evidence = make.evidence(stray, make.source())
    with pytest.raises(Refused, match="takes a claim away"):
        make.publish(stray, evidence, evidence.capture.source)


def test_an_event_is_no_part_of_itself_by_way_of_others() -> None:
    outer, inner = make.event(), make.event()
    inner.part_of = outer
    actions.save(inner, user=make.user("writer"))
    outer.part_of = inner
    with pytest.raises(ValidationError, match="part of itself"):
        actions.save(outer, user=make.user("writer"))
