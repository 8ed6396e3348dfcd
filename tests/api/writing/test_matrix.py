"""Who may do what through a token: every operation, by role and scope, on one's own records and on others'.

The table is the whole answer for a token with all scopes. A token with fewer scopes gets the same where one of its own
is enough, and is refused for its scope otherwise. What the admin would not let its owner publish, no token publishes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction

from editorial.admin.steps import offers
from editorial.models import LedgerEntry, Reviewable, User
from tests import factories as make
from tests.admin.doors import World, world
from tests.api.writing.conftest import ALL, Program

ROLES = ("bystander", "contributor", "editor", "manager", "administrator")
AUTHORS = ("contributor", "editor", "manager")

# For a token with all scopes, by the roles in their order; ·: nobody of this role has such a record.
TABLE = """
create publisher                       403 201 201 201 403
create source                          403 201 201 201 403
create capture                         403 201 201 201 403
capture of a source                    403 422 201 201 403
create event                           403 201 201 201 403
create entity                          403 201 201 201 403
create claim                           403 422 201 201 403
create evidence                        403 422 201 201 403
suggest                                403 404 201 201 403
accept a suggestion                    403 404 200 200 403
reject a suggestion                    403 404 200 200 403
who am I                               403 200 200 200 403
my drafts                              403 200 200 200 403
the queue                              403 200 200 200 403
look at a draft event                  403 404 200 200 403
submit a draft event                   403 404 200 200 403
discard a draft event                  403 404 200 200 403
publish a draft event                  403 404 409 409 403
comment on a draft event               403 404 201 201 403
look at a draft source                 403 404 200 200 403
submit a draft source                  403 404 200 200 403
discard a draft source                 403 404 200 200 403
publish a draft source                 403 404 409 409 403
comment on a draft source              403 404 201 201 403
look at a draft entity                 403 404 200 200 403
submit a draft entity                  403 404 200 200 403
discard a draft entity                 403 404 200 200 403
publish a draft entity                 403 404 409 409 403
comment on a draft entity              403 404 201 201 403
look at a capture                      403 404 200 200 403
look at a bundle                       403 404 200 200 403
send back event in review              403 404 200 200 403
publish event in review                403 404 200 200 403
send back source in review             403 404 200 200 403
publish source in review               403 404 200 200 403
send back claim in review              403 404 200 200 403
publish claim in review                403 404 200 200 403
send back match in review              403 404 200 200 403
publish match in review                403 404 403 200 403
send back link in review               403 404 200 200 403
publish link in review                 403 404 403 200 403
send back ranking in review            403 404 200 200 403
publish ranking in review              403 404 403 200 403
send back revision in review           403 404 200 200 403
publish revision in review             403 404 200 200 403
publish what is public                 403 409 409 409 403
submit what is public                  403 409 409 409 403
propose a retraction                   403 403 201 201 403
propose a revision                     403 403 201 201 403
capture of a source, own                ·  201 201 201  ·
look at a draft event, own              ·  200 200 200  ·
submit a draft event, own               ·  200 200 200  ·
discard a draft event, own              ·  200 200 200  ·
publish a draft event, own              ·  409 409 409  ·
comment on a draft event, own           ·  201 201 201  ·
look at a draft source, own             ·  200 200 200  ·
submit a draft source, own              ·  200 200 200  ·
discard a draft source, own             ·  200 200 200  ·
publish a draft source, own             ·  409 409 409  ·
comment on a draft source, own          ·  201 201 201  ·
look at a draft entity, own             ·  200 200 200  ·
submit a draft entity, own              ·  200 200 200  ·
discard a draft entity, own             ·  200 200 200  ·
publish a draft entity, own             ·  409 409 409  ·
comment on a draft entity, own          ·  201 201 201  ·
send back event in review, own          ·  200 200 200  ·
publish event in review, own            ·  403 403 403  ·
send back source in review, own         ·  200 200 200  ·
publish source in review, own           ·  403 403 403  ·
send back claim in review, own          ·  200 200 200  ·
publish claim in review, own            ·  403 403 403  ·
publish what is public, own             ·  409 409 409  ·
submit what is public, own              ·  409 409 409  ·
send back match in review, own          ·   ·  200 200  ·
publish match in review, own            ·   ·  403 403  ·
send back link in review, own           ·   ·  200 200  ·
publish link in review, own             ·   ·  403 403  ·
send back ranking in review, own        ·   ·  200 200  ·
publish ranking in review, own          ·   ·  403 403  ·
send back revision in review, own       ·   ·  200 200  ·
publish revision in review, own         ·   ·  403 403  ·
"""
REASON = {"reason": "As agreed."}


def person(name: str) -> User:
    user = make.user({"editor": "reviewer", "bystander": "outsider"}.get(name, name))
    if name == "bystander" and not user.is_staff:
        user.is_staff = True
        user.save()
    return user


def operations(mine: World) -> Iterator[tuple[str, str, str, Any]]:
    """(name, scopes, path, body) of everything that can be asked for; `body` None for reading."""
    draft, waiting, public = (mine.records["events_event", s] for s in ("draft", "in_review", "published"))
    source, capture = mine.records["sources_source", "draft"], mine.records["sources_capture", "draft"]
    claim, entity = mine.records["events_claim", "draft"], mine.records["events_entity", "draft"]
    quoted = {"capture": capture.pk, "exact": capture.text[:20]}
    yield "create publisher", "collect", "publishers/", {"name": "Gazette", "kind": "news_outlet"}
    yield "create source", "collect", "sources/", {"title": "Guards meet"}
    yield "create capture", "collect", "captures/", {"text": "Guards met once more in Lankaran."}
    yield "capture of a source", "collect", "captures/", {"text": "Guards met again.", "source": source.pk}
    yield "create event", "annotate", "events/", {"title": "A meeting", "kind": "meeting"}
    yield "create entity", "annotate", "entities/", {"name": "Guards", "kind": "public_body"}
    claimed = {"about": draft.pk, "property": "topic", "value_text": "Plans"}
    yield "create claim", "annotate", "claims/", {**claimed, "evidence": [quoted]}
    yield "create evidence", "annotate", "evidence/", {**quoted, "claim": claim.pk}
    found = [{"kind": "event", "exact": quoted["exact"], "payload": {"event_kind": "meeting"}}]
    suggested = {"suggester": "finder", "version": "1", "suggestions": found}
    yield "suggest", "annotate", f"records/{capture.pk}/suggestions/", suggested
    number = mine.records["events_suggestion", ""].pk
    yield "accept a suggestion", "annotate", f"suggestions/{number}/accept/", {}
    yield "reject a suggestion", "annotate", f"suggestions/{number}/reject/", {}
    yield "who am I", "collect annotate review", "", None
    yield "my drafts", "collect annotate review", "records/?type=event", None
    yield "the queue", "review", "queue/", None
    for name, record, needed in (
        ("event", draft, "annotate"),
        ("source", source, "collect"),
        ("entity", entity, "annotate"),
    ):
        yield f"look at a draft {name}", "collect annotate review", f"records/{record.pk}/", None
        yield f"submit a draft {name}", needed, f"records/{record.pk}/submit/", {"alone": True}
        yield f"discard a draft {name}", needed, f"records/{record.pk}/discard/", {"alone": True}
        yield (
            f"publish a draft {name}",
            "review",
            f"records/{record.pk}/publish/",
            {"seen": {record.pk: record.version}, "alone": True},
        )
        yield f"comment on a draft {name}", "annotate review", f"records/{record.pk}/comments/", {"text": "So?"}
    yield "look at a capture", "collect annotate review", f"records/{capture.pk}/", None
    yield "look at a bundle", "collect annotate review", f"records/{draft.pk}/bundle/", None
    in_review = [("event", waiting), ("source", mine.records["sources_source", "in_review"])]
    in_review += [("claim", mine.records["events_claim", "in_review"])]
    for name, kind in (("match", "events_entitymatch"), ("link", "sources_sourcelink"), ("ranking", "events_ranking")):
        if (kind, "in_review") in mine.records:
            in_review.append((name, mine.records[kind, "in_review"]))
    if ("editorial_revision", "in_review") in mine.records:
        in_review.append(("revision", mine.records["editorial_revision", "in_review"]))
    for name, record in in_review:
        needed = "collect" if name in ("source", "link") else "annotate"
        yield (
            f"send back {name} in review",
            f"review {needed}?",
            f"records/{record.pk}/send-back/",
            {"alone": True, **REASON},
        )
        yield f"publish {name} in review", "review", f"records/{record.pk}/publish/", {"publish": record}
    yield "publish what is public", "review", f"records/{public.pk}/publish/", {"seen": {}}
    yield "submit what is public", "annotate", f"records/{public.pk}/submit/", {}
    yield "propose a retraction", "annotate", f"records/{public.pk}/retraction/", REASON
    revision = {"field": "title", "new": "Guards meet", **REASON}
    yield "propose a revision", "annotate", f"records/{public.pk}/revision/", revision


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, World]]:
    """Records of each author, made once; what a request writes is undone at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {who: world(person(who) if who != "writer" else make.user("writer")) for who in ("writer", *AUTHORS)}
        transaction.set_rollback(True)


