"""Where a record is used: every claim that rests on it, and what would become of it."""

from __future__ import annotations

from typing import Any

import pytest

from editorial import usage
from editorial.choices import State
from editorial.errors import Refused
from editorial.models import Record
from events.choices import Stance
from events.models import Claim, Entity, Event, Evidence, Ranking, Reply
from events.usage.claims import BARE, ENDS, KEEPS, OPEN, PART, Using
from events.usage.page import rows
from sources.models import Capture, Publisher, Source, SourceLink
from tests import factories as make
from tests.admin.pages import page_of, signed_in
from tests.events.test_desk_pages import text_of
from tests.site.counting import queries

pytestmark = pytest.mark.django_db


def address(record: Record) -> str:
    return f"/admin/usage/{record.pk}/"


def counts(record: Record, name: str = "manager") -> dict[str, int]:
    """Fate → number, without those that are none; checked against what each row says."""
    using = Using(record, make.user(name))
    told = {fate: number for fate, number in using.counts().items() if number}
    said: dict[str, int] = {}
    for row in rows(using, using.claims.select_related("event", "entity", "value_entity")):
        if row.fate:
            said[row.fate] = said.get(row.fate, 0) + 1
    assert said == told
    return told


def source_of(claim: Claim) -> Source:
    return claim.evidence.order_by("created_at")[0].capture.source


def more_evidence(claim: Claim, of: Source | None = None, **fields: Any) -> Evidence:
    made = make.evidence(claim, of or make.source(), "Twelve officers", **fields)
    source = made.capture.source
    make.publish(*([source] if source.state == State.DRAFT else []), made)
    return made


# -- the declared paths ------------------------------------------------------------------------------------------------


def test_paths_follow_from_what_the_types_declare() -> None:
    assert usage.paths(Evidence, Source) == ("capture__source",)
    assert usage.paths(Evidence, Capture) == ("capture",)
    assert usage.paths(Evidence, Publisher) == ("capture__source__publisher",)
    assert usage.paths(Claim, Entity) == ("entity", "value_entity", "attributed_to", "accused")
    assert usage.paths(SourceLink, Source) == ("source", "target")
    assert usage.references(Source, Publisher) == ("publisher",)
    assert {model for model, _step in usage.part_types(Claim)} == {Evidence, Ranking, Reply}


# -- what would become of them -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["publisher", "source", "capture"])
def test_a_claim_with_one_source_would_lose_its_last_evidence(level: str) -> None:
    claim = make.published_event().claims.get()
    capture = claim.evidence.get().capture
    record = {"capture": capture, "source": capture.source, "publisher": capture.source.publisher}[level]
    assert record is not None
    assert counts(record) == {BARE: 1}


def test_a_claim_with_another_source_keeps_it() -> None:
    claim = make.published_event().claims.get()
    more_evidence(claim)
    assert counts(source_of(claim)) == {KEEPS: 1}


def test_what_only_mentions_or_contradicts_is_no_support() -> None:
    claim = make.published_event().claims.get()
    other = more_evidence(claim, stance=Stance.CONTRADICTS)
    assert counts(source_of(claim)) == {BARE: 1}
    assert counts(other.capture.source) == {KEEPS: 1}


def test_two_passages_of_one_source_count_once() -> None:
    claim = make.published_event().claims.get()
    more_evidence(claim, source_of(claim))
    assert counts(source_of(claim)) == {BARE: 1}


def test_a_subject_takes_its_claims_along_and_a_value_is_missed() -> None:
    event = make.published_event()
    guest = make.entity("Coast Guard")
    make.published_claim(event, "participant", value_entity=guest, role="host")
    make.published_claim(event, "statement", value_text="All went well.", attributed_to=guest)
    make.published_claim(guest, "measure", value_text="Patrols.")
    assert counts(event) == {ENDS: 3}
    assert counts(guest) == {ENDS: 1, PART: 2}


def test_drafts_are_listed_and_what_has_ended_has_no_fate() -> None:
    event = make.published_event()
    gone = make.published_claim(event, "outcome", value_text="A plan.")
    make.retract(gone)
    make.evidence(make.claim(event), source_of(gone), "Twelve officers")
    assert counts(event) == {ENDS: 1, OPEN: 1}
    assert counts(source_of(gone)) == {OPEN: 1}
    assert Using(event, make.user("manager")).states() == {"published": 1, "draft": 1, "retracted": 1}


