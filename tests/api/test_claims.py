"""What the API tells of claims: one form of statement for each type of value."""

from decimal import Decimal
from typing import Any

import pytest

from events.actions import quote, rank
from events.choices import Rank, Stance
from tests import factories as make
from tests.api import records
from tests.api.conftest import Read

pytestmark = pytest.mark.django_db


def told(read: Read, property: str, **values: Any) -> Any:
    """The JSON of a published claim about an event."""
    claim = make.published_claim(make.published_event(), property, **values)
    return read(f"claims/{claim.pk}/")


def test_numbers_are_strings_and_carry_hedge_and_unit(read: Read) -> None:
    number = {"value_low": Decimal("30.500"), "hedge": "more_than", "unit": "kilograms", "counted": "gold"}
    statement = told(read, "count", **number)["statement"]
    assert statement == {
        "type": "number", "low": "30.5", "high": "30.5", "hedge": "more_than", "unit": "kilograms",
        "currency": "", "counted": "gold", "text": "more than 30.5",
    }  # fmt: skip


def test_a_date_has_its_bounds(read: Read) -> None:
    statement = told(read, "date", value_edtf="2018-05")["statement"]
    assert (statement["type"], statement["date"]["edtf"]) == ("date", "2018-05")
    assert (statement["date"]["earliest"], statement["date"]["latest"]) == ("2018-05-01", "2018-05-31")


def test_an_entity_as_value_is_a_reference(read: Read) -> None:
    entity = make.entity("Border Guard of Ardia")
    claim = told(read, "participant", value_entity=entity, role="observer")
    assert claim["role"] == "observer"
    assert claim["statement"]["entity"] == {
        "uid": entity.pk, "name": "Border Guard of Ardia", "kind": "public_body",
        "url": f"http://testserver/api/v1/entities/{entity.pk}/",
    }  # fmt: skip


def test_terms_and_texts_keep_their_value(read: Read) -> None:
    term = told(read, "status", value_text="in_force")["statement"]
    text = told(read, "topic", value_text="Border control")["statement"]
    assert term == {"type": "term", "value": "in_force", "text": "in force"}
    assert text == {"type": "text", "value": "Border control", "text": "Border control"}


def test_what_nobody_knows_has_no_value(read: Read) -> None:
    assert told(read, "place", value_kind="unknown")["statement"] == {"type": "unknown", "text": "unknown"}


def test_an_allegation_says_whose_word_it_is(read: Read) -> None:
    speaker = make.entity("Ministry of Ardia")
    claim = told(read, "allegation", value_text="smuggled weapons", attributed_to=speaker)
    assert claim["is_allegation"]
    assert claim["attributed_to"]["uid"] == speaker.pk


def test_a_superseded_claim_is_still_told_and_names_its_successor(read: Read) -> None:
    old = make.published_event().claims.get()
    new = records.correction(old, value_edtf="2018-05-04")
    row = read(f"claims/{old.pk}/")
    assert (row["state"], row["superseded_by"]) == ("superseded", new.pk)
    assert row["ended_at"]
    assert [passage["exact"] for passage in row["evidence"]] == ["The meeting of 3 May 2018"]
    assert read(f"claims/{new.pk}/")["supersedes"] == old.pk


def test_a_contradicting_passage_stands_beside_the_supporting_one(read: Read) -> None:
    claim = make.published_event().claims.get()
    source = make.source()
    other = quote(
        claim, make.capture_of(source), "Twelve officers", user=make.user("writer"), stance=Stance.CONTRADICTS
    )
    make.publish(source, other)
    row = read(f"claims/{claim.pk}/")
    assert [passage["stance"] for passage in row["evidence"]] == ["supports", "contradicts"]
    assert row["sources_count"] == 1


def test_a_rank_comes_with_its_reason(read: Read) -> None:
    claim = make.published_event().claims.get()
    make.publish(rank(claim, Rank.PREFERRED, reason="The minutes say so.", user=make.user("writer")))
    row = read(f"claims/{claim.pk}/")
    assert (row["rank"], row["rank_reason"]) == ("preferred", "The minutes say so.")


def test_a_retracted_claim_in_a_list_tells_its_reason_and_no_longer_its_value(read: Read) -> None:
    claim = make.published_event().claims.get()
    records.retract(claim)
    (row,) = read("claims/", state="retracted")["results"]
    assert (row["uid"], row["reason"], row["statement"], row["evidence"]) == (claim.pk, "Misread.", None, [])
