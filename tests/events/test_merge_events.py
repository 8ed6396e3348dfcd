"""Merging events: two judged the same are one, on every page; un-merged, everything is as it was."""

from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ctarchive import search
from editorial import actions, asof
from editorial.errors import FourEyes, NotAllowed, Refused, WrongState
from events import projection
from events.actions import match
from events.choices import Judgement
from events.models import Event, EventMatch, Participation
from tests import factories as make

pytestmark = pytest.mark.django_db


def pair() -> tuple[Event, Event]:
    """Two published events, of 3 and of 4 May, the second with a host and a topic."""
    one, other = make.published_event(title="Talks in Lankaran"), make.published_event(title="Border talks")
    make.revise(one, "summary", "They talked.")
    actions.publish(
        [actions.propose_retraction(other.claims.get(), reason="Misread.", user=make.user("writer"))],
        user=make.user("manager"),
    )
    make.published_claim(other, "date", "The meeting of 3 May 2018", value_edtf="2018-05-04")
    make.published_claim(other, "participant", "Border guards", value_entity=make.entity("Guards"), role="host")
    make.published_claim(other, "topic", value_text="Night patrols")
    for event in (one, other):
        event.refresh_from_db()
    return one, other


def derived() -> list[Any]:
    """Everything that is derived of events and their claims."""
    events = Event.objects.order_by("pk").values_list(
        "pk", "root", "date", "date_earliest", "date_latest", "place", "conflicted"
    )
    claims = [
        c for e in Event.objects.order_by("pk") for c in e.claims.order_by("pk").values_list("pk", "rank", "conflicted")
    ]
    return [*events, *claims, *Participation.objects.order_by("event", "role").values_list("event", "entity", "role")]


def now() -> datetime:
    return timezone.now()


def test_the_facts_of_both_are_the_roots() -> None:
    one, other = pair()
    make.merged_events(one, other)
    assert (one.root, other.root) == (one, one)
    assert one.conflicted
    assert one.date_earliest is not None
    assert one.date_latest == one.date_earliest + 1
    assert (other.date, other.conflicted) == ("", False)
    assert set(Participation.objects.values_list("event", flat=True)) == {one.pk}
    assert other.claims.get(property="topic").event == other
    assert make.findings() == []
    assert list(search.verify()) == []


def test_un_merging_restores_exactly() -> None:
    one, other = pair()
    before = derived()
    merge = make.merged_events(one, other)
    assert derived() != before
    make.retract(merge)
    assert derived() == before
    assert make.findings() == []
    assert list(search.verify()) == []


@pytest.mark.parametrize("judgement", [Judgement.DIFFERENT, Judgement.UNSURE])
def test_other_judgements_merge_nothing(judgement: Judgement) -> None:
    one, other = pair()
    before = derived()
    make.merged_events(one, other, judgement)
    assert derived() == before


def test_places_of_both_are_compared_by_what_contains_them() -> None:
    one, other = pair()
    land = make.entity("Aran", kind="state")
    town = make.entity("Lankaran", kind="place")
    make.published_claim(town, "located_in", "in Lankaran", value_entity=land)
    make.published_claim(one, "place", "met in Lankaran", value_entity=town)
    claim = make.published_claim(other, "place", "met in Lankaran", value_entity=land)
    make.merged_events(one, other)
    claim.refresh_from_db()
    assert not claim.conflicted
    assert make.findings() == []


def test_the_folded_one_leads_to_the_root_and_stands_in_no_list(client: Client) -> None:
    one, other = pair()
    old = other.get_absolute_url()
    assert client.get(old).status_code == 200
    make.merged_events(one, other)
    answer = client.get(f"{old}?x=1")
    assert (answer.status_code, answer["Location"]) == (301, f"{one.get_absolute_url()}?x=1")
    answer = client.get(f"/api/v1/events/{other.pk}/")
    assert answer.status_code == 301
    assert answer["Location"].endswith(f"/api/v1/events/{one.pk}/")
    assert [row["uid"] for row in client.get("/api/v1/events/").json()["results"]] == [one.pk]
    assert b"Border talks" not in client.get("/events/").content
    found = search.search("Border talks").hits
    assert [hit.uid for hit in found if hit.record_type == "event"] == [one.pk]


def test_the_roots_page_tells_the_claims_and_the_reason(client: Client) -> None:
    one, other = pair()
    make.merged_events(one, other)
    page = client.get(one.get_absolute_url()).content.decode()
    for told in ("Night patrols", "recorded of Border talks", "One meeting, reported twice.", "4 May 2018"):
        assert told in page
    told = client.get(f"/api/v1/events/{one.pk}/").json()
    assert told["merged"] == [{"uid": other.pk, "title": "Border talks"}]
    assert {claim["about"]["uid"] for claim in told["claims"]} == {one.pk}
    assert [p["role"] for p in told["participants"]] == ["host"]


@pytest.mark.parametrize("query", ["?event={}", "?event={}&property=topic"])
def test_claims_of_either_are_found_by_both_uids(client: Client, query: str) -> None:
    one, other = pair()
    make.merged_events(one, other)
    found = [client.get(f"/api/v1/claims/{query.format(uid)}").json()["results"] for uid in (one.pk, other.pk)]
    assert [claim["uid"] for claim in found[0]] == [claim["uid"] for claim in found[1]] != []


