"""Who gets what at every address of the admin: by role, on one's own record and on another's, by GET and by POST.

The table, doors.txt, is the whole answer. An address that is not in it fails the test, which prints the lines to add;
look at each before you add it. A word is how a request is answered:

    page   the page, or the form once more        does   something was written
    back   turned back, nothing written           login  asked to sign in
    403, 404, 405, 400, 409                       ·      nobody of this role has such a record

Where GET and POST differ, both stand there. “, own” is what the person wrote and submitted; else somebody else did.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import pytest
from django.conf import settings
from django.contrib.admin import AdminSite
from django.template.response import SimpleTemplateResponse
from django.test import Client, TestCase, override_settings

from editorial.models import User
from tests import factories as make
from tests.admin.doors import AUTHORS, WHO, Case, World, addresses, cases, is_offered, knock, world

TABLE = Path(__file__).with_name("doors.txt").read_text()


def read(table: str) -> dict[tuple[str, str], str]:
    """(case, role) → word."""
    found: dict[tuple[str, str], str] = {}
    for line in (line for line in table.splitlines() if not line.startswith("#")):
        case, *words = line[:48].strip(), *line[48:].split()
        found |= {(case, who): word for who, word in zip(WHO, words, strict=True)}
    return found


def person(name: str) -> User:
    """One of the cast; `editor` and `bystander` are ours."""
    if name in ("editor", "bystander"):
        user = make.user({"editor": "reviewer", "bystander": "outsider"}[name])
        user.is_staff = True
        user.save()
        return user
    return make.user(name)


@pytest.fixture(autouse=True)
def _blobs() -> None:
    """In place of one store for each test: these share theirs."""


@pytest.fixture(autouse=True)
def _unwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may see a page is decided before it is written: what stands on it is for other tests, and takes time."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    monkeypatch.setattr(AdminSite, "each_context", lambda _site, _request: {})


def client_of(who: str, *, enforce_csrf_checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    if who != "anonymous":
        client.force_login(person(who))
    return client


@pytest.mark.once
class TestDoors(TestCase):
    """The records are made once; what a request writes is undone at once."""

    worlds: ClassVar[dict[str, World]]

    @classmethod
    def setUpTestData(cls) -> None:
        storages = deepcopy(settings.STORAGES)
        storages["blobs"]["OPTIONS"]["location"] = cls.enterClassContext(TemporaryDirectory())
        cls.enterClassContext(override_settings(STORAGES=storages))
        cls.worlds = {who: world(person(who)) for who in ("writer", *AUTHORS)}

    def requests(self, who: str, *, wrong: bool = False) -> list[Case]:
        """All requests, on the records of somebody else and, where this role may write, on one's own."""
        worlds = [("", self.worlds["writer"])]
        if who in AUTHORS:
            worlds.append((", own", self.worlds[who]))
        found: dict[tuple[str, str], Case] = {}
        for whose, one in worlds:
            for name, route in addresses():
                for case in cases(name, route, one, whose, wrong=wrong):
                    found.setdefault((case.name, case.url), case)
        return list(found.values())

    def answers_as_the_table_says(self, who: str) -> None:
        expected = read(TABLE)
        found: dict[str, set[str]] = {}
        client, asking = client_of(who), person(who) if who != "anonymous" else None
        for case in self.requests(who):
            shown, sent = knock(client, case, "get"), knock(client, case, "post")
            if case.step and sent == "does":
                assert is_offered(case, asking), f"{case.name}: done without a button"
            found.setdefault(case.name, set()).add(shown if shown == sent else f"{shown}/{sent}")
        wrong = [
            f"{name:<48}{who}: {' or '.join(sorted(words))}; the table says {expected.get((name, who))}"
            for name, words in found.items()
            if words != {expected.get((name, who))}
        ]
        unasked = [name for name, role in expected if role == who and name not in found and expected[name, role] != "·"]
        # Not by assert: what it would print takes longer to make than all requests.
        if wrong or unasked:
            pytest.fail("\n".join(["The table differs:", *wrong, *(f"{name}: not asked for" for name in unasked)]))

    def test_what_somebody_signed_out_gets(self) -> None:
        self.answers_as_the_table_says("anonymous")

    def test_what_an_outsider_gets(self) -> None:
        self.answers_as_the_table_says("outsider")

    def test_what_a_bystander_gets(self) -> None:
        self.answers_as_the_table_says("bystander")

    def test_what_a_contributor_gets(self) -> None:
        self.answers_as_the_table_says("contributor")

    def test_what_an_editor_gets(self) -> None:
        self.answers_as_the_table_says("editor")

    def test_what_a_manager_gets(self) -> None:
        self.answers_as_the_table_says("manager")

    def test_what_an_administrator_gets(self) -> None:
        self.answers_as_the_table_says("administrator")

    def test_every_address_is_asked_for(self) -> None:
        mine = self.worlds["writer"]
        unasked = [name for name, route in addresses() if not any(cases(name, route, mine, ""))]
        assert unasked == [], "tests/admin/doors.py has no record to ask these for"

    def test_a_step_that_leads_nowhere_from_where_the_record_is_does_nothing(self) -> None:
        for who in AUTHORS:
            client, user = client_of(who), person(who)
            forged = [case for case in self.requests(who, wrong=True) if case.step]
            assert len(forged) > 50
            for case in forged:
                if is_offered(case, user):
                    continue  # parts of it are where the step begins
                assert knock(client, case, "post") in ("back", "404"), f"{who}: {case.name}"

    def test_a_request_that_another_site_forged_is_refused_everywhere(self) -> None:
        client = client_of("manager", enforce_csrf_checks=True)
        for case in self.requests("manager"):
            assert knock(client, case, "post") in ("403", "405"), case.name
