"""Public pages travel compressed, and what may hold a secret does not."""

import gzip

import pytest
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db

ACCEPTS = {"Accept-Encoding": "gzip, br"}


def test_a_public_page_travels_compressed(client: Client) -> None:
    address = make.published_event().get_absolute_url()
    plain, packed = client.get(address), client.get(address, headers=ACCEPTS)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert "Content-Encoding" not in plain
    assert all("Accept-Encoding" in answer["Vary"] for answer in (plain, packed))


def test_forms_with_tokens_and_pages_of_those_who_may_be_signed_in_do_not(client: Client) -> None:
    event = make.published_event()
    form = client.get(f"/report/event/{event.pk}/", headers=ACCEPTS)
    assert form.status_code == 200
    assert "Content-Encoding" not in form
    client.force_login(make.user("writer"))
    for address in (event.get_absolute_url(), "/admin/"):
        assert "Content-Encoding" not in client.get(address, headers=ACCEPTS)
    assert "Content-Encoding" not in Client().get("/admin/login/", headers=ACCEPTS)
