"""Who carries no token that works gets nothing, and is told why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from ctarchive.tokens import issuing, keys
from ctarchive.tokens.models import ApiToken
from editorial.models import LedgerEntry
from tests import factories as make
from tests.api.test_errors import check_shape
from tests.api.writing.conftest import WORK, Program, Programs

pytestmark = pytest.mark.django_db


def refused(answer: Any, status: int, code: str = "") -> str:
    """The challenge of a refusal. Nothing was written."""
    check_shape(answer, status)
    told = str(answer.headers["WWW-Authenticate"])
    assert told.startswith('Bearer realm="ctarchive"')
    assert (f'error="{code}"' in told) if code else ("error" not in told)
    assert not LedgerEntry.objects.filter(via="api").exists()
    return told


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic dTpw", "Token x"])
def test_without_a_token_nothing_is_told_or_done(header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    refused(Client().get(WORK, headers=headers), 401)
    refused(Client().post(f"{WORK}events/", {}, content_type="application/json", headers=headers), 401)


def test_a_session_is_no_token() -> None:
    client = Client()
    client.force_login(make.user("manager"))
    refused(client.post(f"{WORK}events/", {"title": "A", "kind": "visit"}, content_type="application/json"), 401)


@pytest.mark.parametrize("case", range(5))
def test_what_was_never_a_token_is_refused(case: int) -> None:
    key = ("x", "ctarchive_", keys.new(), keys.new()[:-1] + "!", "ctarchive_" + "é" * 46)[case]
    refused(Client().get(WORK, headers={"Authorization": f"Bearer {key}"}), 401, "invalid_token")


def test_an_expired_token_is_refused(program: Programs) -> None:
    script = program("writer")
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "expired" in refused(script.ask("get", ""), 401, "invalid_token")


def test_a_revoked_token_is_refused(program: Programs) -> None:
    script = program("writer")
    assert issuing.revoke(script.token, user=script.user)
    assert "revoked" in refused(script.ask("get", ""), 401, "invalid_token")


def test_the_token_of_a_closed_account_is_refused(program: Programs) -> None:
    script = program("writer")
    script.user.is_active = False
    script.user.save()
    refused(script.ask("get", ""), 401, "invalid_token")


def test_a_token_of_another_scope_is_told_which_it_needs(program: Programs) -> None:
    body = {"title": "A meeting", "kind": "meeting"}
    told = refused(program("writer", "collect", "review").ask("post", "events/", body), 403, "insufficient_scope")
    assert 'scope="annotate"' in told


@pytest.mark.parametrize("lost", ["role", "is_staff"])
def test_a_token_can_no_more_than_its_owner_now(program: Programs, lost: str) -> None:
    script = program("writer")
    assert script.get("")["roles"] == ["editor"]
    if lost == "role":
        script.user.groups.clear()
    else:
        script.user.is_staff = False
        script.user.save()
    for method, path in (("get", ""), ("get", "queue/"), ("post", "events/")):
        assert script.ask(method, path, {} if method == "post" else None).status_code == 403


def test_a_role_that_was_given_counts_at_once(program: Programs) -> None:
    event = make.event()
    make.in_review(event)
    script = program("contributor")
    assert script.ask("get", f"records/{event.pk}/").status_code == 404
    script.user.groups.add(Group.objects.get(name="editor"))
    script.publish(event.pk)


def test_what_is_not_offered_is_refused_after_the_token(program: Programs) -> None:
    script = program("writer")
    for method in ("put", "delete"):
        assert Client().generic(method.upper(), WORK).status_code == 401
        check_shape(script.ask(method, "events/"), 405)
    check_shape(script.ask("get", "events/"), 405)


def test_nobody_on_the_way_keeps_an_answer(program: Programs) -> None:
    for answer in (program("writer").ask("get", ""), Client().get(WORK)):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert not answer.cookies


def test_it_says_in_whose_name_it_writes(program: Programs) -> None:
    script = program("writer", "collect")
    told = script.get("")
    assert (told["uid"], told["scopes"]) == (script.user.uid, ["collect"])
    assert script.user.username not in str({**told, "token": ""})


def test_use_is_noted_to_the_minute() -> None:
    script = Program("writer")
    script.get("")
    script.token.refresh_from_db()
    first = script.token.last_used_at
    assert first is not None
    script.get("")
    script.token.refresh_from_db()
    assert script.token.last_used_at == first
