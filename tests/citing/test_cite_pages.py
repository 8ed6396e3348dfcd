"""“Cite this” on every page of a record, and the same as files."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from django.test import Client
from django.utils import timezone

from editorial import ledger
from events.models import Entity, Event
from tests import factories as make
from tests.site.counting import queries

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
NASTY = "Talks </script><b>{now}</b> “&amp;”\n\u202eend\u202c"


def csl(client: Client, url: str) -> dict[str, object]:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/vnd.citationstyles.csl+json"
    (item,) = json.loads(answer.content)
    assert isinstance(item, dict)
    return item


def records() -> dict[str, Any]:
    """One published record of each type."""
    event = make.published_event()
    claim = event.claims.get()
    guards = make.entity("Guards")
    make.publish(guards)
    return {"events": event, "entities": guards, "claims": claim, "sources": claim.evidence.get().capture.source}


def test_every_record_is_cited_by_its_permanent_address_and_version(client: Client) -> None:
    for place, record in records().items():
        page = client.get(record.get_absolute_url()).content.decode()
        address = f"/{place}/{record.pk}/"
        assert "Cite this" in page
        assert f'href="{address}cite.bib"' in page
        item = csl(client, f"{address}cite.json")
        assert item["URL"] == SITE + address
        assert item["version"] == str(ledger.head().public_version)
        today = timezone.localdate()
        assert item["accessed"] == {"date-parts": [[today.year, today.month, today.day]]}
        assert SITE + address in unescape(page)
        # A permanent address leads to the page, whatever its words are now.
        assert client.get(address, follow=True).status_code == 200


def test_the_words_of_an_address_do_not_matter(client: Client) -> None:
    event = make.published_event()
    assert csl(client, f"/events/old-words-{event.pk}/cite.json") == csl(client, f"/events/{event.pk}/cite.json")


def test_files_are_downloads_in_their_own_media_types(client: Client) -> None:
    event = make.published_event()
    for form, media_type in (("bib", "application/x-bibtex"), ("ris", "application/x-research-info-systems")):
        answer = client.get(f"/events/{event.pk}/cite.{form}")
        assert answer["Content-Type"].startswith(media_type)
        assert answer["Content-Disposition"] == f'attachment; filename="ctarchive-event-{event.pk}.{form}"'
    assert client.get(f"/events/{event.pk}/cite.doc").status_code == 404
    assert client.post(f"/events/{event.pk}/cite.bib").status_code == 405


def test_a_nasty_title_does_no_harm(client: Client) -> None:
    event = make.published_event(title=NASTY)
    page = client.get(event.get_absolute_url()).content.decode()
    assert "<b>{now}" not in page
    assert page.count("</script>") == 2  # the data and the copy buttons
    library = parse_string(client.get(f"/events/{event.pk}/cite.bib").content.decode())
    assert not library.failed_blocks
    (read,) = rispy.loads(client.get(f"/events/{event.pk}/cite.ris").content.decode())
    assert read["title"] == csl(client, f"/events/{event.pk}/cite.json")["title"]
    assert "\u202e" not in read["title"]


def test_a_source_itself_is_cited_as_its_publisher_put_it_out(client: Client) -> None:
    source = make.source(
        title="Sərhədçilər görüşdü", authors=["F. Aliyev", "Press office"], published="2018-05~", language="az",
        symbol="S/2018/1", url="https://example.org/a?b=1&c={2}", kind="igo_report",
    )  # fmt: skip
    make.publish(source)
    item = csl(client, f"/sources/{source.pk}/original.json")
    assert item["type"] == "report"
    assert item["author"] == [{"literal": "F. Aliyev"}, {"literal": "Press office"}]
    assert item["issued"] == {"date-parts": [[2018, 5]], "circa": True}
    assert item["URL"] == source.url
    assert item["publisher"] == source.publisher.name
    (entry,) = parse_string(client.get(f"/sources/{source.pk}/original.bib").content.decode()).entries
    assert (entry.entry_type, entry["url"]) == ("techreport", "https://example.org/a?b=1&c=%7B2%7D")
    page = unescape(client.get(source.get_absolute_url()).content.decode())
    assert "F. Aliyev, Press office. (about May 2018). Sərhədçilər görüşdü" in page
    assert csl(client, f"/sources/{source.pk}/cite.json")["URL"] == f"{SITE}/sources/{source.pk}/"


def test_a_day_asked_for_is_the_version_and_part_of_the_address(client: Client) -> None:
    event = make.published_event(title="Talks")
    today = timezone.localdate().isoformat()
    item = csl(client, f"/events/{event.pk}/cite.json?as_of={today}")
    assert (item["version"], item["URL"]) == (today, f"{SITE}/events/{event.pk}/?as_of={today}")
    page = client.get(f"{event.get_absolute_url()}?as_of={today}").content.decode()
    assert f'href="/events/{event.pk}/cite.ris?as_of={today}"' in page
    answer = client.get(f"/events/{event.pk}/cite.json?as_of=yesterday")
    assert (answer.status_code, "is no day" in answer.content.decode()) == (400, True)


def test_what_was_merged_leads_on_and_what_was_retracted_is_gone(client: Client) -> None:
    left, right = make.published_event(), make.published_event()
    make.merged_events(left, right)
    answer = client.get(f"/events/{right.pk}/cite.bib")
    assert (answer.status_code, answer["Location"]) == (301, f"/events/{left.pk}/cite.bib")
    claim = left.claims.get()
    make.retract(claim)
    assert client.get(f"/claims/{claim.pk}/cite.bib").status_code == 410


def test_what_is_not_public_is_not_cited(client: Client) -> None:
    draft = make.event(title="A draft")
    assert client.get(f"/events/{draft.pk}/cite.bib").status_code == 404


def test_citing_takes_few_queries(client: Client) -> None:
    for place, record in records().items():
        assert queries(client, f"/{place}/{record.pk}/cite.json") <= 4


def test_zotero_finds_its_tags(client: Client) -> None:
    for place, record in records().items():
        page = client.get(record.get_absolute_url()).content.decode()
        tags = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page))
        title = csl(client, f"/{place}/{record.pk}/{'original' if place == 'sources' else 'cite'}.json")["title"]
        for name in ("citation_title", "DC.title", "og:title"):
            assert unescape(tags[name]) == title
        assert tags["citation_publication_date"].startswith("20")
        assert tags["og:image"] == f"{SITE}/static/ctarchive/card.png"
        assert tags["twitter:card"] == "summary_large_image"


def test_revised_titles_are_cited_as_they_stand_or_stood(client: Client) -> None:
    event = make.published_event(title="Talks")
    make.revise(event, "title", "Talks in Baku")
    assert csl(client, f"/events/{event.pk}/cite.json")["title"] == "Talks in Baku"


@pytest.mark.parametrize("model", [Event, Entity])
def test_unknown_uids_are_404(client: Client, model: type[Event] | type[Entity]) -> None:
    place = "events" if model is Event else "entities"
    assert client.get(f"/{place}/0000000000/cite.bib").status_code == 404
