"""Candidates for a merge, what is remembered of judgements, and what a merge and its end would bring about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial import actions
from editorial.choices import State
from editorial.errors import NotAllowed, Refused, WrongState
from events import facts, projection
from events.actions import match, save_entity
from events.choices import Judgement
from events.matching import candidates, index, judging, whatif
from events.models import (
    Claim,
    Entity,
    EntityMatch,
    EntityName,
    Event,
    Identifier,
    MatchCandidate,
    NameKey,
    Participation,
)
from tests import factories as make

pytestmark = pytest.mark.django_db


def pair(one: str = "Farid Nazarov", other: str = "Фарид Назаров", kind: str = "person") -> tuple[Entity, Entity]:
    """Two published entities that look alike."""
    found = make.entity(one, kind=kind), make.entity(other, kind=kind)
    make.publish(*found)
    return found


def proposed(name: str = "manager") -> set[frozenset[str]]:
    """The pairs on this person's list, after the task has run."""
    candidates.refresh(Entity.objects.values_list("pk", flat=True))
    return {frozenset((p.left_id, p.right_id)) for p in candidates.open_pairs(make.user(name))}


def found_for(entity: Entity, name: str = "manager") -> list[Entity]:
    return [candidate.entity for candidate in candidates.of(entity, make.user(name))]


def fresh(*records: Any) -> None:
    for record in records:
        record.refresh_from_db()


# -- the keys ----------------------------------------------------------------------------------------------------------


def test_keys_follow_every_verb_that_changes_a_name_or_identifier() -> None:
    entity = make.entity("Border Guard")
    make.publish(entity)
    for field, new in (
        ("names", [["primary", "Coast Guard", "", ""], ["acronym", "CG", "", ""]]),
        ("identifiers", [["wikidata", "Q7"]]),
        ("kind", "person"),
    ):
        make.revise(entity, field, new)
        assert list(index.differences()) == []
    assert NameKey.objects.filter(entity=entity, key="i:wikidata:q7").exists()
    make.redact(entity, "names")
    assert list(index.differences()) == []
    assert not NameKey.objects.filter(entity=entity, key__contains="cst").exists()


def test_a_key_that_is_not_what_the_names_come_to_is_named() -> None:
    entity = make.entity("Border Guard")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_namekey SET key = 'n:else' WHERE entity_id = %s", [entity.pk])
    assert [uid for _type, uid, _what in index.differences()] == [entity.pk]
    index.project([entity.pk])
    assert list(index.differences()) == []


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Leyla Həsənova", "Лейла Гасанова", "person"),
        ("إلغار علييف", "Ilgar Aliyev", "person"),
        ("I. Aliyev", "Ilgar Aliyev", "person"),
        ("Aliyev Ilgar", "Ilgar Rashid oglu Aliyev", "person"),
        ("Vladimir Kulichov", "Vladimir Kulishov", "person"),
        ("Azərbaycan", "أذربيجان", "state"),
        ("Lənkəran", "Ленкорань", "place"),
        ("Counter-Terrorism Committee Executive Directorate", "CTED", "igo"),
        ("Служба государственной безопасности", "СГБ", "public_body"),
        ("Anti-Terrorist Center of the CIS", "Anti-Terrorist Centre of the CIS", "regional_body"),
        ("Border Service", "Border Service of Azerbaijan", "public_body"),
        ("Office of Youth Work with Religious Groups", "Office of Youth Work with Religious Bodies", "public_body"),
    ],
)
def test_names_that_look_alike_find_each_other_by_their_keys(one: str, other: str, kind: str) -> None:
    left, right = pair(one, other, kind)
    assert (found_for(left), found_for(right)) == ([right], [left])


def test_an_identifier_finds_what_no_name_would() -> None:
    one = make.entity("Farid Nazarov", kind="person", identifiers=[Identifier(scheme="wikidata", value="Q7")])
    other = make.entity("Officer N.", kind="person", identifiers=[Identifier(scheme="wikidata", value="Q7")])
    assert found_for(one) == [other]


