"""Revising: an editorial field of a published record changes by a reviewed proposal."""

from typing import Any

import pytest

from editorial import actions
from editorial.choices import Action, State
from editorial.errors import FourEyes, NotAllowed, ReasonRequired, Refused
from editorial.models import LedgerEntry, Revision
from events.models import EntityName, Event, Identifier
from sources.models import Publisher
from tests import factories as make

pytestmark = pytest.mark.django_db


def propose(record: Any, field: str, new: Any, by: str = "writer") -> Revision:
    return actions.propose_revision(record, field=field, new=new, reason="A better source.", user=make.user(by))


def test_a_published_revision_changes_the_field_and_says_what_it_was() -> None:
    event = make.published_event(title="Talks")
    revision = make.revise(event, "title", "Border talks")
    assert event.title == "Border talks"
    assert (revision.old, revision.new) == ("Talks", "Border talks")
    entry = LedgerEntry.objects.select_related("payload").latest("seq")
    assert (entry.action, entry.record_uid, entry.public) == (Action.REVISE, event.pk, True)
    assert entry.payload.fields["title"]["value"] == "Border talks"
    assert make.findings() == []


def test_an_emptied_field_is_empty() -> None:
    event = make.published_event(summary="In short.")
    make.revise(event, "summary", None)
    assert event.summary == ""


def test_another_editor_decides_on_it() -> None:
    revision = propose(make.published_event(), "title", "Border talks")
    with pytest.raises(FourEyes):
        actions.publish([revision], user=make.user("writer"))
    assert actions.publish([revision], user=make.user("reviewer"))[0].state == State.PUBLISHED


def test_a_contributor_does_not_propose() -> None:
    with pytest.raises(NotAllowed):
        propose(make.published_event(), "title", "Border talks", by="contributor")


def test_a_reason_is_asked_for() -> None:
    with pytest.raises(ReasonRequired):
        actions.propose_revision(make.published_event(), field="title", new="x", reason="", user=make.user("writer"))


@pytest.mark.parametrize("field", ["date", "published_at", "author", "uid", "external_id", "nothing"])
def test_only_editorial_fields_are_revised(field: str) -> None:
    with pytest.raises(Refused, match="cannot be revised"):
        propose(make.published_event(), field, "2019")


@pytest.mark.parametrize("new", ["draft", "superseded", None, ["retracted"], True])
def test_a_state_is_changed_by_a_retraction_alone(new: Any) -> None:
    with pytest.raises(Refused, match="cannot be revised"):
        propose(make.published_event(), "state", new)


def test_the_statement_of_a_claim_is_frozen() -> None:
    with pytest.raises(Refused, match="cannot be revised"):
        propose(make.published_event().claims.get(), "value_edtf", "2019")


def test_a_draft_is_edited_instead() -> None:
    with pytest.raises(Refused, match="edit it directly"):
        propose(make.event(), "title", "Border talks")


def test_a_retracted_record_is_not_revised() -> None:
    event = make.published_event()
    revision = propose(event, "title", "Border talks")
    make.retract(event)
    with pytest.raises(Refused, match="retracted"):
        actions.publish([revision], user=make.user("reviewer"))


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("title", ""),
        ("title", "x" * 301),
        ("kind", "party"),
        ("part_of", "0000000000"),
    ],
)
def test_an_impossible_value_is_refused_when_it_is_proposed(field: str, new: str) -> None:
    with pytest.raises(Refused):
        propose(make.published_event(), field, new)
    assert not Revision.objects.exists()


def test_a_revision_overtaken_by_another_is_refused() -> None:
    event = make.published_event(title="Talks")
    late = propose(event, "title", "Talks on borders")
    make.revise(event, "title", "Border talks")
    with pytest.raises(Refused, match="Border talks"):
        actions.publish([late], user=make.user("reviewer"))


def test_two_revisions_of_one_field_do_not_go_together() -> None:
    event = make.published_event(title="Talks")
    both = [propose(event, "title", "Border talks"), propose(event, "title", "Talks on borders")]
    with pytest.raises(Refused, match="was changed since"):
        actions.publish(both, user=make.user("reviewer"))
    event.refresh_from_db()
    assert event.title == "Talks"


