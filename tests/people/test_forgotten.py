"""A lost password: everybody gets the same answer, and only who reads the mail gets further."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from editorial.models import ACCOUNT, LedgerEntry, User
from editorial.people.tasks import send_reset
from tests import factories as make
from tests.admin.pages import signed_in
from tests.people.test_signing_in import sign_in

pytestmark = pytest.mark.django_db

ASK, NEW = "/admin/forgotten/", "a longer horse 7"


def ask(email: str, client: Client | None = None) -> Any:
    return (client or Client()).post(ASK, {"email": email})


def test_the_answer_is_the_same_whoever_has_the_address() -> None:
    make.user("writer", email="falcon@example.org")
    answers, asked = [], []
    ask("first@example.org")  # the first of a day makes the day's key
    for email in ("falcon@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as done:
            answers.append(ask(email))
        asked.append([query["sql"].partition(" ")[0] for query in done])
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, f"{ASK}sent/")] * 2
    # Not a query more: how long it takes tells nothing either.
    assert asked[0] == asked[1]
    assert not any("editorial_user" in query["sql"] for query in done)
    assert mail.outbox == []
    assert DBTaskResult.objects.count() == 3


def test_the_letter_leads_to_a_new_password_once_and_ends_sessions_and_waiting() -> None:
    writer = make.user("writer", email="falcon@example.org")
    elsewhere = signed_in("writer")
    for _number in range(12):
        sign_in("writer", "wrong", REMOTE_ADDR="192.0.2.1")
    assert send_reset.func("FALCON@example.org") == 1
    (letter,) = mail.outbox
    (path,) = re.findall(r"http://localhost:8000(\S+)", str(letter.body))
    client = Client()
    form = client.get(path)
    assert form.status_code == 302
    assert form["Referrer-Policy"] == "no-referrer"
    answer = client.post(form["Location"], {"new_password1": NEW, "new_password2": NEW})
    assert (answer.status_code, answer["Location"]) == (302, f"{ASK}done/")
    assert elsewhere.get("/admin/me/").status_code == 302
    assert sign_in("writer", NEW).status_code == 302
    assert client.get(path).status_code == 200  # “The password reset link was invalid”
    assert "invalid" in client.get(path).content.decode()
    acts = list(LedgerEntry.objects.filter(record_type=ACCOUNT, record_uid=writer.uid).values_list("action", "actor"))
    assert ("password", writer.uid) in acts


def test_nobody_without_a_password_or_switched_off_is_written_to() -> None:
    off = make.user("writer", email="a@example.org")
    User.objects.filter(pk=off.pk).update(is_active=False)
    without = make.user("reviewer", email="b@example.org")
    without.set_unusable_password()
    without.save()
    assert [send_reset.func(email) for email in ("a@example.org", "b@example.org", "c@example.org")] == [0, 0, 0]
    assert mail.outbox == []


def test_letters_are_not_asked_for_without_end() -> None:
    for _number in range(5):
        assert ask("nobody@example.org").status_code == 302
    answer = ask("falcon@example.org")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_the_sign_in_page_leads_there_and_the_pages_open() -> None:
    assert f'href="{ASK}"' in Client().get("/admin/login/").content.decode()
    for page in (ASK, f"{ASK}sent/", f"{ASK}done/"):
        assert Client().get(page).status_code == 200
