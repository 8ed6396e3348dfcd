"""The same event told again, and what a passage says for or against published claims."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from editorial import dates
from events.actions.suggestions import suggest_in
from events.models import Claim, Suggestion
from events.suggest import Document, Suggested
from events.suggest.relations import Archived, Said, relate
from sources.models import Capture
from tests import factories as make

TEXT = "Border guards of the two republics met in Lankaran on 3 May 2018. More than 12 officers took part."
BAKU, LANKARAN, GUARDS = "lankaran00", "lankaran01", "guards0000"


def day(edtf: str) -> tuple[int, int]:
    told = dates.parse(edtf)
    return told.earliest, told.latest


def found(date: str = "2018-05-03", kind: str = "meeting", counted: str = "officers", **numbers: str) -> dict[str, Any]:
    """What the suggesters find in TEXT."""
    number = {"low": "12", "high": "12", "hedge": "more_than", "unit": "persons", "counted": counted} | numbers
    return {
        "events": [Suggested("event", 0, len(TEXT), {"event_kind": kind, "date": date})],
        "dates": [Suggested("date", 54, 64, {"edtf": date})] if date else [],
        "numbers": [Suggested("number", 66, 78, number)],
        "mentions": [
            Suggested("mention", 0, 13, {"entities": [GUARDS]}),
            Suggested("mention", 42, 50, {"entities": [LANKARAN]}),
        ],
    }


def archived(date: str = "2018-05-03", kind: str = "meeting", *said: Said, **more: Any) -> Archived:
    first, last = day(date)
    entities = more.pop("entities", frozenset({GUARDS, LANKARAN}))
    return Archived("event00000", kind, first, last, entities, said, **more)


def told(*archive: Archived, **changes: Any) -> list[tuple[str, str, str]]:
    """(kind, passage, what it says) of what is suggested."""
    suggested = relate(Document(TEXT), found(**changes), archive, {GUARDS: GUARDS, LANKARAN: LANKARAN})
    return [(s.kind, TEXT[s.start : s.end], s.payload.get("stance", s.payload.get("event", ""))) for s in suggested]


def dated(date: str, uid: str = "claim00001") -> Said:
    return Said(uid, "date", *day(date))


def test_the_same_day_and_company_is_the_same_event() -> None:
    assert told(archived()) == [("same_event", TEXT, "event00000")]


@pytest.mark.parametrize(
    ("archive", "changes"),
    [
        (archived("2018-06-20"), {}),
        (archived(kind="arrest", entities=frozenset({"nobody0000"})), {}),
        (archived(entities=frozenset()), {}),
        (archived("2018-05-05", "session", entities=frozenset({LANKARAN})), {}),
        (archived(entities=frozenset({LANKARAN})), {"date": ""}),
    ],
    ids=["another month", "another kind and company", "no company", "near, another kind", "undated, one in common"],
)
def test_another_event_is_not_taken_for_it(archive: Archived, changes: dict[str, str]) -> None:
    assert told(archive, **changes) == []


def test_without_a_date_kind_and_company_tell() -> None:
    assert told(archived(), date="") == [("same_event", TEXT, "event00000")]


def test_of_several_the_most_alike_is_meant() -> None:
    other = Archived("event00001", "session", *day("2018-05-03"), frozenset({LANKARAN}))
    assert told(other, archived()) == [("same_event", TEXT, "event00000")]


@pytest.mark.parametrize(
    ("claimed", "stance"),
    [("2018-05-03", "supports"), ("2018-05", "supports"), ("2018-05-04", "contradicts")],
)
def test_a_date_speaks_for_or_against_the_one_that_is_claimed(claimed: str, stance: str) -> None:
    assert ("claim", "3 May 2018", stance) in told(archived("2018-05", "meeting", dated(claimed)))


def test_a_month_supports_a_day_in_it_partly() -> None:
    known = archived("2018-05-03", "meeting", dated("2018-05-03"))
    assert ("claim", "3 May 2018", "partly_supports") in told(known, date="2018-05")


def test_numbers_meet_or_do_not() -> None:
    def count(low: str, counted: str = "officers of both services") -> Said:
        return Said(
            "claim00002", "count", number=(Decimal(low), Decimal(low), False, False), unit="persons", counted=counted
        )

    passage = "More than 12"
    assert ("claim", passage, "supports") in told(archived("2018-05-03", "meeting", count("20")))
    assert ("claim", passage, "contradicts") in told(archived("2018-05-03", "meeting", count("10")))
    assert told(archived("2018-05-03", "meeting", count("10", "agenda items"))) == [("same_event", TEXT, "event00000")]


def test_places_and_participants_are_supported() -> None:
    place = Said("claim00003", "place", entity=LANKARAN, within=frozenset({LANKARAN, BAKU}))
    guards = Said("claim00004", "participant", entity=GUARDS)
    suggested = told(archived("2018-05-03", "meeting", place, guards))
    assert ("claim", "Lankaran", "supports") in suggested
    assert ("claim", "Border guards", "supports") in suggested


def test_a_claim_that_has_a_passage_of_this_document_is_left_alone() -> None:
    known = archived("2018-05-03", "meeting", dated("2018-05-03"), quoted=frozenset({"claim00001"}))
    assert told(known) == [("same_event", TEXT, "event00000")]


# -- with the archive -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_second_report_of_a_published_event_is_known_again() -> None:
    lankaran = make.entity("Lankaran", kind="place")
    guards = make.entity("Border Service", kind="public_body")
    event = make.event(kind="meeting", title="Guards meet")
    source = make.source()
    claims = [
        make.claim(event, value_edtf="2018-05-03"),
        make.claim(event, "place", value_entity=lankaran),
        make.claim(event, "participant", value_entity=guards, role="participant"),
    ]
    for claim, exact in zip(claims, ("3 May 2018", "Lankaran", "border service"), strict=True):
        make.evidence(claim, source, exact)
    make.publish(event, lankaran, guards, source, *claims, *(c.evidence.get() for c in claims))
    text = "The Border Service said that its officers met their colleagues in Lankaran on 3 May 2018 and signed a plan."
    capture = make.capture_of(make.source(text))
    suggest_in(Capture.objects.select_related("source").get(pk=capture.pk))
    same = Suggestion.objects.filter(capture=capture, kind="same_event")
    assert [row.payload["event"] for row in same] == [event.pk]
    supported = Suggestion.objects.filter(capture=capture, kind="claim")
    assert {row.payload["claim"]: row.payload["stance"] for row in supported}[claims[0].pk] == "supports"
    assert {row.payload["claim"] for row in supported} <= {claim.pk for claim in Claim.objects.all()}


@pytest.mark.django_db
def test_drafts_are_not_related_to() -> None:
    make.claim(make.event(kind="meeting", title="Guards meet"), value_edtf="2018-05-03")
    capture = make.capture_of(
        make.source("The Border Service met in Lankaran on 3 May 2018 with its colleagues there.")
    )
    suggest_in(Capture.objects.select_related("source").get(pk=capture.pk))
    assert not Suggestion.objects.filter(kind__in=("same_event", "claim")).exists()
