"""Tables, the database and the data package hold what the records say, and are the same bytes each time."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from frictionless import Package, system

from ctarchive.exports import FORMATS, columns, moment, own
from ctarchive.exports.tables import TABLES
from events.models import Claim
from tests import factories as make
from tests.exports import archives
from tests.exports.reading import csv_rows, database, same, told, written

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def archive(django_db_setup: None, django_db_blocker: Any) -> Iterator[archives.Whole]:
    """Made once: the stories that use it change nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield archives.whole()
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_archive_gives_the_same_bytes(archive: archives.Whole, name: str) -> None:
    assert written(name) == written(name)


def test_ndjson_holds_every_form_in_loading_order(archive: archives.Whole) -> None:
    head, *lines = [json.loads(line) for line in written("records").decode().splitlines()]
    assert head["public_version"] == str(moment.now().version)
    assert head["ledger"]["root"] == moment.now().root
    assert lines == [form for forms in told().values() for form in forms]


def test_every_form_stands_in_a_table_of_its_type(archive: archives.Whole) -> None:
    data = written("tables")
    for name, forms in told().items():
        rows = csv_rows(data, f"{name}.csv")
        assert len(rows) == len(forms)
        for row, form in zip(rows, forms, strict=True):
            assert [key for key, value in form.items() if key != "type" and not same(row[key], value)] == []
            assert [key for key in row if row[key] and key not in form] == []


def test_a_fact_is_one_row_with_its_best_quotation(archive: archives.Whole) -> None:
    rows = {row["claim"]: row for row in csv_rows(written("tables"), "facts.csv")}
    assert set(rows) == set(Claim.objects.published().values_list("pk", flat=True))
    row = rows[archive.new.pk]
    assert (row["about_name"], row["property"], row["value"]) == ("Guards meet", "date", "2018-05")
    assert (row["rank"], row["quotation"], row["reliability"]) == ("preferred", "The meeting of 3 May 2018", "C")
    assert row["address"] == f"http://localhost:8000/claims/{archive.new.pk}/"
    host = next(row for row in rows.values() if row["role"] == "host")
    assert (host["value"], host["value_entity"]) == ("Border Service", archive.body.pk)
    count = next(row for row in rows.values() if row["property"] == "count")
    assert count["value"] == "12..12.5"


def test_no_cell_begins_like_a_formula() -> None:
    event = make.event(title="=HYPERLINK(1)", summary="@SUM(A1)")
    make.published_claim(event, "topic", value_text="+1")
    with zipfile.ZipFile(io.BytesIO(written("tables"))) as made:
        text = made.read("event.csv").decode() + made.read("facts.csv").decode()
    assert "'=HYPERLINK(1)" in text
    assert ",=" not in text
    assert ",@" not in text
    assert ",+" not in text


def test_the_database_holds_the_same_with_sound_references(archive: archives.Whole, tmp_path: Path) -> None:
    found = database(written("archive"), tmp_path)
    assert found.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert found.execute("PRAGMA foreign_key_check").fetchall() == []
    for name, forms in told().items():
        rows = found.execute(f"SELECT * FROM {name} ORDER BY uid").fetchall()
        assert len(rows) == len(forms)
        for row, form in zip(rows, forms, strict=True):
            assert [key for key, value in form.items() if key != "type" and not same(row[key], value)] == []
    date = "SELECT f.date FROM event_fact f JOIN event e ON e.uid = f.event WHERE e.title = 'Guards meet'"
    assert found.execute(date).fetchone()[0] == "2018-05"
    assert dict(found.execute("SELECT name, value FROM archive").fetchall())["licence.id"] == "CC-BY-4.0"
    plan = found.execute("EXPLAIN QUERY PLAN SELECT * FROM claim WHERE event = 'x'").fetchall()
    assert "USING INDEX claim_event" in plan[0]["detail"]


def test_what_is_derived_stands_in_tables_of_its_own(archive: archives.Whole, tmp_path: Path) -> None:
    found = database(written("archive"), tmp_path)
    names = found.execute("SELECT text FROM entity_name WHERE entity = ? ORDER BY number", [archive.body.pk])
    assert [row[0] for row in names] == ["Border Service", "Sərhəd Xidməti"]
    host = found.execute("SELECT event, entity, role FROM participation").fetchone()
    assert tuple(host) == (archive.event.pk, archive.body.pk, "host")
    copies = found.execute("SELECT count(*) FROM source_origin WHERE origin <> source").fetchone()[0]
    assert copies == 1
    standing = found.execute("SELECT * FROM claim_standing WHERE claim = ?", [archive.new.pk]).fetchone()
    assert (standing["rank"], standing["sources_count"]) == ("preferred", 1)


def test_the_data_package_is_valid_and_reads_back(archive: archives.Whole, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(written("datapackage"))) as made:
        made.extractall(tmp_path)
    with system.use_context(trusted=True):
        package = Package(str(tmp_path / "datapackage.json"))
        report = package.validate()
        assert report.flatten(["type", "note", "rowNumber", "fieldName"]) == []
        claims: Any = package.get_resource("claim")
        rows = claims.read_rows()
    assert {resource.name for resource in package.resources} == {*(table.name for table in TABLES), "facts"}
    assert package.licenses[0]["name"] == "CC-BY-4.0"
    forms = {form["uid"]: form for form in told()["claim"]}
    for row in rows:
        low = forms[row["uid"]].get("value_low")
        assert row["value_low"] == (None if low is None else type(row["value_low"])(low))
        assert row["state"] == forms[row["uid"]]["state"]


def test_every_column_that_is_no_plain_word_says_what_it_means() -> None:
    silent = {(name, c.name) for name, table in columns.COLUMNS.items() for c in table if not c.help}
    assert len(silent) < 45


def test_nobody_protected_is_named_in_any_format() -> None:
    archives.protected()
    for name in FORMATS:
        data = written(name)
        texts = [data]
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as made:
                texts = [made.read(member) for member in made.namelist()]
        if name in ("records", "tables", "archive", "datapackage"):
            assert any(b"Officer N" in text for text in texts), name
        assert not any(b"azarov" in text for text in texts), name


def test_a_draft_that_protects_somebody_gives_other_bytes_and_another_key() -> None:
    make.published_event(title="Farid Nazarov meets")
    before, key = written("records"), moment.now().key
    make.entity("Farid Nazarov", kind="person", protected=True, pseudonym="Officer N")
    assert (moment.now().key == key, written("records") == before) == (False, False)
    assert moment.now().version == int(key)


@pytest.mark.parametrize("name", ["records", "archive", "tables", "datapackage"])
def test_memory_does_not_grow_with_the_archive(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts ten times as many, and no more memory: with small chunks a small archive shows what a large one does."""
    monkeypatch.setitem(own.SPECS, "capture", _in_chunks(own.SPECS["capture"], 2))
    text = "A long text. " * 5_000

    def peak() -> int:
        tracemalloc.start()
        with moment.held() as held, Path("/dev/null").open("wb") as out:
            FORMATS[name].write(out, held)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    make.publish(*(make.source(f"{text} {n}", access="full") for n in range(2)))
    peak()  # what is loaded once
    few = peak()
    make.publish(*(make.source(f"{text} {n}", access="full") for n in range(2, 12)))
    assert peak() < 1.5 * few


def _in_chunks(spec: own.Spec, size: int) -> own.Spec:
    return own.Spec(spec.model, spec.rows, spec.more, size, spec.ended, spec.above)
