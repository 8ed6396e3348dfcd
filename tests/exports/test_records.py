"""The public form of each type of record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ctarchive.exports import columns, own, records
from editorial import registry
from events import protection
from events.models import Evidence
from events.protection import Mask
from tests import factories as make
from tests.exports import archives

pytestmark = pytest.mark.django_db
NOBODY = Mask()


@pytest.fixture(scope="module")
def archive(django_db_setup: None, django_db_blocker: Any) -> Iterator[archives.Whole]:
    """Made once: the stories that use it change nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield archives.whole()
        transaction.set_rollback(True)


def forms(record_type: str) -> list[dict[str, Any]]:
    return list(records.stream(record_type, protection.load()))


def one(record_type: str, uid: str) -> dict[str, Any]:
    return records.of(record_type, [uid], protection.load())[uid]


def test_every_type_of_record_has_a_form(archive: archives.Whole) -> None:
    assert set(records.TYPES) == set(registry.record_types())
    assert [name for name in records.TYPES if not forms(name)] == []


@pytest.mark.parametrize("record_type", records.TYPES)
def test_a_form_has_the_members_of_its_table_in_the_order_of_uids(archive: archives.Whole, record_type: str) -> None:
    told = forms(record_type)
    assert [form["uid"] for form in told] == sorted(form["uid"] for form in told)
    for form in told:
        if form["state"] == "retracted":
            assert list(form) == ["type", "uid", "state", "retracted_at", "reason"]
        else:
            assert list(form) == [column.name for column in columns.COLUMNS[record_type]]
        assert json.loads(json.dumps(form)) == form


@pytest.mark.parametrize("record_type", records.TYPES)
def test_what_a_form_refers_to_is_public_and_was_told_before(archive: archives.Whole, record_type: str) -> None:
    told = list(records.TYPES)[: list(records.TYPES).index(record_type) + 1]
    known = {form["uid"] for name in told for form in forms(name)}
    named = {form.get(c.name) for form in forms(record_type) for c in columns.COLUMNS[record_type] if c.to}
    assert named - {None} <= known


@pytest.mark.parametrize("record_type", records.TYPES)
def test_a_form_is_the_same_asked_alone(archive: archives.Whole, record_type: str) -> None:
    told = {form["uid"]: form for form in forms(record_type)}
    assert records.of(record_type, told, protection.load()) == told


@pytest.mark.parametrize("record_type", records.TYPES)
def test_a_chunk_takes_as_many_queries_however_many_records_it_has(
    archive: archives.Whole, record_type: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    uids = [form["uid"] for form in forms(record_type)]
    standing = [form["uid"] for form in forms(record_type) if form["state"] != "retracted"][:1]
    with CaptureQueriesContext(connection) as few:
        records.of(record_type, standing, NOBODY)
    with CaptureQueriesContext(connection) as many:
        records.of(record_type, uids, NOBODY)
    # One more asks why, where something was retracted; revisions ask once for each type that they speak of.
    assert len(many) - len(few) <= 3
    assert len(many) <= 6


def test_records_are_fetched_a_chunk_at_a_time(archive: archives.Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    told = forms("evidence")
    monkeypatch.setitem(own.SPECS, "evidence", own.Spec(Evidence, own.passages, own.quoted, 2))
    seen = []
    with CaptureQueriesContext(connection) as asked:
        for form in records.stream("evidence", NOBODY):
            seen.append(form)
            if len(seen) == 2:
                assert sum("slice" in query["sql"] for query in asked.captured_queries) == 1
    assert seen == told


def test_a_claim_tells_its_value_and_its_state(archive: archives.Whole) -> None:
    old, new = one("claim", archive.old.pk), one("claim", archive.new.pk)
    assert (old["state"], old["value_edtf"], old["value_text"]) == ("superseded", "2018-05-03", None)
    assert (new["supersedes"], new["value_edtf"], new["credibility"]) == (old["uid"], "2018-05", "6")
    assert new["reason"] == "The day is not told."
    (count,) = [form for form in forms("claim") if form.get("property") == "count"]
    assert (count["value_low"], count["value_high"], count["counted"]) == ("12", "12.5", "officers")
    assert count["published_at"].endswith("Z")


def test_an_entity_tells_its_names_and_where_it_is_shown(archive: archives.Whole) -> None:
    form = one("entity", archive.body.pk)
    assert [name["text"] for name in form["names"]] == ["Border Service", "Sərhəd Xidməti"]
    assert form["identifiers"] == [{"scheme": "wikidata", "value": "Q1"}]
    assert form["coordinates"] == {"latitude": "40.4", "longitude": "49.9"}
    merged = next(form for form in forms("entity") if form["name"] == "Border Guard")
    assert (form["root"], merged["root"], merged["state"]) == (form["uid"], form["uid"], "published")


def test_what_was_retracted_leaves_a_tombstone_and_so_do_its_parts(archive: archives.Whole) -> None:
    tombstone = one("event", archive.fallen.pk)
    assert tombstone["reason"] == "It never took place."
    (claim,) = archive.fallen.claims.all()
    assert one("claim", claim.pk)["reason"] == "It never took place."
    assert one("evidence", claim.evidence.get().pk)["reason"] == "It never took place."


def test_drafts_are_absent(archive: archives.Whole) -> None:
    draft = make.event()
    assert records.of("event", [draft.pk], NOBODY) == {}
    assert draft.pk not in {form["uid"] for form in forms("event")}