def test_events_are_found_by_the_claims_of_what_was_merged_into_them(client: Client) -> None:
    one, other = pair()
    source = other.claims.get(property="topic").evidence.get().capture.source
    make.merged_events(one, other)
    for query in (f"source={source.pk}", "property=topic", "role=host", "during=2018-05-04"):
        rows = client.get(f"/api/v1/events/?{query}").json()["results"]
        assert [row["uid"] for row in rows] == [one.pk], query


def test_as_of_respects_when_it_was_merged_and_parted(client: Client) -> None:
    one, other = pair()
    apart = now()
    merge = make.merged_events(one, other)
    together = now()
    make.retract(merge)
    dates = [projection.of_event(one, at=at).date_latest for at in (apart, together, now())]
    assert dates[0] == dates[2] != dates[1]
    hosts = [len(projection.of_event(one, at=at).participations) for at in (apart, together, now())]
    assert hosts == [0, 1, 0]


def test_what_was_merged_since_has_a_page_of_its_own_for_earlier_days(client: Client, monkeypatch: Any) -> None:
    one, other = pair()
    before = now()
    make.merged_events(one, other)
    today = f"?as_of={now():%Y-%m-%d}"
    assert client.get(f"{other.get_absolute_url()}{today}")["Location"] == f"{one.get_absolute_url()}{today}"
    monkeypatch.setattr(asof, "read", lambda request: asof.AsOf("2026-01-01", before))
    assert client.get(other.get_absolute_url()).status_code == 200
    page = client.get(one.get_absolute_url()).content.decode()
    assert "One meeting, reported twice." not in page


def test_parts_of_what_was_merged_are_parts_of_the_root(client: Client) -> None:
    one, other = pair()
    part = make.event(title="A working group", part_of=other)
    make.publish(part)
    make.merged_events(one, other)
    assert "A working group" in client.get(one.get_absolute_url()).content.decode()
    assert one.get_absolute_url() in client.get(part.get_absolute_url()).content.decode()
    rows = client.get(f"/api/v1/events/?part_of={other.pk}").json()["results"]
    assert [(row["uid"], row["part_of"]["uid"]) for row in rows] == [(part.pk, one.pk)]


def test_a_part_and_its_whole_are_never_one() -> None:
    whole = make.published_event()
    middle = make.event(part_of=whole)
    make.publish(middle)
    part = make.event(part_of=middle)
    make.publish(part)
    judged = match(part, whole, Judgement.SAME, reason="One.", user=make.user("writer"))
    make.in_review(judged)
    with pytest.raises(Refused, match="is a part of"):
        actions.publish([judged], user=make.user("manager"))


def test_a_chain_has_one_root_and_falls_apart_in_the_middle() -> None:
    one, other = pair()
    third = make.published_event()
    make.merged_events(one, other)
    middle = make.merged_events(other, third)
    assert third.root == one
    make.retract(middle)
    third.refresh_from_db()
    assert third.root == third
    assert make.findings() == []


def test_merged_both_ways_the_one_published_first_is_the_root() -> None:
    one, other = pair()
    make.merged_events(one, other)
    make.merged_events(other, one)
    assert (one.root, other.root) == (one, one)
    assert make.findings() == []


def test_who_may_merge() -> None:
    one, other = pair()
    with pytest.raises(NotAllowed):
        match(one, other, Judgement.SAME, reason="One.", user=make.user("outsider"))
    judged = match(one, other, Judgement.SAME, reason="One.", user=make.user("manager"))
    make.in_review(judged)
    with pytest.raises(NotAllowed):
        actions.publish([judged], user=make.user("reviewer"))
    with pytest.raises(FourEyes):
        actions.publish([judged], user=make.user("manager"))
    actions.publish([judged], user=make.user("second_manager"))
    with pytest.raises(WrongState):
        actions.publish([judged], user=make.user("second_manager"))


def test_an_entity_and_an_event_are_never_one() -> None:
    with pytest.raises(Refused, match="never one"):
        match(make.event(), make.entity(), Judgement.SAME, reason="One.", user=make.user("writer"))  # type: ignore[call-overload]
    assert not EventMatch.objects.exists()


def test_what_was_merged_is_not_retracted_before_it_is_un_merged() -> None:
    one, other = pair()
    make.merged_events(one, other)
    ending = actions.propose_retraction(other, reason="No such talks.", user=make.user("writer"))
    with pytest.raises(Refused, match="event match"):
        actions.publish([ending], user=make.user("manager"))


@pytest.mark.django_db(transaction=True)
def test_two_merges_at_once_make_one_family() -> None:
    events = [make.published_event() for _ in range(3)]
    writer = make.user("writer")
    judged = [match(a, b, Judgement.SAME, reason="One.", user=writer) for a, b in pairwise(events)]
    make.in_review(*judged)
    deciders = make.user("manager"), make.user("second_manager")
    make.at_once(
        *(lambda one=one, by=by: actions.publish([one], user=by) for one, by in zip(judged, deciders, strict=True))
    )
    for event in events:
        event.refresh_from_db()
    assert {event.root for event in events} == {events[0]}
    assert make.findings() == []
