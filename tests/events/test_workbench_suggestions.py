"""Suggestions in the workbench: offered as fields of the form, accepted with a save, rejected for good."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from editorial import guard
from editorial.errors import NotAllowed
from events.actions.suggestions import decide, precision
from events.choices import Fate, SuggestionKind
from events.models import Claim, Suggestion
from sources.models import Capture
from tests import factories as make
from tests.admin.pages import signed_in
from tests.events.test_workbench import dated, url

pytestmark = pytest.mark.django_db


def suggest(capture: Capture, quote: str, what: str = SuggestionKind.DATE, /, **payload: Any) -> Suggestion:
    start = capture.text.index(quote)
    with guard.writing():
        return Suggestion.objects.create(
            capture=capture, kind=what, start=start, end=start + len(quote), payload=payload, score=0.9,
            suggester="dates", suggester_version="1",
        )  # fmt: skip


def offered(capture: Capture, who: str = "writer") -> list[dict[str, Any]]:
    answer = signed_in(who).get(url(capture, "suggestions"))
    assert answer.status_code == 200
    suggestions: list[dict[str, Any]] = answer.json()["suggestions"]
    return suggestions


def test_a_date_fills_the_date() -> None:
    capture = make.capture_of(make.source())
    suggest(capture, "3 May 2018", edtf="2018-05-03", reason="told")
    (one,) = offered(capture)
    assert (one["quote"], one["told"]) == ("3 May 2018", "3 May 2018")
    assert one["fill"] == {"property": "date", "fields": {"value_edtf": "2018-05-03"}}


def test_a_number_fills_its_bounds_hedge_and_what_is_counted() -> None:
    capture = make.capture_of(make.source())
    suggest(capture, "Twelve", SuggestionKind.NUMBER, low="12", high="12", hedge="exactly", counted="officers")
    (one,) = offered(capture)
    assert one["fill"]["property"] == "count"
    assert one["fill"]["fields"] | {"unit": "", "currency": ""} == one["fill"]["fields"]
    assert (one["fill"]["fields"]["value_low"], one["fill"]["fields"]["value_high"]) == ("12", "")
    assert one["told"] == "exactly 12 officers"


def test_a_known_name_fills_the_entity_and_an_unknown_one_makes_it() -> None:
    known = make.entity("Lankaran", kind="place")
    capture = make.capture_of(make.source())
    suggest(capture, "Lankaran", SuggestionKind.MENTION, kind="place", entities=[known.pk])
    suggest(capture, "Farid Nazarov", SuggestionKind.MENTION, kind="person", entities=[])
    place, person = offered(capture)
    assert place["fill"]["value_entity"]["uid"] == known.pk
    assert place["told"] == "Lankaran"
    assert (person["fill"]["value_entity"]["make"], person["fill"]["value_entity"]["kind"]) == ("entity", "person")


def test_a_name_that_may_be_two_is_left_to_the_editor() -> None:
    one, other = make.entity("Border service", kind="public_body"), make.entity("Border service", kind="public_body")
    capture = make.capture_of(make.source())
    suggest(capture, "border service", SuggestionKind.MENTION, kind="public_body", entities=[one.pk, other.pk])
    assert offered(capture)[0]["fill"]["value_entity"] is None


def test_an_event_is_made_with_its_date() -> None:
    capture = make.capture_of(make.source())
    suggest(capture, "The meeting of 3 May 2018", SuggestionKind.EVENT, event_kind="meeting", date="2018-05-03")
    (one,) = offered(capture)
    assert one["fill"]["subject"]["make"] == "event"
    assert one["fill"]["subject"]["kind"] == "meeting"
    assert one["fill"]["fields"] == {"value_edtf": "2018-05-03"}


def test_an_event_that_is_there_and_a_claim_that_is_made_are_found_again() -> None:
    claim = make.claim(make.event(title="Talks"), value_edtf="2018-05-03")
    capture = make.capture_of(make.source())
    suggest(capture, "The meeting", SuggestionKind.SAME_EVENT, event=claim.event_id)
    suggest(capture, "3 May 2018", SuggestionKind.CLAIM, claim=claim.pk, stance="supports")
    same, further = offered(capture)
    assert same["fill"]["subject"]["uid"] == claim.event_id
    assert (further["fill"]["claim"], further["fill"]["stance"]) == (claim.pk, "supports")


def test_others_drafts_are_not_told_of() -> None:
    hidden = make.entity("Hidden Service", kind="public_body")
    source = make.source()
    make.publish(source)
    capture = make.capture_of(source)
    suggest(capture, "border service", SuggestionKind.MENTION, kind="public_body", entities=[hidden.pk])
    assert "Hidden" not in str(offered(capture, "contributor"))


def test_a_save_accepts_the_suggestion_it_was_filled_from() -> None:
    capture = make.capture_of(make.source())
    one = suggest(capture, "3 May 2018", edtf="2018-05-03")
    answer = signed_in("writer").post(url(capture, "make_claim"), dated(capture, suggestion=str(one.pk)))
    assert answer.status_code == 200
    one.refresh_from_db()
    assert (one.fate, one.decided_by) == (Fate.ACCEPTED, make.user("writer"))
    assert offered(capture) == []


def test_a_refused_save_accepts_nothing() -> None:
    capture = make.capture_of(make.source())
    one = suggest(capture, "3 May 2018", edtf="2018-05-03")
    typed = dated(capture, suggestion=str(one.pk), value_edtf="nonsense")
    assert signed_in("writer").post(url(capture, "make_claim"), typed).status_code == 400
    one.refresh_from_db()
    assert one.fate == Fate.PENDING
    assert not Claim.objects.exists()


def test_a_suggestion_of_another_document_is_left_alone() -> None:
    capture, other = make.capture_of(make.source()), make.capture_of(make.source())
    one = suggest(other, "3 May 2018", edtf="2018-05-03")
    signed_in("writer").post(url(capture, "make_claim"), dated(capture, suggestion=str(one.pk)))
    one.refresh_from_db()
    assert one.fate == Fate.PENDING


def test_a_rejected_one_is_not_offered_again() -> None:
    capture = make.capture_of(make.source())
    one = suggest(capture, "3 May 2018", edtf="2018-05-03")
    client = signed_in("writer")
    assert client.post(url(capture, "reject", one.pk)).json() == {"rejected": one.pk}
    assert offered(capture) == []
    assert client.get(url(capture, "reject", one.pk)).status_code == 405


def test_the_first_who_decides_decides() -> None:
    capture = make.capture_of(make.source())
    one = suggest(capture, "3 May 2018", edtf="2018-05-03")
    assert decide(capture, one.pk, Fate.REJECTED, user=make.user("writer"))
    assert not decide(capture, one.pk, Fate.ACCEPTED, user=make.user("reviewer"))
    with pytest.raises(NotAllowed):
        decide(capture, one.pk, Fate.REJECTED, user=make.user("outsider"))


def test_how_often_a_suggester_was_right_is_counted_and_shown() -> None:
    capture = make.capture_of(make.source())
    rows = [suggest(capture, quote, edtf="2018") for quote in ("3 May 2018", "May 2018", "2018", "3 May")]
    for row, fate in zip(rows, (Fate.ACCEPTED, Fate.ACCEPTED, Fate.REJECTED), strict=False):
        decide(capture, row.pk, fate, user=make.user("writer"))
    (counted,) = precision()
    assert (counted.suggester, counted.accepted, counted.decided, round(counted.share, 2)) == ("dates", 2, 3, 0.67)
    page = signed_in("writer").get(reverse("admin:events_suggestion_changelist")).content.decode()
    assert "0.67" in page


def test_many_suggestions_ask_as_much_as_few(django_assert_max_num_queries: Any) -> None:
    capture = make.capture_of(make.source())
    for quote in ("3 May 2018", "May 2018", "2018", "3 May"):
        suggest(capture, quote, edtf="2018")
    client = signed_in("writer")
    client.get(url(capture, "suggestions"))
    with django_assert_max_num_queries(12):
        client.get(url(capture, "suggestions"))


def test_marks_in_the_text_name_their_suggestions() -> None:
    capture = make.capture_of(make.source())
    one = suggest(capture, "3 May 2018", edtf="2018-05-03")
    page = signed_in("writer").get(url(capture)).content.decode()
    assert f'class="mark-suggested" data-suggestions="{one.pk}"' in page
