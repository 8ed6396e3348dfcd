"""Every address under /admin/, with a record to ask it for: what `test_doors.py` knocks at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ctarchive.models import ApiToken, Upload, Webhook
from editorial import actions, comments, guard, reports
from editorial.admin.steps import PUBLISH_ALONE, STEPS, SUBMIT_ALONE, Step, offers, seen
from editorial.choices import ReportKind
from editorial.models import (
    AccessLog,
    Comment,
    Invitation,
    LedgerEntry,
    Notice,
    Record,
    Report,
    Reviewable,
    ReviewClaim,
    User,
)  # fmt: skip
from editorial.notices import send_due
from editorial.people import inviting
from events.actions import match as judge
from events.actions import rank
from events.choices import Judgement, Rank
from events.models import AnchorCheck, Event, Suggestion
from sources.models import Batch, BatchItem, Feed, SourceLink, SuspectedCopy
from tests import factories as make

# What somebody with this role is. A bystander may sign in to the admin and has no role.
WHO = ("anonymous", "outsider", "bystander", "contributor", "editor", "manager", "administrator")
AUTHORS = ("contributor", "editor", "manager")

# Types of records that answer alike.
FAMILIES = {
    "record": ("events_event", "events_entity", "sources_source"),
    "judgement": ("events_entitymatch", "events_eventmatch", "events_ranking", "sources_sourcelink"),
    "task": ("django_tasks_database_dbtaskresult",),
}
# Only redirect: Django's own, from an address without /change/, and to one with a slash at the end.
UNNAMED = re.compile(r"admin/(\w+/\w+/<path:object_id>/|\(\?P<url>.*)$")


def addresses() -> Iterator[tuple[str, str]]:
    """(name, route) of each address under /admin/."""

    def walk(resolver: Any, prefix: str, space: str) -> Iterator[tuple[str, str]]:
        for one in resolver.url_patterns:
            route = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one, route, f"{space}{one.namespace}:" if one.namespace else space)
            elif route.startswith("admin/") and not (one.name is None and UNNAMED.match(route)):
                yield f"{space}{one.name}", route

    yield from walk(get_resolver(), "", "")


@dataclass
class World:
    """Records of one author: (type, state) → record; and what else addresses name."""

    author: User
    records: dict[tuple[str, str], Any] = field(default_factory=dict)
    comment: Comment | None = None
    upload: Upload | None = None
    report: Report | None = None
    invitation: Invitation | None = None

    def keep(self, state: str, *records: Any) -> None:
        for record in records:
            self.records[f"{record._meta.app_label}_{record._meta.model_name}", state] = record


def world(author: User) -> World:
    """One of each, written by this author and published by others."""
    real = make.user
    made = World(author)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(make, "user", lambda name, **f: author if name == "writer" else real(name, **f))
        _published(made)
        _open(made, "draft", lambda *records: None)
        _open(made, "in_review", make.in_review)
        if author.is_editor:
            _judgements(made)
        _kept(made)
    return made


def _pair(made: World) -> dict[str, Any]:
    sources = {"copy": made.records["sources_source", "draft"], "original": made.records["sources_source", "published"]}
    return sources | {"containment": 0.9, "resemblance": 0.8, "agreement": 1.0}


def _kept(made: World) -> None:
    """What is not written by verbs that an editor calls."""
    capture, evidence = made.records["sources_capture", "draft"], made.records["events_evidence", "draft"]
    found = {"kind": "mention", "start": 0, "end": 6, "score": 1, "suggester": "names", "suggester_version": "1"}
    with guard.writing():
        check = AnchorCheck.objects.create(evidence=evidence, capture=capture, result="exact")
        mention = Suggestion.objects.create(capture=capture, **found)
        batch = Batch.objects.create(name="A list", user=made.author)
        item = BatchItem.objects.create(batch=batch, url="http://127.0.0.1:9/a", key="a")
        watched = Batch.objects.create(name="What a feed brings", user=made.author)
        # An address of this machine: never asked, because strangers' addresses may not lead here.
        feed = Feed.objects.create(url="http://127.0.0.1:9/feed", batch=watched, due_at=timezone.now())
        copy = SuspectedCopy.objects.create(pair=f"pair of {made.author.uid}"[:21], **_pair(made))
    entry = LedgerEntry.objects.filter(actor=made.author.uid).latest("seq")
    access = AccessLog.objects.create(what="refused", username="nobody")
    task = DBTaskResult.objects.get(pk=send_due.enqueue(made.author.uid).id)
    made.upload = Upload.objects.create(
        user=made.author, kind=Upload.Kind.PUBLISHERS, filename="a.csv", data=b"name\nBorder Gazette\n",
        reading={"encoding": "utf-8", "delimiter": ",", "columns": {"0": "name"}},
    )  # fmt: skip
    made.invitation = Invitation.objects.create(
        email=f"{made.author.uid}@example.org", role="editor", invited_by=made.author,
        created_at=timezone.now(), expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    hook = Webhook.objects.create(name="Newsroom", url="http://127.0.0.1:9/", created_by=made.author)
    soon = timezone.now() + timedelta(days=1)
    token = ApiToken.objects.create(
        user=made.author, name="A script", digest=made.author.uid * 6, created_at=timezone.now(), expires_at=soon
    )
    made.keep(
        "", hook, token, batch, item, feed, copy, check, mention, entry, access, task, made.author,
        Group.objects.get(name="editor"),
    )  # fmt: skip


def _published(made: World) -> None:
    published = {"by": "second_manager"}
    event, entity, source = make.event(), make.entity(), make.source()
    claim = make.claim(event)
    evidence = make.evidence(claim, source)
    rival = make.claim(event, value_edtf="2018-05-05")
    against = make.evidence(rival, source, "Twelve officers took part")
    make.publish(event, entity, source, claim, evidence, rival, against, **published)
    made.keep("published", event, entity, source, claim, evidence, make.capture_of(source), source.publisher)
    made.report = reports.receive(claim, "It was another day.", kind=ReportKind.ERROR, secret=made.author.uid)


def _open(made: World, state: str, move: Any) -> None:
    event, entity, source = make.event(), make.entity(), make.source()
    claim = make.claim(event)
    evidence = make.evidence(claim, source)
    move(event, entity, source, claim, evidence)
    made.keep(state, event, entity, source, claim, evidence, make.capture_of(source), source.publisher)
    made.comment = comments.say(event, "Which day?", user=made.author).comment


def _judgements(made: World) -> None:
    for state in ("draft", "in_review", "published"):
        sources, entities = [make.source(), make.source()], [make.entity(), make.entity()]
        make.publish(*sources, *entities, by="second_manager")
        link = SourceLink(source=sources[0], kind="republishes", target=sources[1], reason="Word for word.")
        link = actions.save(link, user=made.author)
        events = [make.event(), make.event()]
        make.publish(*events, by="second_manager")
        match = judge(entities[0], entities[1], Judgement.SAME, reason="One office.", user=made.author)
        meeting = judge(events[0], events[1], Judgement.SAME, reason="One meeting.", user=made.author)
        ranking = rank(_claim(made), Rank.PREFERRED, reason="An eye-witness.", user=made.author)
        found = (link, match, meeting, ranking, make.draft_reply(_claim(made)))
        if state != "draft":
            make.in_review(*found)
        if state == "published":
            actions.publish(found, user=make.user("second_manager"))
            for record in found:
                record.refresh_from_db()
        made.keep(state, *found)
    event: Any = made.records["events_event", "published"]
    told: dict[str, Any] = {"reason": "A better word.", "user": made.author}
    made.keep("in_review", actions.propose_revision(event, field="title", new="Other words", **told))
    made.keep("in_review", actions.propose_redaction(event, field="summary", **told))


def _claim(made: World) -> Any:
    return made.records["events_claim", "published"]


# -- cases -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A request: what it is called in the table, its address, and what is sent along."""

    name: str
    url: str
    data: dict[str, str] = field(default_factory=dict)
    record: Record | None = None
    step: Step | None = None


