"""The pages of claims and sources as they stood on another day."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from editorial import asof
from events.actions import correct, rank
from events.choices import Rank
from events.models import Claim, EntityName
from sources.choices import LinkKind
from tests import factories as make
from tests.events.test_lists_as_of import Clock
from tests.site.counting import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(asof, "read", made.read)
    return made


def now() -> datetime:
    return timezone.now()


def shown(client: Client, record: object, status: int = 200) -> str:
    answer = client.get(record.get_absolute_url())  # type: ignore[attr-defined]
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def dated() -> Claim:
    return make.published_event().claims.get()


# -- claims ------------------------------------------------------------------------------------------------------------


def test_before_their_publication_a_page_says_so(client: Client, clock: Clock) -> None:
    clock.moment = now()
    claim, guards = dated(), make.entity()
    make.publish(guards)
    for record in (claim, claim.event, guards, claim.evidence.get().capture.source):
        assert record is not None
        page = shown(client, record, 404)
        assert "Not published yet on that day" in page
        assert f'href="{record.get_absolute_url()}"' in page


def test_a_claim_that_was_corrected_since_stands_as_it_did(client: Client, clock: Clock) -> None:
    claim = dated()
    then = now()
    new = correct(claim, value_edtf="2018-05-04", user=make.user("writer"))
    make.publish(new, *new.evidence.all())
    assert "What holds now" in shown(client, claim)
    clock.moment = then
    page = shown(client, claim)
    assert "You are reading this record as it stood" in page
    assert "It was corrected or retracted since" in page
    assert '<li class="badge badge--preferred">Published</li>' in page
    assert "<mark>The meeting of 3 May 2018</mark>" in page
    assert "What holds now" not in page
    assert "Superseded by" not in page
    assert "Not published yet on that day" in shown(client, new, 404)


def test_a_claim_that_was_retracted_since_stands_unless_what_it_is_about_is_gone(client: Client, clock: Clock) -> None:
    claim, other = dated(), dated()
    clock.moment = now()
    make.retract(claim)
    assert other.event
    make.retract(other.event)
    assert "3 May 2018" in shown(client, claim)
    shown(client, other, 410)


def test_passages_rankings_conflicts_and_replies_are_those_of_the_day(client: Client, clock: Clock) -> None:
    claim = dated()
    calm = now()
    later = make.source()
    make.publish(later, make.evidence(claim, later, "Twelve officers took part", reading="Said later."))
    make.publish(rank(claim, Rank.PREFERRED, reason="By a guest.", user=make.user("writer")))
    make.published_claim(claim.event, "date", "The meeting of 3 May 2018", value_edtf="2018-05-04")  # type: ignore[arg-type]
    make.published_reply(claim)
    told = ("Said later.", "By a guest.", "Sources conflict", "It was the 4th of May.")
    page = shown(client, claim)
    assert [text for text in told if text not in page] == []
    clock.moment = calm
    page = shown(client, claim)
    assert [text for text in told if text in page] == []
    clock.moment = now()
    page = shown(client, claim)
    assert [text for text in told if text not in page] == []


def test_the_words_of_what_it_is_about_are_those_of_the_day(client: Client, clock: Clock) -> None:
    claim = make.published_event(title="First words").claims.get()
    clock.moment = now()
    make.revise(claim.event, "title", "Second words")  # type: ignore[arg-type]
    page = shown(client, claim)
    assert "First words" in page
    assert "Second words" not in page


def test_links_stay_on_the_day_and_the_form_asks_for_another(client: Client, clock: Clock) -> None:
    claim = dated()
    clock.moment = now()
    page = shown(client, claim)
    source = claim.evidence.get().capture.source.get_absolute_url()
    assert f'href="{source}?as_of=2026-01-01&amp;claim={claim.pk}#p-' in page
    assert f'href="{claim.subject.get_absolute_url()}?as_of=2026-01-01"' in page
    assert 'name="as_of" value="2026-01-01"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'href="{source}?as_of=2026-01-01&amp;claim={claim.pk}#p-' in shown(client, claim.subject)


# -- sources -----------------------------------------------------------------------------------------------------------


def test_what_rests_on_a_source_is_what_rested_on_it(client: Client, clock: Clock) -> None:
    claim = dated()
    source = claim.evidence.get().capture.source
    then = now()
    make.published_claim(claim.event, "topic", "a joint plan", of=source, value_text="Plans")  # type: ignore[arg-type]
    make.retract(claim)
    page = shown(client, source)
    assert "Plans" in page
    assert claim.pk not in page
    clock.moment = then
    page = shown(client, source)
    assert "Plans" not in page
    assert f"{claim.get_absolute_url()}?as_of=2026-01-01" in page
    assert 'id="p-' in page


def test_the_words_lineage_and_captures_of_a_source_are_those_of_the_day(client: Client, clock: Clock) -> None:
    source, original = make.source(title="First words"), make.source(title="The original")
    make.publish(source, original)
    then = now()
    make.revise(source, "title", "Second words")
    make.published_link(source, original)
    assert "The original" in shown(client, source)
    clock.moment = then
    url = f"/sources/first-words-{source.pk}/"
    assert client.get(source.get_absolute_url()).status_code in (200, 301)
    page = client.get(url, follow=True).content.decode()
    assert "First words" in page
    assert "Second words" not in page
    assert "The original" not in page


def test_the_lineage_is_drawn_as_it_stood(client: Client, clock: Clock) -> None:
    copy, original, rival = (make.source(title=title) for title in ("A reprint", "The original", "Another original"))
    make.publish(copy, original, rival)
    make.published_link(copy, original)
    clock.moment = now()
    make.published_link(original, rival)
    make.revise(original, "title", "The oldest")
    page = shown(client, copy)
    assert "Lineage, drawn" in page
    assert f'{original.pk}/?as_of=2026-01-01"><bdi>The original</bdi></a> (an original)' in page
    assert "Another original" not in page
    clock.moment = None
    assert "Another original" in shown(client, copy)


def test_a_source_that_was_merged_since_has_its_own_page_then(client: Client, clock: Clock) -> None:
    one, other = make.source(title="One copy"), make.source(title="Another copy")
    make.publish(one, other)
    then = now()
    make.published_link(one, other, LinkKind.IDENTICAL_TO)
    one.refresh_from_db()
    assert client.get(one.get_absolute_url()).status_code == 301
    clock.moment = then
    page = shown(client, one)
    assert len(re.findall("read by", page)) == 1
    assert len(re.findall("read by", shown(client, other))) == 1
    clock.moment = None
    assert len(re.findall("read by", shown(client, other))) == 2


def test_text_that_is_kept_back_today_is_kept_back_on_every_day(client: Client, clock: Clock) -> None:
    source = make.source("A secret meeting took place on the border.", access="full")
    make.publish(source)
    then = now()
    assert "A secret meeting" in shown(client, source)
    make.revise(source, "access", "metadata")
    clock.moment = then
    page = shown(client, source)
    assert "A secret meeting" not in page
    assert "The whole text" in page
    assert "Less of it may be read today" in page
    make.retract(source)
    shown(client, source, 410)


def test_protection_is_todays(client: Client, clock: Clock) -> None:
    person = make.entity("Farid Nazarov", kind="person", names=[EntityName(text="Nazarov")])
    press = make.publisher(name="Farid Nazarov")
    claim = make.claim(make.event(title="Nazarov speaks"), "statement", value_text="Nazarov left", attributed_to=person)
    source = make.source(title="Farid Nazarov", publisher=press)
    make.publish(person, source, claim.subject, claim, make.evidence(claim, source, "Colonel Farid Nazarov"))
    clock.moment = now()
    make.revise(claim.subject, "title", "Somebody speaks")
    make.revise(source, "title", "A speech")
    make.revise(source, "publisher", make.source().publisher_id)
    make.revise(person, "pseudonym", "Officer N")
    make.revise(person, "protected", True)
    for record in (claim, source):
        record.refresh_from_db()
        answer = client.get(record.get_absolute_url(), follow=True)
        assert "Officer N" in answer.content.decode()
        assert "Nazarov" not in answer.content.decode()


def test_pages_of_another_day_take_a_bounded_number_of_queries(client: Client, clock: Clock) -> None:
    claim = dated()
    source = claim.evidence.get().capture.source
    assert claim.event

    def counts() -> list[int]:
        clock.moment = now()
        return [queries(client, one.get_absolute_url()) for one in (source, claim, claim.event)]

    few = counts()
    for number in range(5):
        make.published_claim(claim.event, "topic", of=source, value_text=f"Topic {number}")
    assert counts() == few
    assert few[0] <= 12
