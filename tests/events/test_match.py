"""Matching: two entities judged the same are one; un-merged, every claim is where it was made."""

import pytest
from django.core.exceptions import ValidationError

from editorial import actions
from editorial.choices import State
from editorial.errors import FourEyes, NotAllowed, Refused
from events.actions import match
from events.choices import Judgement
from events.models import Entity, EntityMatch, Event, Participation
from tests import factories as make

pytestmark = pytest.mark.django_db


def pair() -> tuple[Entity, Entity]:
    left, right = make.entity("Border Guard"), make.entity("Frontier Guard")
    make.publish(left, right)
    return left, right


def fresh(*entities: Entity) -> None:
    for entity in entities:
        entity.refresh_from_db()


def host(event: Event, entity: Entity) -> None:
    make.published_claim(event, "participant", "Border guards", value_entity=entity, role="host")


def hosts(event: Event) -> set[str]:
    return set(Participation.objects.filter(event=event).values_list("entity", flat=True))


def test_a_draft_judgement_merges_nothing() -> None:
    left, right = pair()
    judged = match(left, right, Judgement.SAME, reason="One office.", user=make.user("writer"))
    fresh(left, right)
    assert judged.state == State.DRAFT
    assert right.root == right


def test_the_second_is_folded_into_the_first() -> None:
    left, right = pair()
    make.published_match(left, right)
    fresh(left, right)
    assert (left.root, right.root) == (left, left)
    assert make.findings() == []


@pytest.mark.parametrize("judgement", [Judgement.DIFFERENT, Judgement.UNSURE])
def test_other_judgements_merge_nothing(judgement: Judgement) -> None:
    left, right = pair()
    make.published_match(left, right, judgement)
    fresh(right)
    assert right.root == right


def test_a_merge_moves_participants_and_keeps_claims() -> None:
    event, (left, right) = make.published_event(), pair()
    host(event, right)
    make.published_match(left, right)
    assert hosts(event) == {left.pk}
    assert event.claims.get(property="participant").value_entity == right
    assert make.findings() == []


def test_un_merging_loses_nothing() -> None:
    event, (left, right) = make.published_event(), pair()
    host(event, left)
    host(event, right)
    merge = make.published_match(left, right)
    assert hosts(event) == {left.pk}
    make.retract(merge)
    fresh(left, right)
    assert (left.root, right.root) == (left, right)
    assert hosts(event) == {left.pk, right.pk}
    assert make.findings() == []


def test_a_merge_dissolves_a_conflict_and_un_merging_brings_it_back() -> None:
    event = make.published_event()
    here, there = (make.entity(name, kind="place") for name in ("Lankaran", "Lenkoran"))
    for place in (here, there):
        make.published_claim(event, "place", "met in Lankaran", value_entity=place)
    event.refresh_from_db()
    assert event.conflicted
    merge = make.published_match(here, there)
    event.refresh_from_db()
    assert (event.conflicted, event.place) == (False, here)
    make.retract(merge)
    event.refresh_from_db()
    assert event.conflicted
    assert make.findings() == []


def test_what_clashes_about_two_that_are_one_clashes_at_the_root_alone() -> None:
    left, right = (make.entity(name, kind="place") for name in ("Lankaran", "Lenkoran"))
    make.publish(left, right)
    for _ in range(2):
        state = make.entity(kind="state")
        make.published_claim(right, "located_in", "in Lankaran", value_entity=state)
    merge = make.published_match(left, right)
    fresh(left, right)
    assert (left.conflicted, right.conflicted) == (True, False)
    assert make.findings() == []
    make.retract(merge)
    fresh(left, right)
    assert (left.conflicted, right.conflicted) == (False, True)
    assert make.findings() == []


def test_a_chain_of_merges_has_one_root_and_falls_apart_in_the_middle() -> None:
    first, second = pair()
    third = make.entity("Coast Guard")
    make.publish(third)
    make.published_match(first, second)
    middle = make.published_match(second, third)
    fresh(first, second, third)
    assert {e.root for e in (first, second, third)} == {first}
    make.retract(middle)
    fresh(second, third)
    assert (second.root, third.root) == (first, third)
    assert make.findings() == []


def test_merged_both_ways_the_one_published_first_is_the_root() -> None:
    first = make.entity("Border Guard")
    make.publish(first)
    second = make.entity("Frontier Guard")
    make.publish(second)
    make.published_match(first, second)
    make.published_match(second, first)
    fresh(first, second)
    assert first.root == second.root == first
    assert make.findings() == []


def test_two_that_are_not_both_published_are_not_merged() -> None:
    left, right = make.entity(), make.entity()
    make.publish(left)
    judged = match(left, right, Judgement.SAME, reason="One office.", user=make.user("writer"))
    make.in_review(judged)
    with pytest.raises(Refused, match="rests on entity"):
        actions.publish([judged], user=make.user("manager"))


def test_what_was_merged_is_not_retracted_before_it_is_un_merged() -> None:
    left, right = pair()
    make.published_match(left, right)
    ending = actions.propose_retraction(right, reason="No such body.", user=make.user("writer"))
    with pytest.raises(Refused, match="entity match"):
        actions.publish([ending], user=make.user("manager"))


def test_an_entity_is_not_matched_with_itself_nor_without_a_reason() -> None:
    left, right = pair()
    for other, reason in ((left, "One office."), (right, " ")):
        with pytest.raises(ValidationError):
            match(left, other, Judgement.SAME, reason=reason, user=make.user("writer"))
    assert not EntityMatch.objects.exists()


def test_who_proposes_a_merge_does_not_decide_on_it() -> None:
    left, right = pair()
    judged = match(left, right, Judgement.SAME, reason="One office.", user=make.user("manager"))
    make.in_review(judged)
    with pytest.raises(FourEyes):
        actions.publish([judged], user=make.user("manager"))
    with pytest.raises(NotAllowed):
        match(left, right, Judgement.SAME, reason="One office.", user=make.user("outsider"))


@pytest.mark.django_db(transaction=True)
def test_two_merges_at_once_make_one_family() -> None:
    first, second = pair()
    third = make.entity("Coast Guard")
    make.publish(third)
    writer = make.user("writer")
    one, other = (
        match(a, b, Judgement.SAME, reason="One office.", user=writer) for a, b in ((first, second), (second, third))
    )
    make.in_review(one, other)
    manager, deputy = make.user("manager"), make.user("second_manager")
    make.at_once(lambda: actions.publish([one], user=manager), lambda: actions.publish([other], user=deputy))
    fresh(first, second, third)
    assert {e.root for e in (first, second, third)} == {first}
    assert make.findings() == []
