"""Lists as they stood on another day: who was there, in which order, with which facts."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from editorial import asof
from events.actions import correct, rank
from events.choices import Rank
from events.models import Event
from tests import factories as make
from tests.site.counting import queries

pytestmark = pytest.mark.django_db


class Clock:
    """Lets days end at moments of the test's choosing: `day` is the one that is asked for."""

    moment: datetime | None = None

    def read(self, request: object) -> asof.AsOf:
        return asof.AsOf("2026-01-01" if self.moment else "", self.moment)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(asof, "read", made.read)
    return made


def titles(client: Client, url: str) -> list[str]:
    page = client.get(url).content.decode()
    return re.findall(r'class="result__title"><a [^>]*>([^<]*)</a>', page)


def test_what_was_published_later_is_not_listed(client: Client, clock: Clock) -> None:
    first = make.published_event(title="First")
    make.publish(guards := make.entity("Guards"))
    then = timezone.now()
    make.published_event(title="Second")
    make.publish(make.entity("Coast guards"))
    sources = len(titles(client, "/sources/"))
    clock.moment = then
    assert titles(client, "/events/") == ["First"]
    assert titles(client, "/entities/") == ["Guards"]
    assert len(titles(client, "/claims/")) == 1
    assert len(titles(client, "/sources/")) == sources - 1
    assert f'href="{first.get_absolute_url()}?as_of=2026-01-01"' in client.get("/events/").content.decode()
    assert guards.get_absolute_url() in client.get("/entities/").content.decode()


def test_what_was_retracted_since_is_listed_as_it_stood(client: Client, clock: Clock) -> None:
    event, guards = make.published_event(title="Talks"), make.entity("Guards")
    make.publish(guards)
    claim = event.claims.get()
    then = timezone.now()
    make.retract(claim)
    make.retract(guards)
    assert titles(client, "/claims/") == []
    clock.moment = then
    page = client.get("/claims/").content.decode()
    assert claim.pk in page
    assert (
        "Retracted"
        not in re.sub(r"<form.*?</form>", "", page, flags=re.DOTALL).split('class="results')[1].split("</ol>")[0]
    )
    assert "1 source, 1 independent origin" in page
    assert titles(client, "/entities/") == ["Guards"]
    assert titles(client, "/claims/?state=retracted") == []


def test_what_had_ended_by_then_is_found_when_asked_for(client: Client, clock: Clock) -> None:
    claim = make.published_event().claims.get()
    make.retract(claim)
    clock.moment = timezone.now()
    assert titles(client, "/claims/") == []
    assert len(titles(client, "/claims/?state=retracted")) == 1


def corrected(event: Event, edtf: str) -> None:
    draft = correct(event.claims.get(state="published"), value_edtf=edtf, user=make.user("writer"))
    make.publish(draft, *draft.evidence.all())


def test_order_and_dates_are_those_of_the_time(client: Client, clock: Clock) -> None:
    early, late = make.published_event(title="Early"), make.event(title="Late")
    make.evidence(make.claim(late, value_edtf="2018-06-03"), source := make.source())
    make.publish(late, source, *late.claims.all(), *late.claims.get().evidence.all())
    then = timezone.now()
    corrected(early, "2019-05-03")
    assert titles(client, "/events/") == ["Early", "Late"]
    clock.moment = then
    assert titles(client, "/events/") == ["Late", "Early"]
    page = client.get("/events/").content.decode()
    assert "3 May 2018" in page
    assert "May 2019" not in page
    assert titles(client, "/events/?after=2018-06") == ["Late"]
    assert titles(client, "/events/?ordering=date") == ["Early", "Late"]


def test_rankings_and_conflicts_are_those_of_the_time(client: Client, clock: Clock) -> None:
    event = make.published_event(title="Talks")
    rival = make.published_claim(event, "date", "The meeting of 3 May 2018", value_edtf="2020-05-04")
    torn = timezone.now()
    make.publish(rank(rival, Rank.DEPRECATED, reason="Misread.", user=make.user("writer")))
    assert "Conflict" not in client.get("/events/").content.decode()
    assert titles(client, "/events/?after=2020") == []
    clock.moment = torn
    assert "Conflict: date" in client.get("/events/").content.decode()
    assert titles(client, "/events/?after=2020") == ["Talks"]
    assert client.get("/claims/").content.decode().count("Sources conflict") >= 2


