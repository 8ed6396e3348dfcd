"""What names an export tells nobody who is protected."""

from typing import Any

import pytest

from ctarchive.exports import moment
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_name_cannot_be_tried_out_against_what_names_an_export(settings: Any) -> None:
    make.publish(make.entity("Farid Nazarov", kind="person", protected=True, pseudonym="Officer N"))
    here = moment.now().key
    settings.SECRET_KEY = "that of another archive"
    assert moment.now().key != here
