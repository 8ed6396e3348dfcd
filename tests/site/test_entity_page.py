"""The page of an entity: its names, what is said of it, what it took part in; and people who are protected."""

import pytest
from django.test import Client

from editorial import actions
from events.choices import EntityKind
from events.models import Entity, EntityName, Event, Identifier
from tests import factories as make

pytestmark = pytest.mark.django_db

LETTER = """The envoy Samir Quliyev signed the plan.

After that Quliyev, Samir left for the coast, and Samir Quliyevich stayed."""


def page(client: Client, record: Entity | Event) -> str:
    return client.get(record.get_absolute_url()).content.decode()


def protected_person() -> tuple[Entity, Event]:
    """A protected person who is quoted by name, and the event in which they took part."""
    person = make.entity(
        "Samir Quliyev",
        kind=EntityKind.PERSON,
        protected=True,
        pseudonym="Person K-17",
        names=[EntityName(text="Quliyev, Samir", language="az")],
        identifiers=[Identifier(scheme="wikidata", value="Q4115189")],
    )
    event, letter = make.event(title="Samir Quliyev signs the plan"), make.source(LETTER, access="full")
    claim = make.claim(event, "participant", role="signatory", value_entity=person)
    evidence = make.evidence(claim, letter, "Quliyev signed the plan")
    make.publish(person, event, letter, claim, evidence)
    return person, event


def test_names_come_in_their_scripts_and_identifiers_with_their_registers(client: Client) -> None:
    entity = make.entity(
        "Border Service",
        names=[EntityName(text="Пограничная служба", language="ru"), EntityName(text="BS", kind="acronym")],
        identifiers=[Identifier(scheme="wikidata", value="Q42")],
    )
    make.publish(entity)
    shown = page(client, entity)
    assert '<bdi lang="ru">Пограничная служба</bdi> <small>Russian, alias</small>' in shown
    assert "Wikidata <code>Q42</code>" in shown


def test_its_events_come_with_its_roles_and_its_words_with_their_event(client: Client) -> None:
    guards, event = make.entity("Guards"), make.published_event()
    make.published_claim(event, "participant", "Border guards", value_entity=guards, role="host")
    make.published_claim(event, "statement", value_text="All went well.", attributed_to=guards)
    shown = page(client, guards)
    assert event.get_absolute_url() in shown
    assert "as host" in shown
    assert "Guards said: All went well." in shown


def test_those_it_acted_with_are_counted_and_lead_to_the_events_they_share(client: Client) -> None:
    guards, customs = make.entity("Guards"), make.entity("Customs")
    for _ in range(2):
        event = make.published_event()
        for entity in (guards, customs):
            make.published_claim(event, "participant", "Border guards", value_entity=entity, role="host")
    shown = page(client, guards)
    assert f'href="/events/?participant={guards.pk}&amp;participant={customs.pk}">2</a></td><td>2018</td>' in shown
    assert shown.index('id="h-with"') < shown.index("<bdi>Customs</bdi>")


def test_what_held_one_after_the_other_is_told_in_the_order_of_time(client: Client) -> None:
    person, service, ministry = make.entity("A. Guard", kind="person"), make.entity("Service"), make.entity("Ministry")
    make.published_claim(person, "position", value_entity=ministry, title="Minister", valid="2018/..")
    make.published_claim(person, "position", value_entity=service, title="Head", valid="2012/2017")
    shown = page(client, person)
    assert shown.index("Head, <a") < shown.index("Minister, <a")
    assert "Who held office there" in page(client, service)


def test_the_sources_of_what_is_recorded_are_listed_with_their_footnotes(client: Client) -> None:
    guards, source = make.entity("Guards"), make.source(title="The border bulletin")
    for text in ("Patrols", "Dogs"):
        make.published_claim(guards, "measure", of=source, value_text=text)
    shown = page(client, guards)
    listed = shown[shown.index('id="h-quoted"') :]
    assert "The border bulletin" in listed
    assert 'href="#fn-1">1</a>, <a href="#fn-2">2</a>' in listed


def test_what_it_says_of_itself_stands_there_once(client: Client) -> None:
    guards = make.entity("Guards")
    make.publish(guards)
    make.published_claim(guards, "statement", value_text="All went well.", attributed_to=guards)
    assert page(client, guards).count("All went well.") == 1


def test_a_root_shows_what_was_said_of_those_merged_into_it_and_why(client: Client) -> None:
    left, right = make.entity("Coast Guard"), make.entity("Coastguard")
    make.publish(left, right)
    make.published_claim(right, "measure", value_text="Patrols at night.")
    make.published_match(left, right)
    shown = page(client, left)
    assert "Patrols at night." in shown
    assert "recorded of Coastguard" in shown
    assert "The same office under two names." in shown
    assert "<bdi>Coastguard</bdi> <small>name of a merged record</small>" in shown


def test_a_protected_person_appears_by_pseudonym_only(client: Client) -> None:
    person, event = protected_person()
    source = event.claims.get().evidence.get().capture.source
    urls = ["/", "/events/", "/entities/", "/claims/", "/sources/", f"/events/?participant={person.pk}"]
    records = [person, event, event.claims.get(), source]
    for url in urls:
        assert "Quliyev, Samir" not in client.get(url).content.decode(), url
    for record in records:
        response = client.get(f"/{record._meta.verbose_name_plural}/{record.pk}/", follow=True)
        shown = response.content.decode()
        assert response.status_code == 200
        assert "Person K-17" in shown
        assert "Samir Quliyev<" not in shown
        assert "Samir Quliyev " not in shown
        assert "samir-quliyev" not in response.request["PATH_INFO"]
        assert "Q4115189" not in shown


def test_a_name_that_a_quotation_cuts_in_two_is_hidden_all_the_same(client: Client) -> None:
    _person, event = protected_person()
    shown = client.get(f"/events/{event.pk}/", follow=True).content.decode()
    assert "The envoy Person K-17<mark> signed the plan</mark>" in shown


def test_a_longer_word_that_holds_a_protected_name_is_left_alone(client: Client) -> None:
    _person, event = protected_person()
    source = event.claims.get().evidence.get().capture.source
    assert "Samir Quliyevich stayed" in client.get(source.get_absolute_url()).content.decode()


def test_the_reason_of_a_retraction_does_not_name_a_protected_person(client: Client) -> None:
    _person, event = protected_person()
    claim, writer = event.claims.get(), make.user("writer")
    proposal = actions.propose_retraction(claim, reason="Samir Quliyev was not there.", user=writer)
    actions.publish([proposal], user=make.user("manager"))
    for url in (claim.get_absolute_url(), f"/events/{event.pk}/", "/"):
        shown = client.get(url, follow=True).content.decode()
        assert "Person K-17 was not there." in shown
        assert "Samir Quliyev was" not in shown
