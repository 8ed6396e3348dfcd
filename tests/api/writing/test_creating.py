"""What programs make, and all that is wrong with what they send, at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ctarchive.api.v1.writing.examples import BODIES
from editorial.models import LedgerEntry
from events.models import Claim, Entity, Evidence
from sources.models import Capture, Source
from tests import factories as make
from tests.api.test_errors import check_shape
from tests.api.writing.conftest import WORK, Programs

pytestmark = pytest.mark.django_db


def wrong(answer: Any, status: int = 422) -> dict[str, str]:
    """Pointer → message."""
    return {error["pointer"]: error["message"] for error in check_shape(answer, status)["errors"]}


@pytest.mark.parametrize("name", ["publisher", "source", "event", "entity"])
def test_the_examples_of_records_are_taken(program: Programs, name: str) -> None:
    path = {"entity": "entities"}.get(name, f"{name}s")
    answer = program("contributor").ask("post", f"{path}/", BODIES[f"create_{name}"])
    assert answer.status_code == 201, answer.content
    record = program("contributor").get(answer["Location"])
    assert (record["type"], record["state"], record["version"]) == (name, "draft", 1)
    assert answer["ETag"] == '"v1"'
    assert LedgerEntry.objects.get().via == "api"


def test_what_an_answer_tells_can_be_sent_back(program: Programs) -> None:
    script = program("writer")
    sent = {"title": "A", "kind": "visit", "summary": "B"}
    fields = script.post("events/", sent)["fields"]
    assert fields == sent
    assert script.post("events/", fields)["fields"] == fields


def test_an_entity_comes_with_its_names_and_identifiers(program: Programs) -> None:
    body = {
        "name": "Border Service", "kind": "public_body", "latitude": "40.4", "longitude": 49.8,
        "names": [{"text": "Sərhəd Xidməti", "language": "az"}],
        "identifiers": [{"scheme": "wikidata", "value": "Q42"}],
    }  # fmt: skip
    uid = program("writer").post("entities/", body)["uid"]
    made = Entity.objects.get(pk=uid)
    assert {name.text for name in made.names.all()} == {"Border Service", "Sərhəd Xidməti"}
    assert made.identifiers.get().value == "Q42"


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("events/", {"title": 2018, "kind": "visit"}, "#/title"),
        ("events/", {"title": True, "kind": "visit"}, "#/title"),
        ("sources/", {"title": "A", "kind": "other", "authors": ["A", 3]}, "#/authors"),
        ("captures/", {"text": "A", "robots_reason": 0}, "#/robots_reason"),
        ("entities/", {"name": "A", "kind": "person", "protected": "yes"}, "#/protected"),
    ],
)
def test_a_member_of_another_type_is_not_guessed_at(
    program: Programs, path: str, body: dict[str, Any], pointer: str
) -> None:
    assert list(wrong(program("writer").ask("post", path, body))) == [pointer]


def test_all_that_is_wrong_with_a_claim_is_told_at_once(program: Programs) -> None:
    event, capture = make.event(), make.capture_of(make.source())
    body = {
        "about": event.pk, "property": "count", "value_low": 12, "valu_high": 13, "hedge": "roughly",
        "evidence": [
            {"capture": capture.pk, "exact": "Twelve Officers"},
            {"capture": capture.pk, "exact": "the"},
            {"capture": "0000000000", "exact": "Twelve officers", "stance": "agrees"},
            7,
        ],
    }  # fmt: skip
    answer = program("writer").ask("post", "claims/", body)
    found = wrong(answer)
    assert set(found) == {
        "#/valu_high", "#/hedge", "#/evidence/0/exact", "#/evidence/1/exact", "#/evidence/2/capture",
        "#/evidence/2/stance", "#/evidence/3",
    }  # fmt: skip
    assert "Did you mean “value_high”?" in found["#/valu_high"]
    (first, *_rest) = next(e for e in answer.json()["errors"] if e["pointer"] == "#/evidence/0/exact")["candidates"]
    assert capture.text[first["start"] : first["end"]] == "Twelve officers"
    assert not Claim.objects.exists()
    assert not Evidence.objects.exists()


def test_the_codebook_is_asked_beside_the_quotations(program: Programs) -> None:
    event, capture = make.event(), make.capture_of(make.source())
    body = {
        "about": event.pk,
        "property": "count",
        "value_low": 12,
        "evidence": [{"capture": capture.pk, "exact": "x!"}],
    }
    assert set(wrong(program("writer").ask("post", "claims/", body))) == {"#/unit", "#/counted", "#/evidence/0/exact"}
    body = {"about": event.pk, "property": "part_of", "value_text": "A"}
    assert {"#/property", "#/value_text"} & set(wrong(program("writer").ask("post", "claims/", body)))


def test_context_or_place_chooses_among_several(program: Programs) -> None:
    capture, script = make.capture_of(make.source()), program("writer")
    claim = make.claim(make.event())
    body = {"claim": claim.pk, "capture": capture.pk, "exact": "met"}
    assert "2 times" not in str(body)
    assert "candidates" in script.ask("post", "evidence/", body | {"exact": "r"}).json()["errors"][0]
    first = script.post("evidence/", body | {"exact": "meeting", "prefix": "The ", "suffix": " of 3 May"})["fields"]
    again = script.post("evidence/", body | {"exact": "r", "start": capture.text.index("r")})["fields"]
    assert capture.text[int(first["start"]) : int(first["end"])] == "meeting"
    assert int(again["end"]) - int(again["start"]) == 1


def test_a_claim_that_fails_half_way_leaves_nothing(program: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    from ctarchive.api.v1.writing import creating
    from editorial.errors import Refused

    def fail(*_args: Any) -> None:
        raise Refused(["Not today."])

    event, capture = make.event(), make.capture_of(make.source())
    before = LedgerEntry.objects.count()
    monkeypatch.setattr(creating, "tie", fail)
    body = {
        "about": event.pk,
        "property": "date",
        "value_edtf": "2018",
        "evidence": [{"capture": capture.pk, "exact": "2018"}],
    }
    assert wrong(program("writer").ask("post", "claims/", body)) == {"": "Not today."}
    assert LedgerEntry.objects.count() == before
    assert not Claim.objects.exists()


def test_a_correction_supersedes(program: Programs) -> None:
    event = make.published_event()
    old = event.claims.get()
    quoted = old.evidence.get()
    body = {
        "about": event.pk, "property": "date", "value_edtf": "2018-05", "supersedes": old.pk, "reason": "Too exact.",
        "evidence": [{"capture": quoted.capture_id, "exact": "May 2018"}],
    }  # fmt: skip
    new = program("writer").post("claims/", body)["uid"]
    program("writer").post(f"records/{new}/submit/", status=200)
    program("reviewer").publish(new)
    old.refresh_from_db()
    assert old.state == "superseded"


def test_documents_come_as_text_and_as_files(program: Programs) -> None:
    script = program("contributor")
    pasted = script.post("captures/", BODIES["create_capture"])
    assert pasted["source"]["fields"]["title"] == "Guards meet in Lankaran"
    assert pasted["capture"]["fields"]["method"] == "paste"
    again = script.post("captures/", BODIES["create_capture"], status=200)
    assert (again["is_new"], again["capture"]["uid"]) == (False, pasted["capture"]["uid"])
    page = b"<html lang=en><title>Guards meet</title><body><p>" + make.TEXT.encode() + b"</body></html>"
    sent = {"file": SimpleUploadedFile("a.html", page, "text/html"), "fidelity": "excerpt"}
    answer = Client().post(f"{WORK}captures/", sent, headers={"Authorization": f"Bearer {script.key}"})
    assert answer.status_code == 201, answer.content
    made = answer.json()["capture"]["fields"]
    assert (made["method"], made["media_type"], made["fidelity"]) == ("upload", "text/html", "excerpt")


def test_an_empty_field_of_a_form_is_an_empty_text_as_in_json(program: Programs) -> None:
    script = program("contributor")
    form = {"file": SimpleUploadedFile("a.txt", make.TEXT.encode(), "text/plain"), "language": "", "source": ""}
    answer = Client().post(f"{WORK}captures/", form, headers={"Authorization": f"Bearer {script.key}"})
    assert set(wrong(answer)) == {"#/language", "#/source"}
    assert not Capture.objects.exists()


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"text": "A.", "url": "ftp://x"}, "#/url"),
        ({"text": "  "}, "#/text"),
        ({"url": "http://127.0.0.1:9/a"}, "#/url"),
        ({"text": "A b c.", "published": "12.11.2019"}, "#/published"),
        ({"text": "A b c.", "source": "0000000000"}, "#/source"),
    ],
)
def test_a_document_that_cannot_be_preserved_leaves_nothing(program: Programs, body: Any, pointer: str) -> None:
    assert set(wrong(program("contributor").ask("post", "captures/", body))) == {pointer}
    assert not Capture.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_of_somebody_elses_draft_it_is_told_only_that_it_is_there(program: Programs) -> None:
    program("writer").post("captures/", {"text": make.TEXT})
    found = program("contributor").post("captures/", {"text": make.TEXT}, status=200)
    assert found == {"is_new": False, "source": None, "capture": None}
    assert Source.objects.count() == 1


def test_a_query_is_an_error(program: Programs) -> None:
    check_shape(program("writer").ask("post", "events/?dry_run=1", {"title": "A", "kind": "visit"}), 400)