def test_merges_and_words_are_those_of_the_time(client: Client, clock: Clock) -> None:
    left, right = make.published_event(title="Left"), make.published_event(title="Right")
    apart = timezone.now()
    make.merged_events(left, right)
    together = timezone.now()
    make.revise(left, "title", "Renamed")
    assert titles(client, "/events/") == ["Renamed"]
    clock.moment = together
    assert titles(client, "/events/") == ["Left"]
    assert "2 claims" in client.get("/events/").content.decode()
    clock.moment = apart
    assert sorted(titles(client, "/events/")) == ["Left", "Right"]


def test_as_of_now_is_what_is_shown_today(client: Client, clock: Clock) -> None:
    event, guards = make.published_event(), make.entity("Guards")
    make.published_claim(event, "participant", "Border guards", value_entity=guards, role="host")
    make.published_claim(event, "date", "The meeting of 3 May 2018", value_edtf="2018-05-04")

    def rows(url: str) -> list[str]:
        found = re.findall(r'<li class="result">.*?</li>\n', client.get(url).content.decode(), re.DOTALL)
        return [row.replace("?as_of=2026-01-01", "") for row in found]

    urls = ["/events/", "/entities/", "/claims/", "/sources/"]
    today = [rows(url) for url in urls]
    clock.moment = timezone.now() + timedelta(seconds=1)
    assert [rows(url) for url in urls] == today


def test_a_filter_that_knows_only_today_says_so(client: Client) -> None:
    make.published_event()
    today = timezone.now().date().isoformat()
    page = client.get(f"/events/?conflict=true&as_of={today}").content.decode()
    assert "This can only be asked of the archive as it stands now." in page
    assert titles(client, f"/events/?conflict=true&as_of={today}") == []


@pytest.mark.parametrize("url", ["/events/", "/entities/", "/claims/", "/sources/"])
def test_the_page_says_which_day_it_shows_and_keeps_it(client: Client, url: str) -> None:
    make.published_event()
    today = timezone.now().date().isoformat()
    page = client.get(f"{url}?as_of={today}").content.decode()
    assert "You are reading this list as it stood at the end of" in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'<input type="hidden" name="as_of" value="{today}">' in page
    assert f'type="date" name="as_of" value="{today}"' in page
    plain = client.get(url).content.decode()
    assert 'name="as_of" value=""' in plain
    assert "noindex" not in plain


DAYS = [("yesterday", "is no day"), ("2026-02-30", "is no day"), ("2999-01-01", "not come")]


@pytest.mark.parametrize(("day", "said"), DAYS)
def test_a_day_that_is_none_says_so_and_shows_today(client: Client, day: str, said: str) -> None:
    make.published_event(title="Talks")
    assert said in client.get(f"/events/?as_of={day}").content.decode()
    assert titles(client, f"/events/?as_of={day}") == ["Talks"]


def test_protected_names_stay_hidden_on_every_day(client: Client, clock: Clock) -> None:
    person = make.entity("Farid Nazarov", kind="person")
    make.publish(person)
    make.published_event(title="Farid Nazarov speaks")
    clock.moment = timezone.now()
    make.revise(person, "pseudonym", "Officer N")
    make.revise(person, "protected", True)
    for url in ("/events/", "/entities/", "/claims/"):
        assert "Nazarov" not in client.get(url).content.decode()
    assert titles(client, "/entities/") == ["Officer N"]


def test_lists_of_another_day_take_no_more_queries_for_more_records(client: Client, clock: Clock) -> None:
    def grow(count: int) -> None:
        for _ in range(count):
            event, guards = make.published_event(), make.entity()
            make.published_claim(event, "participant", "Border guards", value_entity=guards, role="host")
        clock.moment = timezone.now() + timedelta(seconds=1)

    urls = ["/events/", "/entities/", "/claims/", "/sources/"]
    grow(2)
    few = [queries(client, url) for url in urls]
    grow(6)
    assert [queries(client, url) for url in urls] == few
    assert max(few) <= 16
