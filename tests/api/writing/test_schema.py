"""What the OpenAPI document says of writing is so."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from ctarchive.api.v1.writing.examples import BODIES
from tests import factories as make
from tests.api.test_schema import METHODS
from tests.api.writing.conftest import Programs


@pytest.fixture(scope="module")
def schema() -> Any:
    return Client().get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()


def operations(schema: Any) -> list[tuple[str, Any]]:
    return [(path, methods[one]) for path, methods in schema["paths"].items() for one in METHODS if one in methods]


def writing(schema: Any) -> list[tuple[str, Any]]:
    return [(path, operation) for path, operation in operations(schema) if path.startswith("/api/v1/work/")]


def test_every_operation_needs_a_token_and_the_public_ones_none(schema: Any) -> None:
    assert len(writing(schema)) == 25
    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for path, operation in operations(schema):
        asked_for: list[dict[str, list[str]]] = [{"token": []}] if path.startswith("/api/v1/work/") else [{}]
        assert operation.get("security", [{}]) == asked_for, path


def test_all_that_writes_takes_a_key_and_tells_its_problems(schema: Any) -> None:
    for path, methods in schema["paths"].items():
        for method in ("post", "patch"):
            if method in methods:
                operation = methods[method]
                assert "Idempotency-Key" in {p["name"] for p in operation["parameters"]}, path
                assert {"401", "403", "409", "413", "422", "429"} <= set(operation["responses"]), path


def test_examples_stand_beside_what_they_are_examples_of(schema: Any) -> None:
    found = {}
    for _path, operation in writing(schema):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            for example in content.get("examples", {}).values():
                found[operation["operationId"].removeprefix("work_")] = example["value"]
    assert found == BODIES


@pytest.mark.django_db
def test_the_examples_are_taken(program: Programs) -> None:
    """With the uids of records that are there in place of theirs."""
    writer, reviewer = program("writer"), program("reviewer")
    captured = writer.post("captures/", BODIES["create_capture"])
    capture, source = captured["capture"]["uid"], captured["source"]["uid"]
    event = writer.post("events/", BODIES["create_event"])["uid"]
    claimed = BODIES["create_claim"] | {"about": event}
    claimed["evidence"] = [one | {"capture": capture} for one in claimed["evidence"]]
    claim = writer.post("claims/", claimed)["uid"]
    writer.post("evidence/", BODIES["create_evidence"] | {"claim": claim, "capture": capture})
    writer.post(f"records/{capture}/suggestions/", BODIES["suggest"])
    writer.patch(f"records/{event}/", BODIES["change"])
    writer.post(f"records/{event}/comments/", BODIES["comment"])
    writer.post(f"records/{event}/submit/", BODIES["submit"], 200)
    reviewer.post(f"records/{claim}/send-back/", BODIES["send_back"], 200)
    writer.post(f"records/{claim}/submit/", BODIES["submit"], 200)
    reviewer.publish(event)
    writer.post(f"records/{claim}/retraction/", BODIES["propose_retraction"])
    writer.post(f"records/{event}/revision/", BODIES["propose_revision"])
    put_away = writer.post("sources/", BODIES["create_source"])["uid"]
    writer.post(f"records/{put_away}/discard/", BODIES["discard"], 200)
    assert Client().get(f"/api/v1/sources/{source}/").status_code == 200
    assert make.findings() == []


def test_the_addresses_are_those_of_the_document(schema: Any) -> None:
    documented = {path for path, _operation in writing(schema)}
    routes = {str(pattern) for pattern in get_resolver("ctarchive.api.v1.writing.urls").reverse_dict.values()}
    assert len(routes) > 0
    assert len(documented) == 22
