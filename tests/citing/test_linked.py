"""Linked data: what JSON-LD libraries read from the pages, without asking any other site."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from pyld import jsonld
from rdflib import Graph, Literal, Namespace, URIRef

from events.models import EntityName, Identifier
from tests import factories as make

pytestmark = pytest.mark.django_db

SCHEMA = Namespace("https://schema.org/")
CONTEXT = {"@context": {"@vocab": "https://schema.org/"}}
SITE = "http://localhost:8000"


def stub(url: str, options: dict[str, Any]) -> dict[str, Any]:
    assert url.rstrip("/") == "https://schema.org"
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT}


def data(client: Client, url: str) -> dict[str, Any]:
    """The data on a page, read by pyld, with nothing that it does not know."""
    page = client.get(url).content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert not set("<>&") & set(text)
    found = json.loads(text)
    expanded = jsonld.expand(found, {"documentLoader": stub})
    assert expanded
    assert isinstance(found, dict)
    return found


def graph(client: Client, url: str) -> Graph:
    """The same as triples, read by rdflib."""
    read = Graph()
    read.parse(data=json.dumps(data(client, url) | CONTEXT), format="json-ld")
    return read


def node(found: dict[str, Any], kind: str) -> dict[str, Any]:
    (one,) = [n for n in found["@graph"] if kind in n["@type"]]
    assert isinstance(one, dict)
    return one


def test_an_event_tells_date_place_and_participants(client: Client) -> None:
    event = make.published_event(title="Talks </script> & <b>more</b>", kind="meeting")
    guards, town = make.entity("Guards"), make.entity("Lankaran", kind="place")
    make.published_claim(event, "participant", "Border guards", value_entity=guards, role="host")
    make.published_claim(event, "place", "met in Lankaran", value_entity=town)
    read = graph(client, event.get_absolute_url())
    this = URIRef(f"{SITE}/events/{event.pk}/")
    assert (this, SCHEMA.name, Literal("Talks </script> & <b>more</b>")) in read
    assert (this, SCHEMA.startDate, Literal("2018-05-03")) in read
    assert (this, SCHEMA.location, URIRef(f"{SITE}/entities/{town.pk}/")) in read
    assert (this, SCHEMA.organizer, URIRef(f"{SITE}/entities/{guards.pk}/")) in read
    assert len(list(read.objects(this, SCHEMA.subjectOf))) == 3


def test_what_is_somebody_s_word_or_in_conflict_is_not_told_as_a_fact(client: Client) -> None:
    event = make.published_event()
    suspect, council = make.entity("Somebody", kind="person"), make.entity("Council")
    make.published_claim(
        event, "participant", "Border guards", value_entity=suspect, role="suspect", attributed_to=council
    )
    make.published_claim(event, "date", "The meeting of 3 May 2018", value_edtf="2018-05-04")
    told = node(data(client, event.get_absolute_url()), "Event")
    assert "startDate" not in told
    assert "Somebody" not in json.dumps(told)


def test_a_doubtful_date_is_not_told(client: Client) -> None:
    event = make.event()
    make.evidence(make.claim(event, value_edtf="2018-05-03~"), (source := make.source()))
    make.publish(event, source, *event.claims.all(), *event.claims.get().evidence.all())
    assert "startDate" not in node(data(client, event.get_absolute_url()), "Event")


def test_an_entity_tells_its_names_and_registers(client: Client) -> None:

    guards = make.entity(
        "Guards", names=[EntityName(text="Sərhəd Xidməti")], identifiers=[Identifier(scheme="wikidata", value="Q1")]
    )
    make.publish(guards)
    told = node(data(client, guards.get_absolute_url()), "GovernmentOrganization")
    assert told["alternateName"] == ["Sərhəd Xidməti"]
    assert told["sameAs"] == ["https://www.wikidata.org/entity/Q1"]


def test_a_claim_tells_the_words_it_rests_on_and_is_not_rated(client: Client) -> None:
    claim = make.published_event().claims.get()
    found = data(client, claim.get_absolute_url())
    told = node(found, "Claim")
    assert told["appearance"][0]["text"] == "The meeting of 3 May 2018"
    assert told["appearance"][0]["isPartOf"]["@type"] == "NewsArticle"
    assert "Rating" not in json.dumps(found)
    assert node(found, "BreadcrumbList")["itemListElement"][-1]["position"] == 4


def test_a_source_and_the_archive_tell_what_they_are(client: Client) -> None:
    source = make.published_event().claims.get().evidence.get().capture.source
    told = node(data(client, source.get_absolute_url()), "NewsArticle")
    assert (told["datePublished"], told["publisher"]["name"]) == ("2018-05-04", source.publisher.name)
    home = graph(client, "/")
    assert (URIRef(f"{SITE}/#archive"), SCHEMA.url, Literal(f"{SITE}/")) in home


@pytest.mark.parametrize("url", ["/", "/events/", "/entities/", "/claims/", "/sources/", "/codebook/", "/feeds/"])
def test_every_page_has_data_that_can_be_read(client: Client, url: str) -> None:
    assert len(graph(client, url))