def test_the_names_of_an_entity_are_replaced_as_a_whole() -> None:
    entity = make.entity("Border Service", names=[EntityName(text="BS", kind="acronym")])
    make.publish(entity)
    new = [["primary", "State Border Service", "en", "Latn"], ["former", "Border Service", "", ""]]
    make.revise(entity, "names", new)
    assert entity.name == "State Border Service"
    assert set(entity.names.values_list("kind", "text")) == {
        ("primary", "State Border Service"),
        ("former", "Border Service"),
    }
    assert make.findings() == []


@pytest.mark.parametrize("names", [None, [], [["alias", "BS", "", ""]], [["primary", "", "", ""]], ["BS"], "BS"])
def test_an_entity_keeps_exactly_one_primary_name(names: Any) -> None:
    entity = make.entity("Border Service")
    make.publish(entity)
    with pytest.raises(Refused):
        propose(entity, "names", names)
    assert entity.names.get().text == "Border Service"


def test_identifiers_are_revised() -> None:
    entity = make.entity(identifiers=[Identifier(scheme="wikidata", value="Q1")])
    make.publish(entity)
    make.revise(entity, "identifiers", [["wikidata", "Q2"]])
    assert [str(i) for i in entity.identifiers.all()] == ["wikidata:Q2"]
    assert make.findings() == []


def test_coordinates_come_together_even_where_there_were_none() -> None:
    entity = make.entity("Lankaran", kind="place")
    make.publish(entity)
    make.revise(entity, "coordinates", ["38.75", "48.85"])
    entity.refresh_from_db()
    assert entity.payload()["latitude"] == "38.75"
    assert Revision.objects.get().old is None
    with pytest.raises(Refused):
        propose(entity, "coordinates", ["123", "0"])
    make.revise(entity, "coordinates", None)
    entity.refresh_from_db()
    assert entity.longitude is None


def test_a_better_reputation_of_a_publisher_changes_the_choice_between_rivals() -> None:
    event = make.published_event()
    gazette = make.publisher(reliability="F")
    make.published_claim(
        event, "date", "The meeting of 3 May 2018", of=make.source(publisher=gazette), value_edtf="2018-05-04"
    )
    event.refresh_from_db()
    assert event.date == "2018-05-03"
    gazette.refresh_from_db()
    make.revise(gazette, "reliability", "A")
    event.refresh_from_db()
    assert event.date == "2018-05-04"
    assert make.findings() == []


def test_a_new_publisher_becomes_public_with_the_source_that_names_it() -> None:
    source, gazette = make.source(), make.publisher()
    make.publish(source)
    make.revise(source, "publisher", gazette.pk)
    assert source.publisher == gazette
    assert Publisher.objects.published().filter(pk=gazette.pk).exists()
    assert make.findings() == []


def test_a_published_event_is_not_made_part_of_an_unpublished_one() -> None:
    event, whole = make.published_event(), make.event()
    revision = propose(event, "part_of", whole.pk)
    with pytest.raises(Refused, match="rests on event"):
        actions.publish([revision], user=make.user("reviewer"))
    make.publish(whole)
    actions.publish([revision], user=make.user("reviewer"))
    assert Event.objects.get(pk=event.pk).part_of == whole


def test_an_event_is_not_part_of_itself() -> None:
    event = make.published_event()
    with pytest.raises(Refused):
        propose(event, "part_of", event.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_revisions_at_once_the_second_is_told_of_the_first() -> None:
    event = make.published_event(title="Talks")
    one, other = propose(event, "title", "Border talks"), propose(event, "title", "Talks on borders")
    reviewer, manager = make.user("reviewer"), make.user("manager")
    outcomes = make.at_once(
        lambda: actions.publish([one], user=reviewer), lambda: actions.publish([other], user=manager)
    )
    assert [type(outcome) for outcome in outcomes].count(Refused) == 1
    assert make.findings() == []