FILLED = ("matching:pair", "matching:apart", "moving:move", "moving:split", "reported:report")
STATES = ("", "draft", "in_review", "published")  # none: what is not reviewed
ALL_STEPS = (*STEPS, SUBMIT_ALONE, PUBLISH_ALONE)
# In which states of a record its pages are asked for, and its steps taken; elsewhere a step leads nowhere.
TELLING = {
    "change": ("", "draft", "published"), "history": ("", "draft", "published"), "delete": ("", "draft"),
    "revise": ("published",), "redact": ("published",), "capture": ("draft",),
    "submit": ("draft",), "discard": ("draft",), "publish": ("in_review",), "send-back": ("in_review",),
    "retract": ("published",), "submit-alone": ("draft",), "publish-alone": ("in_review",),
    "submit-bundle": ("draft",), "publish-bundle": ("in_review",), "send-back-bundle": ("in_review",),
}  # fmt: skip


def cases(name: str, route: str, mine: World, whose: str, *, wrong: bool = False) -> Iterator[Case]:
    """The requests for one address, on the records of one world; `wrong`: steps that lead nowhere from there."""
    parameters = re.findall(r"<(?:\w+:)?(\w+)>", route)
    kinds = {name: kind for kind, name in re.findall(r"<(\w+):(\w+)>", route)}
    model, page = _page_of(name)
    if not model:
        values = [_value(name, parameter, kinds.get(parameter, "str"), mine) for parameter in parameters]
        if None not in values:
            yield Case(f"{name}{whose if parameters else ''}", reverse(name, args=values), _filled(name, mine))
        if not wrong:
            yield from _further(name, mine, whose)
        return
    called = next((family for family, models in FAMILIES.items() if model in models), model)
    if not parameters:
        yield Case(f"{called} {page}", reverse(name))
    there = [state for state in STATES if (model, state) in mine.records]
    telling = [state for state in there if state in TELLING.get(page, STATES)] or there[:1]
    for state in STATES if parameters else ():
        record = mine.records.get((model, state))
        if record is not None and page == "step":
            yield from _steps(name, f"{called} {state}{whose}", state, record, wrong)
        elif record is not None and state in telling:
            yield Case(f"{called} {page} {state}".rstrip() + whose, reverse(name, args=[record.pk]), record=record)


