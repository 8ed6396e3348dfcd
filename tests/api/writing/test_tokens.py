"""Tokens are made by their owners, shown once, and end: by time, by their owners, by administrators."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from lxml import html

from ctarchive.tokens import issuing, keys
from ctarchive.tokens.models import ApiToken
from editorial.errors import NotAllowed
from editorial.models import AccessLog
from tests import factories as make
from tests.admin.pages import signed_in
from tests.api.writing.conftest import Programs
from tests.site.counting import queries

pytestmark = pytest.mark.django_db

MINE = "/admin/me/tokens/"
NEW: dict[str, Any] = {"name": "Nightly script", "scopes": ["collect"], "days": 30}


def issue(who: str = "writer", **fields: Any) -> tuple[ApiToken, str]:
    return issuing.issue(user=make.user(who), **NEW | fields)


def test_a_token_is_known_by_its_beginning_and_checks_itself() -> None:
    key = keys.new()
    assert re.fullmatch(r"ctarchive_[0-9A-Za-z]{46}", key)
    assert keys.is_whole(key)
    other = "A" if key[20] != "A" else "B"
    assert not keys.is_whole(key[:20] + other + key[21:])
    assert not keys.is_whole(key[:-1])


def test_the_token_itself_is_stored_nowhere() -> None:
    token, key = issue()
    stored = str(list(ApiToken.objects.values()))
    assert key not in stored
    assert key[len(keys.PREFIX) : -4] not in stored
    assert issuing.find(key) == token
    assert token.expires_at - token.created_at == timedelta(days=30)


@pytest.mark.parametrize("name", ["outsider", "administrator"])
def test_who_writes_nothing_has_no_tokens(name: str) -> None:
    with pytest.raises(NotAllowed):
        issue(name)
    if name == "administrator":
        assert "Make a token" not in signed_in(name).get(MINE).content.decode()
        assert signed_in(name).post(MINE, NEW).status_code == 403
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"scopes": []}, {"scopes": ["all"]}, {"days": 3650}, {"name": "x" * 81}]
)
def test_a_token_says_what_it_is_for_and_until_when(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        issue(**wrong)
    assert signed_in("writer").post(MINE, NEW | wrong).status_code == 400
    assert not ApiToken.objects.exists()


def test_it_is_revoked_once_by_its_owner_or_an_administrator() -> None:
    (mine, _), (theirs, key) = issue(), issue("reviewer")
    with pytest.raises(NotAllowed):
        issuing.revoke(theirs, user=make.user("writer"))
    with pytest.raises(NotAllowed):
        issuing.revoke(theirs, user=make.user("manager"))
    assert [issuing.revoke(mine, user=make.user("writer")) for _n in range(2)] == [True, False]
    assert issuing.revoke(theirs, user=make.user("administrator"))
    found = issuing.find(key)
    assert found is not None
    assert not found.works(timezone.now())
    told = AccessLog.objects.filter(what__startswith="token").order_by("pk").values_list("what", "username")
    assert [*told] == [
        ("token_made", "writer"), ("token_made", "reviewer"),
        ("token_revoked", "writer"), ("token_revoked", "administrator"),
    ]  # fmt: skip


def test_the_page_shows_a_new_token_once_and_it_works() -> None:
    client = signed_in("contributor")
    answer = client.post(MINE, NEW)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    (key,) = html.fromstring(answer.content).xpath("//code[@class='token']/text()")
    headers = {"Authorization": f"Bearer {key}"}
    assert Client().get("/api/v1/work/", headers=headers).json()["token"] == "Nightly script"
    page = client.get(MINE).content.decode()
    assert key not in page
    assert f"…{key[-4:]}" in page


def test_one_sees_and_revokes_ones_own_alone() -> None:
    theirs, _key = issue("reviewer")
    client = signed_in("writer")
    assert "Nightly script" not in client.get(MINE).content.decode()
    assert client.post(f"{MINE}{theirs.pk}/revoke/").status_code == 404
    assert signed_in("reviewer").post(f"{MINE}{theirs.pk}/revoke/").status_code == 302
    theirs.refresh_from_db()
    assert theirs.revoked_at is not None


def test_administrators_see_what_came_through_each_and_revoke(program: Programs) -> None:
    script = program("writer")
    uid = script.post("events/", {"title": "A", "kind": "visit"})["uid"]
    client = signed_in("administrator")
    assert script.token.name.replace("'", "&#x27;") in client.get("/admin/ctarchive/apitoken/").content.decode()
    page = client.get(f"/admin/ctarchive/apitoken/{script.token.pk}/change/").content.decode()
    assert uid in page
    assert script.token.digest not in page
    chosen = {"action": "revoke", "_selected_action": script.token.pk}
    for name in ("manager", "writer"):
        assert signed_in(name).post("/admin/ctarchive/apitoken/", chosen).status_code == 403
    client.post("/admin/ctarchive/apitoken/", chosen)
    script.token.refresh_from_db()
    assert script.token.revoked_by == make.user("administrator")


def test_lists_of_tokens_ask_no_more_for_many(program: Programs) -> None:
    counts = []
    for many in (10, 40):
        while ApiToken.objects.count() < many:
            issue()
        counts.append(
            (queries(signed_in("writer"), MINE), queries(signed_in("administrator"), "/admin/ctarchive/apitoken/"))
        )
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
