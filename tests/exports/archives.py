"""Archives for the stories of exports: one with a record of every type, and one in which somebody is protected."""

from __future__ import annotations

from dataclasses import dataclass

from editorial import actions
from events.actions import correct
from events.choices import NameKind, Scheme
from events.models import Claim, Entity, EntityName, Event, Identifier, Ranking
from sources.models import Source
from tests import factories as make


@dataclass
class Whole:
    """An archive with a published record of every type, something superseded and something retracted."""

    source: Source
    event: Event
    body: Entity
    old: Claim
    new: Claim
    fallen: Event


def whole() -> Whole:
    source = make.source(access="full", authors=["A. Aliyeva"])
    body = make.entity(
        "Border Service",
        names=[EntityName(text="Sərhəd Xidməti", kind=NameKind.ALIAS, language="az", script="Latn")],
        identifiers=wikidata("Q1"),
        kind="public_body", country="AZ", latitude="40.4", longitude="49.9",
    )  # fmt: skip
    event = make.event(title="Guards meet", summary="A meeting.")
    claims = [
        make.claim(event),
        make.claim(event, "count", unit="persons", counted="officers", value_low="12", value_high="12.50"),
        make.claim(event, "participant", role="host", value_entity=body),
        make.claim(body, "statement", value_text="We = patrol.", attributed_to=body),
    ]
    passages = [make.evidence(one, source) for one in claims]
    make.publish(source, body, event, *claims, *passages)
    new = correct(claims[0], value_edtf="2018-05", reason="The day is not told.", user=make.user("writer"))
    make.publish(new, *new.evidence.all())
    make.publish(_ranking(new))
    make.published_reply(new, entity=body)
    copy, again = make.source(title="The same"), make.entity("Border Guard")
    make.publish(copy, again)
    make.published_link(copy, source)
    make.published_match(body, again)
    twin = make.published_event(title="Guards met")
    make.merged_events(event, twin)
    make.revise(event, "summary", "A yearly meeting.")
    make.redact(source, "authors")
    fallen = make.published_event(title="Guards part")
    make.retract(fallen, "It never took place.")
    for record in (source, body, event, claims[0]):
        record.refresh_from_db()
    return Whole(source, event, body, claims[0], new, fallen)


def wikidata(value: str) -> list[Identifier]:
    return [Identifier(scheme=Scheme.WIKIDATA, value=value)]


def _ranking(claim: Claim) -> Ranking:
    return actions.save(Ranking(claim=claim, rank="preferred", reason="Closest to it."), user=make.user("writer"))


def protected() -> Entity:
    """An archive that tells of somebody in every text, and then protects them."""
    person = make.entity(
        "Farid Nazarov", kind="person", names=[EntityName(text="Nazarov")],
        identifiers=wikidata("Q2"), description="Farid Nazarov is a colonel.",
    )  # fmt: skip
    press = make.publisher(name="Farid Nazarov", kind="individual", homepage="https://farid-nazarov.example/")
    text = f"{make.TEXT}\n\nColonel Farid Nazarov was thanked."
    source = make.source(text, title="Farid Nazarov", authors=["Farid Nazarov"], access="full", publisher=press)
    event = make.event(title="Farid Nazarov chairs", summary="By Farid Nazarov.")
    said = make.claim(event, "statement", value_text="Nazarov was glad", attributed_to=person)
    passage = make.evidence(said, source, "chaired by Colonel Farid", suffix=" Nazarov and")
    make.publish(source, person, event, said, passage, make.evidence(said, source, "Nazarov was thanked"))
    new = correct(said, value_text="Nazarov", reason="Nazarov said so.", user=make.user("writer"))
    make.publish(new, *new.evidence.all())
    make.revise(event, "title", "Nazarov chairs a meeting")
    make.revise(person, "description", "Nazarov is a colonel.")
    make.revise(person, "pseudonym", "Officer N")
    make.revise(person, "protected", True)
    make.publish(_ranking(new))
    make.published_reply(new, "Nazarov was elsewhere.", name="Farid Nazarov", entity=person)
    make.retract(make.published_event(title="Nazarov resigns"), "Nazarov never did.")
    person.refresh_from_db()
    return person
