"""The OpenAPI document is valid, explains everything, and is what the API really answers."""

import json
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator

from events.actions import rank
from events.choices import Rank
from tests import factories as make
from tests.api import records

RECORDS = ("events", "entities", "claims", "evidence", "sources", "captures", "publishers")
OVERVIEWS = ("conflicts", "corrections", "search", "stats", "codebook")
METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def schema() -> Any:
    return Client().get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()


def operations(schema: Any) -> Iterator[tuple[str, Any]]:
    """What can be read of records and of the archive."""
    for path, methods in schema["paths"].items():
        if path.split("/")[3] not in (*RECORDS, *OVERVIEWS):
            continue
        yield from ((path, methods[method]) for method in METHODS if method in methods)


def test_the_schema_is_valid_and_without_warnings() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_it_is_of_openapi_3_1(schema: Any) -> None:
    assert schema["openapi"] == "3.1.0"


def test_every_public_endpoint_is_there_and_only_reads(schema: Any) -> None:
    paths = {f"/api/v1/{name}/{end}" for name in RECORDS for end in ("", "{uid}/")} | {"/api/v1/claims/{uid}/packet"}
    assert set(dict(operations(schema))) == paths | {f"/api/v1/{name}/" for name in OVERVIEWS}
    assert all(set(schema["paths"][path]) == {"get"} for path, _operation in operations(schema))


def test_every_operation_parameter_and_response_is_explained(schema: Any) -> None:
    for path, operation in operations(schema):
        assert operation["summary"], path
        assert operation["description"], path
        for parameter in operation.get("parameters", []):
            assert len(parameter["description"]) > 5, (path, parameter["name"])
        assert all(response["description"] for response in operation["responses"].values())


def test_lists_name_their_filters_and_pages(schema: Any) -> None:
    parameters = {p["name"]: p for p in schema["paths"]["/api/v1/events/"]["get"]["parameters"]}
    assert {"participant", "during", "conflict", "ordering", "cursor", "page_size", "count"} <= set(parameters)
    assert {"fields", "expand", "as_of", "format"} <= set(parameters)
    assert "participants.entity.claims" not in parameters["expand"]["schema"]["items"]["enum"]
    assert "part_of.place" in parameters["expand"]["schema"]["items"]["enum"]
    assert "visit" in parameters["kind"]["schema"]["items"]["enum"]


def conforms(schema: Any, path: str, status: int, body: Any) -> None:
    """The body is as the schema says. Raises `jsonschema.ValidationError`."""
    contents = schema["paths"][path]["get"]["responses"][str(status)]["content"]
    content = contents.get("application/json") or contents["application/problem+json"]
    whole = content["schema"] | {"components": schema["components"]}
    Draft202012Validator.check_schema(whole)
    Draft202012Validator(whole).validate(body)


