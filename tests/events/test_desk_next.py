"""The review desk leads on: what comes next, and what was taken out since a claim was sent back."""

from __future__ import annotations

import pytest

from editorial import actions, desk
from editorial.choices import State
from editorial.models import Reviewable
from tests import factories as make
from tests.admin.pages import signed_in
from tests.events.test_desk import claims_of, event_in_review
from tests.events.test_desk_pages import decide, page_of, text_of
from tests.site.counting import queries

pytestmark = pytest.mark.django_db


def coming(subject: Reviewable, name: str = "reviewer") -> Reviewable | None:
    found = desk.next_after(subject, make.user(name))
    return found.subject if found else None


def test_the_next_is_the_one_behind_in_the_queue_and_after_the_last_comes_the_first() -> None:
    first, second, third = event_in_review(), event_in_review(), event_in_review()
    assert [coming(event) for event in (first, second, third)] == [second, third, first]


def test_own_work_and_what_others_have_taken_is_passed_over() -> None:
    first, taken, third = event_in_review(), event_in_review(), event_in_review()
    desk.take(taken, user=make.user("manager"))
    assert coming(first) == third
    assert coming(first, "manager") == taken
    assert coming(first, "writer") is None


def test_after_the_last_decision_the_page_leads_to_the_next() -> None:
    first, second = event_in_review(1), event_in_review()
    client = signed_in("reviewer")
    decisions = {f"decision_{record.pk}": "accept" for record in (first, claims_of(first)[0])}
    page = decide(client, first, **decisions).content.decode()
    assert "Published: 4 records." in page
    assert "Nothing of this is in review." in page
    assert f'id="desk-next" class="button" href="{page_of(second)}"' in page


def test_when_nothing_is_left_the_page_says_so() -> None:
    event = event_in_review()
    assert "Nothing else waits for your decision." in text_of(signed_in("reviewer"), page_of(event))


def test_the_page_takes_no_more_queries_for_a_longer_queue() -> None:
    event, client = event_in_review(), signed_in("reviewer")
    event_in_review()
    few = queries(client, page_of(event))
    for _ in range(6):
        event_in_review()
    assert queries(client, page_of(event)) == few


def test_quotations_discarded_since_it_was_sent_back_are_listed() -> None:
    event = event_in_review()
    claim = claims_of(event)[0]
    gone = make.evidence(claim, make.source(), "Twelve officers took part")
    make.in_review(gone)
    actions.send_back([claim, gone, claim.evidence.exclude(pk=gone.pk).get()], user=make.user("reviewer"), reason="So.")
    actions.discard([gone], user=make.user("writer"))
    actions.submit([claim, claim.evidence.get(state=State.DRAFT)], user=make.user("writer"))
    told = text_of(signed_in("reviewer"), page_of(event))
    assert "Quotations discarded since:“Twelve officers took part”" in told
    assert "Nothing in it was changed since" not in told


def test_a_quotation_discarded_before_it_was_sent_back_is_no_news() -> None:
    event = event_in_review()
    claim = claims_of(event)[0]
    gone = make.evidence(claim, make.source(), "Twelve officers took part")
    actions.discard([gone], user=make.user("writer"))
    actions.send_back([claim], user=make.user("reviewer"), reason="So.")
    actions.submit([claim], user=make.user("writer"))
    assert "Quotations discarded" not in text_of(signed_in("reviewer"), page_of(event))
