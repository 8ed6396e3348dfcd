"""Which addresses answer, and with what: published, stale, retracted, never public."""

import pytest
from django.test import Client

from editorial import actions
from editorial.models import Reviewable
from events.actions import correct
from tests import factories as make

pytestmark = pytest.mark.django_db


def retract(record: Reviewable, reason: str = "It was misread.") -> None:
    actions.publish(
        [actions.propose_retraction(record, reason=reason, user=make.user("writer"))], user=make.user("manager")
    )


def test_a_stale_slug_and_a_bare_uid_lead_to_the_address_for_ever(client: Client) -> None:
    event = make.published_event()
    source = event.claims.get().evidence.get().capture.source
    for record, room in ((event, "events"), (source, "sources")):
        for stale in (f"/{room}/an-old-title-{record.pk}/", f"/{room}/{record.pk}/"):
            response = client.get(stale, {"lang": "az"})
            assert response.status_code == 301
            assert response["Location"] == f"{record.get_absolute_url()}?lang=az"


def test_what_was_never_published_is_not_there_for_anybody(client: Client) -> None:
    event, entity, source = make.event(), make.entity(), make.source()
    claim = make.claim(event)
    client.force_login(make.user("manager"))
    for record in (event, entity, source, claim):
        assert client.get(record.get_absolute_url()).status_code == 404


def test_what_is_in_review_or_discarded_is_not_there(client: Client) -> None:
    waiting, dropped = make.event(), make.event()
    actions.submit([waiting], user=make.user("writer"))
    actions.discard([dropped], user=make.user("writer"))
    assert client.get(waiting.get_absolute_url()).status_code == 404
    assert client.get(dropped.get_absolute_url()).status_code == 404


def test_a_retracted_claim_leaves_a_tombstone_with_the_reason(client: Client) -> None:
    event = make.published_event()
    claim = make.published_claim(event, "topic", value_text="Smuggling")
    retract(claim, "The passage speaks of fishing.")
    response = client.get(claim.get_absolute_url())
    assert response.status_code == 410
    assert "The passage speaks of fishing." in response.content.decode()
    assert event.get_absolute_url() in response.content.decode()


def test_a_retracted_event_takes_its_claims_along_and_all_leave_tombstones(client: Client) -> None:
    event = make.published_event()
    claim = event.claims.get()
    retract(event, "It was another meeting.")
    for record in (event, claim):
        response = client.get(record.get_absolute_url())
        assert response.status_code == 410
        assert "It was another meeting." in response.content.decode()


def test_retracted_entities_and_sources_leave_tombstones(client: Client) -> None:
    entity, source = make.entity(), make.source()
    make.publish(entity, source)
    for record in (entity, source):
        retract(record)
        assert client.get(record.get_absolute_url()).status_code == 410


def test_a_superseded_claim_keeps_its_page_and_points_to_its_successor(client: Client) -> None:
    old = make.published_event().claims.get()
    new = correct(old, value_edtf="2018-05", user=make.user("writer"))
    make.publish(new, *new.evidence.all())
    response = client.get(old.get_absolute_url())
    shown = response.content.decode()
    assert response.status_code == 200
    assert "This claim was corrected on" in shown
    assert new.get_absolute_url() in shown
    assert "1 source, 1 independent origin" in shown
    assert "0 sources" not in shown + client.get("/claims/?state=superseded").content.decode()
    assert client.get(f"/api/v1/claims/{old.pk}/").json()["sources_count"] == 1
    assert "<mark>The meeting of 3 May 2018</mark>" in shown


def test_a_merged_entity_leads_to_the_one_it_was_merged_into(client: Client) -> None:
    left, right = make.entity("Coast Guard"), make.entity("Coastguard")
    make.publish(left, right)
    make.published_match(left, right)
    response = client.get(right.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, left.get_absolute_url())


def test_only_reading_is_answered(client: Client) -> None:
    event = make.published_event()
    assert client.post(event.get_absolute_url()).status_code == 405
    assert client.post("/events/").status_code == 405
    assert client.head(event.get_absolute_url()).status_code == 200
