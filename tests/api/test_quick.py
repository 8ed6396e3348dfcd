"""What is told of many records at once is written as the library itself would write it, and asks for no more."""

from typing import Any

import pytest
from django.db.models import Model
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override
from rest_framework.serializers import Serializer

from ctarchive.api.v1.fields import address
from ctarchive.api.v1.loading.resources import RESOURCES
from ctarchive.api.v1.quick import QuickSerializer
from editorial.addresses import path_of
from events.filters import EventFilter
from events.models import Event
from events.protection import Mask
from tests import factories as make

pytestmark = pytest.mark.django_db


def context() -> dict[str, Any]:
    return {"request": RequestFactory().get("/"), "mask": Mask(), "lists": lambda *_a, **_k: "", "at": None}


@pytest.mark.once
@pytest.mark.parametrize("name", sorted(RESOURCES))
def test_every_type_is_written_as_the_library_writes_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    event = make.published_event()
    make.published_claim(event, "place", "in Lankaran", value_entity=make.entity("Lankaran", kind="place"))
    resource = RESOURCES[name]
    rows = resource.prepare(list(resource.along(resource.listed(None), None)), Mask(), None)
    quick = resource.serializer(rows, many=True, context=context()).data
    monkeypatch.setattr(QuickSerializer, "to_representation", Serializer.to_representation)
    assert rows
    assert quick == resource.serializer(rows, many=True, context=context()).data


@pytest.mark.parametrize("name", ["event", "entity"])
def test_what_a_list_leaves_out_is_not_fetched_later(name: str, django_assert_num_queries: Any) -> None:
    event = make.published_event()
    make.published_claim(event, "place", "in Lankaran", value_entity=make.entity("Lankaran", kind="place"))
    resource = RESOURCES[name]
    page = list(resource.along(resource.listed(None), None).only(*resource.columns))
    rows = resource.prepare(page, Mask(), None)
    with django_assert_num_queries(0):
        assert resource.serializer(rows, many=True, context=context()).data


@pytest.mark.once
@pytest.mark.parametrize("language", ["en", "az"])
def test_addresses_are_those_that_the_site_map_makes(language: str) -> None:
    event: Model = make.published_event()
    slug = event.get_absolute_url().rsplit("/", 2)[1].rpartition("-")[0]  # type: ignore[attr-defined]
    with override(language):
        expected = reverse("events:event_detail", kwargs={"slug": slug, "uid": event.pk})
        assert path_of("events:event_detail", event.pk, slug) == expected
        assert path_of("api:claim-packet", event.pk) == reverse("api:claim-packet", args=[event.pk])


@pytest.mark.once
def test_an_address_of_what_is_no_uid_is_quoted() -> None:
    path = reverse("api:event-detail", args=["a b%ü"])
    assert address(context(), "event", "a b%ü") == f"http://testserver{path}"


@pytest.mark.once
def test_a_list_without_a_form_makes_only_the_filters_that_are_asked_for() -> None:
    found = EventFilter({"kind": ["meeting"]}, Event.objects.published(), given=True)
    whole = EventFilter({"kind": ["meeting"]}, Event.objects.published())
    assert set(found.filters) == {"kind", "ordering"}
    assert str(found.qs.query) == str(whole.qs.query)