def test_a_key_that_very_many_share_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "COMMON", 3)
    crowd = [make.entity("Border Guard") for _ in range(5)]
    assert found_for(crowd[0]) == []


def test_the_candidates_of_one_cost_as_many_queries_among_many() -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert found_for(entity)
        return len(captured)

    entity = make.entity("Farid Nazarov", kind="person")
    make.entity("Фарид Назаров", kind="person")
    make.user("manager")
    few = cost()
    for number in range(10):
        make.entity(f"Farid {'Nazarov' if number % 2 else 'Aliyev'}", kind="person")
    assert cost() == few < 10


# -- the list, and what is remembered ----------------------------------------------------------------------------------


def test_a_pair_is_listed_once_with_its_reasons_the_likeliest_first() -> None:
    one, other = pair()
    near, nearer = pair("Border Service", "Service of the Border of Azerbaijan", "public_body")
    assert proposed() == {frozenset((one.pk, other.pk)), frozenset((near.pk, nearer.pk))}
    (first, verdict), *_rest = candidates.shown(candidates.open_pairs(make.user("manager")))
    assert {first.left, first.right} == {one, other}
    assert "transliterates to “Farid Nazarov”" in verdict.why[0]


def test_looking_again_changes_nothing() -> None:
    pair()
    assert proposed() == proposed()
    assert MatchCandidate.objects.count() == 1


def test_a_renamed_entity_is_proposed_no_more() -> None:
    one, other = pair()
    assert proposed()
    make.revise(other, "names", [["primary", "Leyla Kerimova", "", ""]])
    candidates.refresh([other.pk])
    assert proposed() == set()
    assert found_for(one) == []


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.PUBLISHED])
@pytest.mark.parametrize("judgement", [Judgement.DIFFERENT, Judgement.SAME])
def test_what_was_judged_is_never_proposed_again(judgement: Judgement, state: State) -> None:
    one, other = pair()
    said = match(other, one, judgement, reason="Another birthday.", user=make.user("writer"))
    assert proposed()  # a draft is its author's own thought
    (make.publish if state == State.PUBLISHED else make.in_review)(said)
    assert proposed() == set()
    assert found_for(one) == found_for(other) == []


def test_different_holds_for_what_is_merged_with_either() -> None:
    one, other = pair()
    third = make.entity("F. Nazarov", kind="person")
    make.publish(third)
    make.published_match(one, other, Judgement.DIFFERENT)
    make.published_match(third, other)
    fresh(one, third)
    assert proposed() == set()
    assert found_for(third) == []


def test_a_retracted_different_is_proposed_again() -> None:
    one, other = pair()
    make.retract(make.published_match(one, other, Judgement.DIFFERENT))
    assert proposed() == {frozenset((one.pk, other.pk))}


def test_unsure_is_kept_apart_until_somebody_is_sure() -> None:
    one, other = pair()
    doubt = make.published_match(one, other, Judgement.UNSURE)
    assert proposed() == set()
    assert list(candidates.unsure_of(make.user("manager"))) == [doubt]
    assert found_for(one) == [other]
    make.published_match(other, one, Judgement.DIFFERENT)
    assert list(candidates.unsure_of(make.user("manager"))) == []


def test_merged_ones_are_proposed_as_one() -> None:
    one, other = pair()
    make.published_match(one, other)
    third = make.entity("Фарид Назаров", kind="person")
    fresh(one)
    assert proposed() == {frozenset((one.pk, third.pk))}
    assert found_for(one) == [third]


def test_a_contributor_sees_no_draft_of_another() -> None:
    published, draft = make.entity("Farid Nazarov", kind="person"), make.entity("Фарид Назаров", kind="person")
    make.publish(published)
    own = save_entity(Entity(name="Nazarov Farid", kind="person"), user=make.user("contributor"))
    assert frozenset((published.pk, draft.pk)) in proposed("writer")
    assert proposed("contributor") == {frozenset((published.pk, own.pk))}
    assert found_for(published, "contributor") == [own]


