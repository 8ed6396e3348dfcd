"""The demonstration archive, cited and told as a whole: what stands in it is read back from every format."""

from __future__ import annotations

import json
import re
from typing import Any

import feedparser
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from django.core.management import call_command
from django.test import Client

from ctarchive.demo import __file__ as demo
from events.models import Entity, Event
from sources.models import Source
from tests.citing.test_linked import data
from tests.site.test_sitemaps import everything

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_every_page_of_the_demonstration_is_cited_and_told(client: Client) -> None:
    call_command("load_dossier", str(demo).replace("__init__.py", "archive.yaml"), "--publish", verbosity=0)
    listed = everything(client)
    assert len(listed) > 300
    records: list[Any] = [*Event.objects.published()[:12], *Entity.objects.published()[:8], *Source.objects.published()]
    for record in records:
        place = re.sub(r"[^/]+/$", f"{record.pk}/", record.get_absolute_url())
        own = "original" if isinstance(record, Source) else "cite"
        (item,) = json.loads(client.get(f"{place}{own}.json").content)
        assert item["title"]
        library = parse_string(client.get(f"{place}{own}.bib").content.decode())
        assert (len(library.entries), library.failed_blocks) == (1, [])
        (read,) = rispy.loads(client.get(f"{place}{own}.ris").content.decode())
        assert read["title"] == item["title"]
        assert data(client, record.get_absolute_url())["@graph"]
    golden(client)


def golden(client: Client) -> None:
    """What one well-known document must come to, whoever reads it."""
    source = Source.objects.published().get(symbol="S/RES/2396 (2017)")
    (item,) = json.loads(client.get(f"/sources/{source.pk}/original.json").content)
    assert {key: item[key] for key in ("type", "title", "issued", "number", "URL", "language")} == {
        "type": "legislation",
        "title": "Security Council resolution 2396 (2017)",
        "issued": {"date-parts": [[2017, 12, 21]]},
        "number": "S/RES/2396 (2017)",
        "URL": "https://undocs.org/S/RES/2396(2017)",
        "language": "en",
    }
    event = Event.objects.published().get(title__startswith="Security Council adopts resolution 2396")
    (told,) = [n for n in data(client, event.get_absolute_url())["@graph"] if n["@type"] == "Event"]
    assert (told["startDate"], told["attendee"][0]["name"]) == ("2017-12-21", "United Nations Security Council")
    found = feedparser.parse(client.get("/feeds/corrections.atom").content)
    assert not found.bozo
    assert {entry.category for entry in found.entries} == {"Correction", "Retraction"}
