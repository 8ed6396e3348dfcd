"""The pages that move claims, split events and merge: what they show before, who may open them, what they refuse."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from editorial.choices import State
from events.actions import rank
from events.choices import Rank
from events.models import Claim, Event, EventMatch
from sources.models import SourceLink
from tests import factories as make
from tests.admin.pages import page_of, send, signed_in
from tests.site.counting import queries

pytestmark = pytest.mark.django_db

WHY = "The report tells of the second meeting."
MOVE = "/admin/events/moving/"


def two() -> tuple[Event, Event, Claim]:
    """Two published events of the same day, and a rival date of the first that belongs to the second."""
    one, other = make.published_event(title="First meeting"), make.published_event(title="Second meeting")
    make.retract(other.claims.get())
    claim = make.published_claim(one, "date", "The meeting of 3 May 2018", value_edtf="2018-05-04")
    return one, other, claim


def told(answer: Any) -> str:
    page = html.fromstring(answer.content.decode())
    return " ".join(" ".join(page.xpath("//text()[not(parent::script)]")).split())


def chosen(client: Client, url: str, **fields: Any) -> Any:
    """Send the page's form with these fields, as a browser that saw the page would."""
    page = html.fromstring(client.get(url).content)
    seen = page.xpath("//input[@name='seen']/@value")
    return client.post(url, {"seen": seen[0] if seen else "", "reason": WHY} | fields)


def test_the_preview_tells_what_would_follow_and_moves_nothing() -> None:
    one, other, claim = two()
    make.publish(rank(claim, Rank.PREFERRED, reason="Better.", user=make.user("writer")))
    answer = chosen(signed_in("writer"), f"{MOVE}?event={one.pk}", claims=[claim.pk], event=other.pk, preview="1")
    text = told(answer)
    assert "What would follow" in text
    assert "A conflict vanishes: “date: 4 May 2018” against “date: 3 May 2018”." in text
    assert "Date 4 May 2018 3 May 2018" in text
    assert "Date — 4 May 2018" in text
    assert "is ranked preferred" in text
    assert not claim.successors.exists()
    assert WHY in text


def test_a_conflict_that_would_appear_is_told() -> None:
    one, other, claim = two()
    make.published_claim(other, "date", "The meeting of 3 May 2018", value_edtf="2018-06-01")
    answer = chosen(signed_in("writer"), f"{MOVE}?event={one.pk}", claims=[claim.pk], event=other.pk, preview="1")
    assert "A conflict appears: “date: 4 May 2018” against “date: 1 June 2018”." in told(answer)


def test_the_button_moves_and_leads_to_where_they_are() -> None:
    one, other, claim = two()
    answer = chosen(signed_in("writer"), f"{MOVE}?event={one.pk}", claims=[claim.pk], event=other.pk, go="1")
    assert (answer.status_code, answer["Location"]) == (302, page_of(other))
    assert claim.successors.get().reason == WHY


def test_what_is_refused_is_said_on_the_page_and_nothing_typed_is_lost() -> None:
    one, _other, claim = two()
    entity = make.entity()
    make.publish(entity)
    for button in ("preview", "go"):
        sent = {"claims": [claim.pk], "entity": entity.pk, button: "1"}
        answer = chosen(signed_in("writer"), f"{MOVE}?event={one.pk}", **sent)
        assert f"claim {claim.pk} (date: 4 May 2018): “date” is said of an event" in told(answer)
        assert WHY in told(answer)
        assert html.fromstring(answer.content).xpath(f"//input[@value='{claim.pk}'][@checked]")


def test_one_target_and_a_reason_are_asked_for() -> None:
    one, other, claim = two()
    entity = make.entity()
    for fields in ({}, {"event": other.pk, "entity": entity.pk}):
        answer = chosen(signed_in("writer"), f"{MOVE}?event={one.pk}", claims=[claim.pk], go="1", **fields)
        assert "Choose one event or one entity" in told(answer)
    answer = chosen(signed_in("writer"), f"{MOVE}?event={one.pk}", claims=[], event=other.pk, reason="", go="1")
    assert told(answer).count("This field is required.") == 2


def test_what_was_saved_since_the_page_was_opened_is_not_moved() -> None:
    one, other, _claim = two()
    draft = make.claim(one, "topic", value_text="Radio")
    seen = f"{draft.pk}:{draft.version - 1}"
    fields = {"claims": [draft.pk], "event": other.pk, "seen": seen, "go": "1"}
    answer = chosen(signed_in("writer"), f"{MOVE}?event={one.pk}", **fields)
    assert "was changed since you opened the page" in told(answer)


