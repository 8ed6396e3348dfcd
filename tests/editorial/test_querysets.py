"""Who sees what: `published` now and then, and `visible_to` each of the cast."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from editorial import actions
from editorial.choices import State
from events.models import Event
from sources.models import Capture, Publisher
from tests import factories as make

pytestmark = pytest.mark.django_db

EVERY = set(State.values)
PUBLIC = {State.PUBLISHED, State.SUPERSEDED, State.RETRACTED}


@pytest.fixture
def _events() -> None:
    """An event of the writer in each state that an event can be in."""
    draft, waiting, discarded = make.event(), make.event(), make.event()
    make.in_review(waiting)
    actions.discard([discarded], user=make.user("writer"))
    published, retracted = make.event(), make.event()
    make.publish(published, retracted)
    make.retract(retracted)
    assert draft.state == State.DRAFT


def states(events: object) -> set[str]:
    return set(events.values_list("state", flat=True))  # type: ignore[attr-defined]


@pytest.mark.usefixtures("_events")
def test_each_queryset_holds_its_states() -> None:
    assert states(Event.objects.published()) == {"published"}
    assert states(Event.objects.once_published()) == {"published", "retracted"}
    assert states(Event.objects.in_review()) == {"in_review"}
    assert states(Event.objects.live()) == {"draft", "in_review", "published"}


@pytest.mark.usefixtures("_events")
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("outsider", {"published"}),
        ("administrator", {"published", "retracted"}),
        ("contributor", {"published", "retracted"}),
        ("writer", EVERY - {"superseded"}),
        ("reviewer", EVERY - {"superseded"}),
        ("manager", EVERY - {"superseded"}),
    ],
)
def test_what_each_of_the_cast_sees(who: str, sees: set[str]) -> None:
    assert states(Event.objects.visible_to(make.user(who))) == sees


@pytest.mark.usefixtures("_events")
def test_a_reader_sees_what_is_published() -> None:
    assert states(Event.objects.visible_to(AnonymousUser())) == {"published"}


@pytest.mark.usefixtures("_events")
def test_a_contributor_sees_their_own_drafts_and_no_others() -> None:
    contributor = make.user("contributor")
    own = actions.save(Event(title="Talks", kind="meeting"), user=contributor)
    assert Event.objects.visible_to(contributor).filter(state=State.DRAFT).get() == own


def test_published_at_a_moment_is_what_stood_then() -> None:
    before = timezone.now()
    event = make.event()
    make.publish(event)
    then = timezone.now()
    make.retract(event)
    assert [Event.objects.published(at).count() for at in (before, then, timezone.now())] == [0, 1, 0]
    assert not Event.objects.published().exists()


def test_the_first_moment_belongs_to_it_and_the_last_does_not() -> None:
    event = make.event()
    make.publish(event)
    make.retract(event)
    assert event.published_at
    assert event.ended_at
    tick = timedelta(microseconds=1)
    moments = [event.published_at - tick, event.published_at, event.ended_at - tick, event.ended_at]
    assert [Event.objects.published(at).count() for at in moments] == [0, 1, 1, 0]


def test_what_has_no_review_of_its_own_is_public_with_what_needs_it() -> None:
    source = make.source()
    before = timezone.now()
    assert not Capture.objects.published().exists()
    make.publish(source)
    for model in (Capture, Publisher):
        assert model.objects.published().count() == 1
        assert model.objects.published(timezone.now()).count() == 1
        assert model.objects.published(before).count() == 0
        assert model.objects.visible_to(AnonymousUser()).count() == 1


def test_staff_see_captures_and_publishers_before_they_are_public() -> None:
    make.source()
    for model in (Capture, Publisher):
        assert model.objects.visible_to(make.user("contributor")).count() == 1
        assert model.objects.visible_to(make.user("outsider")).count() == 0
