"""Invitations: who may, what the link does, and that it does so once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from editorial.errors import NotAllowed
from editorial.models import ACCOUNT, Invitation, LedgerEntry, LedgerPayload, User
from editorial.people import inviting
from editorial.people.tasks import send_invitation
from tests import factories as make
from tests.admin.pages import errors_of, send, signed_in

pytestmark = pytest.mark.django_db

PASSWORD = "a longer horse 7"


def invite(role: str = "editor", by: str = "manager", email: str = "new@example.org", **more: Any) -> Invitation:
    return inviting.invite(email, role, user=make.user(by), **more)


def path_of(invitation: Invitation) -> str:
    return inviting.link(invitation).partition("localhost:8000")[2]


def join(invitation: Invitation, **changes: Any) -> Any:
    given = {"username": "newcomer", "handle": "Heron", "password1": PASSWORD, "password2": PASSWORD}
    return Client().post(path_of(invitation), given | changes)


def test_the_letter_leads_to_an_account_with_that_role_and_a_password_of_ones_own() -> None:
    invitation = invite()
    assert send_invitation.func(invitation.pk) is True
    (letter,) = mail.outbox
    assert letter.to == ["new@example.org"]
    # A link tells when it was made, so that two are seldom the same.
    (path,) = re.findall(r"http://localhost:8000(/admin/join/\S+)", str(letter.body))
    page = Client().get(path)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
    assert "no-store" in page["Cache-Control"]
    assert join(invitation).status_code == 302
    made = User.objects.get(username="newcomer")
    assert (set(made.roles), made.handle, made.email, made.is_staff) == ({"editor"}, "Heron", "new@example.org", True)
    answer = Client().post("/admin/login/", {"username": "newcomer", "password": PASSWORD})
    assert answer.status_code == 302
    told = LedgerEntry.objects.filter(record_type=ACCOUNT).order_by("seq").values_list("action", "record_uid", "actor")
    manager = make.user("manager").uid
    assert list(told) == [
        ("invite", manager, manager), ("join", made.uid, made.uid), ("sign_in", made.uid, made.uid),
    ]  # fmt: skip
    assert "new@example" not in str(list(LedgerPayload.objects.values_list("fields", flat=True)))
    assert make.findings() == []


def test_a_link_works_once() -> None:
    invitation = invite()
    assert join(invitation).status_code == 302
    again = join(invitation, username="another", handle="")
    assert (again.status_code, User.objects.filter(username="another").exists()) == (404, False)


def test_links_that_are_old_withdrawn_replaced_or_forged_are_answered_alike() -> None:
    late = invite(email="late@example.org", at=timezone.now() - timedelta(days=7, seconds=1))
    withdrawn = invite(email="other@example.org")
    assert inviting.withdraw(withdrawn, user=make.user("manager")) is True
    assert inviting.withdraw(withdrawn, user=make.user("manager")) is False
    replaced = invite()
    newest = invite()
    forged = "/admin/join/WzEsICJub25jZSJd:1abcde:forgedforgedforged/"
    pages = {Client().get(path).content for path in (*map(path_of, (late, withdrawn, replaced)), forged)}
    assert len(pages) == 1
    assert Client().get(forged).status_code == 404
    assert Client().get(path_of(newest)).status_code == 200


def test_what_was_typed_wrong_is_said_beside_it_and_nothing_is_made() -> None:
    make.user("writer")
    invitation = invite()
    for changes, words in (
        ({"username": "writer"}, "already exists"),
        ({"password2": "another one 8"}, "not the same"),
        ({"password1": "newcomer1", "password2": "newcomer1"}, "too short"),
        ({"handle": "writer"}, "looks like it"),
    ):
        answer = join(invitation, **changes)
        assert answer.status_code == 400
        assert words in " ".join(errors_of(answer)), (changes, errors_of(answer))
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize(
    ("by", "roles"),
    [
        ("contributor", set()), ("writer", set()), ("outsider", set()), ("manager", {"contributor", "editor"}),
        ("administrator", {"contributor", "editor", "managing_editor", "administrator"}),
    ],
)  # fmt: skip
def test_nobody_invites_to_more_than_they_may_give(by: str, roles: set[str]) -> None:
    for role in ("contributor", "editor", "managing_editor", "administrator"):
        if role in roles:
            invitation = invite(role, by, f"{role}@example.org")
            assert inviting.withdraw(invitation, user=make.user(by)) is True
        else:
            with pytest.raises(NotAllowed):
                invite(role, by)
            above = invite(role, "administrator", f"{role}@example.org")
            with pytest.raises(NotAllowed):
                inviting.withdraw(above, user=make.user(by))


def test_two_who_use_one_link_at_once_make_one_account() -> None:
    invitation = invite()
    stale = Invitation.objects.get()
    inviting.accept(invitation, username="first", password=PASSWORD)
    with pytest.raises(ValidationError, match="used or withdrawn"):
        inviting.accept(stale, username="second", password=PASSWORD)
    assert not User.objects.filter(username="second").exists()


def test_a_manager_invites_and_withdraws_on_the_page_of_people(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = signed_in("manager")
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client, "/admin/people/", email="new@example.org", role="editor")
    assert answer.status_code == 302
    page = client.get("/admin/people/").content.decode()
    assert "new@example.org" in page
    invitation = Invitation.objects.get()
    assert "/admin/join/" not in page
    assert client.post(f"/admin/people/invitations/{invitation.pk}/withdraw/").status_code == 302
    assert Client().get(path_of(invitation)).status_code == 404


def test_where_no_mail_is_sent_the_manager_hands_the_link_over(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    answer = send(signed_in("manager"), "/admin/people/", email="new@example.org", role="editor")
    (path,) = set(re.findall(r"http://localhost:8000(/admin/join/[\w:-]+/)", answer.content.decode()))
    assert Client().get(path).status_code == 200


def test_an_address_that_has_an_account_is_not_invited_again() -> None:
    make.user("writer", email="falcon@example.org")
    with pytest.raises(ValidationError, match="has an account"):
        invite(email="Falcon@example.org")
