"""As of: the facts as they stood at an earlier moment, rankings, lineage and merges included."""

from datetime import datetime

import pytest
from django.utils import timezone

from editorial import actions
from events import projection
from events.actions import correct, rank
from events.choices import Rank
from events.models import Claim, Event
from tests import factories as make

pytestmark = pytest.mark.django_db


def now() -> datetime:
    return timezone.now()


def counted(claim: Claim, at: datetime) -> int:
    """How many origins the claim had at that moment."""
    rows = projection.with_evidence(Claim.objects.filter(pk=claim.pk), at)
    return len(projection.standings(rows, at)[claim.pk].origins)


def second_date(event: Event) -> Claim:
    return make.published_claim(event, "date", "The meeting of 3 May 2018", value_edtf="2018-05-04")


def test_before_its_publication_there_is_nothing() -> None:
    before = now()
    event = make.published_event()
    assert projection.of_event(event, at=before).date == ""
    assert projection.of_event(event, at=now()).date == event.date == "2018-05-03"


def test_the_moment_of_publication_counts_and_the_moment_of_the_end_does_not() -> None:
    event = make.published_event()
    claim = event.claims.get()
    make.retract(claim)
    claim.refresh_from_db()
    assert claim.published_at is not None
    assert projection.of_event(event, at=claim.published_at).date == "2018-05-03"
    assert projection.of_event(event, at=claim.ended_at).date == ""


def test_a_corrected_value_is_still_what_it_was_then() -> None:
    event = make.published_event()
    then = now()
    draft = correct(event.claims.get(), value_edtf="2018-05-04", user=make.user("writer"))
    make.publish(draft, *draft.evidence.all())
    assert projection.of_event(event, at=then).date == "2018-05-03"
    assert projection.of_event(event, at=now()).date == "2018-05-04"


def test_conflicts_are_those_of_the_time() -> None:
    event = make.published_event()
    calm = now()
    rival = second_date(event)
    torn = now()
    make.retract(rival)
    assert not projection.of_event(event, at=calm).conflicted
    assert rival.pk in projection.of_event(event, at=torn).conflicted
    assert not projection.of_event(event, at=now()).conflicted


def test_rankings_are_those_of_the_time() -> None:
    event = make.published_event()
    rival = second_date(event)
    moments = [now()]
    for to in (Rank.PREFERRED, Rank.DEPRECATED):
        make.publish(rank(rival, to, reason="An eye-witness.", user=make.user("writer")))
        moments.append(now())
    assert [projection.of_event(event, at=at).date for at in moments] == ["2018-05-03", "2018-05-04", "2018-05-03"]
    assert [bool(projection.of_event(event, at=at).conflicted) for at in moments] == [True, True, False]


def test_lineage_is_that_of_the_time() -> None:
    claim = make.published_event().claims.get()
    more = make.evidence(claim, make.source())
    make.publish(more.capture.source, more)
    two = now()
    link = make.published_link(more.capture.source, claim.evidence.exclude(pk=more.pk).get().capture.source)
    one = now()
    make.retract(link)
    assert [counted(claim, at) for at in (two, one, now())] == [2, 1, 2]


def test_merges_are_those_of_the_time() -> None:
    event = make.published_event()
    guard, coast = make.entity("Border Guard"), make.entity("Coast Guard")
    for entity in (guard, coast):
        make.published_claim(event, "participant", "Border guards", value_entity=entity, role="host")
    apart = now()
    match = make.published_match(guard, coast)
    together = now()
    make.retract(match)
    hosts = [{e for e, _role in projection.of_event(event, at=at).participations} for at in (apart, together, now())]
    assert hosts == [{guard.pk, coast.pk}, {guard.pk}, {guard.pk, coast.pk}]


def test_where_a_place_lies_is_that_of_the_time() -> None:
    event = make.published_event()
    town, state = make.entity("Lankaran", kind="place"), make.entity("Azerbaijan", kind="state")
    for entity in (town, state):
        make.published_claim(event, "place", "met in Lankaran", value_entity=entity)
    before = now()
    claim = make.published_claim(town, "located_in", "in Lankaran", value_entity=state)
    known = now()
    make.retract(claim)
    torn = [bool(projection.of_event(event, at=at).conflicted) for at in (before, known, now())]
    assert torn == [True, False, True]


def test_where_a_place_that_was_merged_lies_is_that_of_the_time() -> None:
    event = make.published_event()
    town, double, state = (
        make.entity(name, kind=kind)
        for name, kind in (("Lankaran", "place"), ("Lenkoran", "place"), ("Azerbaijan", "state"))
    )
    for entity in (town, state):
        make.published_claim(event, "place", "met in Lankaran", value_entity=entity)
    make.published_claim(double, "located_in", "in Lankaran", value_entity=state)
    apart = now()
    match = make.published_match(town, double)
    together = now()
    make.retract(match)
    torn = [bool(projection.of_event(event, at=at).conflicted) for at in (apart, together, now())]
    assert torn == [True, False, True]
    assert make.findings() == []


def test_as_of_now_is_what_is_stored() -> None:
    event = make.published_event()
    second_date(event)
    assert projection.of_event(event, at=now()) == projection.of_event(event)


def test_what_was_sent_back_was_never_there() -> None:
    event = make.published_event()
    claim = make.claim(event, value_edtf="2018-05-04")
    make.in_review(claim)
    actions.send_back([claim], user=make.user("reviewer"), reason="Which meeting?")
    assert not projection.of_event(event, at=now()).conflicted
