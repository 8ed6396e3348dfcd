"""The migration that keeps names for suggestions: an archive that was already indexed has them at once."""

import pytest

from ctarchive import search
from tests import factories as make
from tests.migrations.back import back_to

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_names_of_an_index_that_was_there_before_are_taken_from_it() -> None:
    make.publish(make.entity("Border Guards"))
    make.published_event()
    with back_to("ctarchive", "0002_uploads"):
        pass
    assert [one.name for one in search.suggest("border", 1)] == ["Border Guards"]
    assert list(search.verify()) == []
