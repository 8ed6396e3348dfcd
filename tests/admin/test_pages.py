"""Every list and every page opens, for everybody who may look at it, with a number of queries that stays the same."""

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editorial import registry
from events.actions import submit_bundle
from events.models import Event
from tests import factories as make
from tests.admin.pages import page_of, signed_in

pytestmark = pytest.mark.django_db


def populated() -> Event:
    event = make.published_event()
    copy = make.source()
    make.publish(copy)
    original = make.source()
    make.publish(original)
    make.published_link(copy, original)
    left, right = make.entity(), make.entity()
    make.publish(left, right)
    make.published_match(left, right)
    return event


def models_of_ours() -> list[type[Model]]:
    """The models of the archive that the admin knows."""
    return [m for m in admin.site._registry if m._meta.app_label in ("editorial", "sources", "events")]


def list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def test_every_type_of_record_is_registered() -> None:
    assert set(registry.record_types().values()) <= set(admin.site._registry)


@pytest.mark.parametrize("name", ["contributor", "writer", "manager", "administrator"])
def test_every_list_and_page_opens_or_is_refused_plainly(name: str) -> None:
    populated()
    client = signed_in(name)
    assert client.get("/admin/").status_code == 200
    for model in models_of_ours():
        assert client.get(list_of(model)).status_code in (200, 403)
        for record in model._default_manager.all()[:2]:
            assert client.get(page_of(record)).status_code in (200, 302, 403)


def test_an_editor_opens_every_list_page_and_form_of_records() -> None:
    populated()
    client = signed_in("writer")
    for model in registry.record_types().values():
        assert client.get(list_of(model), {"q": "a"}).status_code == 200
        assert client.get(list_of(model) + "add/").status_code in (200, 403)
        for record in model._default_manager.all()[:2]:
            assert client.get(page_of(record)).status_code == 200
            assert client.get(page_of(record, "history")).status_code == 200


def queries_of_lists(client: Client) -> dict[str, int]:
    """List → number of queries."""
    counts = {}
    for model in models_of_ours():
        with CaptureQueriesContext(connection) as queries:
            client.get(list_of(model))
        counts[list_of(model)] = len(queries)
    return counts


def test_lists_ask_the_same_number_of_questions_of_many_records_as_of_few() -> None:
    populated()
    client = signed_in("writer")
    queries_of_lists(client)
    few = queries_of_lists(client)
    for _ in range(3):
        populated()
    assert queries_of_lists(client) == few
    assert max(few.values()) <= 10


def test_an_event_page_asks_no_more_questions_for_more_claims() -> None:
    event = make.published_event()
    client = signed_in("writer")
    client.get(page_of(event))
    with CaptureQueriesContext(connection) as before:
        client.get(page_of(event))
    for number in range(4):
        make.published_claim(event, "topic", value_text=f"Border crossing {number}")
    with CaptureQueriesContext(connection) as after:
        assert client.get(page_of(event)).status_code == 200
    assert len(after) == len(before) <= 40


def test_the_ledger_shows_an_entry_with_its_fields() -> None:
    event = make.published_event(title="Guards meet in Lankaran")
    client = signed_in("reviewer")
    history = client.get(page_of(event, "history"))
    assert "Guards meet in Lankaran" in history.content.decode()
    assert "reviewer" in history.content.decode()
    entry = history.context["history"].lines[0].entry
    assert (
        "Guards meet in Lankaran"
        in client.get(reverse("admin:editorial_ledgerentry_change", args=[entry.pk])).content.decode()
    )


def test_the_page_of_a_bundle_shows_the_quotation_beside_each_claim() -> None:
    event = make.event()
    make.evidence(make.claim(event), make.source(), reading="As the guard told it.")
    draft = signed_in("writer").get(page_of(event)).content.decode()
    submit_bundle(event, user=make.user("writer"))
    review = signed_in("reviewer").get(page_of(event)).content.decode()
    for page in (draft, review):
        assert "The meeting of 3 May 2018" in page
        assert "As the guard told it." in page


def test_who_may_not_see_a_record_does_not_see_its_history() -> None:
    event = make.published_event()
    client = signed_in("administrator")
    for page in ("change", "history"):
        assert client.get(page_of(event, page)).status_code == 403
