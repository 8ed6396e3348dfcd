"""The history of every type of record, and how any two of its states differ."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from editorial import actions, registry
from editorial.models import LedgerEntry, Record
from events.actions import propose_ranking
from events.choices import Rank
from events.models import Event
from tests import factories as make
from tests.admin.pages import page_of, signed_in
from tests.site.counting import queries

pytestmark = pytest.mark.django_db


def history(record: Record, name: str = "manager", **asked: Any) -> Any:
    url = page_of(record, "history")
    query = "&".join(f"{key.rstrip('_')}={value}" for key, value in asked.items())
    answer = signed_in(name).get(f"{url}?{query}")
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def words(page: Any, path: str = "//div[@id='content-main']") -> str:
    return " ".join(" ".join(part.text_content() for part in page.xpath(path)).split())


def edited() -> tuple[Event, list[int]]:
    """An event with three titles, and the numbers of its entries."""
    event = make.event(title="Guards meet in May")
    for title in ("Guards meet in June", "Guards meet in July"):
        event.title = title
        actions.save(event, user=make.user("writer"))
    return event, list(LedgerEntry.objects.filter(record_uid=event.pk).order_by("seq").values_list("seq", flat=True))


def every_type() -> dict[str, Record]:
    event = make.published_event()
    claim = event.claims.get()
    evidence = claim.evidence.get()
    source, other = evidence.capture.source, make.source()
    make.publish(other)
    left, right = make.entity(), make.entity()
    make.publish(left, right)
    records = [
        event, claim, evidence, source, source.publisher, evidence.capture, left, make.published_match(left, right),
        make.published_link(source, other), make.merged_events(make.published_event(), make.published_event()),
        propose_ranking(claim, Rank.PREFERRED, reason="Seen.", user=make.user("writer")),
        make.published_reply(claim), make.revise(event, "summary", "Guards met."), make.redact(event, "summary"),
    ]  # fmt: skip
    return {record.type_name(): record for record in records if record is not None}


def test_each_type_of_record_has_a_history_to_which_its_page_leads() -> None:
    records = every_type()
    assert set(records) == set(registry.record_types())
    for record in records.values():
        page = words(history(record))
        assert "created" in page, record
        assert "writer" in page, record
        change = signed_in("manager").get(page_of(record)).content.decode()
        assert page_of(record, "history") in change, record


def test_each_line_tells_what_one_act_changed() -> None:
    event, _numbers = edited()
    lines = [" ".join(row.text_content().split()) for row in history(event).xpath("//tbody/tr")]
    assert len(lines) == 3
    assert "JuneJuly" in lines[0]
    assert "MayJune" in lines[1]
    assert "Guards meet in May" in lines[2]
    assert "kind" not in lines[0].casefold()


def test_neighbours_are_chosen_until_somebody_chooses() -> None:
    event, numbers = edited()
    page = history(event)
    assert page.xpath("//input[@checked]/@value") == [str(numbers[2]), str(numbers[1])]
    assert not page.xpath("//section[contains(@class, 'comparison')]")


@pytest.mark.parametrize(("one", "other"), [(0, 2), (2, 0)])
def test_any_two_states_are_compared(one: int, other: int) -> None:
    event, numbers = edited()
    told = words(history(event, from_=numbers[one], to=numbers[other]), "//section[contains(@class, 'comparison')]")
    assert f"(entry {numbers[0]}) to" in told
    assert "Title Guards meet in MayJuly" in told


def test_two_states_that_are_the_same_are_said_to_be() -> None:
    event, numbers = edited()
    page = history(event, from_=numbers[1], to=numbers[1])
    assert "Nothing differs between these two states." in words(page)
    assert "Compare" in words(history(event, from_="x", to="99999999"))


def test_what_was_erased_is_shown_as_erased() -> None:
    event = make.published_event(summary="Farid Nazarov spoke.")
    make.redact(event, "summary")
    page = words(history(event))
    assert "(erased)" in page
    assert "Nazarov" not in page


def test_references_and_choices_are_told_in_words() -> None:
    entity = make.entity("Coast Guard")
    claim = make.claim(entity, "part_of", value_entity=make.entity("Navy"))
    make.in_review(claim)
    page = words(history(claim))
    assert "Navy" in page
    assert "in review" in page
    assert "T0" not in page  # moments are read, not copied


def test_a_revision_is_told_in_the_terms_of_what_it_revises() -> None:
    event = make.published_event()
    revision = make.revise(event, "kind", "visit")
    page = words(history(revision))
    assert "New value visit" in page
    assert "Field kind" in page


@pytest.mark.parametrize(("name", "status"), [("outsider", 302), ("administrator", 302), ("contributor", 302)])
def test_the_history_of_what_one_may_not_see_is_not_shown(name: str, status: int) -> None:
    event, _numbers = edited()
    assert signed_in(name).get(page_of(event, "history")).status_code == status


def test_a_long_history_takes_no_more_queries() -> None:
    client = signed_in("writer")
    entity, event = make.entity("Coast Guard"), make.event()
    claim = make.claim(event, "participant", value_entity=entity, role="host")
    few = queries(client, page_of(claim, "history"))
    for number in range(10):
        claim.value_entity = make.entity(f"Office {number}")
        actions.save(claim, user=make.user("writer"))
    assert queries(client, page_of(claim, "history")) <= few + 1
