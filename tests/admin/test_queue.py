"""What waits for whom on the first page."""

from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial import actions
from editorial.choices import State
from editorial.queue import Group, queue
from events.actions import bundle_of, submit_bundle
from events.models import Event
from tests import factories as make
from tests.admin.pages import signed_in

pytestmark = pytest.mark.django_db


def submitted() -> Event:
    event = make.event()
    make.evidence(make.claim(event), make.source())
    submit_bundle(event, user=make.user("writer"))
    return event


def subjects(groups: Sequence[Group]) -> list[str]:
    return [str(group.subject) for group in groups]


def test_an_editor_sees_what_others_submitted_grouped_by_event_the_oldest_first() -> None:
    first, second = submitted(), submitted()
    waiting = [g for g in queue(make.user("reviewer")).waiting if g.subject in (first, second)]
    assert [g.subject for g in waiting] == [first, second]
    assert dict(waiting[0].counts) == {"event": 1, "claim": 1, "evidence": 1}


def test_own_work_and_what_a_role_does_not_decide_on_do_not_wait() -> None:
    submitted()
    assert not queue(make.user("writer")).waiting
    assert not queue(make.user("contributor")).waiting
    entity = make.entity()
    make.publish(entity)
    actions.propose_retraction(entity, user=make.user("writer"), reason="A mistake.")
    reviewer, manager = queue(make.user("reviewer")), queue(make.user("manager"))
    assert "state" not in " ".join(subjects(reviewer.waiting))
    assert any("entity" in name for name in subjects(manager.waiting))


def test_what_was_sent_back_shows_its_latest_reason() -> None:
    event = submitted()
    actions.send_back([event], user=make.user("reviewer"), reason="First reason.")
    actions.submit([event], user=make.user("writer"))
    actions.send_back([event], user=make.user("reviewer"), reason="Name the place.")
    page = signed_in("writer").get("/admin/").content.decode()
    assert "Name the place." in page
    assert "First reason." not in page


def test_the_queue_asks_the_same_number_of_questions_however_long_it_is() -> None:
    made = submitted()
    actions.send_back(bundle_of(made, State.IN_REVIEW), user=make.user("reviewer"), reason="More.")
    submitted()
    counts = []
    for name in ("reviewer", "writer"):
        user = make.user(name)
        queue(user)
        with CaptureQueriesContext(connection) as few:
            queue(user)
        for _ in range(4):
            submitted()
            make.event()
        with CaptureQueriesContext(connection) as many:
            queue(user)
        counts.append((len(few), len(many)))
    assert all(few == many <= 16 for few, many in counts)


def test_somebody_without_a_role_has_no_queue() -> None:
    assert "What waits for you" not in signed_in("second_manager").get("/admin/login/").content.decode()
    assert not queue(make.user("outsider"))
