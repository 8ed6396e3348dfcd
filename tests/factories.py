"""Plain factories with keyword overrides. They make records the only way there is: with the verbs.

The cast: *writer* (editor), *reviewer* (editor), *manager* (managing editor), *contributor*, *outsider* (no role).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection

from ctarchive.verifying.table import VERIFIERS
from ctarchive.verifying.table import findings as findings_of
from editorial import actions, roles
from editorial.choices import Role
from editorial.models import Record, Redaction, Reviewable, Revision, User
from events.actions import match, publish_bundle, quote, reply, save_entity, submit_bundle
from events.choices import EntityKind, EventKind, Judgement, ReplyCapacity
from events.models import Claim, Entity, EntityMatch, Event, EventMatch, Evidence, Reply
from sources.actions import capture
from sources.choices import LinkKind
from sources.models import Capture, Publisher, Source, SourceLink

_numbers = count(1)

ROLES = {
    "contributor": (Role.CONTRIBUTOR,),
    "writer": (Role.EDITOR,),
    "reviewer": (Role.EDITOR,),
    "manager": (Role.MANAGING_EDITOR,),
    "second_manager": (Role.MANAGING_EDITOR,),
    "administrator": (Role.ADMINISTRATOR,),
    "outsider": (),
}

TEXT = """Border guards of the two republics met in Lankaran.

