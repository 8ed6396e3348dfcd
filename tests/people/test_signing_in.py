"""Signing in, being locked out, and what the ledger says of both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from ctarchive.verifying.table import VERIFIERS, findings
from editorial import access
from editorial.models import ACCOUNT, AccessLog, LedgerEntry, LedgerPayload, User
from tests import factories as make
from tests.admin.pages import signed_in

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"


def sign_in(name: str, password: str = "correct horse", client: Client | None = None, **headers: Any) -> Any:
    return (client or Client()).post(LOGIN, {"username": name, "password": password}, **headers)


def told() -> list[tuple[str, str, str]]:
    """(action, about, actor) of each entry about an account, in order."""
    rows = LedgerEntry.objects.filter(record_type=ACCOUNT).order_by("seq")
    return list(rows.values_list("action", "record_uid", "actor"))


@pytest.mark.once
def test_passwords_are_kept_by_argon2() -> None:
    from ctarchive import settings as project

    assert project.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_who_signs_in_and_who_is_refused_stands_in_the_ledger_and_no_name_does() -> None:
    writer = make.user("writer", email="falcon@example.org")
    assert sign_in("writer", "wrong").status_code == 200
    assert sign_in("nobody-of-ours", "wrong").status_code == 200
    assert sign_in("writer").status_code == 302
    assert told() == [("refuse", writer.uid, ""), ("refuse", "", ""), ("sign_in", writer.uid, writer.uid)]
    kept = str(list(LedgerPayload.objects.values_list("fields", flat=True)))
    assert not any(word in kept for word in ("writer", "nobody-of-ours", "falcon", "127.0.0.1"))
    assert not LedgerEntry.objects.filter(record_type=ACCOUNT, public=True).exists()
    assert make.findings() == []
    assert list(findings(VERIFIERS[0])) == []


@pytest.mark.parametrize("name", ["writer", "nobody-of-ours"])
def test_too_many_wrong_passwords_lock_out_whether_there_is_such_a_user_or_not(name: str) -> None:
    make.user("writer")
    answers = [sign_in(name, "wrong", REMOTE_ADDR=f"192.0.2.{n}") for n in range(settings.AXES_FAILURE_LIMIT)]
    assert [one.status_code for one in answers] == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429]
    page = answers[-1].content.decode()
    assert "You can try again in 15 minutes" in page
    assert name not in page
    assert answers[-1]["Retry-After"] == str(15 * 60)
    # By the name, from anywhere, even with the right password; and nothing more is written.
    entries = LedgerEntry.objects.count()
    assert sign_in(name, REMOTE_ADDR="198.51.100.7").status_code == 429
    assert LedgerEntry.objects.count() == entries
    assert [act for act, _about, _actor in told()] == ["refuse"] * (settings.AXES_FAILURE_LIMIT - 1) + ["lock_out"]
    assert AccessLog.objects.filter(what="locked_out", username=name).count() == 1


def test_an_address_is_locked_out_for_all_names_and_no_other_address_is() -> None:
    make.user("writer")
    for number in range(settings.AXES_FAILURE_LIMIT):
        sign_in(f"name{number}", "wrong", REMOTE_ADDR="192.0.2.1")
    assert sign_in("writer", REMOTE_ADDR="192.0.2.1").status_code == 429
    assert sign_in("writer", REMOTE_ADDR="192.0.2.2").status_code == 302


def test_behind_a_proxy_the_address_is_what_the_proxy_saw(settings: Any) -> None:
    settings.BEHIND_PROXY = True
    make.user("writer")
    proxy: Any = {"REMOTE_ADDR": "10.0.0.1"}
    for number in range(settings.AXES_FAILURE_LIMIT):
        # What stands before it was told by the sender, who may tell anything.
        sign_in(f"name{number}", "wrong", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 192.0.2.1", **proxy)
    assert sign_in("writer", HTTP_X_FORWARDED_FOR="203.0.113.99, 192.0.2.1", **proxy).status_code == 429
    assert sign_in("writer", HTTP_X_FORWARDED_FOR="192.0.2.1, 198.51.100.7", **proxy).status_code == 302


def test_addresses_of_one_network_count_as_one_and_odd_ones_are_no_error() -> None:
    make.user("writer")
    for number in range(settings.AXES_FAILURE_LIMIT):
        sign_in(f"name{number}", "wrong", REMOTE_ADDR=f"2001:db8:1:2::{number + 1:x}")
    assert sign_in("writer", REMOTE_ADDR="2001:db8:1:2:aaaa::9").status_code == 429
    assert sign_in("writer", REMOTE_ADDR="").status_code == 302


def test_the_waiting_ends_by_itself_and_trying_does_not_prolong_it() -> None:
    make.user("writer")
    for _number in range(settings.AXES_FAILURE_LIMIT + 3):
        answer = sign_in("writer", "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10, seconds=1))
    answer = sign_in("writer")
    assert (answer.status_code, answer["Retry-After"]) == (429, str(5 * 60))
    over = timezone.now() - timedelta(minutes=16)
    AccessAttempt.objects.update(attempt_time=over)
    for attempt in AccessAttempt.objects.all():
        attempt.expiration.expires_at = over
        attempt.expiration.save()
    assert sign_in("writer").status_code == 302
    assert not AccessAttempt.objects.exists()


def test_a_right_password_forgets_the_wrong_ones() -> None:
    make.user("writer")
    for _round in range(2):
        for _number in range(settings.AXES_FAILURE_LIMIT - 1):
            assert sign_in("writer", "wrong").status_code == 200
        assert sign_in("writer").status_code == 302


def test_other_sessions_end_when_the_password_changes_and_ones_own_stays() -> None:
    writer = make.user("writer")
    here, there = signed_in("writer"), signed_in("writer")
    new = "a longer horse 7"
    answer = here.post(
        "/admin/password_change/", {"old_password": "correct horse", "new_password1": new, "new_password2": new}
    )
    assert answer.status_code == 302
    assert here.get("/admin/me/").status_code == 200
    assert there.get("/admin/me/").status_code == 302
    assert told() == [("password", writer.uid, writer.uid)]


def test_an_administrator_who_changes_a_password_is_named_and_the_sessions_end() -> None:
    writer, administrator = make.user("writer"), make.user("administrator")
    there, new = signed_in("writer"), "a longer horse 7"
    form = {"usable_password": "true", "password1": new, "password2": new, "set-password": "1"}
    assert signed_in("administrator").post(f"/admin/editorial/user/{writer.pk}/password/", form).status_code == 302
    assert there.get("/admin/me/").status_code == 302
    assert told() == [("password", writer.uid, administrator.uid)]


def test_somebody_switched_off_is_signed_out_at_once() -> None:
    writer, client = make.user("writer"), signed_in("writer")
    type(writer).objects.filter(pk=writer.pk).update(is_active=False)
    assert client.get("/admin/me/").status_code == 302


def test_giving_a_role_is_told_with_who_gave_it_and_what_was_changed_behind_its_back_is_found() -> None:
    contributor, administrator = make.user("contributor"), make.user("administrator")
    page = f"/admin/editorial/user/{contributor.pk}/change/"
    groups = Group.objects.filter(name__in=("contributor", "editor"))
    form = {"username": "contributor", "is_active": "on", "is_staff": "on", "groups": [g.pk for g in groups]}
    assert signed_in("administrator").post(page, form).status_code == 302
    assert told() == [("access", contributor.uid, administrator.uid)]
    entry = LedgerEntry.objects.get(action="access")
    assert entry.payload.fields["access"]["value"]["roles"] == ["contributor", "editor"]
    assert make.findings() == []
    # Saved once more without a change, nothing is told.
    signed_in("administrator").post(page, form)
    assert len(told()) == 1
    contributor.groups.add(Group.objects.get(name="managing_editor"))
    assert any("the ledger says" in found and ACCOUNT in found for found in make.findings())


def test_a_new_user_is_told_too() -> None:
    administrator = make.user("administrator")
    form = {"username": "new", "usable_password": "true", "password1": "a longer horse 7", "is_staff": "on"}
    answer = signed_in("administrator").post("/admin/editorial/user/add/", form | {"password2": form["password1"]})
    assert answer.status_code == 302
    acts = [(act, actor) for act, _about, actor in told()]
    assert ("access", administrator.uid) in acts
    assert access.stored(User.objects.get(username="new").pk)["staff"] is True
    assert make.findings() == []


def test_managers_and_administrators_read_what_happened_to_accounts_and_nobody_else_does() -> None:
    make.user("writer")
    sign_in("writer", "wrong")
    make.event()
    page = "/admin/editorial/ledgerentry/"
    seen = {}
    for name in ("contributor", "reviewer", "manager", "administrator"):
        found = signed_in(name).get(page).context["cl"].queryset.values_list("record_type", flat=True)
        seen[name] = (ACCOUNT in found, "event" in found)
    assert seen == {
        "contributor": (False, False), "reviewer": (False, True),
        "manager": (True, True), "administrator": (True, False),
    }  # fmt: skip
    entry = LedgerEntry.objects.get(action="refuse")
    assert "writer" in signed_in("manager").get(f"{page}{entry.pk}/change/").content.decode()
