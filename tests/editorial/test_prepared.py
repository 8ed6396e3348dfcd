"""Queries that are put together once find what the ORM finds, and their records are records."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import F, QuerySet
from django.forms.models import model_to_dict

from editorial.prepared import Prepared, quickly
from events.models import Claim, Event
from tests import factories as make

pytestmark = pytest.mark.django_db


def of_events(uids: list[str]) -> QuerySet[Claim]:
    found = Claim.objects.filter(event__in=uids).select_related("event__part_of", "value_entity")
    return found.annotate(told_of=F("event__title")).order_by("uid")


def events(number: int) -> list[str]:
    """The uids of so many events, with one claim each."""
    return [str(make.claim(make.event(title=f"Event {n}")).event_id) for n in range(number)]


def test_it_finds_what_the_queryset_finds_for_as_many_values_as_there_are(django_assert_num_queries: Any) -> None:
    ask = Prepared[Claim](Claim, of_events)
    uids = events(5)
    for asked in (uids[:1], uids[1:2], uids[:3], uids[:4], uids):
        with django_assert_num_queries(1):
            found = ask(asked)
        assert found == list(of_events(asked))


def test_it_is_put_together_once_for_each_form() -> None:
    made: list[Any] = []

    def make_one(uids: list[str]) -> QuerySet[Claim]:
        made.append(uids)
        return of_events(uids)

    ask = Prepared[Claim](Claim, make_one)
    uids = events(4)
    assert [len(ask(uids[:number])) for number in (4, 3, 4, 3)] == [4, 3, 4, 3]
    assert len(made) == 1


def test_an_empty_list_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Prepared[Claim](Claim, of_events)([]) == []


def test_its_records_are_as_any_other(django_assert_num_queries: Any) -> None:
    uids = events(1)
    (made,), (usual,) = Prepared[Claim](Claim, of_events)(uids), of_events(uids)
    with django_assert_num_queries(0):
        assert model_to_dict(made) == model_to_dict(usual)
        assert (made.event, made.value_entity, made.told_of) == (usual.event, None, usual.event.title)  # type: ignore[attr-defined]
        assert made.event is not None
        assert made.event.part_of is None
        assert (made._state.adding, made._state.db) == (False, usual._state.db)
        assert made.created_at == usual.created_at


def test_a_column_left_out_is_fetched_when_it_is_asked_for(django_assert_num_queries: Any) -> None:
    event = make.published_event(title="Guards meet")
    (made,) = quickly(Event.objects.filter(pk=event.pk).only("kind"))
    with django_assert_num_queries(1):
        assert made.title == "Guards meet"


def test_values_come_as_tuples() -> None:
    event = make.published_event(title="Guards meet")
    ask = Prepared[tuple[str, Any]](
        Event, lambda uid: Event.objects.filter(pk=uid).values_list("title", "published_at")
    )
    assert ask(event.pk) == [("Guards meet", event.published_at)]
