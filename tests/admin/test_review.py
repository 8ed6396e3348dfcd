"""The buttons of review: who is offered which, and what a forged request gets."""

import pytest

from editorial import actions
from editorial.choices import State
from editorial.models import Redaction, Revision
from events.actions import submit_bundle
from events.models import Claim, Entity, EntityMatch, Event, Ranking
from tests import factories as make
from tests.admin.pages import buttons, errors_of, fields_of, page_of, send, signed_in, take

pytestmark = pytest.mark.django_db


def event_in_review() -> Event:
    event = make.event()
    make.evidence(make.claim(event), make.source())
    submit_bundle(event, user=make.user("writer"))
    event.refresh_from_db()
    return event


def test_the_author_submits_an_event_with_its_claims() -> None:
    event = make.event()
    evidence = make.evidence(make.claim(event), make.source())
    take(signed_in("writer"), event, "submit-bundle")
    for record in (event, evidence, evidence.claim, evidence.capture.source):
        record.refresh_from_db()
        assert record.state == State.IN_REVIEW


def test_somebody_else_publishes_the_bundle() -> None:
    event = event_in_review()
    answer = take(signed_in("reviewer"), event, "publish-bundle")
    event.refresh_from_db()
    assert errors_of(answer) == []
    assert event.state == State.PUBLISHED
    assert event.date == "2018-05-03"


def test_the_author_reads_why_not_instead_of_a_button() -> None:
    event = event_in_review()
    client = signed_in("writer")
    assert "publish-bundle" not in buttons(client, event)
    assert "somebody else has to decide on it" in client.get(page_of(event)).content.decode()


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("contributor", set()),
        ("reviewer", {"publish-bundle", "publish-alone", "send-back-bundle", "send-back"}),
        ("writer", {"send-back-bundle", "send-back"}),
    ],
)
def test_each_role_is_offered_what_it_may_do(name: str, offered: set[str]) -> None:
    event = event_in_review()
    client = signed_in(name)
    if name == "contributor":
        assert client.get(page_of(event)).status_code == 302
    else:
        assert buttons(client, event) == offered


@pytest.mark.parametrize("name", ["contributor", "writer", "administrator", "outsider"])
def test_a_forged_publication_is_refused(name: str) -> None:
    event = event_in_review()
    answer = signed_in(name).post(page_of(event, "step", "publish-bundle"), {"seen": f"{event.pk}:{event.version}"})
    event.refresh_from_db()
    assert answer.status_code in (302, 404)
    assert event.state == State.IN_REVIEW


def test_a_step_is_not_taken_by_a_link() -> None:
    event = event_in_review()
    assert signed_in("reviewer").get(page_of(event, "step", "publish-bundle")).status_code == 405
    event.refresh_from_db()
    assert event.state == State.IN_REVIEW


def test_nobody_publishes_what_they_have_not_seen() -> None:
    event = event_in_review()
    client = signed_in("reviewer")
    url = page_of(event, "step", "publish-bundle")
    seen = fields_of(client, page_of(event), f"//form[@action='{url}']")
    claim = Claim.objects.get()
    actions.send_back([claim], user=make.user("writer"), reason="One more thought.")
    claim.refresh_from_db()
    claim.value_edtf = "2018-05-04"
    actions.submit([actions.save(claim, user=make.user("writer"))], user=make.user("writer"))
    answer = client.post(url, seen, follow=True)
    event.refresh_from_db()
    assert event.state == State.IN_REVIEW
    assert "changed since you opened the page" in errors_of(answer)[0]


def test_sending_back_needs_a_reason_and_takes_the_parts_along() -> None:
    event = event_in_review()
    client = signed_in("reviewer")
    assert "Give a reason" in errors_of(take(client, event, "send-back", reason=" "))[0]
    take(client, event, "send-back", reason="The date is that of the report.")
    event.refresh_from_db()
    assert event.state == State.DRAFT
    assert event.claims.get().state == State.DRAFT


def test_a_claim_is_submitted_and_published_with_its_evidence() -> None:
    claim = make.claim(make.published_event(), "topic", value_text="Joint planning")
    make.evidence(claim, make.source(), "a joint plan")
    take(signed_in("writer"), claim, "submit")
    answer = take(signed_in("reviewer"), claim, "publish")
    claim.refresh_from_db()
    assert errors_of(answer) == []
    assert claim.state == State.PUBLISHED
    assert claim.evidence.get().state == State.PUBLISHED


def test_what_stands_in_the_way_of_publication_is_listed() -> None:
    claim = make.claim(make.published_event(), "topic", value_text="Joint planning")
    take(signed_in("writer"), claim, "submit")
    answer = take(signed_in("reviewer"), claim, "publish")
    assert any("No passage supports it" in error for error in errors_of(answer))


def test_a_discarded_draft_takes_its_claims_along() -> None:
    event = make.event()
    claim = make.claim(event)
    take(signed_in("writer"), event, "discard")
    claim.refresh_from_db()
    assert claim.state == State.DISCARDED


def test_a_retraction_is_proposed_with_a_reason_and_decided_by_a_managing_editor() -> None:
    event = make.published_event()
    answer = take(signed_in("writer"), event, "retract", reason="It never took place.")
    revision = Revision.objects.get()
    assert answer.redirect_chain[-1][0] == page_of(revision)
    assert "publish" not in buttons(signed_in("reviewer"), revision)
    assert str(revision.pk) in signed_in("manager").get(page_of(event)).content.decode()
    take(signed_in("manager"), revision, "publish")
    event.refresh_from_db()
    assert event.state == State.RETRACTED


