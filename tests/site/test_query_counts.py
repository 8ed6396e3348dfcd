"""No page takes more queries when the archive grows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from editorial import asof
from editorial.models import Reviewable
from events.actions import correct, rank
from events.choices import Rank
from events.models import Entity, Event
from sources.models import Source
from tests import factories as make
from tests.site.counting import queries

pytestmark = pytest.mark.django_db

FEW, MANY, MOST = 10, 100, 12
LARGEST = 100_000  # bytes of a page, without its pictures


def quoted(subject: Event | Entity, property: str, source: Source, exact: str, **value: Any) -> list[Reviewable]:
    """A draft claim with its quotation."""
    claim = make.claim(subject, property, **value)
    return [claim, make.evidence(claim, source, exact)]


def assert_constant(client: Client, urls: list[str], grow: Callable[[int], list[Reviewable]]) -> None:
    """The pages take as many queries with few records as with many, and not too many."""
    make.publish(*grow(FEW))
    few = [queries(client, url) for url in urls]
    make.publish(*grow(MANY - FEW))
    assert [queries(client, url) for url in urls] == few
    assert max(few) <= MOST


def test_lists_take_no_more_queries_for_more_records(client: Client) -> None:
    source, city = make.source(), make.entity("Lankaran", kind="place")
    make.publish(source, city)

    def grow(count: int) -> list[Reviewable]:
        made: list[Reviewable] = []
        for _ in range(count):
            event, guards, report = make.event(), make.entity(), make.source()
            made += [event, guards, report, *quoted(event, "date", report, "The meeting of 3 May 2018")]
            made += quoted(event, "place", source, "Lankaran", value_entity=city)
            made += quoted(event, "participant", source, "Border guards", value_entity=guards, role="host")
        return made

    lists = ["/events/", "/entities/", "/sources/", "/publishers/", "/claims/", "/search/?q=guards"]
    whole = ["/", "/events/year/2018/", "/coverage/", "/data/", "/corrections/", source.publisher.get_absolute_url()]
    assert_constant(client, [*lists, *whole], grow)
    for url in (*lists, *whole):
        assert len(client.get(url).content) < LARGEST, url


def test_an_event_and_its_source_take_no_more_queries_for_more_claims(client: Client) -> None:
    event, source, council = make.published_event(), make.source(), make.entity("Council")
    make.publish(source, council)

    def grow(count: int) -> list[Reviewable]:
        made: list[Reviewable] = []
        for _ in range(count):
            guards = make.entity()
            values = {"value_entity": guards, "role": "host", "attributed_to": council}
            made += [guards, *quoted(event, "participant", source, "Border guards", **values)]
        return made

    assert_constant(client, [event.get_absolute_url(), source.get_absolute_url()], grow)


def test_an_entity_takes_no_more_queries_for_more_events_and_claims(client: Client) -> None:
    source, guards = make.source(), make.entity("Guards", kind="state")
    make.publish(source, guards)

    def grow(count: int) -> list[Reviewable]:
        made: list[Reviewable] = []
        for _ in range(count):
            event = make.event()
            values = {"value_entity": guards, "role": "host", "attributed_to": guards}
            made += [event, *quoted(event, "participant", source, "Border guards", **values)]
            made += quoted(guards, "measure", source, "a joint plan", value_text="Patrols", attributed_to=guards)
        return made

    assert_constant(client, [guards.get_absolute_url()], grow)


def test_events_with_the_same_participants_cost_an_event_no_more_queries(client: Client) -> None:
    source, guards, customs = make.source(), make.entity("Guards"), make.entity("Customs")
    make.publish(source, guards, customs)

    def grow(count: int) -> list[Reviewable]:
        made: list[Reviewable] = []
        for number in range(count):
            event = make.event(part_of=whole if number % 5 == 0 else None)
            made += [event, *quoted(event, "date", source, "The meeting of 3 May 2018", value_edtf=f"{1950 + number}")]
            for entity in (guards, customs):
                made += quoted(event, "participant", source, "Border guards", value_entity=entity, role="host")
        return made

    whole = make.published_event()
    middle = make.published_event(part_of=whole)
    for entity in (guards, customs):
        make.published_claim(middle, "participant", value_entity=entity, role="host")
    assert_constant(client, [middle.get_absolute_url(), whole.get_absolute_url(), guards.get_absolute_url()], grow)


def test_corrections_cost_no_more_queries_when_there_are_more(client: Client) -> None:
    event, source = make.published_event(), make.source()
    make.publish(source)

    def grow(count: int) -> list[Reviewable]:
        for _ in range(count // 5):
            old = make.published_claim(event, "topic", of=source, value_text="Smuggling")
            new = correct(old, value_text="Fishing", user=make.user("writer"))
            make.publish(new, *new.evidence.all())
            make.retract(new)
        return [make.event()]

    assert_constant(client, ["/corrections/", "/corrections/?what=retracted", event.get_absolute_url()], grow)


def test_the_page_of_a_claim_stays_within_bounds(client: Client) -> None:
    event = make.published_event()
    url = event.claims.get().get_absolute_url()
    assert queries(client, url) <= MOST


def test_pages_of_another_day_stay_within_bounds_with_all_that_may_have_changed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    district, state, guards, other = (
        make.entity(kind=kind) for kind in ("place", "state", "public_body", "public_body")
    )
    event, twin, source, report = make.published_event(), make.published_event(), make.source(), make.source()
    make.publish(district, state, guards, other, source, report)
    make.published_claim(district, "located_in", of=source, value_entity=state)
    for value in (district, state, make.entity(kind="place", country="AZ")):
        if not value.is_published:
            make.publish(value)
        place = make.published_claim(event, "place", of=report, value_entity=value)
    make.publish(rank(place, Rank.PREFERRED, reason="An eye-witness.", user=make.user("writer")))
    for subject in (guards, other):
        make.published_claim(event, "participant", of=source, value_entity=subject, role="host")
        make.published_claim(subject, "part_of", of=report, value_entity=state)
    make.published_match(guards, other)
    make.merged_events(event, twin)
    make.published_link(report, source)
    make.published_event(part_of=event)
    old = make.published_claim(event, "topic", of=source, value_text="Smuggling")
    new = correct(old, value_text="Fishing", user=make.user("writer"))
    make.publish(new, *new.evidence.all())
    records: list[Any] = [event, guards, place, old, new, source, report]
    day = asof.AsOf("2026-01-01", timezone.now())
    monkeypatch.setattr(asof, "read", lambda request: day)
    addresses = [*(record.get_absolute_url() for record in records), "/events/", "/entities/", "/claims/", "/sources/"]
    taken = {address: queries(client, address) for address in addresses}
    assert max(taken.values()) <= MOST, taken
