"""The pages of the review desk: who may open them, what they show, what a request does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from editorial import actions, comments, desk
from editorial.choices import State
from editorial.models import ReviewClaim
from events.actions import match, submit_bundle
from events.choices import Judgement
from events.models import Claim, Event, Evidence
from tests import factories as make
from tests.admin.pages import errors_of, fields_of, signed_in
from tests.events.test_desk import claims_of, event_in_review, state
from tests.site.counting import queries

pytestmark = pytest.mark.django_db

FORM = "//form[@id='desk-form']"


def page_of(subject: Any) -> str:
    return f"/admin/desk/{subject.pk}/"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


def decide(client: Client, subject: Any, **fields: Any) -> Any:
    """Open the page, decide as these fields say (`decision_<uid>`, `reason_<uid>`), and send it."""
    typed = fields_of(client, page_of(subject), FORM)
    return client.post(page_of(subject), typed | {n.replace("_", "-"): v for n, v in fields.items()}, follow=True)


# -- the queue ---------------------------------------------------------------------------------------------------------


def test_the_front_page_leads_to_the_queue_and_the_queue_to_the_bundle() -> None:
    event, client = event_in_review(), signed_in("reviewer")
    assert 'href="/admin/desk/"' in client.get("/admin/").content.decode()
    assert page_of(event) in client.get("/admin/desk/").content.decode()


def test_tabs_part_what_is_mine_from_what_nobody_has() -> None:
    mine, free, theirs = event_in_review(), event_in_review(), event_in_review()
    desk.take(mine, user=make.user("reviewer"))
    desk.take(theirs, user=make.user("manager"))
    client = signed_in("reviewer")

    def on(tab: str) -> set[Event]:
        page = client.get(f"/admin/desk/?tab={tab}").content.decode()
        return {event for event in (mine, free, theirs) if page_of(event) in page}

    assert on("mine") == {mine}
    assert on("unclaimed") == {free}
    assert on("all") == on("nonsense") == {mine, free, theirs}
    assert "manager, until" in text_of(client, "/admin/desk/")


def test_the_queue_is_narrowed_by_kind_source_age_and_title() -> None:
    old, new = event_in_review(), event_in_review()
    claim = claims_of(old)[0]
    source = claim.evidence.get().capture.source
    entity = make.entity("Coast Guard")
    make.in_review(entity)
    with actions.verb():
        for record in (Event, Claim, Evidence):
            record.objects.in_review().update(submitted_at=timezone.now())
        Claim.objects.filter(pk=claim.pk).update(submitted_at=timezone.now() - timedelta(days=8))
    client = signed_in("reviewer")

    def found(query: str) -> set[Any]:
        page = client.get(f"/admin/desk/?{query}").content.decode()
        return {record for record in (old, new, entity) if page_of(record) in page}

    assert found("kind=event") == {old, new}
    assert found("kind=entity") == {entity}
    assert found("kind=other") == set()
    assert found(f"source={source.pk}") == {old}
    assert found("age=7") == {old}
    assert found("age=30") == set()
    assert found("q=coast") == {entity}
    assert found("age=x&kind=x") == {old, new, entity}


def test_a_source_that_waits_with_an_event_is_listed_when_sources_are_asked_for() -> None:
    event, client = event_in_review(), signed_in("reviewer")
    source = claims_of(event)[0].evidence.get().capture.source
    assert page_of(source) not in client.get("/admin/desk/").content.decode()
    assert "1 source or entity waits with what rests on it" in text_of(client, "/admin/desk/")
    assert page_of(source) in client.get("/admin/desk/?kind=source").content.decode()


@pytest.mark.parametrize(("name", "status"), [("administrator", 403), ("outsider", 302), ("contributor", 200)])
def test_the_queue_is_for_people_with_an_editorial_role(name: str, status: int) -> None:
    event = event_in_review()
    answer = signed_in(name).get("/admin/desk/")
    assert answer.status_code == status
    assert page_of(event) not in answer.content.decode()


# -- a bundle ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [("administrator", 403), ("outsider", 302), ("contributor", 404), ("writer", 200), ("manager", 200)],
)
def test_who_may_see_a_bundle_opens_its_page(name: str, status: int) -> None:
    event = event_in_review()
    assert signed_in(name).get(page_of(event)).status_code == status


def test_a_claim_leads_to_the_page_of_what_it_is_about() -> None:
    event = event_in_review()
    claim = claims_of(event)[0]
    answer = signed_in("reviewer").get(page_of(claim))
    assert answer["Location"] == f"{page_of(event)}#item-{claim.pk}"


def test_what_is_no_record_or_has_no_review_is_not_found() -> None:
    client = signed_in("reviewer")
    assert client.get("/admin/desk/0000000000/").status_code == 404
    assert client.get(page_of(make.publisher())).status_code == 404


def test_a_contributor_sees_their_own_work_and_nobody_elses() -> None:
    event = make.published_event()
    theirs = make.claim(event, "outcome", value_text="A secret pact.")
    make.evidence(theirs, make.source(title="An unseen report"), "a joint plan")
    submit_bundle(event, user=make.user("writer"))
    contributor = make.user("contributor")
    mine = actions.save(Claim(event=event, property="date", value_edtf="2018-05-03"), user=contributor)
    actions.submit([mine], user=contributor)
    told = text_of(signed_in("contributor"), page_of(event))
    assert "Date: 3 May 2018" in told
    assert "secret pact" not in told
    assert "unseen report" not in told
    assert "An administrator can give it to you" in told


def test_a_claim_is_shown_with_its_passage_in_context_and_its_grades() -> None:
    council, event = make.entity("Border Council"), make.published_event()
    make.publish(council)
    claim = make.claim(event, "date", attributed_to=council, credibility=2, value_edtf="2018-05-03")
    make.evidence(claim, make.source(), reading="The report is of the next day.")
    submit_bundle(event, user=make.user("writer"))
    page = html.fromstring(signed_in("reviewer").get(page_of(event)).content)
    (item,) = page.xpath(f"//*[@id='item-{claim.pk}']")
    told = " ".join(item.text_content().split())
    (passage,) = item.xpath(".//blockquote")
    assert passage.xpath("string(mark)") == "The meeting of 3 May 2018"
    assert "was chaired by Colonel Farid Nazarov" in passage.text_content()
    for words in ("3 May 2018", "2018-05-03", "Border Council", "2 probably true", "C fairly reliable", "Supports"):
        assert words in told, words
    assert "The report is of the next day." in told
    assert "1 source, 1 independent origin" in told
    assert "Written by writer." in told


def test_copies_count_as_one_origin_before_they_are_published() -> None:
    event, original = make.published_event(), make.source()
    copy = make.source()
    make.publish(original, copy)
    make.published_link(copy, original)
    claim = make.claim(event)
    make.evidence(claim, original), make.evidence(claim, copy)
    submit_bundle(event, user=make.user("writer"))
    assert "2 sources, 1 independent origin" in text_of(signed_in("reviewer"), page_of(event))


def test_conflicts_with_published_claims_are_shown_before_they_arise() -> None:
    event = make.published_event()
    rival = make.claim(event, "date", value_edtf="2018-05-05")
    make.evidence(rival, make.source())
    submit_bundle(event, user=make.user("writer"))
    told = text_of(signed_in("reviewer"), page_of(event))
    assert "Cannot be true together with: 3 May 2018 published" in told
    event.refresh_from_db()
    assert not event.conflicted
    assert make.findings() == []


def test_a_correction_shows_what_it_replaces_and_is_no_conflict_with_it() -> None:
    event = make.published_event()
    (old,) = claims_of(event)
    new = make.claim(event, "date", value_edtf="2018-05-05", supersedes=old)
    make.evidence(new, make.source())
    submit_bundle(event, user=make.user("writer"))
    told = text_of(signed_in("reviewer"), page_of(event))
    assert "It takes the place of: date: 3 May 2018" in told
    assert "Cannot be true" not in told


def test_what_changed_since_it_was_sent_back_is_shown() -> None:
    event = event_in_review(1)
    (claim,) = claims_of(event)
    actions.send_back([claim, claim.evidence.get()], user=make.user("manager"), reason="Name the month alone.")
    claim.refresh_from_db()
    claim.value_edtf = "2018-05"
    actions.save(claim, user=make.user("writer"))
    make.evidence(claim, make.source(), "Twelve officers")
    submit_bundle(event, user=make.user("writer"))
    told = text_of(signed_in("reviewer"), page_of(event))
    assert "Name the month alone." in told
    assert "2018-05-03 → 2018-05" in told
    assert told.count("New since it was sent back.") == 1


def test_single_records_are_decided_on_as_well() -> None:
    left, right = make.entity("Coast Guard"), make.entity("Coastguard")
    make.publish(left, right)
    same = match(left, right, Judgement.SAME, reason="One office.", user=make.user("writer"))
    make.in_review(same)
    revision = actions.propose_revision(
        left, field="description", new="Guards the coast.", reason="It lacked one.", user=make.user("writer")
    )
    redaction = actions.propose_redaction(right, field="name", reason="A private name.", user=make.user("writer"))
    client = signed_in("manager")
    assert "One office." in text_of(client, page_of(same))
    assert "Guards the coast." in text_of(client, page_of(revision))
    assert "A private name." in text_of(client, page_of(redaction))
    for record in (same, revision):
        decide(client, record, **{f"decision_{record.pk}": "accept"})
        assert state(record) == State.PUBLISHED
    decide(client, redaction, **{f"decision_{redaction.pk}": "back", f"reason_{redaction.pk}": "It is public."})
    assert state(redaction) == State.DRAFT


# -- deciding ----------------------------------------------------------------------------------------------------------


def test_one_request_publishes_some_and_sends_some_back() -> None:
    event, client = event_in_review(), signed_in("reviewer")
    good, bad = claims_of(event)
    fields = {f"decision_{good.pk}": "accept", f"decision_{bad.pk}": "back", f"reason_{bad.pk}": "Name the day."}
    answer = decide(client, event, **fields)
    assert errors_of(answer) == []
    assert "Published: 4 records. Sent back: 2 records." in answer.content.decode()
    assert (state(good), state(bad)) == (State.PUBLISHED, State.DRAFT)
    assert "Name the day." in signed_in("writer").get("/admin/").content.decode()


def test_own_work_is_shown_and_cannot_be_accepted() -> None:
    event, client = event_in_review(1), signed_in("writer")
    page = html.fromstring(client.get(page_of(event)).content)
    assert "somebody else has to decide on it" in page.text_content()
    assert all(radio.get("disabled") is not None for radio in page.xpath("//input[@value='accept']"))
    claim = claims_of(event)[0]
    answer = decide(client, event, **{f"decision_{claim.pk}": "accept"})
    assert answer.status_code == 403
    assert "somebody else has to decide on it" in errors_of(answer)[0]
    assert state(claim) == State.IN_REVIEW


@pytest.mark.parametrize("name", ["contributor", "administrator", "outsider"])
def test_a_request_that_no_page_offered_changes_nothing(name: str) -> None:
    event = event_in_review(1)
    claim = claims_of(event)[0]
    seen = fields_of(signed_in("reviewer"), page_of(event), FORM)
    client = signed_in(name)
    for address in (page_of(event), f"{page_of(event)}take/", f"{page_of(event)}release/"):
        answer = client.post(address, seen | {f"decision-{claim.pk}": "accept"})
        assert answer.status_code in (302, 403, 404)
    assert state(claim) == State.IN_REVIEW
    assert not ReviewClaim.objects.exists()


def test_a_forged_request_is_refused() -> None:
    event = event_in_review(1)
    claim = claims_of(event)[0]
    seen = fields_of(signed_in("reviewer"), page_of(event), FORM)
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user("reviewer"))
    seen["csrfmiddlewaretoken"] = "x" * 64
    assert client.post(page_of(event), seen | {f"decision-{claim.pk}": "accept"}).status_code == 403
    assert client.post(f"{page_of(event)}take/").status_code == 403
    assert client.get(f"{page_of(event)}take/").status_code == 405
    assert state(claim) == State.IN_REVIEW


def test_what_changed_meanwhile_is_said_and_decided_on_once_more() -> None:
    event, client = event_in_review(), signed_in("reviewer")
    same, changed = claims_of(event)
    typed = fields_of(client, page_of(event), FORM)
    actions.send_back([changed], user=make.user("manager"), reason="Wait.")
    actions.submit([changed], user=make.user("writer"))
    decisions = {f"decision-{same.pk}": "accept", f"decision-{changed.pk}": "back", f"reason-{changed.pk}": "No day."}
    answer = client.post(page_of(event), typed | decisions)
    assert answer.status_code == 409
    assert "since you opened the page" in errors_of(answer)[0]
    page = html.fromstring(answer.content)
    checked = {radio.get("name"): radio.get("value") for radio in page.xpath("//input[@type='radio'][@checked]")}
    assert checked[f"decision-{same.pk}"] == "accept"
    assert not checked[f"decision-{changed.pk}"]
    assert "No day." in page.xpath(f"string(//textarea[@name='reason-{changed.pk}'])")
    assert state(same) == State.IN_REVIEW


def test_a_second_reviewer_who_comes_too_late_is_told() -> None:
    event = event_in_review(1)
    claim = claims_of(event)[0]
    first, second = signed_in("reviewer"), signed_in("manager")
    typed = [fields_of(client, page_of(event), FORM) | {f"decision-{claim.pk}": "accept"} for client in (first, second)]
    assert first.post(page_of(event), typed[0]).status_code == 302
    answer = second.post(page_of(event), typed[1])
    assert answer.status_code == 409
    assert "somebody else decided on it" in errors_of(answer)[0]


def test_a_second_reviewer_sees_who_has_the_review_and_takes_it_over_when_it_ran_out() -> None:
    event = event_in_review(1)
    signed_in("reviewer").post(f"{page_of(event)}take/")
    client = signed_in("manager")
    assert "taken by reviewer" in text_of(client, page_of(event))
    answer = client.post(f"{page_of(event)}take/", follow=True)
    assert "taken by reviewer" in errors_of(answer)[0]
    desk.take(event, user=make.user("reviewer"), at=timezone.now() - desk.HOLD)
    client.post(f"{page_of(event)}take/")
    assert "You have taken this review" in text_of(client, page_of(event))
    client.post(f"{page_of(event)}release/")
    assert "Nobody has taken this review" in text_of(client, page_of(event))


def test_comments_are_beside_the_claims_and_made_on_the_same_page() -> None:
    event, client = event_in_review(1), signed_in("reviewer")
    comments.say(claims_of(event)[0], "Is this the right meeting?", user=make.user("manager"))
    answer = client.post(f"{page_of(event)}comments/", {"text": "Ask @writer.", "from": "desk"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{page_of(event)}#comments"
    told = text_of(client, page_of(event))
    assert "Ask @writer." in told
    assert "manager: Is this the right meeting?" in told


def test_a_page_takes_no_more_queries_for_more_claims() -> None:
    counts = []
    for number in (10, 50):
        event = make.event(part_of=make.event())
        for _ in range(number):
            entity = make.entity()
            claim = make.claim(event, "participant", role="host", value_entity=entity, attributed_to=make.entity())
            make.evidence(claim, make.source(), "Border guards")
        submit_bundle(event, user=make.user("writer"))
        client = signed_in("reviewer")
        counts.append(queries(client, page_of(event)))
    assert counts[0] == counts[1]
    assert counts[0] <= 60


def test_the_queue_takes_no_more_queries_for_more_bundles() -> None:
    client = signed_in("reviewer")
    event_in_review(), event_in_review()
    few = queries(client, "/admin/desk/")
    for _ in range(8):
        event_in_review()
    assert queries(client, "/admin/desk/") == few
