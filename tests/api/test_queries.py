"""The number of queries does not grow with the number of records told."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import actions, asof
from editorial.models import Reviewable
from events.models import Claim, Entity, Event
from sources.choices import LinkKind
from sources.models import Publisher, Source
from tests import factories as make
from tests.api import records

pytestmark = pytest.mark.django_db

FEW, MANY, MOST_QUERIES = 10, 100, 12


class Crowd:
    """A hundred events, each with a date, a participant and rivals; one event with few claims, one with many."""

    def __init__(self) -> None:
        self.source = make.source()
        self.drafts: list[Reviewable] = []
        bodies = [make.entity(f"Border post {n}") for n in range(MANY)]
        events = [make.event(title=f"Meeting {n}") for n in range(MANY)]
        self.few, self.many, self.body = make.event(), make.event(), make.entity()
        for event, body in zip(events, bodies, strict=True):
            self.claim(event, "participant", value_entity=body, role="host")
        for number in range(MANY):
            self.claim(self.many, "date", value_edtf=f"{1900 + number}")
            self.claim(self.body, "member_of", value_entity=bodies[number])
            if number < FEW:
                self.claim(self.few, "date", value_edtf=f"{1900 + number}")
        others = [make.source(f"{make.TEXT} {n}", publisher=make.publisher()) for n in range(MANY)]
        ready = [self.source, *others, *bodies, *events, self.few, self.many, self.body, *self.drafts]
        actions.publish(actions.submit(ready, user=make.user("writer")), user=make.user("manager"))

    def claim(self, subject: Event | Entity, property: str, **values: Any) -> None:
        claim = make.claim(subject, property, **values)
        self.drafts += [claim, make.evidence(claim, self.source)]


@pytest.fixture(scope="module")
def crowd(django_db_setup: None, django_db_blocker: Any) -> Iterator[Crowd]:
    """Made once, for all stories here: none of them changes anything."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Crowd()
        transaction.set_rollback(True)


def queries(client: Client, path: str, rows: int | None = None) -> int:
    """How many queries the answer takes."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200
    assert rows is None or len(response.json()["results"]) == rows
    return len(captured)


LISTS = [
    "events/?count=true",
    "entities/?count=true",
    "claims/?count=true",
    "evidence/?count=true",
    "sources/?count=true",
    "captures/?count=true",
    "publishers/?count=true",
    "search/?q=border",
    "search/?q=border&type=entity&kind=public_body&facets=true",
    "events/?expand=claims",
    "events/?expand=participants.entity",
    "claims/?expand=evidence.source",
    "evidence/?expand=claim",
    "sources/?expand=publisher",
    "captures/?expand=source",
    "events/?as_of=2999-01-01",
    "entities/?as_of=2999-01-01",
    "claims/?as_of=2999-01-01",
    "sources/?as_of=2999-01-01",
]


@pytest.fixture
def _ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let days be asked for that have not come yet: all that was published is told of them."""
    monkeypatch.setattr("editorial.asof.timezone.now", lambda: datetime(2999, 1, 2, tzinfo=UTC))


@pytest.mark.usefixtures("_ahead")
@pytest.mark.parametrize("path", LISTS)
def test_lists(crowd: Crowd, client: Client, path: str) -> None:
    few, many = (queries(client, f"{path}&page_size={size}", size) for size in (FEW, MANY))
    assert few == many <= MOST_QUERIES


# Whoever asks for several types of records at once gets them for a few queries more.
MOST_DEEP = 22
DEEP = [
    "claims/?expand=about",
    "claims/?expand=about.place,about.participants.entity,evidence.source.publisher,evidence.capture",
    "evidence/?expand=claim.about,claim.evidence.source,source.publisher,capture.source",
    "events/?expand=claims,place,part_of.place,participants.entity",
]


