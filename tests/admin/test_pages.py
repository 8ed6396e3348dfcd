"""Every list and every page opens, for everybody who may look at it, with a number of queries that stays the same."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editorial import registry
from tests import factories as make
from tests.admin.pages import page_of, signed_in

pytestmark = pytest.mark.django_db


def populated():
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


def urls():
    for model, model_admin in admin.site._registry.items():
        if model._meta.app_label in ("editorial", "sources", "events"):
            yield model, model_admin, f"{model._meta.app_label}_{model._meta.model_name}"


def test_every_type_of_record_is_registered():
    assert set(registry.record_types().values()) <= set(admin.site._registry)


@pytest.mark.parametrize("name", ["contributor", "writer", "manager", "administrator"])
def test_every_list_and_page_opens_or_is_refused_plainly(name):
    populated()
    client = signed_in(name)
    assert client.get("/admin/").status_code == 200
    for model, _admin, label in urls():
        assert client.get(reverse(f"admin:{label}_changelist")).status_code in (200, 403)
        for record in model._default_manager.all()[:2]:
            assert client.get(reverse(f"admin:{label}_change", args=[record.pk])).status_code in (200, 302, 403)


def test_an_editor_opens_every_list_of_records_and_their_forms():
    populated()
    client = signed_in("writer")
    for model in registry.record_types().values():
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        assert client.get(reverse(f"admin:{label}_changelist"), {"q": "a"}).status_code == 200
        assert client.get(reverse(f"admin:{label}_add")).status_code in (200, 403)


def test_lists_ask_the_same_number_of_questions_of_two_records_as_of_six():
    populated()
    client = signed_in("writer")
    for model, _admin, label in urls():
        if model._meta.app_label == "editorial":
            continue
        client.get(reverse(f"admin:{label}_changelist"))
    counts = [{}, {}]
    for count in counts:
        for _model, _admin, label in urls():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(reverse(f"admin:{label}_changelist"))
            count[label] = len(queries)
        if count is counts[0]:
            for _ in range(3):
                populated()
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 10


def test_an_event_page_asks_no_more_questions_for_more_claims():
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


def test_the_ledger_shows_an_entry_with_its_fields():
    event = make.published_event(title="Guards meet in Lankaran")
    client = signed_in("reviewer")
    history = client.get(page_of(event, "history"))
    assert "Guards meet in Lankaran" in history.content.decode()
    assert "reviewer" in history.content.decode()
    entry = history.context["entries"][0].entry
    assert (
        "Guards meet in Lankaran"
        in client.get(reverse("admin:editorial_ledgerentry_change", args=[entry.pk])).content.decode()
    )
