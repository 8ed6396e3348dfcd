"""The migration that gives events a root: each is its own, and the column goes and comes again."""

import pytest

from events.models import Event
from tests import factories as make
from tests.migrations.back import back_to

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_event_becomes_its_own_root() -> None:
    event = make.event()
    with back_to("events", "0001_initial"):
        pass
    assert Event.objects.get().root_id == event.pk