@pytest.mark.django_db
def test_answers_are_as_the_schema_says(schema: Any, client: Client) -> None:
    event = make.published_event()
    whole = records.entity("Border Guard", also=("BG",), wikidata="Q42", kind="public_body")
    rival = make.published_claim(event, "date", value_edtf="2018-06/..")
    make.published_claim(event, "participant", value_entity=whole, role="host")
    make.published_claim(event, "count", value_low=3, unit="persons", counted="officers")
    make.published_claim(event, "status", value_text="held", valid="2018")
    make.published_claim(event, "place", value_kind="none")
    make.published_claim(event, "allegation", value_text="smuggled", attributed_to=whole, accused=whole)
    topic = make.published_claim(event, "topic", value_text="Plans")
    make.publish(rank(rival, Rank.DEPRECATED, reason="Misread.", user=make.user("writer")))
    records.retract(topic)
    make.published_link(records.source(access="full"), records.source(publisher=None))
    for name in RECORDS:
        page = client.get(f"/api/v1/{name}/?page_size=100").json()
        conforms(schema, f"/api/v1/{name}/", 200, page)
        for row in page["results"]:
            conforms(schema, f"/api/v1/{name}/{{uid}}/", 200, client.get(row["self"]).json())
    conforms(schema, "/api/v1/claims/", 200, client.get("/api/v1/claims/?state=retracted").json())
    conforms(schema, "/api/v1/claims/{uid}/", 410, client.get(f"/api/v1/claims/{topic.pk}/").json())
    conforms(schema, "/api/v1/claims/{uid}/", 404, client.get("/api/v1/claims/0000000000/").json())
    conforms(schema, "/api/v1/events/", 400, client.get("/api/v1/events/?x=1").json())
    conforms(schema, "/api/v1/changes/", 200, client.get("/api/v1/changes/").json())
    conforms(schema, "/api/v1/changes/", 409, client.get("/api/v1/changes/?after=99999").json())
    conforms(schema, "/api/v1/events/", 406, client.get("/api/v1/events/?format=x").json())
    for path in (*(f"{name}/" for name in OVERVIEWS if name != "search"), "search/?q=meet&type=event&facets=true"):
        told = client.get(f"/api/v1/{path}").json()
        conforms(schema, f"/api/v1/{path.partition('?')[0]}", 200, told)
    for query in (
        "fields=uid",
        "expand=place,claims",
        "as_of=2018-01-01",
        "fields=claims.statement.text&expand=claims",
    ):
        conforms(schema, "/api/v1/events/", 200, client.get(f"/api/v1/events/?{query}").json())
    expanded = client.get(f"/api/v1/claims/{rival.pk}/?expand=evidence.source.origin,evidence.capture").json()
    conforms(schema, "/api/v1/claims/{uid}/", 200, expanded)
    passages = client.get("/api/v1/evidence/?expand=source.publisher,claim").json()
    conforms(schema, "/api/v1/evidence/", 200, passages)
    conforms(schema, "/api/v1/claims/{uid}/packet", 404, client.get("/api/v1/claims/%C2%84/packet").json())


def test_every_answer_that_can_be_is_in_the_schema(schema: Any) -> None:
    for path, operation in operations(schema):
        kept = {"412"} if not path.endswith("packet") else set()
        assert {"200", "304", "400", "406"} | kept <= set(operation["responses"]), path
        if "{uid}" in path:
            assert "404" in operation["responses"], path
            assert ("410" in operation["responses"]) == ("publishers" not in path), path


def test_the_page_loads_nothing_from_elsewhere_and_nothing_inline(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    assert "https://" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=")


def accepted_alone(schema: Any, path: str) -> Iterator[tuple[str, str]]:
    """(parameter, query with its example) for each parameter of a list, beside what is required."""
    found = [one for one in schema["paths"][path]["get"].get("parameters", ()) if one["in"] == "query"]
    needed = "&".join(f"{one['name']}={example(one)}" for one in found if one.get("required"))
    for one in found:
        if one["name"] == "cursor":
            continue  # only the archive knows any
        kind = re.search(r"With type=\w+", one["description"])
        asked = [needed] if needed and not one.get("required") else []
        asked += [kind.group().removeprefix("With ")] if kind else []
        yield one["name"], "&".join([*asked, urlencode({one["name"]: example(one)})])


def example(parameter: Any) -> str:
    """As it stands in an address."""
    value = parameter["example"] if "example" in parameter else next(iter(parameter["examples"].values()))["value"]
    Draft202012Validator(parameter["schema"]).validate(value)
    return ",".join(value) if isinstance(value, list) else json.dumps(value).strip('"')


@pytest.mark.django_db
@pytest.mark.parametrize("path", [f"/api/v1/{name}/" for name in (*RECORDS, *OVERVIEWS, "changes")])
def test_every_parameter_is_accepted_alone_with_its_example(schema: Any, client: Client, path: str) -> None:
    make.published_event()
    for name, query in accepted_alone(schema, path):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 200, (name, query, answer.content)


def test_several_values_stand_with_commas_between(schema: Any) -> None:
    several = [
        one
        for _path, operation in operations(schema)
        for one in operation.get("parameters", ())
        if one["schema"].get("type") == "array"
    ]
    assert {one["name"] for one in several} >= {"country", "participant", "fields", "expand", "kind"}
    for one in several:
        assert (one["style"], one["explode"]) == ("form", False), one["name"]
        Draft202012Validator(one["schema"]).validate(one["example"])
