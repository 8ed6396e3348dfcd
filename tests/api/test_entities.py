"""What the API tells of entities."""

from decimal import Decimal

import pytest
from django.test import Client

from tests import factories as make
from tests.api import records
from tests.api.conftest import Found, Read

pytestmark = pytest.mark.django_db


def test_an_entity_has_its_names_identifiers_and_coordinates(read: Read) -> None:
    here = {"latitude": Decimal("38.75"), "longitude": Decimal("48.85")}
    entity = records.entity("Lankaran", also=("Lenkoran",), wikidata="Q216504", kind="place", **here)
    row = read(f"entities/{entity.pk}/")
    assert [(n["text"], n["kind"]) for n in row["names"]] == [("Lankaran", "primary"), ("Lenkoran", "alias")]
    assert row["identifiers"] == [{"scheme": "wikidata", "value": "Q216504"}]
    assert row["coordinates"] == {"latitude": "38.75", "longitude": "48.85"}


def test_an_entity_tells_the_claims_about_it_and_where_the_others_are(read: Read) -> None:
    entity = records.entity("Border Guard of Ardia")
    row = read(f"entities/{entity.pk}/")
    assert [claim["statement"]["value"] for claim in row["claims"]] == ["We patrol the border."]
    assert row["events"].endswith(f"/api/v1/events/?participant={entity.pk}")
    assert row["mentions"].endswith(f"/api/v1/claims/?value_entity={entity.pk}")


def test_a_merged_entity_leads_to_what_it_was_merged_into(client: Client, read: Read) -> None:
    root, other = records.entity("Border Guard of Ardia"), records.entity("Ardian Border Guard")
    make.published_match(root, other)
    response = client.get(f"/api/v1/entities/{other.pk}/")
    assert (response.status_code, response["Location"]) == (301, f"http://testserver/api/v1/entities/{root.pk}/")
    row = read(f"entities/{root.pk}/")
    assert row["merged"] == [{"uid": other.pk, "name": "Ardian Border Guard"}]
    assert len(row["claims"]) == 2


def test_lists_tell_a_merged_entity_once(found: Found, read: Read) -> None:
    root, other = records.entity("Border Guard of Ardia"), records.entity("Ardian Border Guard")
    make.published_match(root, other)
    assert found("entities/") == [root.pk]
    assert found("entities/", q="ardian border") == [root.pk]
    assert {row["about"]["uid"] for row in read("claims/")["results"]} == {root.pk}
