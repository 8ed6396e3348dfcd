"""The migration that gives events a root: each is its own, and the column goes and comes again."""

import pytest
from django.core.management import call_command

from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_event_becomes_its_own_root() -> None:
    event = make.event()
    try:
        call_command("migrate", "events", "0001_initial", verbosity=0)
    finally:
        call_command("migrate", "events", verbosity=0)
    assert Event.objects.get().root_id == event.pk
