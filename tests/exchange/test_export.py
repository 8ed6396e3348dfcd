"""The selected records of a list, as a dossier that loads elsewhere, as a table, as JSON."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from typing import Any

import pytest
import yaml
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ctarchive.dossier.files import parse_bytes
from ctarchive.dossier.load import plan_parsed
from ctarchive.exchange import export
from editorial import actions, registry
from events.actions import correct
from events.models import Claim, Entity, EntityName, Event, Identifier
from sources.models import Publisher, Source
from tests import factories as make
from tests.admin.pages import signed_in

pytestmark = pytest.mark.django_db


def list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def exported(client: Client, ending: str, *records: Any) -> Any:
    chosen = {"action": f"export_{ending}", "_selected_action": [record.pk for record in records]}
    return client.post(list_of(type(records[0])), chosen)


def text_of(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text_of(answer).removeprefix("\ufeff"))))


def nothing_beside(name: str) -> bytes:
    raise AssertionError(name)


def test_an_event_is_exported_with_all_it_rests_on_and_loads_elsewhere() -> None:
    event = make.published_event()
    make.published_claim(event, "place", value_entity=make.entity(kind="place", name="Lankaran"))
    answer = exported(signed_in("writer"), "yaml", event)
    assert re.fullmatch(r'attachment; filename="ctarchive-events-\d{4}-\d\d-\d\d.yaml"', answer["Content-Disposition"])
    text = text_of(answer)
    held = yaml.safe_load(text)
    assert [len(held[name]) for name in ("publishers", "sources", "entities", "events")] == [2, 2, 1, 1]
    assert len(held["events"][0]["claims"]) == 2
    assert "not published" not in text
    # Here it is all known again; where there is nothing of it, it finds all it refers to in itself.
    plan = plan_parsed(parse_bytes("out.yaml", text.encode(), nothing_beside))
    assert plan.new() == []


def test_drafts_are_flagged_and_only_those_go_out_that_the_user_may_see() -> None:
    event = make.published_event()
    make.evidence(
        make.claim(event, "topic", value_text="A hidden topic"), make.source(title="A hidden source"), "a joint plan"
    )
    seen = text_of(exported(signed_in("reviewer"), "yaml", event))
    assert "A hidden topic" in seen
    assert "# 3 of them are not published" in seen
    assert "state: draft" in seen
    assert "hidden" not in text_of(exported(signed_in("contributor"), "yaml", event))


def test_a_claim_is_exported_with_its_subject_its_passage_and_what_it_supersedes() -> None:
    event = make.published_event()
    old = event.claims.get()
    new = correct(old, user=make.user("writer"), value_edtf="2018-05")
    held = yaml.safe_load(text_of(exported(signed_in("writer"), "yaml", new)))
    assert {claim["uid"] for claim in held["events"][0]["claims"]} == {old.pk, new.pk}
    assert len(held["sources"]) == 1


def test_what_was_put_away_is_not_exported() -> None:
    event = make.event(title="Put away")
    actions.discard([event], user=make.user("writer"))
    for ending in ("yaml", "csv", "json"):
        assert "Put away" not in text_of(exported(signed_in("writer"), ending, event))


def test_names_of_protected_people_go_out_as_the_admin_shows_them_with_a_warning() -> None:
    person = make.entity("Farid Nazarov", kind="person", protected=True, pseudonym="a colonel")
    text = text_of(exported(signed_in("writer"), "yaml", person))
    assert "the names of 1 protected people" in text
    assert "Farid Nazarov" in text


def test_a_table_of_entities_has_the_columns_that_are_read_back() -> None:
    entity = make.entity(
        "Lankaran", kind="place", country="AZ", latitude="38.75", longitude="-48.85",
        names=[EntityName(text="Ленкорань", language="ru", script="Cyrl")],
        identifiers=[Identifier(scheme="wikidata", value="Q155684")],
    )  # fmt: skip
    (row,) = rows_of(exported(signed_in("writer"), "csv", entity))
    assert (row["uid"], row["name"], row["kind"], row["latitude"]) == (entity.pk, "Lankaran", "place", "38.75")
    assert row["names"] == "Ленкорань | alias | ru | Cyrl"
    assert row["identifiers"] == "wikidata:Q155684"
    assert row["longitude"] == "'-48.85"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(begin: str) -> None:
    publisher = make.publisher(name=f"{begin}cmd|' /C calc'!A0")
    (row,) = rows_of(exported(signed_in("writer"), "csv", publisher))
    assert row["name"] == f"'{begin}cmd|' /C calc'!A0"


def test_a_claim_has_a_line_for_each_passage() -> None:
    claim = make.claim(make.event(title="Guards meet"))
    make.evidence(claim, make.source())
    make.evidence(claim, make.source(), "a joint plan", stance="contradicts")
    rows = rows_of(exported(signed_in("writer"), "csv", claim))
    assert {row["quote"] for row in rows} == {"The meeting of 3 May 2018", "a joint plan"}
    assert {(row["about_label"], row["value"], row["state"]) for row in rows} == {
        ("Guards meet", "2018-05-03", "draft")
    }


def test_json_holds_every_column_and_the_evidence() -> None:
    claim = make.claim(make.event())
    make.evidence(claim, make.source())
    (told,) = json.loads(text_of(exported(signed_in("writer"), "json", claim)))
    assert (told["uid"], told["value_edtf"]) == (claim.pk, "2018-05-03")
    assert told["evidence"][0]["exact"] == "The meeting of 3 May 2018"


def test_every_list_of_records_exports_in_every_format() -> None:
    event = make.published_event()
    make.revise(event, "title", "Guards meet again")
    client = signed_in("manager")
    for model in registry.record_types().values():
        records = list(model.objects.all()[:2])
        for ending in export.FORMATS:
            if records:
                assert text_of(exported(client, ending, *records)), (model, ending)


@pytest.mark.parametrize(
    ("name", "status"), [("contributor", 200), ("manager", 200), ("administrator", 403), ("outsider", 302)]
)
def test_who_may_not_see_a_list_exports_nothing_of_it(name: str, status: int) -> None:
    event = make.published_event()
    assert exported(signed_in(name), "yaml", event).status_code == status
    hidden = make.event(title="A hidden draft")
    answer = exported(signed_in("contributor"), "csv", hidden)
    assert "hidden" not in (text_of(answer) if answer.streaming else answer.content.decode())


def test_a_forged_export_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user("writer"))
    assert exported(client, "yaml", make.event()).status_code == 403


def test_too_many_at_once_are_refused_with_the_other_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST", 1)
    client = signed_in("writer")
    exported(client, "csv", make.publisher(), make.publisher())
    assert "dump_dossier" in client.get(list_of(Publisher)).content.decode()


@pytest.mark.parametrize("ending", ["yaml", "csv", "json"])
def test_exporting_many_asks_as_few_questions_as_exporting_few(ending: str) -> None:
    def questions() -> int:
        events = list(Event.objects.all())
        with CaptureQueriesContext(connection) as queries:
            list(export.FORMATS[ending][0](Event, [event.pk for event in events], make.user("writer")))
            claims = list(Claim.objects.values_list("pk", flat=True))
            list(export.FORMATS[ending][0](Claim, claims, make.user("writer")))
        return len(queries)

    make.published_event()
    few = questions()
    for _number in range(4):
        make.published_event()
    # The dossier asks of each capture whether its bytes may go out.
    assert questions() - few <= (16 if ending == "yaml" else 0)
    assert Source.objects.count() == 5
    assert Entity.objects.count() == 0