def test_a_published_claim_is_corrected_by_a_draft_that_supersedes_it() -> None:
    claim = make.published_event().claims.get()
    answer = take(signed_in("writer"), claim, "correct")
    draft = Claim.objects.get(state=State.DRAFT)
    assert answer.redirect_chain[-1][0] == page_of(draft)
    assert (draft.supersedes_id, draft.evidence.count()) == (claim.pk, 1)


def test_a_title_is_revised_by_one_editor_and_published_by_another() -> None:
    event = make.published_event(title="Guards meet")
    answer = send(
        signed_in("writer"), page_of(event, "revise") + "?field=title", new="Border guards meet", reason="Clearer."
    )
    revision = Revision.objects.get()
    assert answer["Location"] == page_of(revision)
    assert (revision.old, revision.new, revision.state) == ("Guards meet", "Border guards meet", State.IN_REVIEW)
    take(signed_in("reviewer"), revision, "publish")
    event.refresh_from_db()
    assert event.title == "Border guards meet"


def test_a_publisher_and_the_names_of_an_entity_are_revised() -> None:
    publisher = make.publisher()
    source = make.source(publisher=publisher)
    entity = make.entity("Border Service")
    make.publish(source, entity)
    client = signed_in("writer")
    send(client, page_of(publisher, "revise") + "?field=languages", new="en\naz", reason="It prints both.")
    names = "primary | Border Service | en\nacronym | BS"
    send(client, page_of(entity, "revise") + "?field=names", new=names, reason="As they sign.")
    send(client, page_of(source, "revise") + "?field=publisher", new=make.publisher().pk, reason="Misread.")
    for revision in Revision.objects.all():
        take(signed_in("reviewer"), revision, "publish")
    publisher.refresh_from_db()
    assert publisher.languages == ["en", "az"]
    assert entity.names.filter(text="BS", kind="acronym").exists()


@pytest.mark.parametrize(
    ("field", "new", "error"),
    [
        ("title", "Guards meet", "already"),
        ("title", "", "required"),
        ("kind", "feast", "not one of"),
    ],
)
def test_an_impossible_revision_is_refused_beside_the_field(field: str, new: str, error: str) -> None:
    event = make.published_event(title="Guards meet")
    answer = send(signed_in("writer"), page_of(event, "revise") + f"?field={field}", new=new, reason="So.")
    assert answer.status_code == 200
    assert error in errors_of(answer)[0]
    assert not Revision.objects.exists()


def test_coordinates_are_revised_as_one_field() -> None:
    place = make.entity("Lankaran", kind="place")
    make.publish(place)
    client = signed_in("writer")
    answer = send(client, page_of(place, "revise") + "?field=coordinates", new="38.75", reason="Found on a map.")
    assert "as 40.41, 49.87" in answer.content.decode()
    send(client, page_of(place, "revise") + "?field=coordinates", new="38.75, 48.850", reason="Found on a map.")
    assert Revision.objects.get(record_uid=place.pk).new == ["38.75", "48.85"]


def test_a_contributor_revises_nothing_and_a_draft_is_not_revised() -> None:
    event, draft = make.published_event(), make.event()
    assert signed_in("contributor").get(page_of(event, "revise")).status_code == 403
    assert signed_in("writer").get(page_of(draft, "revise")).status_code == 403
    assert "revise" not in signed_in("contributor").get(page_of(event)).content.decode()


def test_a_redaction_is_proposed_and_decided_on() -> None:
    event = make.published_event(summary="The guard Ali Aliyev was there.")
    answer = send(
        signed_in("writer"), page_of(event, "redact"), field="summary", start="10", end="20", reason="Private."
    )
    assert answer["Location"] == page_of(Redaction.objects.get())
    take(signed_in("manager"), Redaction.objects.get(), "publish")
    event.refresh_from_db()
    assert event.summary == "The guard ██████████ was there."


def test_entities_are_merged_by_a_match_that_a_managing_editor_publishes() -> None:
    left, right = make.entity(), make.entity()
    make.publish(left, right)
    client = signed_in("writer")
    assert f"/admin/matching/{left.pk}/" in client.get(page_of(left)).content.decode()
    send(client, "/admin/events/entitymatch/add/", left=left.pk, right=right.pk, judgement="same", reason="One office.")
    found = EntityMatch.objects.get()
    take(client, found, "submit")
    take(signed_in("manager"), found, "publish")
    assert Entity.objects.get(pk=right.pk).root_id == left.pk


def test_claims_in_conflict_are_ranked() -> None:
    event = make.published_event()
    rival = make.published_claim(event, "date", "3 May 2018", value_edtf="2018-05-05")
    client = signed_in("writer")
    assert f"/admin/conflicts/{event.pk}/date/" in client.get(page_of(rival)).content.decode()
    add = f"/admin/events/ranking/add/?claim={rival.pk}"
    send(client, add, rank="deprecated", reason_kind="misread", reason="The report says the third.")
    ranking = Ranking.objects.get()
    take(client, ranking, "submit")
    take(signed_in("manager"), ranking, "publish")
    rival.refresh_from_db()
    assert rival.rank == "deprecated"


def test_several_are_submitted_and_published_from_the_list() -> None:
    first, second = make.entity(), make.entity()
    chosen = {"_selected_action": [first.pk, second.pk]}
    signed_in("writer").post("/admin/events/entity/", chosen | {"action": "submit_selected"})
    refused = signed_in("writer").post("/admin/events/entity/", chosen | {"action": "publish_selected"}, follow=True)
    assert errors_of(refused)
    signed_in("reviewer").post("/admin/events/entity/", chosen | {"action": "publish_selected"})
    assert Entity.objects.published().count() == 2
