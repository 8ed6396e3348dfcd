"""Frozen: no record is written, changed or deleted but by a verb, however one goes about it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from editorial import actions, guard, registry
from editorial.errors import Frozen
from editorial.models import LedgerEntry, LedgerHead, LedgerNode, LedgerPayload, PublicId, Record
from events.actions import rank
from events.choices import Rank
from events.models import EntityName, Identifier, Participation, Suggestion
from sources.models import Blob, BlobCheck, Sighting
from tests import factories as make

pytestmark = pytest.mark.django_db

TYPES = sorted(registry.record_types())


@pytest.fixture
def _published() -> None:
    """One published record of every type."""
    event = make.published_event()
    claim = event.claims.get()
    left, right = make.entity(identifiers=[Identifier(scheme="wikidata", value="Q1")]), make.entity()
    copy, original = make.source(), make.source()
    make.publish(left, right, copy, original)
    make.published_match(left, right)
    make.merged_events(event, make.published_event())
    make.published_link(copy, original)
    make.publish(rank(claim, Rank.PREFERRED, reason="An eye-witness.", user=make.user("writer")))
    make.published_reply(claim)
    make.revise(event, "summary", "In short.")
    make.redact(event, "summary")


def published(record_type: str) -> Record:
    found = registry.model(record_type).objects.published().first()
    assert found is not None
    return found


WAYS: dict[str, Callable[[Any], Any]] = {
    "save": lambda record: record.save(),
    "delete": lambda record: record.delete(),
    "update": lambda record: type(record).objects.filter(pk=record.pk).update(external_id="x"),
    "update of all": lambda record: type(record).objects.update(external_id="x"),
    "delete of many": lambda record: type(record).objects.filter(pk=record.pk).delete(),
    "bulk_update": lambda record: type(record).objects.bulk_update([record], ["external_id"]),
    "bulk_create": lambda record: type(record).objects.bulk_create([type(record)()]),
    "create": lambda record: type(record).objects.create(),
    "get_or_create": lambda record: type(record).objects.get_or_create(pk="0000000000"),
    "update_or_create": lambda record: type(record).objects.update_or_create(pk=record.pk, defaults={"version": 9}),
}


@pytest.mark.usefixtures("_published")
def test_no_published_record_of_any_type_is_written_outside_a_verb() -> None:
    assert len(TYPES) == 14
    for record_type in TYPES:
        record = published(record_type)
        before = type(record).objects.filter(pk=record.pk).values().get()
        for way, write in WAYS.items():
            with pytest.raises(Frozen, match="only be written by a verb"), transaction.atomic():
                write(record)
            assert type(record).objects.filter(pk=record.pk).values().get() == before, (record_type, way)
    assert make.findings() == []


@pytest.mark.parametrize(
    "model",
    [
        LedgerEntry, LedgerPayload, LedgerNode, LedgerHead, EntityName, Identifier, Participation, Blob, BlobCheck,
        Sighting,
        PublicId, Suggestion,
    ],
)  # fmt: skip
def test_nor_are_the_ledger_and_the_parts_of_records(model: Any) -> None:
    for write in (
        model().save,
        model().delete,
        model.objects.all().delete,
        lambda: model.objects.bulk_create([model(), model()]),
        lambda: model.objects.bulk_update([], ["pk"]),
        model.objects.update,
    ):
        with pytest.raises(Frozen):
            write()


def test_a_record_is_not_written_through_what_points_at_it() -> None:
    event = make.published_event()
    with pytest.raises(Frozen):
        event.claims.update(rank="preferred")
    with pytest.raises(Frozen):
        event.claims.all().delete()
    with pytest.raises(Frozen):
        event.claims.create()


def test_the_door_closes_behind_a_verb_even_when_it_fails() -> None:
    event = make.event()
    event.title = ""
    with pytest.raises(Exception, match="blank"):
        actions.save(event, user=make.user("writer"))
    with pytest.raises(Frozen):
        event.save()


def test_a_door_within_a_door_leaves_the_outer_one_open() -> None:
    with guard.writing():
        with guard.writing():
            guard.require_verb("a record")
        guard.require_verb("a record")
    with pytest.raises(Frozen):
        guard.require_verb("a record")


@pytest.mark.django_db(transaction=True)
def test_a_verb_in_one_thread_opens_no_door_in_another() -> None:
    event = make.event()
    with guard.writing():
        (outcome,) = make.at_once(event.save)
    assert isinstance(outcome, Frozen)


@pytest.mark.django_db(transaction=True)
def test_what_runs_after_the_commit_is_outside_the_verb() -> None:
    event = make.event()
    heard: list[Exception] = []

    def later() -> None:
        try:
            event.save()
        except Frozen as error:
            heard.append(error)

    actions.save(event, user=make.user("writer"), within=lambda saved: transaction.on_commit(later))
    assert len(heard) == 1
