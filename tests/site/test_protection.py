"""A protected person's name stands nowhere that the public can look: a crawl of every page, and of the API."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import unquote

import pytest
from django.test import Client

from events.actions import correct, publish_bundle, submit_bundle
from events.models import EntityName
from tests import factories as make

pytestmark = pytest.mark.django_db

NAMES = ("Nazarov", "Nazarovu", "Назаров")
# Addresses that no page leads to.
TODAY = datetime.now(UTC).date()
# The API in its other forms, and on another day.
TOLD = tuple(
    f"/api/v1/{path}"
    for path in (
        "events/?expand=claims,participants.entity", "events/?format=jsonld", "entities/?format=csv",
        "claims/?expand=about,evidence.source.publisher&format=ndjson", "evidence/?format=jsonld",
        "sources/?expand=publisher,origin&format=jsonld", "publishers/?format=jsonld", "corrections/?format=csv",
        "search/?q=officer&type=event&facets=true", "captures/?expand=source",
        *(f"{name}/?as_of={TODAY}" for name in ("events", "entities", "claims", "evidence", "sources")),
    )
)  # fmt: skip
UNLINKED = (
    *(f"/oai?verb=ListRecords&metadataPrefix={prefix}" for prefix in ("oai_dc", "ctarchive")),
    "/sitemap.xml",
    *(f"/sitemaps/{name}.xml" for name in ("events", "entities", "sources", "claims")),
)
TEXT = f"{make.TEXT}\n\nColonel Farid Nazarov (Фарид Назаров) was thanked. They gave Nazarovu a medal."


def archive() -> None:
    """An event, a source, claims and quotations that all carry the name; then the person is protected."""
    person = make.entity(
        "Farid Nazarov", kind="person", names=[EntityName(text=n) for n in ("Nazarov", "Nazarovu", "Фарид Назаров")],
        protected=True, pseudonym="Officer N",
    )  # fmt: skip
    press = make.publisher(name="Farid Nazarov", kind="individual", homepage="https://farid-nazarov.example/")
    source = make.source(
        TEXT, title="Farid Nazarov meets the guards", authors=["Farid Nazarov"], access="full", publisher=press
    )
    event = make.event(title="Farid Nazarov chairs a meeting", summary="It was chaired by Farid Nazarov.")
    for about, key, quotation, fields in (
        (event, "date", "The meeting of 3 May 2018 was chaired by Colonel Farid Nazarov", {}),
        (event, "participant", "Colonel Farid Nazarov and", {"role": "chair", "value_entity": person}),
        (event, "statement", "Фарид Назаров", {"value_text": "Nazarov was glad", "attributed_to": person}),
        (person, "count", "Twelve officers", {"unit": "persons", "counted": "officers of Nazarov", "value_low": 12}),
    ):
        make.evidence(make.claim(about, key, **fields), source, quotation)
    for subject in (event, person):
        submit_bundle(subject, user=make.user("writer"))
        publish_bundle(subject, user=make.user("reviewer"))
    date = event.claims.get(property="date")
    make.published_reply(date, "Nazarov was not in Lankaran.", name="Farid Nazarov", entity=person)
    other = make.published_event(title="Farid Nazarov resigns")
    fallen = make.published_claim(other, "topic", value_text="Nazarov")
    new = correct(fallen, value_text="Nazarov and others", user=make.user("writer"))
    make.publish(new, *new.evidence.all())
    make.retract(new, "Farid Nazarov said no such thing.")
    make.retract(other, "Farid Nazarov never resigned.")


def crawl(client: Client) -> dict[str, str]:
    """Address → what it answered, for everything that can be reached from the home page and the API's root."""
    waiting = ["/", "/api/v1/", "/search/?q=Officer", "/claims/", "/api/v1/claims/?page_size=100", *UNLINKED, *TOLD]
    waiting += [
        "/corrections/",
        "/corrections/?what=records",
        "/coverage/",
        "/publishers/",
        "/events/year/2018/",
        "/data/",
    ]
    seen: dict[str, str] = {}
    while waiting:
        address = waiting.pop()
        if address in seen or len(seen) > 400:
            continue
        answer = client.get(address)
        seen[address] = answer.getvalue().decode(errors="replace")  # exports are no texts all of them
        links = re.findall(r'href="(/[^"#]*)', seen[address])
        if address.startswith("/api/") and answer.headers["Content-Type"] == "application/json":
            links += re.findall(r"http://testserver(/[^\"]*)", json.dumps(answer.json(), ensure_ascii=False))
        waiting += [unescape(link) for link in links if not link.startswith(("/static/", "/admin/"))]
    return seen


def test_no_page_and_no_answer_carries_the_name(client: Client) -> None:
    archive()
    pages = crawl(client)
    assert sum("Officer N" in page for page in pages.values()) > 5
    found = [
        (address, name)
        for address, page in pages.items()
        for name in NAMES
        if re.search(rf"{name}", unquote(address + page), re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize(
    "address", ["/search/?q=", "/events/?q=", "/entities/?q=", "/sources/?q=", "/api/v1/events/?q="]
)
def test_asking_for_the_name_finds_nothing(client: Client, address: str) -> None:
    archive()
    for name in ("Nazarov", "Фарид"):
        page = client.get(address + name).content.decode()
        assert "Officer N" not in page
