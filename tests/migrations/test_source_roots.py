"""The migration that gives sources a root: each is its own, and the column goes and comes again."""

import pytest

from sources.models import Source
from tests import factories as make
from tests.migrations.back import back_to

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_source_becomes_its_own_root() -> None:
    source = make.source()
    with back_to("sources", "0004_likeness"):
        pass
    assert Source.objects.get().root_id == source.pk
