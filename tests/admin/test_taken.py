"""The buttons of the admin keep to who has taken a review, as the desk does."""

from __future__ import annotations

import pytest

from editorial import desk
from editorial.choices import State
from tests import factories as make
from tests.admin.pages import buttons, errors_of, page_of, signed_in, take
from tests.events.test_desk import event_in_review, state

pytestmark = pytest.mark.django_db


def test_what_somebody_else_has_taken_shows_who_in_place_of_the_buttons() -> None:
    event = event_in_review()
    desk.take(event, user=make.user("manager"))
    client = signed_in("reviewer")
    assert buttons(client, event) == set()
    page = client.get(page_of(event)).content.decode()
    assert "Publish the bundle: This review is taken by manager" in page
    assert buttons(signed_in("manager"), event) == {"publish-bundle", "send-back-bundle", "publish-alone", "send-back"}


@pytest.mark.parametrize("key", ["publish-bundle", "send-back-bundle", "publish-alone", "send-back"])
def test_a_button_pressed_after_somebody_took_the_review_does_nothing(key: str) -> None:
    event = event_in_review()
    desk.take(event, user=make.user("manager"))
    answer = signed_in("reviewer").post(page_of(event, "step", key), {"reason": "No.", "seen": ""}, follow=True)
    assert any("This review is taken by manager" in error for error in errors_of(answer))
    assert state(event) == State.IN_REVIEW


def test_the_list_publishes_nothing_that_somebody_else_has_taken() -> None:
    event = event_in_review()
    desk.take(event, user=make.user("manager"))
    chosen = {"action": "publish_selected", "_selected_action": [event.pk]}
    answer = signed_in("reviewer").post("/admin/events/event/", chosen, follow=True)
    assert any("taken by manager" in error for error in errors_of(answer))
    assert state(event) == State.IN_REVIEW


def test_a_part_of_what_was_taken_is_taken_too() -> None:
    event = event_in_review()
    desk.take(event, user=make.user("manager"))
    claim = event.claims.first()
    assert claim is not None
    assert buttons(signed_in("reviewer"), claim) == set()


def test_authors_take_their_own_work_back_whoever_reviews_it() -> None:
    event = event_in_review()
    desk.take(event, user=make.user("manager"))
    take(signed_in("writer"), event, "send-back-bundle", reason="One name is wrong.")
    assert state(event) == State.DRAFT