The meeting of 3 May 2018 was chaired by Colonel Farid Nazarov and ended with a joint plan.
Twelve officers took part, according to the border service."""


def user(name: str, **fields: Any) -> User:
    """One of the cast, made once; all but the outsider may sign in to the admin."""
    found = User.objects.filter(username=name).first()
    if found:
        return found
    made = User.objects.create_user(name, password="correct horse", is_staff=name != "outsider", **fields)
    groups = [Group.objects.get_or_create(name=role.value) for role in ROLES[name]]
    if any(created for _group, created in groups):
        # A test with real transactions empties the database behind itself, and the roles with it.
        roles.grant(sender=None)
    made.groups.set([group for group, _created in groups])
    return made


def publisher(**fields: Any) -> Publisher:
    values = {"name": f"Border Gazette {next(_numbers)}", "kind": "news_outlet", "reliability": "C"} | fields
    return actions.save(Publisher(**values), user=user("writer"))


def source(text: str = "", **fields: Any) -> Source:
    """A draft source with one capture of `text`."""
    values = {"title": f"Guards meet {next(_numbers)}", "kind": "news_report", "published": "2018-05-04"} | fields
    if "publisher" not in values:
        values["publisher"] = publisher()
    made = actions.save(Source(**values), user=user("writer"))
    capture((text or f"{TEXT}\n\nReport {next(_numbers)}.").encode(), user=user("writer"), source=made)
    return made


def capture_of(made: Source) -> Capture:
    return made.captures.get()


def entity(name: str = "", names: Any = None, identifiers: Any = None, **fields: Any) -> Entity:
    values = {"name": name or f"Border Service {next(_numbers)}", "kind": EntityKind.PUBLIC_BODY} | fields
    return save_entity(Entity(**values), user=user("writer"), names=names, identifiers=identifiers)


def event(**fields: Any) -> Event:
    values = {"title": f"Meeting of border guards {next(_numbers)}", "kind": EventKind.MEETING} | fields
    return actions.save(Event(**values), user=user("writer"))


def claim(subject: Event | Entity, property: str = "date", **fields: Any) -> Claim:
    """A draft claim about the subject, by default on the date of the meeting; without evidence."""
    about = {"event": subject} if isinstance(subject, Event) else {"entity": subject}
    values = ({"value_edtf": "2018-05-03"} if property == "date" else {}) | fields
    return actions.save(Claim(property=property, **about, **values), user=user("writer"))


def evidence(about: Claim, of: Source, exact: str = "The meeting of 3 May 2018", **fields: Any) -> Evidence:
    return quote(about, capture_of(of), exact, user=user("writer"), **fields)


def publish(*records: Reviewable, by: str = "manager") -> None:
    """Submit drafts as the writer and publish them as somebody else; refreshes the records given."""
    actions.publish(actions.submit(list(records), user=user("writer")), user=user(by))
    for record in records:
        record.refresh_from_db()


def published_event(**fields: Any) -> Event:
    """A published event with one dated claim, quoted from one published source."""
    made = event(**fields)
    evidence(claim(made), source())
    submit_bundle(made, user=user("writer"))
    publish_bundle(made, user=user("reviewer"))
    made.refresh_from_db()
    return made


def published_claim(
    subject: Event | Entity, property: str, exact: str = "a joint plan", of: Source | None = None, **fields: Any
) -> Claim:
    """A published claim about a published subject, quoted from `of` or a new source."""
    made = claim(subject, property, **fields)
    evidence(made, of or source(), exact)
    submit_bundle(subject, user=user("writer"))
    publish_bundle(subject, user=user("reviewer"))
    made.refresh_from_db()
    return made


def draft_reply(to: Claim, said: str = "It was the 4th of May.", **fields: Any) -> Reply:
    values: dict[str, Any] = {"name": "Press office of the border service", "capacity": ReplyCapacity.CONCERNED}
    return reply(to, said, user=user("writer"), **values | {"received": "2026-11-20"} | fields)


def published_reply(to: Claim, said: str = "It was the 4th of May.", **fields: Any) -> Reply:
    made = draft_reply(to, said, **fields)
    publish(made)
    return made


def published_link(copy: Source, original: Source, kind: LinkKind = LinkKind.REPUBLISHES) -> SourceLink:
    made = actions.save(
        SourceLink(source=copy, kind=kind, target=original, reason="The same words, a day later."), user=user("writer")
    )
    publish(made)
    return made


def published_match(left: Entity, right: Entity, judgement: Judgement = Judgement.SAME) -> EntityMatch:
    made = match(left, right, judgement, reason="The same office under two names.", user=user("writer"))
    publish(made)
    return made


def merged_events(left: Event, right: Event, judgement: Judgement = Judgement.SAME) -> EventMatch:
    """A published judgement on two events; refreshes both."""
    made = match(left, right, judgement, reason="One meeting, reported twice.", user=user("writer"))
    publish(made)
    for one in (left, right):
        one.refresh_from_db()
    return made


def in_review(*records: Reviewable) -> None:
    """Submit drafts as the writer; refreshes the records given."""
    actions.submit(list(records), user=user("writer"))
    for record in records:
        record.refresh_from_db()


def revise(record: Record, field: str, new: Any) -> Revision:
    """A revision that the writer proposed and the manager published; refreshes the record."""
    proposed = actions.propose_revision(record, field=field, new=new, reason="A better source.", user=user("writer"))
    actions.publish([proposed], user=user("manager"))
    record.refresh_from_db()
    return proposed


def retract(record: Reviewable, reason: str = "The source withdrew it.") -> Revision:
    """A retraction that the writer proposed and the manager decided; refreshes the record."""
    proposed = actions.propose_retraction(record, reason=reason, user=user("writer"))
    actions.publish([proposed], user=user("manager"))
    record.refresh_from_db()
    return proposed


def redact(record: Record, field: str, span: tuple[int, int] | None = None) -> Redaction:
    """A redaction that the writer proposed and the manager decided; refreshes the record."""
    proposed = actions.propose_redaction(record, field=field, span=span, reason="A private name.", user=user("writer"))
    actions.publish([proposed], user=user("manager"))
    record.refresh_from_db()
    return proposed


def findings() -> list[str]:
    """What `verify` finds wrong with ledger, records, captures, lineage, quotations and facts; empty when all holds."""
    return [str(finding) for verifier in VERIFIERS[:-1] for finding in findings_of(verifier)]


def at_once(*calls: Callable[[], Any]) -> Sequence[Any]:
    """What each call returned or raised, all of them running at once, each in a thread with its own connection."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return call()
        except Exception as error:  # noqa: BLE001 -- the test looks at what was raised
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
