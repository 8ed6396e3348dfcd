"""The page of a source: where it comes from, what was preserved, its text with what is quoted."""

import re

import pytest
from django.test import Client

from sources.models import Source
from tests import factories as make

pytestmark = pytest.mark.django_db

LONG = "Opening words. " + "Nothing of note happened here. " * 40 + "They signed a plan. " + "Much was said. " * 60


def page(client: Client, source: Source) -> str:
    return client.get(source.get_absolute_url()).content.decode()


def quoted(text: str, exact: str, **fields: str) -> Source:
    """A published source of which one passage is quoted."""
    event, source = make.event(), make.source(text, **fields)
    evidence = make.evidence(make.claim(event), source, exact)
    make.publish(event, source, evidence.claim, evidence)
    return source


def test_hashes_reader_and_fidelity_are_told(client: Client) -> None:
    source = quoted(LONG, "They signed a plan.")
    capture, shown = source.captures.get(), page(client, source)
    assert capture.text_sha256 in shown
    assert capture.blob_id in shown
    assert f"read by {capture.reader}" in shown


def test_excerpts_show_the_passage_with_a_little_around_it_and_count_the_rest(client: Client) -> None:
    shown = page(client, quoted(LONG, "They signed a plan."))
    assert re.search(r'<mark class="passage" id="p-\w{10}">.*They signed a plan\.</mark>', shown)
    assert "Opening words." not in shown
    assert "characters of the source are not shown here (excerpts only)" in shown


def test_full_access_shows_the_whole_text(client: Client) -> None:
    shown = page(client, quoted(LONG, "They signed a plan.", access="full"))
    assert "Opening words." in shown
    assert "not shown here" not in shown


def test_what_rests_on_a_passage_is_listed_beside_it(client: Client) -> None:
    source = quoted(LONG, "They signed a plan.")
    claim = source.captures.get().evidence.get().claim
    shown = page(client, source)
    assert 'id="r-1"' in shown
    assert 'href="#r-1"' in shown
    assert f'href="{claim.get_absolute_url()}"' in shown


def test_lineage_is_told_from_both_ends(client: Client) -> None:
    copy, original = quoted(LONG, "They signed a plan."), quoted(LONG + "!", "They signed a plan.")
    make.published_link(copy, original)
    assert re.search(rf'Republishes\s+<a href="{original.get_absolute_url()}"', page(client, copy))
    assert re.search(rf'Republished by\s+<a href="{copy.get_absolute_url()}"', page(client, original))
    assert "The same words, a day later." in page(client, copy)


def test_a_date_that_is_only_a_bound_says_so(client: Client) -> None:
    assert "25 July 2018 or later" in page(client, quoted(LONG, "They signed a plan.", published="2018-07-25/.."))
    assert "25 July 2018 or earlier" in page(client, quoted(LONG, "They signed a plan.", published="../2018-07-25"))
