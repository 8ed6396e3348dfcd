"""Saving an entity: its names and identifiers are part of it, in the ledger too."""

import pytest
from django.core.exceptions import ValidationError

from editorial.errors import Stale
from editorial.models import LedgerEntry
from events.actions import save_entity
from events.models import Entity, EntityName, Identifier
from tests import factories as make

pytestmark = pytest.mark.django_db


def names(entity: Entity) -> list[tuple[str, str]]:
    return list(entity.names.values_list("kind", "text"))


def test_the_name_is_its_primary_name() -> None:
    entity = make.entity("Border Service", names=[EntityName(text="BS", kind="acronym")])
    assert names(entity) == [("primary", "Border Service"), ("acronym", "BS")]
    fields = LedgerEntry.objects.select_related("payload").latest("seq").payload.fields
    assert fields["names"]["value"] == [["primary", "Border Service", "", ""], ["acronym", "BS", "", ""]]
    assert make.findings() == []


def test_names_that_are_not_given_stay() -> None:
    entity = make.entity("Border Service", names=[EntityName(text="BS", kind="acronym")])
    entity.name = "State Border Service"
    save_entity(entity, user=make.user("writer"))
    assert names(entity) == [("primary", "State Border Service"), ("acronym", "BS")]
    save_entity(entity, user=make.user("writer"), names=[])
    assert names(entity) == [("primary", "State Border Service")]
    assert make.findings() == []


def test_a_change_of_names_alone_is_an_entry() -> None:
    entity = make.entity("Border Service")
    before = LedgerEntry.objects.count()
    save_entity(entity, user=make.user("writer"), names=[EntityName(text="BS", kind="acronym")])
    assert LedgerEntry.objects.count() == before + 1
    save_entity(entity, user=make.user("writer"), names=[EntityName(text="BS", kind="acronym")])
    assert LedgerEntry.objects.count() == before + 1
    assert make.findings() == []


def test_identifiers_are_replaced_as_a_whole() -> None:
    entity = make.entity(identifiers=[Identifier(scheme="wikidata", value="Q1")])
    save_entity(entity, user=make.user("writer"), identifiers=[Identifier(scheme="wikidata", value="Q2")])
    assert [i.value for i in entity.identifiers.all()] == ["Q2"]
    assert make.findings() == []


@pytest.mark.parametrize(
    "name",
    [EntityName(text=" ", kind="alias"), EntityName(text="X", kind="primary"), EntityName(text="X", kind="nick")],
)
def test_a_bad_name_is_refused_and_nothing_saved(name: EntityName) -> None:
    with pytest.raises(ValidationError):
        make.entity("Border Service", names=[name])
    assert not Entity.objects.exists()
    assert not EntityName.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"protected": True}, "pseudonym"),
        ({"latitude": "38.75"}, "longitude"),
        ({"latitude": "98.75", "longitude": "0"}, "latitude"),
        ({"country": "Azerbaijan"}, "country"),
        ({"kind": "ghost"}, "kind"),
        ({"name": " " * 501}, "name"),
    ],
)
def test_a_bad_value_is_refused_by_its_field(fields: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        save_entity(Entity(**({"name": "Border Service", "kind": "person"} | fields)), user=make.user("writer"))
    assert field in refused.value.message_dict


def test_a_protected_person_is_shown_by_their_pseudonym() -> None:
    person = make.entity("Farid Nazarov", kind="person", protected=True, pseudonym="Officer A")
    assert person.display_name == "Officer A"
    assert "farid" not in person.get_absolute_url()


def test_a_stale_save_leaves_the_names_alone() -> None:
    entity = make.entity("Border Service")
    mine = Entity.objects.get(pk=entity.pk)
    entity.description = "Guards the border."
    save_entity(entity, user=make.user("writer"))
    with pytest.raises(Stale):
        save_entity(mine, user=make.user("reviewer"), names=[EntityName(text="BS", kind="alias")], expected_version=1)
    assert names(entity) == [("primary", "Border Service")]