def test_what_is_said_is_what_a_retraction_then_meets() -> None:
    event = make.published_event()
    claim = event.claims.get()
    source, other = source_of(claim), more_evidence(claim)
    with pytest.raises(Refused, match="rests on source"):
        make.retract(source)
    make.retract(claim.evidence.exclude(pk=other.pk).get())
    assert counts(source) == {}
    make.retract(source)
    make.retract(event)
    assert Claim.objects.get(pk=claim.pk).state == State.RETRACTED


# -- the page ----------------------------------------------------------------------------------------------------------


def test_the_page_lists_claims_with_how_they_rest_on_it() -> None:
    event = make.published_event(title="Guards meet")
    claim = event.claims.get()
    page = text_of(signed_in("writer"), address(source_of(claim)))
    assert "1 published claim would lose its last evidence: retract or correct it first." in page
    assert "“The meeting of 3 May 2018”" in page
    assert "Guards meet" in page
    assert "would lose its last evidence" in page


def test_other_records_are_listed_too() -> None:
    one, other = make.source(), make.source(title="The first report")
    make.publish(one, other)
    make.published_link(one, other)
    page = text_of(signed_in("writer"), address(one))
    assert "it could be retracted without loss" in page
    assert "The first report" in page
    assert one.publisher is not None
    assert one.title in text_of(signed_in("writer"), address(one.publisher))


def test_it_is_narrowed_by_fate() -> None:
    event = make.published_event()
    make.claim(event, "outcome", value_text="A secret plan.")
    client = signed_in("writer")
    assert "A secret plan." in text_of(client, f"{address(event)}?show=open")
    assert "A secret plan." not in text_of(client, f"{address(event)}?show=ends")
    assert "A secret plan." in text_of(client, f"{address(event)}?show=nonsense")


def test_the_pages_of_records_lead_there_and_a_retraction_warns() -> None:
    event = make.published_event()
    claim = event.claims.get()
    evidence = claim.evidence.get()
    client = signed_in("writer")
    for record in (event, evidence.capture, evidence.capture.source, evidence.capture.source.publisher):
        assert record is not None
        assert address(record) in client.get(page_of(record)).content.decode()
    assert "would lose its last evidence" in text_of(client, page_of(evidence.capture.source))
    assert "which the public will read" in text_of(client, page_of(evidence.capture.source))
    assert "1 published claim ends with it." in text_of(client, page_of(event))
    assert "No other passage supports" in text_of(client, page_of(evidence))
    assert "No published claim rests on it." in text_of(client, page_of(_published_entity()))


def _published_entity() -> Entity:
    entity = make.entity()
    make.publish(entity)
    return entity


@pytest.mark.parametrize(("name", "status"), [("outsider", 302), ("administrator", 403), ("contributor", 200)])
def test_it_is_for_people_with_an_editorial_role(name: str, status: int) -> None:
    event = make.published_event()
    make.claim(event, "outcome", value_text="A secret plan.")
    answer = signed_in(name).get(address(event))
    assert answer.status_code == status
    assert "A secret plan." not in answer.content.decode()


def test_what_one_may_not_see_has_no_page_and_claims_have_none() -> None:
    draft = make.source()
    client = signed_in("contributor")
    assert client.get(address(draft)).status_code == 404
    assert client.get(address(make.capture_of(draft))).status_code == 404
    assert client.get(address(make.published_event().claims.get())).status_code == 404
    assert client.get("/admin/usage/0000000000/").status_code == 404
    assert client.post(address(draft)).status_code == 405


def test_the_page_takes_no_more_queries_for_more_claims() -> None:
    event, client = make.published_event(), signed_in("writer")
    source = source_of(event.claims.get())
    make.published_claim(event, "outcome", of=source, value_text="One.")
    few = [queries(client, address(record)) for record in (event, source)]
    for number in range(6):
        make.published_claim(event, "outcome", of=source, value_text=f"Plan {number}.")
        other: Event = make.published_event()
        make.published_claim(other, "outcome", of=source, value_text=f"Plan {number}.")
    assert [queries(client, address(record)) for record in (event, source)] == few
    assert max(few) <= 40