@pytest.mark.usefixtures("_ahead")
@pytest.mark.parametrize("path", DEEP)
def test_even_all_that_can_be_asked_at_once_is_bounded(crowd: Crowd, client: Client, path: str) -> None:
    # Among so many, in whatever order, there are claims about both events and entities.
    few, many = (queries(client, f"{path}&page_size={size}", size) for size in (MANY // 2, MANY))
    assert few == many <= MOST_DEEP


# What is derived of these, and all that was said of them with its passages.
DETAILED, MOST_THEN = ("events 2", "entities 2"), 19


def test_another_day_stays_within_bounds_with_all_that_may_have_changed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[dict[str, int]] = []
    for _number in range(2):
        event, twin, whole, later = (make.published_event() for _ in range(4))
        guards, other, place = make.entity(), make.entity(), make.entity(kind="place")
        source, copy, reprint = (make.source() for _ in range(3))
        make.publish(guards, other, place, source, copy, reprint)
        make.published_claim(event, "place", of=copy, value_entity=place)
        make.published_claim(twin, "participant", of=copy, value_entity=other, role="host")
        make.published_claim(guards, "member_of", of=reprint, value_entity=place)
        make.merged_events(event, twin)
        make.published_match(guards, other)
        make.published_link(copy, source)
        make.published_link(reprint, source, kind=LinkKind.IDENTICAL_TO)
        make.revise(event, "part_of", whole.pk)
        day = asof.AsOf("2026-01-01", timezone.now())
        monkeypatch.setattr(asof, "read", lambda request, day=day: day)
        make.revise(event, "part_of", later.pk)
        claim = event.claims.get(property="place")
        details = [f"{one.type_name()}s/{one.pk}/" for one in (event, source, claim)]
        paths = ["events/", "entities/", "claims/", "sources/", f"entities/{guards.pk}/", *details]
        taken.append({path.partition("/")[0] + f" {path.count('/')}": asked_of_then(client, path) for path in paths})
    told = client.get(f"/api/v1/events/{event.pk}/?as_of=2026-01-01").json()
    assert (told["part_of"]["uid"], told["merged"][0]["uid"]) == (whole.pk, twin.pk)
    # Not the same number each time: which record heads a family is by chance, and a deeper one takes a look more.
    # One more, because what an event is a part of was another then.
    assert max(many for name, many in taken[1].items() if name not in DETAILED) <= MOST_QUERIES + 1, taken[1]
    assert max(taken[1][name] for name in DETAILED) <= MOST_THEN, taken[1]


def asked_of_then(client: Client, path: str) -> int:
    return queries(client, f"{path}?as_of=2026-01-01")


def test_conflicts_with_few_and_many_rivals(crowd: Crowd, client: Client) -> None:
    few, many = (queries(client, f"conflicts/?event={event.pk}", 1) for event in (crowd.few, crowd.many))
    assert few == many <= MOST_QUERIES


@pytest.mark.usefixtures("_ahead")
def test_corrections_of_all_kinds(client: Client) -> None:
    counts = []
    for more in (1, 3):
        for _number in range(more):
            event, source = make.published_event(), make.source()
            make.publish(source)
            make.revise(event, "title", "Other words")
            make.redact(event, "title")
            make.revise(Publisher.objects.get(sources=source), "name", "Other name")
            make.retract(source)
            make.retract(make.published_claim(event, "topic", value_text="Plans"))
            records.correction(event.claims.published()[0], value_edtf="2018-05-05")
            make.retract(make.published_link(records.source(), records.source()))
        counts.append(queries(client, "corrections/?page_size=100"))
    # Three lists make the page, and each type of record on it is looked up: here five.
    assert counts[0] == counts[1] <= MOST_QUERIES + 4


def test_linked_data(crowd: Crowd, client: Client) -> None:
    for path in ("events", "entities"):
        few, many = (queries(client, f"{path}/?format=jsonld&page_size={size}") for size in (FEW, MANY))
        assert few == many <= MOST_QUERIES


def test_figures(crowd: Crowd, client: Client) -> None:
    assert queries(client, "stats/") <= MOST_QUERIES


def test_events_with_few_and_many_claims(crowd: Crowd, client: Client) -> None:
    few, many = (queries(client, f"events/{event.pk}/") for event in (crowd.few, crowd.many))
    assert few == many <= MOST_QUERIES


def test_other_details(crowd: Crowd, client: Client) -> None:
    claim, source = Claim.objects.published()[0], Source.objects.published()[0]
    paths = [f"entities/{crowd.body.pk}/", f"claims/{claim.pk}/", f"sources/{source.pk}/"]
    paths += [f"publishers/{source.publisher_id}/", f"captures/{source.captures.get().pk}/"]
    paths.append(f"evidence/{claim.evidence.get().pk}/")
    assert max(queries(client, path) for path in paths) <= MOST_QUERIES


def test_filters_add_no_queries(crowd: Crowd, client: Client) -> None:
    body, source = crowd.body.pk, crowd.source.pk
    filtered = f"events/?participant={body}&property=date&source={source}&country=AZ&updated_since=2020-01-01"
    assert queries(client, filtered) <= queries(client, "events/")


def test_the_codebook_needs_nothing_but_the_version(client: Client) -> None:
    assert queries(client, "codebook/") == 1