def _filled(name: str, mine: World) -> dict[str, str]:
    """What is sent to an address that writes only what is filled in."""
    told = {
        "reason": "One and the same.",
        "judgement": "same",
        "title": "Talks",
        "kind": "meeting",
        "go": "1",
        "do": "take",
    }
    claims = {"claims": _uid(mine, "events_claim", "published"), "event": _uid(mine, "events_event", "draft")}
    return told | (claims if name.startswith("moving:") else {}) if name in FILLED else {}


def _further(name: str, mine: World, whose: str) -> Iterator[Case]:
    """Addresses that are asked for once more: of events, and with what follows a question mark."""
    events = [_uid(mine, "events_event", state) for state in ("published", "draft")]
    if name == "matching:pair":
        yield Case(f"{name} of events{whose}", reverse(name, args=events), _filled(name, mine))
    if name == "matching:apart" and ("events_eventmatch", "published") in mine.records:
        events = [_uid(mine, "events_eventmatch", "published")]
        yield Case(f"{name} of events{whose}", reverse(name, args=events), _filled(name, mine))
    if name == "moving:move":
        yield Case(f"{name} published{whose}", f"{reverse(name)}?event={events[0]}", _filled(name, mine))


def _uid(mine: World, model: str, state: str) -> Any:
    record = mine.records.get((model, state))
    return record and record.pk


def _steps(name: str, called: str, state: str, record: Record, everywhere: bool) -> Iterator[Case]:
    """The steps that may lead on from this state; or, to be refused by all, those that do not."""
    assert isinstance(record, Reviewable)
    own: Any = admin.site.get_model_admin(type(record))
    for step in ALL_STEPS if everywhere else own.steps:
        if everywhere == (state in TELLING.get(step.key, ("published",))):
            continue
        data = {"reason": "As agreed.", "seen": seen(step.records(record))}
        yield Case(f"{called}: {step.key}", reverse(name, args=[record.pk, step.key]), data, record, step)


def _page_of(name: str) -> tuple[str, str]:
    """(type of record, page), or two empty texts for an address that belongs to none."""
    for model in apps.get_models():
        start = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if name.startswith(start):
            return start.removeprefix("admin:").rstrip("_"), name.removeprefix(start)
    return "", ""