# -- what would follow -------------------------------------------------------------------------------------------------


def conflicts_now() -> set[tuple[str, str]]:
    """Every pair of published claims in conflict, as the stored facts have it."""
    found: set[tuple[str, str]] = set()
    for subjects in (list(Event.objects.all()), list(Entity.objects.all())):
        groups: dict[str, list[Any]] = {}
        rows = list(projection.with_evidence(projection.claims_of(subjects)))
        standing = projection.standings(rows)
        for row in rows:
            groups.setdefault(row.subject.root_id, []).append(standing[row.pk])
        found |= {(min(p), max(p)) for group in groups.values() for p in facts.conflicts(group)}
    stored = set(Claim.objects.filter(conflicted=True).values_list("pk", flat=True))
    assert stored == {uid for both in found for uid in both}
    return found


def pairs_of(conflicts: Iterable[whatif.Conflict]) -> set[tuple[str, str]]:
    return {(min(c.one.pk, c.other.pk), max(c.one.pk, c.other.pk)) for c in conflicts}


def participations() -> set[tuple[str, str, str]]:
    return set(Participation.objects.values_list("event", "entity", "role"))


def entangled() -> tuple[Entity, Entity]:
    """Two places about which much is said: their merge dissolves a conflict, makes another, and moves participants."""
    left, right = (make.entity(name, kind="place") for name in ("Lankaran", "Lenkoran"))
    make.publish(left, right)
    event = make.published_event()
    for place in (left, right):
        make.published_claim(event, "place", "met in Lankaran", value_entity=place)
        make.published_claim(place, "located_in", "in Lankaran", value_entity=make.entity(kind="state"))
    for role in ("host", "participant"):
        make.published_claim(event, "participant", "Border guards", value_entity=right, role=role)
    make.published_claim(event, "participant", "Border guards", value_entity=left, role="host")
    fresh(left, right)
    return left, right


def test_the_preview_is_what_the_merge_brings_about_and_changes_nothing() -> None:
    left, right = entangled()
    before, took_part = conflicts_now(), participations()
    told = whatif.of_merging(left, right, make.user("writer"))
    assert (conflicts_now(), participations()) == (before, took_part)
    assert not EntityMatch.objects.exists()
    assert make.findings() == []
    make.published_match(left, right)
    after = conflicts_now()
    assert pairs_of(told.arising) == after - before != set()
    assert pairs_of(told.dissolving) == before - after != set()
    coming, going = participations() - took_part, took_part - participations()
    assert len(told.coming) == len(coming) == 1
    assert {(p.event.pk, p.entity.pk) for p in told.going} == {(event, entity) for event, entity, _role in going}
    assert [(entity, root) for entity, root in told.moving] == [(right, left)]


def test_un_merging_brings_back_what_its_preview_says_and_restores_everything() -> None:
    left, right = entangled()
    before, took_part = conflicts_now(), participations()
    merge = make.published_match(left, right)
    merged, told = conflicts_now(), whatif.of_parting(merge)
    merge.refresh_from_db()
    assert merge.state == State.PUBLISHED
    make.retract(merge)
    assert conflicts_now() == before
    assert participations() == took_part
    assert pairs_of(told.arising) == before - merged
    assert pairs_of(told.dissolving) == merged - before
    assert [(entity, root) for entity, root in told.moving] == [(right, right)]
    fresh(left, right)
    assert (left.root, right.root) == (left, right)
    assert make.findings() == []
    assert list(projection.differences()) == []


