"""The archive as it stood on a day: lists and single records."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from editorial import asof
from events.actions import rank
from events.choices import Rank
from tests import factories as make
from tests.api import records
from tests.api.conftest import Found, Read

pytestmark = pytest.mark.django_db

DAY = "2026-01-01"


class Clock:
    """Lets the day asked for end at a moment of the test's choosing."""

    moment: datetime | None = None

    def read(self, request: Any) -> asof.AsOf:
        return asof.AsOf(DAY, self.moment) if "as_of" in request.GET else asof.AsOf()

    def stop(self) -> None:
        self.moment = timezone.now()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(asof, "read", made.read)
    return made


def test_what_was_published_later_is_in_no_list(found: Found, clock: Clock) -> None:
    event = make.published_event()
    entity = records.entity("Guards")
    clock.stop()
    paths = ("events/", "entities/", "claims/", "evidence/", "sources/", "captures/", "publishers/")
    then = {path: found(path) for path in paths}
    other = make.published_event()
    make.published_claim(other, "participant", value_entity=records.entity("Police"), role="host")
    assert {path: sorted(found(path, as_of=DAY)) for path in paths} == {p: sorted(uids) for p, uids in then.items()}
    assert (event.pk, entity.pk) == (found("events/", as_of=DAY)[0], found("entities/", as_of=DAY)[0])


def test_an_event_is_told_with_the_facts_of_the_day(read: Read, clock: Clock) -> None:
    event = make.published_event(title="Talks")
    host = make.entity("Border Guard of Ardia")
    hosting = make.published_claim(event, "participant", value_entity=host, role="host")
    clock.stop()
    records.correction(event.claims.get(property="date"), value_edtf="2019-05")
    records.retract(hosting)
    make.revise(event, "title", "Negotiations")
    (row,) = read("events/", as_of=DAY)["results"]
    whole = read(f"events/{event.pk}/", as_of=DAY)
    for told in (row, whole):
        assert (told["title"], told["date"]["edtf"]) == ("Talks", "2018-05-03")
        assert [(p["entity"]["uid"], p["role"]) for p in told["participants"]] == [(host.pk, "host")]
        assert told["self"].endswith(f"/events/{event.pk}/?as_of={DAY}")
    assert sorted(claim["property"] for claim in whole["claims"]) == ["date", "participant"]
    assert {claim["state"] for claim in whole["claims"]} == {"published"}
    assert whole["withdrawn"] == []
    assert read(f"events/{event.pk}/")["title"] == "Negotiations"


def test_a_claim_is_told_as_it_stood_and_its_successor_not_yet(read: Read, clock: Clock) -> None:
    event = make.published_event()
    claim = event.claims.get()
    make.publish(rank(claim, Rank.PREFERRED, reason="The minutes say so.", user=make.user("writer")))
    clock.stop()
    new = records.correction(claim, value_edtf="2018-05-04")
    then = read(f"claims/{claim.pk}/", as_of=DAY)
    assert (then["state"], then["ended_at"], then["superseded_by"]) == ("published", None, None)
    assert (then["rank"], then["rank_reason"]) == ("preferred", "The minutes say so.")
    assert [passage["exact"] for passage in then["evidence"]] == ["The meeting of 3 May 2018"]
    missing = read(f"claims/{new.pk}/", status=404, as_of=DAY)
    assert missing["detail"] == f"This record was not published yet on {DAY}."


def test_a_tombstone_stands_from_the_day_on(read: Read, clock: Clock) -> None:
    claim = make.published_event().claims.get()
    clock.stop()
    records.retract(claim)
    assert read(f"claims/{claim.pk}/", as_of=DAY)["statement"]["date"]["edtf"] == "2018-05-03"
    clock.stop()
    assert read(f"claims/{claim.pk}/", status=410, as_of=DAY)["reason"] == "Misread."