def _value(name: str, parameter: str, kind: str, mine: World) -> Any:
    """A value for a parameter of an address that belongs to no type of record; None where its author has none."""
    special: dict[tuple[str, str], Any] = {
        ("conflicts", "uid"): _uid(mine, "events_event", "published"),
        ("matching:apart", "uid"): _uid(mine, "events_entitymatch", "published"),
        ("matching:entity", "uid"): _uid(mine, "events_entity", "published"),
        ("moving", "uid"): _uid(mine, "events_event", "published"),
        ("exchange", "key"): mine.upload and mine.upload.pk,
        ("exchange", "kind"): "publishers",
        ("joining", "token"): mine.invitation and inviting.link(mine.invitation).split("/")[-2],
        ("second", "user"): mine.author.pk,
        ("people", "invitation"): mine.invitation and mine.invitation.pk,
        ("tokens", "number"): _uid(mine, "ctarchive_apitoken", ""),
        ("waiting", "key"): "drafts",
        ("reported", "number"): mine.report and mine.report.pk,
    }
    for place in (name, name.partition(":")[0]):
        if (place, parameter) in special:
            return special[place, parameter]
    known: dict[str, Any] = {
        "uid": ("events_event", "in_review"), "subject": ("events_event", "draft"),
        "capture": ("sources_capture", "draft"), "claim": ("events_claim", "draft"),
        "evidence": ("events_evidence", "draft"), "left": ("events_entity", "published"),
        "right": ("events_entity", "draft"), "suggestion": ("events_suggestion", ""),
        "object_id": ("events_event", "published"),
    }  # fmt: skip
    if parameter in known:
        return _uid(mine, *known[parameter])
    others = {"number": mine.comment and mine.comment.pk, "key": "date", "app_label": "events", "id": mine.author.pk}
    others |= {"content_type_id": ContentType.objects.get_for_model(Event).pk}
    if parameter in others:
        return others[parameter]
    # Nothing is called that: who may ask is decided before.
    return {"int": 0, "uid": _uid(mine, "events_event", "draft")}.get(kind, "none")


# -- knocking ----------------------------------------------------------------------------------------------------------


def footprint() -> tuple[Any, ...]:
    """What every act leaves behind somewhere: compared before and after."""

    def rows(model: Any, *columns: str) -> list[Any]:
        return list(model.objects.order_by("pk").values_list("pk", *columns))

    return (
        LedgerEntry.objects.count(),
        Notice.objects.count(),
        AnchorCheck.objects.count(),
        AccessLog.objects.exclude(what__in=("signed_out", "signed_in", "refused")).count(),
        rows(Comment, "resolved_at"),
        rows(ReviewClaim, "user", "expires_at"),
        rows(User, "username", "handle", "email", "password", "notices_pace"),
        rows(Suggestion, "fate"),
        rows(SuspectedCopy, "fate"),
        rows(Upload, "state"),
        rows(Webhook, "name", "url", "secret", "is_active"),
        rows(ApiToken, "revoked_at"),
        rows(Report, "state", "note"),
        rows(Batch, "stopped"),
        rows(Invitation, "withdrawn_at", "accepted_at"),
        rows(Feed, "is_watched", "looked_at", "failures"),
    )


def knock(client: Client, case: Case, method: str) -> str:
    """In one word how the request is answered. Whatever it wrote is undone, and the client still signed in."""
    writes: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "session" not in sql:
            writes.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        answer, _changed = _ask(client, case, method, look=False)
    # What was written may have been taken back by the verb itself: only then is it worth a closer look.
    if writes and _ask(client, case, method, look=True)[1]:
        return "does"
    return _word(answer)


def _ask(client: Client, case: Case, method: str, *, look: bool) -> tuple[Any, bool]:
    cookies = client.cookies.output()
    with transaction.atomic():
        before = footprint() if look else ()
        answer = getattr(client, method)(case.url, case.data if method == "post" else {})
        changed = look and footprint() != before
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies.replace("Set-Cookie: ", ""))
    return answer, changed


def _word(answer: Any) -> str:
    if answer.status_code == 302:
        return "login" if "/login/" in answer["Location"] else "back"
    return {200: "page"}.get(answer.status_code, str(answer.status_code))


def is_offered(case: Case, user: Any) -> bool:
    """Whether the record's page has a live button for the case's step."""
    assert case.step is not None
    found = offers((case.step,), case.record, user) if case.record is not None else []
    return any(not offer.why_not for offer in found)