def ask(script: Program, path: str, body: Any) -> Any:
    """The answer, and whether anything was published; it is undone."""
    if isinstance(body, dict) and "publish" in body:
        record = body["publish"]
        with transaction.atomic():
            known = script.ask("get", f"records/{record.pk}/bundle/")
            transaction.set_rollback(True)
        body = {"seen": known.json().get("seen", {})}
    with transaction.atomic():
        before = LedgerEntry.objects.count()
        answer = script.ask("get" if body is None else "post", path, body)
        wrote = LedgerEntry.objects.count() - before
        published = LedgerEntry.objects.filter(public=True, via="api").exists()
        transaction.set_rollback(True)
    assert answer.status_code < 300 or not wrote
    return answer, published


def asked(who: str, worlds: dict[str, World]) -> Iterator[tuple[str, set[str], str, Any]]:
    """Every operation on others' records, and on one's own."""
    for whose, mine in (("", worlds["writer"]), (", own", worlds.get(who))):
        for name, scopes, path, body in operations(mine) if mine else ():
            if whose and not any(word in name for word in ("draft ", " in review", "public", "capture of")):
                continue
            # What is marked is enough for one's own.
            enough = {one.strip("?") for one in scopes.split() if whose or not one.endswith("?")}
            yield name + whose, enough, path, body


