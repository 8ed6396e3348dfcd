"""Notices by e-mail: whom what is told, once, and never more often than they want."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from editorial import actions, comments, desk, letters, notices
from editorial.choices import NoticeKind
from editorial.models import Notice, ReviewClaim, User
from events.actions import publish_bundle, submit_bundle
from events.actions.anchors import recheck
from events.models import Event
from sources.actions import capture
from tests import factories as make

pytestmark = pytest.mark.django_db

LATER = timedelta(hours=1)


@pytest.fixture(autouse=True)
def addresses() -> None:
    for name in ("contributor", "writer", "reviewer", "manager", "administrator", "outsider"):
        user = make.user(name)
        user.email = f"{name}@example.org"
        user.save()


def deliver(name: str, at: datetime | None = None) -> list[EmailMultiAlternatives]:
    """The letters to this person of the cast that are due an hour from now (or at `at`)."""
    before = len(mail.outbox)
    letters.send_due(make.user(name).uid, again=lambda when: None, at=at or timezone.now() + LATER)
    return mail.outbox[before:]  # type: ignore[return-value]


def letter_to(name: str) -> EmailMultiAlternatives:
    (letter,) = deliver(name)
    assert letter.to == [f"{name}@example.org"]
    return letter


def in_review(**fields: Any) -> Event:
    event = make.event(**fields)
    make.evidence(make.claim(event), make.source())
    submit_bundle(event, user=make.user("writer"))
    return event


def sent_back() -> Event:
    event = make.event(title="Talks in Lankaran")
    make.in_review(event)
    actions.send_back([event], user=make.user("reviewer"), reason="Name the officers.")
    return event


def held() -> Event:
    event = in_review(title="Talks in Lankaran")
    claim = desk.take(event, user=make.user("reviewer"))
    notices.warn_now(event.pk, claim.expires_at, at=claim.expires_at - timedelta(minutes=15))
    return event


# -- each kind ---------------------------------------------------------------------------------------------------------


def test_what_is_sent_back_is_told_its_author_with_the_reason() -> None:
    event = sent_back()
    letter = letter_to("writer")
    assert letter.subject == "[ctarchive] Sent back to you: Talks in Lankaran"
    assert "Name the officers." in letter.body
    assert f"http://localhost:8000/admin/events/event/{event.pk}/change/" in letter.body
    assert deliver("reviewer") == []


def test_what_waits_is_told_those_who_may_decide_on_it_as_one_line() -> None:
    event = in_review(title="Talks in Lankaran")
    for name in ("reviewer", "manager"):
        letter = letter_to(name)
        assert letter.subject == "[ctarchive] Waits for your review: Talks in Lankaran"
        assert f"http://localhost:8000/admin/desk/{event.pk}/" in letter.body
        assert letter.body.count("\n* ") == 1  # the new source goes along with it
    for name in ("writer", "contributor", "administrator", "outsider"):
        assert deliver(name) == []


def test_a_retraction_waits_for_a_managing_editor_alone() -> None:
    event = make.published_event()
    Notice.objects.all().delete()
    actions.propose_retraction(event, reason="It never took place.", user=make.user("writer"))
    assert len(deliver("manager")) == 1
    assert deliver("reviewer") == []


def test_what_was_decided_or_taken_by_another_in_the_meantime_is_not_told() -> None:
    first, second = in_review(), in_review()
    publish_bundle(first, user=make.user("manager"))
    desk.take(second, user=make.user("manager"), at=timezone.now())
    assert deliver("reviewer") == []
    assert not Notice.objects.filter(user=make.user("reviewer"), done_at=None).exists()


def test_what_was_published_is_told_its_author_with_its_public_address() -> None:
    event = in_review(title="Talks in Lankaran")
    publish_bundle(event, user=make.user("reviewer"))
    letter = letter_to("writer")
    assert "Published" in letter.subject
    assert f"http://localhost:8000{Event.objects.get().get_absolute_url()}" in letter.body


def test_a_comment_is_told_the_author_and_whom_it_mentions() -> None:
    event = make.event(title="Talks in Lankaran")
    comments.say(event, "Which day, @manager?", user=make.user("reviewer"))
    for name in ("writer", "manager"):
        letter = letter_to(name)
        assert letter.subject == "[ctarchive] A comment for you: Talks in Lankaran"
        assert "reviewer: Which day, @manager?" in letter.body
    assert deliver("reviewer") == []


def test_a_resolved_comment_is_not_told() -> None:
    said = comments.say(make.event(), "Which day?", user=make.user("reviewer"))
    comments.resolve(said.comment, user=make.user("reviewer"))
    assert deliver("writer") == []


def test_a_quotation_that_changed_in_a_new_capture_is_told_its_author_once() -> None:
    source = make.source()
    make.evidence(make.claim(make.event()), source)
    text = make.TEXT.replace("3 May", "4 May").encode()
    later = capture(text, source=source, user=make.user("writer")).capture
    recheck(later)
    recheck(later)
    assert "not what it was in a new capture" in letter_to("writer").subject
    assert recheck(later)
    assert deliver("writer", timezone.now() + 3 * LATER) == []


def test_a_review_that_is_about_to_run_out_is_told_its_holder_in_time() -> None:
    event = held()
    (letter,) = [
        one for one in deliver("reviewer", timezone.now() + timedelta(minutes=110)) if "you have taken" in one.body
    ]
    assert "yours until" in letter.body
    assert f"/admin/desk/{event.pk}/" in letter.body


def test_a_review_that_was_taken_for_longer_is_not_said_to_run_out() -> None:
    event = in_review()
    before = desk.take(event, user=make.user("reviewer"), at=timezone.now()).expires_at
    desk.take(event, user=make.user("reviewer"), at=timezone.now() + LATER)
    notices.warn_now(event.pk, before, at=before - timedelta(minutes=15))
    assert not Notice.objects.filter(kind=NoticeKind.HELD).exists()


def test_whose_review_ran_out_is_told_who_took_it_over() -> None:
    event = in_review()
    desk.take(event, user=make.user("reviewer"), at=timezone.now() - 3 * LATER)
    desk.take(event, user=make.user("manager"))
    (letter,) = [one for one in deliver("reviewer") if "you have taken" in one.body]
    assert "taken over by manager" in letter.body


def test_who_gave_a_review_back_is_not_told_who_took_it() -> None:
    event = in_review()
    desk.take(event, user=make.user("reviewer"))
    desk.release(event, user=make.user("reviewer"))
    desk.take(event, user=make.user("manager"))
    assert not Notice.objects.filter(kind=NoticeKind.HELD).exists()


# -- what is wanted ----------------------------------------------------------------------------------------------------

KINDS = {
    "sent_back": ("writer", sent_back),
    "review": ("reviewer", in_review),
    "published": ("writer", make.published_event),
    "comment": ("writer", lambda: comments.say(make.event(), "Which day?", user=make.user("reviewer"))),
    "held": ("reviewer", held),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_that_is_switched_off_is_neither_kept_nor_sent(kind: str) -> None:
    name, happens = KINDS[kind]
    User.objects.filter(username=name).update(notices_off=[kind])
    happens()
    assert not Notice.objects.filter(kind=kind, user__username=name).exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}, {"notices_off": ["sent_back"]}])
def test_nobody_is_written_to_who_left_or_switched_it_off_in_the_meantime(change: dict[str, Any]) -> None:
    sent_back()
    User.objects.filter(username="writer").update(**change)
    assert deliver("writer") == []


def test_what_the_receiver_may_no_longer_see_is_left_out() -> None:
    comments.say(make.event(title="A secret"), "Look, @manager", user=make.user("reviewer"))
    make.user("manager").groups.clear()
    assert deliver("manager") == []


def test_a_protected_name_is_not_sent_through_the_net() -> None:
    person = make.entity("Farid Nazarov", kind="person", protected=True, pseudonym="Officer A")
    comments.say(person, "Is he a public figure?", user=make.user("reviewer"))
    letter = letter_to("writer")
    whole = f"{letter.subject} {letter.body} {letter.alternatives[0]}"
    assert "Nazarov" not in whole
    assert person.pk in whole


@override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
def test_an_archive_that_sends_no_mail_keeps_no_notices() -> None:
    sent_back()
    assert not Notice.objects.exists()


# -- the letter --------------------------------------------------------------------------------------------------------


def test_a_letter_can_be_answered_by_one_click_and_has_a_plain_and_a_simple_form() -> None:
    sent_back()
    letter = letter_to("writer")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert address in letter.body
    assert Client().post(address.removeprefix("http://localhost:8000")).status_code == 200
    writer = make.user("writer")
    writer.refresh_from_db()
    assert writer.notices_off == ["sent_back"]
    content, kind = letter.alternatives[0]
    html = str(content)
    assert kind == "text/html"
    assert "<script" not in html
    assert "style=" not in html


def test_a_title_with_markup_or_a_new_line_breaks_neither_letter_nor_subject() -> None:
    event = make.event(title="Talks <b>now</b> & “then” " + "long " * 30)
    comments.say(event, "One\n<i>two</i>", user=make.user("reviewer"))
    letter = letter_to("writer")
    assert "\n" not in letter.message()["Subject"].replace("\n ", " ")
    assert "Talks <b>now</b> & “then”" in letter.body
    assert "<b>" not in str(letter.alternatives[0])


# -- once, and not too often -------------------------------------------------------------------------------------------


def test_what_happens_shortly_after_goes_into_the_same_letter() -> None:
    in_review(), in_review()
    comments.say(make.event(), "@reviewer, which day?", user=make.user("writer"))
    letter = letter_to("reviewer")
    assert letter.subject == "[ctarchive] News for you (3)"


@pytest.mark.parametrize(("pace", "wait"), [("soon", timedelta(minutes=15)), ("daily", timedelta(days=1))])
def test_the_next_letter_waits_as_long_as_was_chosen(pace: str, wait: timedelta) -> None:
    User.objects.update(notices_pace=pace)
    in_review()
    now = timezone.now()
    assert len(deliver("reviewer", now + timedelta(minutes=3))) == 1
    in_review()
    assert deliver("reviewer", now + wait) == []
    assert len(deliver("reviewer", now + wait + timedelta(minutes=5))) == 1


def test_a_task_that_runs_twice_sends_once() -> None:
    sent_back()
    assert len(deliver("writer") + deliver("writer")) == 1


def test_what_is_rolled_back_is_told_nobody(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    event = make.event()
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        make.in_review(event)
        transaction.set_rollback(True)
    assert callbacks == []
    assert not Notice.objects.exists()


def test_a_letter_that_did_not_go_out_is_sent_later_as_the_same_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    sent_back()
    now = timezone.now() + LATER
    looks_again: list[Any] = []

    def fails(*args: Any, **kwargs: Any) -> None:
        tried.append(args[0].extra_headers["Message-ID"])
        raise ConnectionRefusedError

    tried: list[str] = []
    writer = make.user("writer")
    with monkeypatch.context() as patched:
        patched.setattr(EmailMultiAlternatives, "send", fails)
        assert letters.send_due(writer.uid, again=looks_again.append, at=now) == 0
    assert looks_again == [now + letters.PATIENCE]
    assert deliver("writer", now + timedelta(minutes=1)) == []  # another worker may be at it
    (letter,) = deliver("writer", looks_again[0])
    assert [letter.extra_headers["Message-ID"]] == tried


def test_a_letter_is_given_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    sent_back()
    monkeypatch.setattr(EmailMultiAlternatives, "send", lambda self: (_ for _ in ()).throw(OSError("down")))
    at, tries = timezone.now() + LATER, 0
    while Notice.objects.filter(user=make.user("writer"), done_at=None).exists() and tries < 20:
        letters.send_due(make.user("writer").uid, again=lambda when: None, at=at)
        at, tries = at + timedelta(days=2), tries + 1
    assert tries == letters.MOST_TRIES + 1
    assert not Notice.objects.filter(was_sent=True).exists()


def test_the_worker_is_told_when_to_look_after_the_transaction(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(type(notices.send_due), "enqueue", lambda task, *args: asked.append(args[0]))
    with django_capture_on_commit_callbacks(execute=True):
        sent_back()
        actions.submit([Event.objects.get()], user=make.user("writer"))
    # Once for each letter, however much goes into it.
    assert sorted(asked) == sorted(make.user(name).uid for name in ("writer", "reviewer", "manager"))


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_letter() -> None:
    sent_back()
    make.at_once(*[lambda: deliver("writer")] * 3)
    assert len(mail.outbox) == 1
    assert Notice.objects.filter(user=make.user("writer"), was_sent=True).count() == 1


def test_submitting_takes_no_more_queries_for_more_editors(django_assert_max_num_queries: Any) -> None:
    def made(number: int) -> None:
        for each in range(number):
            user = User.objects.create_user(f"editor{number}-{each}", email="e@example.org", is_staff=True)
            user.groups.set(make.user("reviewer").groups.all())

    made(2)
    with django_assert_max_num_queries(100) as few:
        make.in_review(make.event())
    made(10)
    with django_assert_max_num_queries(200) as many:
        make.in_review(make.event())
    # What is due and the row itself, for each of them.
    assert len(many) - len(few) <= 10 * 4
    assert ReviewClaim.objects.count() == 0
