"""Saving: who may, over what, and what happens when two do."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from editorial import actions
from editorial.choices import State
from editorial.models import LedgerEntry
from events.models import Event
from tests import factories as make
from tests.admin.pages import fields_of, page_of, send, signed_in

pytestmark = pytest.mark.django_db


def test_saving_a_draft_goes_through_the_verb_and_into_the_ledger() -> None:
    event = make.event(title="Guards meet")
    send(signed_in("writer"), page_of(event), title="Border guards meet")
    entry = LedgerEntry.objects.filter(record_uid=event.pk).latest("seq")
    assert (entry.action, entry.via, entry.actor) == ("edit", "admin", make.user("writer").uid)
    assert entry.payload.fields["title"]["value"] == "Border guards meet"


def test_a_stale_save_is_refused_and_shows_both_versions_and_what_was_typed() -> None:
    event = make.event(title="Guards meet")
    client = signed_in("writer")
    typed = fields_of(client, page_of(event)) | {"title": "Guards quarrel"}
    event.title = "Guards agree"
    actions.save(event, user=make.user("reviewer"))
    page = client.post(page_of(event), typed)
    rows = page.context["adminform"].form.stale_rows()
    assert rows == [("title", "Guards agree", "Guards quarrel")]
    assert 'value="Guards quarrel"' in page.content.decode()
    assert "<td>Guards agree</td>" in page.content.decode()
    assert Event.objects.get().title == "Guards agree"


def test_who_has_seen_both_versions_may_save_theirs() -> None:
    event = make.event(title="Guards meet")
    client = signed_in("writer")
    typed = fields_of(client, page_of(event)) | {"title": "Guards quarrel"}
    event.title = "Guards agree"
    actions.save(event, user=make.user("reviewer"))
    page = client.post(page_of(event), typed)
    again = typed | {"seen_version": page.context["adminform"].form["seen_version"].value()}
    assert client.post(page_of(event), again).status_code == 302
    assert Event.objects.get().title == "Guards quarrel"


def test_an_entitys_stale_save_keeps_the_names_that_were_typed() -> None:
    from events.models import EntityName

    entity = make.entity("Border Service", names=[EntityName(text="BS", kind="acronym")])
    client = signed_in("writer")
    typed = fields_of(client, page_of(entity)) | {"names-0-text": "BoS"}
    client.post(page_of(entity), fields_of(client, page_of(entity)) | {"description": "Guards the border."})
    page = client.post(page_of(entity), typed)
    assert "Somebody else saved this" in page.content.decode()
    assert 'value="BoS"' in page.content.decode()
    again = typed | {"seen_version": page.context["adminform"].form["seen_version"].value()}
    assert client.post(page_of(entity), again).status_code == 302
    assert "BoS" in entity.names.values_list("text", flat=True)


def test_a_stale_claim_on_an_events_page_is_refused_too() -> None:
    event = make.event()
    claim = make.claim(event, "topic", value_text="Smuggling")
    client = signed_in("writer")
    typed = fields_of(client, page_of(event)) | {"claims-0-value_text": "Trafficking"}
    claim.value_text = "Smuggling of arms"
    actions.save(claim, user=make.user("reviewer"))
    page = client.post(page_of(event), typed).content.decode()
    assert "<td>Smuggling of arms</td>" in page
    assert "Trafficking</textarea>" in page


@pytest.mark.parametrize("name", ["contributor", "writer", "manager"])
def test_a_forged_post_cannot_change_what_is_published(name: str) -> None:
    event = make.published_event(title="Guards meet")
    answer = signed_in(name).post(page_of(event), {"title": "Forged", "kind": "meeting", "seen_version": event.version})
    assert answer.status_code == 403
    event.refresh_from_db()
    assert event.title == "Guards meet"


def test_what_is_in_review_is_read_only() -> None:
    event = make.event()
    actions.submit([event], user=make.user("writer"))
    client = signed_in("reviewer")
    assert 'name="title"' not in client.get(page_of(event)).content.decode()
    assert client.post(page_of(event), {"title": "Forged"}).status_code == 403


def test_a_contributor_sees_neither_the_list_row_nor_the_page_of_somebody_elses_draft() -> None:
    draft = make.event(title="Secret meeting")
    client = signed_in("contributor")
    assert "Secret meeting" not in client.get(reverse("admin:events_event_changelist")).content.decode()
    assert client.get(page_of(draft)).status_code == 302
    assert client.get(page_of(draft, "history")).status_code == 302
    assert client.post(page_of(draft), {"title": "Mine"}).status_code == 302
    assert Event.objects.get().title == "Secret meeting"


def test_a_contributor_cannot_choose_or_find_somebody_elses_draft() -> None:
    draft = make.entity("Secret Service")
    client = signed_in("contributor")
    query = {"app_label": "events", "model_name": "claim", "field_name": "value_entity", "term": "Secret"}
    assert client.get(reverse("admin:autocomplete"), query).json()["results"] == []
    claim = {"entity": draft.pk, "property": "measure", "value_kind": "value", "value_text": "x", "credibility": "6"}
    answer = send(client, reverse("admin:events_claim_add"), **claim)
    assert answer.status_code == 200
    assert not draft.claims.exists()


@pytest.mark.parametrize(
    "label", ["events_event", "events_entity", "events_claim", "sources_source", "sources_publisher"]
)
def test_nobody_deletes(label: str) -> None:
    record: Any = make.source().publisher if label == "sources_publisher" else make.published_event()
    client = signed_in("manager")
    assert client.post(reverse(f"admin:{label}_delete", args=[record.pk]), {"post": "yes"}).status_code in (302, 403)
    answer = client.post(
        reverse(f"admin:{label}_changelist"), {"action": "delete_selected", "_selected_action": record.pk}
    )
    assert answer.status_code in (200, 302)
    assert type(record).objects.filter(pk=record.pk).exists()


def test_a_person_without_a_role_adds_nothing() -> None:
    client = signed_in("administrator")
    assert client.get(reverse("admin:events_event_add")).status_code == 403
    assert client.get(reverse("admin:events_event_changelist")).status_code == 403
    assert signed_in("outsider").get("/admin/").status_code == 302


def test_an_administrator_gives_roles_and_takes_no_powers() -> None:
    administrator, writer = signed_in("administrator"), make.user("writer")
    url = reverse("admin:editorial_user_change", args=[writer.pk])
    send(administrator, url, handle="W. Riter", is_superuser="on")
    writer.refresh_from_db()
    assert (writer.handle, writer.is_superuser) == ("W. Riter", False)
    assert signed_in("manager").get(url).status_code == 403
    assert (
        administrator.post(reverse("admin:editorial_user_delete", args=[writer.pk]), {"post": "yes"}).status_code == 403
    )


def test_a_superusers_account_is_not_an_administrators_to_change() -> None:
    root = make.user("second_manager", is_superuser=True)
    answer = signed_in("administrator").post(
        reverse("admin:editorial_user_change", args=[root.pk]), {"username": "mine"}
    )
    assert answer.status_code == 403


def test_the_same_link_between_sources_is_said_once() -> None:
    copy, original = make.source(), make.source()
    client = signed_in("writer")
    link = {"source": copy.pk, "kind": "republishes", "target": original.pk, "reason": "The same words."}
    assert send(client, reverse("admin:sources_sourcelink_add"), **link).status_code == 302
    page = send(client, reverse("admin:sources_sourcelink_add"), **link)
    assert "recorded already" in page.content.decode()
    assert copy.links.get().state == State.DRAFT


def test_a_request_from_another_site_is_refused() -> None:
    event = make.event()
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user("writer"))
    assert client.post(page_of(event), {"title": "Forged"}).status_code == 403
    assert client.post(page_of(event, "step", "discard"), {"seen": f"{event.pk}:1"}).status_code == 403
    event.refresh_from_db()
    assert event.state == State.DRAFT


def test_fields_offer_nothing_that_has_ended() -> None:
    entity = make.entity("Border Service")
    actions.discard([entity], user=make.user("writer"))
    query = {"app_label": "events", "model_name": "claim", "field_name": "value_entity", "term": "Border"}
    assert signed_in("writer").get(reverse("admin:autocomplete"), query).json()["results"] == []