def test_the_list_of_claims_leads_to_the_page_with_those_selected() -> None:
    one, other, claim = two()
    client = signed_in("writer")
    listed = reverse("admin:events_claim_changelist")
    answer = client.post(listed, {"action": "move_selected", "_selected_action": [claim.pk]})
    assert answer["Location"] == f"{MOVE}?claim={claim.pk}"
    page = html.fromstring(client.get(answer["Location"]).content)
    assert page.xpath("//input[@name='claims'][@checked]/@value") == [claim.pk]
    assert chosen(client, answer["Location"], claims=[claim.pk], event=other.pk, go="1").status_code == 302
    assert one.claims.count() == 2


def test_a_split_is_looked_at_and_made() -> None:
    one, _other, claim = two()
    client, url = signed_in("writer"), reverse("moving:split", args=[one.pk])
    fields = {"claims": [claim.pk], "title": "The second day", "kind": "meeting"}
    text = told(chosen(client, url, preview="1", **fields))
    assert "The second day" in text
    assert "A conflict vanishes" in text
    assert not Event.objects.filter(title="The second day").exists()
    answer = chosen(client, url, go="1", **fields)
    made = Event.objects.get(title="The second day")
    assert (answer["Location"], made.state) == (page_of(made), State.DRAFT)
    assert made.claims.get().supersedes == claim


def test_the_pages_of_subjects_lead_to_all_of_it() -> None:
    one, _other, claim = two()
    source = claim.evidence.get().capture.source
    client = signed_in("writer")
    page = client.get(page_of(one)).content.decode()
    for text in ("Move claims", "Split the event", "Merge with another event"):
        assert text in page
    assert "Move to another event or entity" in client.get(page_of(claim)).content.decode()
    assert "Same document as another source" in client.get(page_of(source)).content.decode()


def test_a_merge_of_events_begins_on_the_events_page() -> None:
    one, other, _claim = two()
    client = signed_in("writer")
    add = f"{reverse('admin:events_eventmatch_add')}?left={one.pk}&judgement=same"
    send(client, add, right=other.pk, reason="One meeting.")
    made = EventMatch.objects.get()
    assert (made.left, made.right, made.judgement, made.state) == (one, other, "same", State.DRAFT)


def test_a_merge_of_sources_begins_on_the_sources_page() -> None:
    kept, doubled = make.source(), make.source()
    add = f"{reverse('admin:sources_sourcelink_add')}?source={doubled.pk}&kind=identical_to"
    send(signed_in("writer"), add, target=kept.pk, reason="One document.")
    made = SourceLink.objects.get()
    assert (made.source, made.target, made.kind) == (doubled, kept, "identical_to")


@pytest.mark.parametrize(
    ("name", "status"),
    [("contributor", 200), ("writer", 200), ("manager", 200), ("administrator", 403), ("outsider", 302)],
)
def test_who_opens_the_pages(name: str, status: int) -> None:
    one, _other, _claim = two()
    client = signed_in(name)
    for url in (f"{MOVE}?event={one.pk}", reverse("moving:split", args=[one.pk])):
        assert client.get(url).status_code == status


@pytest.mark.parametrize("name", ["administrator", "outsider"])
def test_a_forged_post_is_refused(name: str) -> None:
    one, other, claim = two()
    sent = {"claims": [claim.pk], "event": other.pk, "title": "T", "kind": "meeting", "reason": WHY, "go": "1"}
    for url in (f"{MOVE}?event={one.pk}", reverse("moving:split", args=[one.pk])):
        assert signed_in(name).post(url, sent).status_code in (302, 403)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make.user("writer"))
    assert strict.post(f"{MOVE}?event={one.pk}", sent).status_code == 403
    assert not claim.successors.exists()


def test_a_contributor_sees_and_moves_no_draft_of_others() -> None:
    one, other, _claim = two()
    draft = make.claim(one, "topic", value_text="Radio")
    client = signed_in("contributor")
    assert "Radio" not in client.get(f"{MOVE}?event={one.pk}").content.decode()
    chosen(client, f"{MOVE}?claim={draft.pk}", claims=[draft.pk], event=other.pk, go="1")
    draft.refresh_from_db()
    assert draft.event == one


def test_an_unknown_subject_is_not_found_and_an_empty_one_says_so() -> None:
    client = signed_in("writer")
    assert client.get(f"{MOVE}?event=nowhere").status_code == 404
    assert "no claim here that can be moved" in told(client.get(f"{MOVE}?event={make.event().pk}"))


def test_queries_do_not_grow_with_the_claims() -> None:
    one, other, claim = two()
    client = signed_in("writer")
    url = f"{MOVE}?event={one.pk}"

    def counted() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as asked:
            chosen(client, url, claims=list(one.claims.values_list("pk", flat=True)), event=other.pk, preview="1")
        return queries(client, url), len(asked)

    few = counted()
    for _ in range(10):
        made = make.claim(one, "topic", value_text="Patrols")
        make.evidence(made, claim.evidence.get().capture.source, "a joint plan")
        make.publish(made, *made.evidence.all())
    assert counted() == few