def test_places_that_become_one_contain_what_lies_in_either() -> None:
    here, there = (make.entity(name, kind="place") for name in ("Talysh hills", "Hills of Talysh"))
    village = make.entity("Lerik", kind="place")
    make.publish(here, there, village)
    make.published_claim(village, "located_in", "in Lankaran", value_entity=there)
    event = make.published_event()
    for place in (here, village):
        make.published_claim(event, "place", "met in Lankaran", value_entity=place)
    before = conflicts_now()
    told = whatif.of_merging(here, there, make.user("writer"))
    make.published_match(here, there)
    assert pairs_of(told.dissolving) == before - conflicts_now() != set()


# -- judging -----------------------------------------------------------------------------------------------------------


def judge(left: Entity, right: Entity, judgement: Judgement = Judgement.SAME, by: str = "writer", **fields: Any) -> Any:
    values: dict[str, Any] = {"reason": "The same officer.", "submit": True} | fields
    return judging.judge(left, right, judgement, user=make.user(by), **values)


def test_a_judgement_is_handed_in_or_kept_as_a_draft() -> None:
    one, other = pair()
    draft = judge(one, other, submit=False, score=0.92)
    assert (draft.state, float(draft.score)) == (State.DRAFT, 0.92)
    with pytest.raises(Refused, match="drafted a judgement"):
        judge(one, other)
    actions.discard([draft], user=make.user("writer"))
    assert judge(one, other).state == State.IN_REVIEW


def test_nothing_is_judged_twice_in_either_direction() -> None:
    one, other = pair()
    judge(one, other, Judgement.DIFFERENT)
    for left, right in ((one, other), (other, one)):
        with pytest.raises(Refused, match="writer judged the two “different”"):
            judge(left, right, by="reviewer")
    assert EntityMatch.objects.count() == 1


def test_what_is_merged_is_not_judged_again() -> None:
    one, other = pair()
    make.published_match(one, other)
    with pytest.raises(Refused, match="one already"):
        judge(one, other, Judgement.DIFFERENT)


def test_without_a_role_nobody_judges() -> None:
    one, other = pair()
    with pytest.raises(NotAllowed):
        judge(one, other, by="outsider")
    assert not EntityMatch.objects.exists()


def test_a_protected_person_is_not_folded_into_one_who_is_not() -> None:
    known = make.entity("Farid Nazarov", kind="person")
    hidden = make.entity("Фарид Назаров", kind="person", protected=True, pseudonym="Officer N")
    make.publish(known, hidden)
    with pytest.raises(Refused, match="is protected and"):
        judge(known, hidden)
    with pytest.raises(Refused, match="is protected and"):
        make.published_match(known, hidden)  # nor past the page
    actions.send_back(list(EntityMatch.objects.all()), user=make.user("manager"), reason="Swap them.")
    actions.discard(list(EntityMatch.objects.all()), user=make.user("writer"))
    assert judge(hidden, known).state == State.IN_REVIEW


def test_the_end_of_a_merge_is_proposed_once() -> None:
    one, other = pair()
    merge = make.published_match(one, other)
    judging.part(merge, reason="Two officers.", user=make.user("writer"))
    with pytest.raises(WrongState, match="proposed already"):
        judging.part(merge, reason="Two officers.", user=make.user("reviewer"))
    with pytest.raises(NotAllowed):
        judging.part(merge, reason="Two officers.", user=make.user("contributor"))


@pytest.mark.django_db(transaction=True)
def test_two_who_judge_at_once_say_it_once() -> None:
    one, other = pair()
    make.user("writer"), make.user("reviewer")
    said = make.at_once(
        lambda: judge(one, other, Judgement.DIFFERENT), lambda: judge(other, one, by="reviewer")
    )  # fmt: skip
    assert EntityMatch.objects.count() == 1
    assert sum(isinstance(one, Refused) for one in said) == 1


def test_names_of_a_draft_are_found_as_soon_as_it_is_saved() -> None:
    published = make.entity("Farid Nazarov", kind="person")
    draft = make.entity("Border Guard", kind="person")
    draft.name = "Фарид Назаров"
    save_entity(draft, names=[EntityName(text="F. N.")], user=make.user("writer"))
    assert found_for(published) == [draft]