def test_what_was_merged_since_is_told_apart(client: Client, read: Read, clock: Clock) -> None:
    root, other = records.entity("Border Guard of Ardia"), records.entity("Ardian Border Guard")
    event = make.published_event()
    make.published_claim(event, "participant", value_entity=other, role="host")
    clock.stop()
    make.published_match(root, other)
    assert read(f"entities/{other.pk}/", as_of=DAY)["merged"] == []
    assert len(read("entities/", as_of=DAY)["results"]) == 2
    (part,) = read(f"events/{event.pk}/", as_of=DAY)["participants"]
    assert part["entity"]["uid"] == other.pk
    clock.stop()
    assert [one["uid"] for one in read(f"entities/{root.pk}/", as_of=DAY)["merged"]] == [other.pk]
    moved = client.get(f"/api/v1/entities/{other.pk}/?as_of={DAY}")
    assert (moved.status_code, moved["Location"]) == (
        301, f"http://testserver/api/v1/entities/{root.pk}/?as_of={DAY}"
    )  # fmt: skip


def test_a_source_has_the_origin_and_links_of_the_day(read: Read, clock: Clock) -> None:
    original, copy = records.source(), records.source(title="Copy")
    clock.stop()
    make.published_link(copy, original)
    make.revise(copy, "title", "A copy")
    then = read(f"sources/{copy.pk}/", as_of=DAY)
    assert (then["title"], then["origin"]["uid"], then["links"]) == ("Copy", copy.pk, [])
    assert read(f"sources/{copy.pk}/")["origin"]["uid"] == original.pk
    assert {row["origin"]["uid"] for row in read("sources/", as_of=DAY)["results"]} == {copy.pk, original.pk}


def test_conflicts_are_those_of_the_day(read: Read, clock: Clock) -> None:
    event = make.published_event()
    rival = make.published_claim(event, "date", value_edtf="2018-06")
    clock.stop()
    make.publish(rank(rival, Rank.DEPRECATED, reason="Misread.", user=make.user("writer")))
    assert read(f"events/{event.pk}/", as_of=DAY)["conflicts"]
    assert read("events/", as_of=DAY)["results"][0]["conflicted"]
    assert all(row["conflicted"] for row in read("claims/", as_of=DAY)["results"])
    assert not read(f"events/{event.pk}/")["conflicts"]


def test_what_is_expanded_is_of_the_day_too(read: Read, clock: Clock) -> None:
    event = make.published_event(title="Talks")
    clock.stop()
    make.revise(event, "title", "Negotiations")
    make.published_claim(event, "topic", value_text="Plans")
    (row,) = read("claims/", as_of=DAY, expand="about")["results"]
    assert row["about"]["title"] == "Talks"
    assert len(read("events/", as_of=DAY, expand="claims")["results"][0]["claims"]) == 1


def test_who_is_protected_today_is_so_on_every_day(read: Read, clock: Clock) -> None:
    colonel = records.entity("Farid Nazarov", kind="person", protected=True, pseudonym="Officer A")
    clock.stop()
    assert read(f"entities/{colonel.pk}/", as_of=DAY)["name"] == "Officer A"


@pytest.mark.parametrize("day", ["2018-13-01", "yesterday", "", "2999-01-01"])
def test_a_day_that_is_none_or_has_not_come_is_refused(read: Read, day: str) -> None:
    for path in ("events/", "claims/0000000000/"):
        assert read(path, status=400, as_of=day)["errors"][0]["field"] == "as_of"


@pytest.mark.parametrize("path", ["conflicts/", "stats/", "search/?q=x"])
def test_what_knows_today_alone_says_so(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}as_of={DAY}")
    assert answer.status_code == 400
    assert "today" in answer.json()["errors"][0]["message"]


def test_a_filter_that_knows_today_alone_says_so(read: Read) -> None:
    (error,) = read("events/", status=400, as_of=DAY, conflict="true")["errors"]
    assert error["field"] == "conflict"
