"""Derived columns and rows: what the public sees follows every verb, and a value changed behind its back is found."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial import actions
from events import projection
from events.actions import rank
from events.choices import Rank
from events.models import Claim, Entity, Event, Identifier, Participation
from sources.models import Source
from tests import factories as make

pytestmark = pytest.mark.django_db


def rivals() -> tuple[Event, Claim, Claim]:
    """An event with two dates that clash, each from a source of its own."""
    event = make.published_event()
    later = make.published_claim(event, "date", "The meeting of 3 May 2018", value_edtf="2018-05-04")
    event.refresh_from_db()
    return event, event.claims.exclude(pk=later.pk).get(), later


def ranked(claim: Claim, to: Rank) -> None:
    ranking = rank(claim, to, reason="An eye-witness.", user=make.user("writer"))
    make.publish(ranking)
    claim.refresh_from_db()


def place(name: str, **fields: Any) -> Entity:
    made = make.entity(name, kind=fields.pop("kind", "place"), **fields)
    make.publish(made)
    return made


def lies_in(inner: Entity, outer: Entity) -> Claim:
    return make.published_claim(inner, "located_in", "in Lankaran", value_entity=outer)


def held_in(event: Event, where: Entity) -> None:
    make.published_claim(event, "place", "met in Lankaran", value_entity=where)
    event.refresh_from_db()


def test_rival_dates_are_kept_side_by_side() -> None:
    event, first, second = rivals()
    assert (event.date, event.conflicted) == ("2018-05-03", True)
    assert (event.date_earliest or 0) + 1 == event.date_latest
    first.refresh_from_db()
    assert first.conflicted
    assert second.conflicted
    assert make.findings() == []


def test_a_preferred_claim_is_chosen_and_a_deprecated_one_is_no_conflict() -> None:
    event, first, second = rivals()
    ranked(second, Rank.PREFERRED)
    event.refresh_from_db()
    assert (event.date, event.conflicted) == ("2018-05-04", True)
    ranked(first, Rank.DEPRECATED)
    event.refresh_from_db()
    second.refresh_from_db()
    assert (event.conflicted, second.conflicted, first.conflicted) == (False, False, False)
    assert event.date_earliest == event.date_latest
    assert make.findings() == []


def test_a_retraction_takes_the_conflict_away() -> None:
    event, first, second = rivals()
    make.retract(second)
    event.refresh_from_db()
    first.refresh_from_db()
    assert (event.conflicted, first.conflicted) == (False, False)
    assert make.findings() == []


def test_more_evidence_counts_more_sources_and_origins() -> None:
    claim = make.published_event().claims.get()
    more = make.evidence(claim, make.source())
    make.publish(more.capture.source, more)
    claim.refresh_from_db()
    assert (claim.sources_count, claim.origins_count) == (2, 2)
    make.retract(more)
    claim.refresh_from_db()
    assert (claim.sources_count, claim.origins_count) == (1, 1)
    assert make.findings() == []


@pytest.mark.parametrize("stance", ["contradicts", "mentions"])
def test_what_does_not_support_is_not_counted(stance: str) -> None:
    claim = make.published_event().claims.get()
    more = make.evidence(claim, make.source(), stance=stance)
    make.publish(more.capture.source, more)
    claim.refresh_from_db()
    assert (claim.sources_count, claim.origins_count) == (1, 1)
    assert make.findings() == []


def test_a_participant_is_shown_by_its_root_and_goes_with_its_claim() -> None:
    event, guard = make.published_event(), make.entity("Coast Guard")
    claim = make.published_claim(event, "participant", "Border guards", value_entity=guard, role="host")
    assert list(Participation.objects.values_list("event", "entity", "role")) == [(event.pk, guard.pk, "host")]
    make.retract(claim)
    assert not Participation.objects.exists()
    assert make.findings() == []


def test_a_place_inside_another_is_no_conflict() -> None:
    event = make.published_event()
    town, country = place("Lankaran"), place("Azerbaijan", kind="state")
    held_in(event, town)
    held_in(event, country)
    assert event.conflicted
    claim = lies_in(town, country)
    event.refresh_from_db()
    assert not event.conflicted
    make.retract(claim)
    event.refresh_from_db()
    assert event.conflicted
    assert make.findings() == []


def test_a_claim_in_the_middle_of_a_chain_of_places_counts() -> None:
    event = make.published_event()
    village, district, region = place("Liman"), place("Lankaran District"), place("Lankaran Region")
    lies_in(village, district)
    held_in(event, village)
    held_in(event, region)
    assert event.conflicted
    claim = lies_in(district, region)
    event.refresh_from_db()
    assert not event.conflicted
    make.retract(claim)
    event.refresh_from_db()
    assert event.conflicted
    assert make.findings() == []


def test_a_country_code_puts_a_place_into_its_state() -> None:
    event = make.published_event()
    town = place("Lankaran", country="AZ")
    state = place("Azerbaijan", kind="state", identifiers=[Identifier(scheme="iso3166", value="AZ")])
    held_in(event, town)
    held_in(event, state)
    assert not event.conflicted
    town.refresh_from_db()
    make.revise(town, "country", "IR")
    event.refresh_from_db()
    assert event.conflicted
    assert make.findings() == []


def test_the_code_of_a_draft_says_nothing_yet() -> None:
    event = make.published_event()
    town, state = place("Lankaran", country="AZ"), place("Azerbaijan", kind="state")
    held_in(event, town)
    held_in(event, state)
    assert event.conflicted
    make.entity("Azerbaijan again", kind="state", identifiers=[Identifier(scheme="iso3166", value="AZ")])
    assert make.findings() == []
    make.revise(state, "identifiers", [["iso3166", "AZ"]])
    event.refresh_from_db()
    assert not event.conflicted
    assert make.findings() == []


def test_places_that_lie_in_one_another_in_a_circle_do_no_harm() -> None:
    one, other = place("Upper Town"), place("Lower Town")
    lies_in(one, other)
    lies_in(other, one)
    event = make.published_event()
    held_in(event, one)
    held_in(event, other)
    assert not event.conflicted
    assert make.findings() == []


def test_an_entity_has_conflicts_of_its_own() -> None:
    town = place("Lankaran")
    lies_in(town, place("Azerbaijan", kind="state"))
    lies_in(town, place("Iran", kind="state"))
    town.refresh_from_db()
    assert town.conflicted
    assert make.findings() == []


def test_the_word_of_a_source_revised_is_heard() -> None:
    event, _first, second = rivals()
    source = second.evidence.get().capture.source
    make.revise(source, "reliability", "A")
    event.refresh_from_db()
    assert event.date == "2018-05-04"
    assert make.findings() == []


def test_to_project_again_changes_nothing() -> None:
    event, _first, _second = rivals()
    before = Event.objects.filter(pk=event.pk).values().get()
    projection.project(events=[event.pk])
    assert Event.objects.filter(pk=event.pk).values().get() == before


@pytest.mark.parametrize(
    ("statement", "record_type", "column"),
    [
        ("UPDATE events_event SET date = '1999'", "event", "date"),
        ("UPDATE events_event SET date_latest = 1", "event", "date_latest"),
        ("UPDATE events_event SET conflicted = NOT conflicted", "event", "conflicted"),
        ("UPDATE events_claim SET rank = 'preferred'", "claim", "rank"),
        ("UPDATE events_claim SET origins_count = 7", "claim", "origins_count"),
        ("UPDATE events_claim SET conflicted = NOT conflicted", "claim", "conflicted"),
        ("UPDATE events_participation SET role = 'suspect'", "event", "participants"),
        ("DELETE FROM events_participation", "event", "participants"),
        ("UPDATE events_entity SET conflicted = NOT conflicted", "entity", "conflicted"),
    ],
)
def test_a_derived_value_changed_behind_the_archive_is_found(statement: str, record_type: str, column: str) -> None:
    event, guard = make.published_event(), make.entity("Coast Guard")
    make.published_claim(event, "participant", "Border guards", value_entity=guard, role="host")
    assert list(projection.differences()) == []
    with connection.cursor() as cursor:
        cursor.execute(statement)
    found = list(projection.differences())
    assert {kind for kind, _uid, _what in found} == {record_type}
    assert {what.split()[0] for _kind, _uid, what in found} == {column}


def test_a_root_or_an_origin_changed_behind_the_archive_is_found() -> None:
    one, other = place("Upper Town"), place("Lower Town")
    first, second = make.source(), make.source()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_entity SET root_id = %s WHERE uid = %s", [one.pk, other.pk])
        cursor.execute("UPDATE sources_source SET origin_id = %s WHERE uid = %s", [first.pk, second.pk])
    found = make.findings()
    assert any(finding.startswith(f"entity {other.pk}: root") for finding in found)
    assert any(finding.startswith(f"source {second.pk}: origin") for finding in found)


def test_a_draft_moves_nothing_that_is_public() -> None:
    event = make.published_event()
    make.evidence(make.claim(event, value_edtf="2018-05-04"), make.source())
    event.refresh_from_db()
    assert not event.conflicted
    assert Source.objects.published().count() == 1
    assert make.findings() == []


def test_a_discarded_rival_never_counts() -> None:
    event = make.published_event()
    claim = make.claim(event, value_edtf="2018-05-04")
    actions.discard([claim], user=make.user("writer"))
    event.refresh_from_db()
    assert not event.conflicted


def test_facts_may_rest_on_any_number_of_documents_places_and_people() -> None:
    event = make.published_event()
    for number in range(60):
        guard = make.entity(f"Guard {number}")
        make.published_claim(event, "participant", "Border guards", value_entity=guard, role="host")
    with CaptureQueriesContext(connection) as asked:
        assert list(projection.differences()) == []
        projection.project(events=[event.pk])
    # SQLite takes a thousand conditions in one query, and no more: none may be written for each document.
    assert max(query["sql"].count(" OR ") for query in asked) < 20
    assert Participation.objects.filter(event=event).count() == 60
