"""The migration that gives sources a root: each is its own, and the column goes and comes again."""

import pytest
from django.core.management import call_command

from sources.models import Source
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_source_becomes_its_own_root() -> None:
    source = make.source()
    try:
        call_command("migrate", "sources", "0004_likeness", verbosity=0)
    finally:
        call_command("migrate", "sources", verbosity=0)
    assert Source.objects.get().root_id == source.pk
