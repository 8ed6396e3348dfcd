"""The five real documents, from files to a verified public archive. Skipped where they are not on the machine."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from editorial.choices import State
from events.models import Claim, Entity, Event, Evidence
from sources.models import Capture, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(seeds: Path) -> None:
    call_command("load_dossier", seeds / "dossier.yaml", publish=True, stdout=StringIO())


def test_the_folder_gives_five_sources_with_sensible_titles(seeds: Path) -> None:
    out = StringIO()
    call_command("capture", str(seeds), stdout=out)
    sources = {s.captures.get().filename[:3]: s for s in Source.objects.all()}
    assert {number: source.title for number, source in sources.items()} == {
        "000": "Azerbaijan maintains strong counterterrorism co-op with US",
        "001": "Fight Against Terrorism",
        "002": "CTED conducts follow-up assessment visit to the Republic of Azerbaijan",
        "003": "An attempt by more than 30 foreign citizens to join armed conflicts through Azerbaijan's territory has"
        " been prevented…",
        "004": "President Aliyev: Situation in Azerbaijan is stable, there are no internal risks and potential threats",
    }
    assert sources["003"].title_basis == "derived from the first sentence"
    assert "5 captured" in out.getvalue()


def test_no_crawl_date_is_proposed_and_a_date_line_is(seeds: Path) -> None:
    call_command("capture", str(seeds), stdout=StringIO())
    dates = {c.filename[:3]: c.source.published for c in Capture.objects.select_related("source")}
    assert dates == {"000": "", "001": "", "002": "", "003": "2019-11-12", "004": "2017-10-19T09:58:00+04:00"}
    azernews = Source.objects.get(published__startswith="2017")
    assert (azernews.publisher.name, azernews.authors) == ("Azernews", ["Amina Nazarli"])


def test_the_same_folder_twice_is_captured_once(seeds: Path) -> None:
    for _time in range(2):
        out = StringIO()
        call_command("capture", str(seeds), stdout=out)
    assert "0 captured, 5 already there, 0 refused" in out.getvalue()
    assert (Source.objects.count(), Capture.objects.count()) == (5, 5)


def test_the_dossier_publishes_all_that_is_referred_to(archive: None) -> None:
    counts = [model.objects.published().count() for model in (Source, Event, Entity, Claim, Evidence)]
    assert counts == [5, 9, 30, 59, 59]
    assert Entity.objects.filter(state=State.DRAFT).count() == 11


def test_the_archive_verifies(archive: None) -> None:
    out = StringIO()
    call_command("verify", stdout=out)
    call_command("project", "--check", stdout=out)
    assert "Everything holds" in out.getvalue()
    assert "Stored equals computed (9 events, 59 claims)" in out.getvalue()


def test_both_dates_of_the_78th_session_stand_side_by_side(archive: None, client: Client) -> None:
    event = Event.objects.get(external_id="border-78")
    page = client.get(event.get_absolute_url()).content.decode()
    conflict = page[page.index('id="conflict-date') :]
    for date, quotation in (
        ("18 October 2017", "member-states on October 18"),
        ("19 October 2017", "Baku on October 19"),
    ):
        assert date in conflict
        assert quotation in conflict


def test_the_allegation_says_whose_word_it_is(archive: None, client: Client) -> None:
    page = client.get(Entity.objects.get(external_id="armenia").get_absolute_url()).content.decode()
    alleged = page[page.index("mercenaries") - 2000 :]
    assert "According to" in alleged
    assert "Ministry of Foreign Affairs of Azerbaijan" in alleged


def test_every_fact_on_every_event_page_has_a_footnote(archive: None, client: Client) -> None:
    for event in Event.objects.published():
        page = client.get(event.get_absolute_url()).content.decode()
        for claim in Claim.objects.published().filter(event=event):
            block = page[page.index(f'id="c-{claim.pk}"') :]
            assert 'class="fnref' in block[: block.index('class="evidence"')], claim
            assert 'id="fn-' in block[: block.index("</ol>")], claim
