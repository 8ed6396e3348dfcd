"""Comments on records: who may, who is told, what resolves them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial import comments, guard
from editorial.errors import Frozen, NotAllowed, Refused, WrongState
from editorial.models import Comment, LedgerEntry, Record
from tests import factories as make
from tests.admin.pages import page_of, signed_in

pytestmark = pytest.mark.django_db


def told(comment: Comment) -> set[str]:
    return set(comment.addressees.values_list("username", flat=True))


def test_names_are_read_after_an_at_sign_and_not_from_an_address() -> None:
    assert comments.names_in("@reviewer, ask @second_manager. Write to press@example.org, @reviewer!") == [
        "reviewer", "second_manager",
    ]  # fmt: skip


def test_a_mention_and_the_author_of_the_record_are_told() -> None:
    event = make.event()
    make.user("manager")
    said = comments.say(event, "Is the day right, @Manager?", user=make.user("reviewer"))
    assert told(said.comment) == {"manager", "writer"}
    assert said.unknown == []
    assert comments.waiting_for(make.user("manager")) == [said.comment]


def test_a_comment_leaves_no_trace_in_the_ledger() -> None:
    event = make.event()
    before = LedgerEntry.objects.count()
    comments.say(event, "Look at this.", user=make.user("reviewer"))
    assert LedgerEntry.objects.count() == before
    assert make.findings() == []


def test_nobody_is_told_who_may_not_see_the_record() -> None:
    event = make.event()
    make.user("contributor"), make.user("outsider")
    said = comments.say(event, "@contributor @outsider @nobody", user=make.user("reviewer"))
    assert told(said.comment) == {"writer"}
    assert said.unknown == ["contributor", "outsider", "nobody"]


@pytest.mark.parametrize("name", ["contributor", "administrator", "outsider"])
def test_who_does_not_work_on_a_draft_may_not_comment_on_it(name: str) -> None:
    event = make.event()
    with pytest.raises(NotAllowed):
        comments.say(event, "Hello", user=make.user(name))
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n", "x" * (comments.LONGEST + 1)])
def test_an_empty_or_endless_comment_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        comments.say(make.event(), text, user=make.user("reviewer"))


def test_a_comment_is_resolved_once_and_can_be_reopened() -> None:
    comment = comments.say(make.event(), "@writer look", user=make.user("reviewer")).comment
    comments.resolve(comment, user=make.user("writer"))
    assert comments.waiting_for(make.user("writer")) == []
    with pytest.raises(WrongState):
        comments.resolve(comment, user=make.user("reviewer"))
    comments.reopen(comment, user=make.user("reviewer"))
    assert comments.waiting_for(make.user("writer")) == [comment]


def test_comments_are_written_by_their_functions_alone() -> None:
    comment = comments.say(make.event(), "Look", user=make.user("reviewer")).comment
    comment.text = "Something else"
    with pytest.raises(Frozen):
        comment.save()
    with pytest.raises(Frozen):
        Comment.objects.all().delete()
    with guard.writing():
        assert Comment.objects.get().text == "Look"


def test_the_box_is_there_for_every_record_and_says_who_was_not_told() -> None:
    source = make.source()
    client = signed_in("reviewer")
    assert source.publisher is not None
    records: list[Record] = [source, source.publisher, make.claim(make.event())]
    for record in records:
        page = client.get(page_of(record)).content.decode()
        assert f"/admin/desk/{record.pk}/comments/" in page
    answer = client.post(f"/admin/desk/{source.publisher.pk}/comments/", {"text": "@nobody, the name?"}, follow=True)
    assert "Nobody was told who is called @nobody" in answer.content.decode()
    assert "the name?" in answer.content.decode()
    assert "Comments (1 open)" in client.get(page_of(source.publisher)).content.decode()


def test_what_waits_for_me_is_on_the_front_page_until_it_is_resolved() -> None:
    comment = comments.say(make.event(), "Which Lankaran is this?", user=make.user("reviewer")).comment
    client = signed_in("writer")
    assert "Which Lankaran is this?" in client.get("/admin/").content.decode()
    client.post(f"/admin/desk/comments/{comment.pk}/")
    assert "Which Lankaran is this?" not in client.get("/admin/").content.decode()
    client.post(f"/admin/desk/comments/{comment.pk}/", {"reopen": "1"})
    assert "Which Lankaran is this?" in client.get("/admin/").content.decode()


@pytest.mark.parametrize(("name", "status"), [("contributor", 404), ("administrator", 403), ("outsider", 302)])
def test_the_pages_of_comments_are_closed_to_others(name: str, status: int) -> None:
    event = make.event()
    comment = comments.say(event, "Between us.", user=make.user("reviewer")).comment
    client = signed_in(name)
    for answer in (
        client.get(f"/admin/desk/{event.pk}/comments/"),
        client.post(f"/admin/desk/{event.pk}/comments/", {"text": "Hello"}),
        client.post(f"/admin/desk/comments/{comment.pk}/"),
    ):
        assert answer.status_code == status
    comment.refresh_from_db()
    assert comment.resolved_at is None
    assert Comment.objects.count() == 1


def test_a_forged_comment_is_refused() -> None:
    event, client = make.event(), Client(enforce_csrf_checks=True)
    client.force_login(make.user("reviewer"))
    assert client.post(f"/admin/desk/{event.pk}/comments/", {"text": "Hello"}).status_code == 403
    assert not Comment.objects.exists()


def test_no_public_page_and_no_answer_of_the_api_tells_a_comment() -> None:
    event = make.published_event()
    claim = event.claims.get()
    evidence = claim.evidence.get()
    for record in (event, claim, evidence, evidence.capture.source, evidence.capture):
        comments.say(record, "Zanzibarian remark", user=make.user("reviewer"))
    client = Client()
    addresses = [
        "/", "/events/", "/claims/", "/sources/", "/search/?q=Zanzibarian", event.get_absolute_url(),
        claim.get_absolute_url(), evidence.capture.source.get_absolute_url(), "/api/v1/events/", "/api/v1/claims/",
        f"/api/v1/events/{event.pk}/", f"/api/v1/claims/{claim.pk}/", "/api/v1/sources/", "/api/v1/schema/",
    ]  # fmt: skip
    for address in addresses:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        assert "remark" not in answer.content.decode(), address
    for address in (f"/admin/desk/{event.pk}/comments/", "/admin/desk/"):
        assert client.get(address).status_code == 302


def test_many_comments_take_no_more_queries() -> None:
    event, client = make.event(), signed_in("reviewer")

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/admin/desk/{event.pk}/comments/").status_code == 200
        return len(captured)

    comments.say(event, "One", user=make.user("writer"))
    few = count()
    for number in range(10):
        comments.say(event, f"More {number}", user=make.user("writer"))
    assert count() == few
