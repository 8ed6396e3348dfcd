"""The annotations behind the address of a record, and the address of a capture."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from events.models import Claim
from sources.choices import LinkKind
from tests import factories as make
from tests.exports import archives
from tests.site.counting import queries

pytestmark = pytest.mark.django_db


def read(client: Client, url: str) -> dict[str, Any]:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    assert answer["Access-Control-Allow-Origin"] == "*"
    found = json.loads(answer.content)
    assert isinstance(found, dict)
    return found


def quoted(collection: dict[str, Any]) -> list[str]:
    """The words of each annotation, on our own capture."""
    return [item["target"][-1]["selector"][1]["exact"] for item in collection["first"]["items"]]


def linked(client: Client, page: str) -> str:
    """The address of the annotations, as the head of a page tells it."""
    text = client.get(page, follow=True).content.decode()
    (line,) = [line for line in text.replace("<link", "\n<link").splitlines() if "anno.jsonld" in line]
    return line.split('href="')[1].split('"')[0]


def test_source_claim_event_and_entity_lead_to_their_quotations(client: Client) -> None:
    event = make.published_event()
    claim = event.claims.get()
    source = claim.evidence.get().capture.source
    body = make.entity()
    make.published_claim(body, "measure", "a joint plan", of=source, value_text="Patrols")
    wanted: dict[Any, set[str]] = {source: {"The meeting of 3 May 2018", "a joint plan"}, body: {"a joint plan"}}
    wanted |= {event: {"The meeting of 3 May 2018"}, claim: {"The meeting of 3 May 2018"}}
    for record, words in wanted.items():
        page = record.get_absolute_url()
        assert set(quoted(read(client, linked(client, page)))) == words
        assert set(quoted(read(client, f"{page}annotations.jsonld"))) == words


def test_what_was_merged_leads_on_and_keeps_its_quotations(client: Client) -> None:
    claim = make.published_event().claims.get()
    copy, whole = claim.evidence.get().capture.source, make.source()
    make.publish(whole)
    make.published_link(copy, whole, LinkKind.IDENTICAL_TO)
    answer = client.get(f"/sources/{copy.pk}/annotations.jsonld")
    assert (answer.status_code, answer["Location"]) == (301, f"/sources/{whole.pk}/annotations.jsonld")
    assert quoted(read(client, answer["Location"])) == ["The meeting of 3 May 2018"]


def test_what_was_retracted_is_gone_and_drafts_are_not_found(client: Client) -> None:
    event = make.published_event()
    make.retract(event)
    assert client.get(f"/events/{event.pk}/annotations.jsonld").status_code == 410
    assert client.get(f"/events/{make.event().pk}/annotations.jsonld").status_code == 404
    source = Claim.objects.get(event=event).evidence.get().capture.source
    assert read(client, f"/sources/{source.pk}/annotations.jsonld")["total"] == 0


def test_a_reader_who_has_this_version_is_told_so_until_something_is_published(client: Client) -> None:
    event = make.published_event()
    url = f"/events/{event.pk}/annotations.jsonld"
    had = {"If-None-Match": client.get(url)["ETag"]}
    assert client.get(url, headers=had).status_code == 304
    make.published_claim(event, "topic", value_text="Patrols")
    assert client.get(url, headers=had).status_code == 200


def test_a_protected_name_stands_in_no_annotation(client: Client) -> None:
    person = archives.protected()
    for claim in person.words.all():
        made = json.dumps(read(client, f"/claims/{claim.pk}/annotations.jsonld"), ensure_ascii=False)
        assert "nazarov" not in made.casefold()
        source = claim.evidence.first().capture.source
        made = client.get(f"/sources/{source.pk}/annotations.jsonld").content.decode()
        assert "nazarov" not in made.casefold()
        assert "Officer N" in made


def test_a_capture_leads_to_its_place_on_the_page_of_its_source(client: Client) -> None:
    capture = make.published_event().claims.get().evidence.get().capture
    answer = client.get(f"/captures/{capture.pk}/")
    page, _hash, anchor = answer["Location"].partition("#")
    assert (answer.status_code, page) == (302, capture.source.get_absolute_url())
    assert f'id="{anchor}"' in client.get(page).content.decode()
    assert client.get(f"/captures/{make.source().captures.get().pk}/").status_code == 404


def test_more_quotations_cost_no_more_queries(client: Client) -> None:
    event, source = make.published_event(), make.source()
    make.publish(source)
    urls = [f"/events/{event.pk}/annotations.jsonld", f"/sources/{source.pk}/annotations.jsonld"]
    counts = []
    for number in (10, 30):
        made: list[Any] = []
        for _ in range(number):
            claim = make.claim(event, "topic", value_text="Patrols")
            made += [claim, make.evidence(claim, source, "a joint plan")]
        make.publish(*made)
        counts.append([queries(client, url) for url in urls])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