def read() -> dict[tuple[str, str], str]:
    """(operation, role) → status."""
    found: dict[tuple[str, str], str] = {}
    for line in TABLE.strip().splitlines():
        found |= {(line[:38].strip(), who): word for who, word in zip(ROLES, line[38:].split(), strict=True)}
    return found


@pytest.fixture(autouse=True)
def _hurry(settings: Any) -> None:
    settings.API_PER_MINUTE = 100_000


@pytest.mark.parametrize("who", ROLES)
def test_each_role_gets_what_the_table_says(worlds: dict[str, World], who: str) -> None:
    expected = read()
    found: dict[tuple[str, str], str] = {}
    with transaction.atomic():
        script = Program.of(person(who))
        for name, _enough, path, body in asked(who, worlds):
            found[name, who] = str(ask(script, path, body)[0].status_code)
        transaction.set_rollback(True)
    wrong = [f"{name}: {found.get((name, role))}, not {word}" for (name, role), word in expected.items()
             if role == who and found.get((name, role), "·") != word]  # fmt: skip
    assert not wrong, "\n".join(wrong)
    assert set(found) <= set(expected)


@pytest.mark.parametrize("scope", ALL)
@pytest.mark.parametrize("who", AUTHORS)
def test_a_scope_gives_what_it_says_and_no_more(worlds: dict[str, World], who: str, scope: str) -> None:
    expected, wrong = read(), []
    with transaction.atomic():
        script = Program.of(person(who), (scope,))
        for name, enough, path, body in asked(who, worlds):
            answer, published = ask(script, path, body)
            status = str(answer.status_code)
            if scope in enough:
                fits = status == expected[name, who]
            else:
                # What is hidden stays hidden from a token without the scope, too.
                fits = status == "403" and "insufficient_scope" in answer.headers.get("WWW-Authenticate", "")
                fits = not published and (fits or status == expected[name, who] == "404")
            if not fits:
                wrong.append(f"{name}: {status}")
        transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", ROLES)
def test_no_token_publishes_what_the_admin_would_not_let_its_owner_publish(worlds: dict[str, World], who: str) -> None:
    with transaction.atomic():
        script, tried = Program.of(person(who)), 0
        for _name, _enough, path, body in asked(who, worlds):
            if isinstance(body, dict) and "publish" in body:
                record: Reviewable = body["publish"]
                steps: Any = admin.site.get_model_admin(type(record))
                offered = [o for o in offers(steps.steps, record, script.user) if o.step.verb == "publish"]
                may = any(not offer.why_not for offer in offered) and script.user.is_staff
                answer, published = ask(script, path, body)
                visible = type(record).objects.visible_to(script.user).filter(pk=record.pk).exists()
                assert published == (may and visible), (record, answer.content)
                tried += 1
        transaction.set_rollback(True)
    assert tried >= 7
