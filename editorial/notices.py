"""The outbox: what people are to be told by e-mail.

`tell` is called inside the transaction of what it tells of: what is rolled back tells nobody, and what was committed
is told even if the machine stops right then. `editorial.letters` makes letters of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from django_tasks import task

from editorial import desk, letters, policies
from editorial.choices import Action, NoticeKind, Role
from editorial.models import Comment, Notice, Record, Reviewable, ReviewClaim, User
from editorial.wishes import are_sent, wants

# No more than one letter in this time, urgent ones excepted.
PACES: Mapping[str, timedelta] = {"soon": timedelta(minutes=15), "daily": timedelta(days=1)}
# What happens shortly after the first goes into the same letter.
GATHER = timedelta(minutes=2)
# Tomorrow they would be of no use.
URGENT = frozenset({NoticeKind.HELD})
# How long before it runs out the holder of a review is told, and how long after it others' taking it is news to them.
EARLY, STALE = timedelta(minutes=15), timedelta(days=1)


# -- the outbox --------------------------------------------------------------------------------------------------------


def tell(
    people: Iterable[User], kind: NoticeKind, about: Mapping[Record, str], *, at: datetime, text: str = ""
) -> None:
    """Put a notice for each of these people and each record into the outbox; `about` is record → key.

    Must run inside a transaction. The same kind and key is told a person once.
    """
    if not about or not are_sent():
        return
    for person in people:
        if not wants(person, kind):
            continue
        due, is_expected = _due(person, kind, at)
        rows = [
            Notice(
                user=person, kind=kind, key=key, record_type=record.type_name(), record_uid=record.pk, text=text[:300],
                at=at, due_at=due,
            )
            for record, key in about.items()
        ]  # fmt: skip
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        if not is_expected:
            _after_commit(send_due.using(run_after=due), person.uid)


def _due(person: User, kind: str, at: datetime) -> tuple[datetime, bool]:
    """When it is to be sent, and whether the worker will look for this person's notices by then anyway."""
    if kind in URGENT:
        return at, False
    waiting = Notice.objects.filter(user=person, done_at=None, letter="", due_at__gt=at).exclude(kind__in=URGENT)
    if due := waiting.aggregate(due=Min("due_at"))["due"]:
        return due, True
    sent = Notice.objects.filter(user=person, was_sent=True).exclude(kind__in=URGENT).order_by("-done_at")
    last = sent.values_list("done_at", flat=True).first()
    return max(at + GATHER, last + PACES[person.notices_pace] if last else at), False


def _after_commit(job: Any, *args: str) -> None:
    # Robust: what was committed must not look as if it had failed because the queue does not answer.
    transaction.on_commit(lambda: job.enqueue(*args), robust=True)


@task()
def send_due(uid: str) -> int:
    """Send this person what is due. Safe to repeat, also at once. Returns how many letters were sent."""
    return letters.send_due(uid, again=lambda when: send_due.using(run_after=when).enqueue(uid))


# -- what is told ------------------------------------------------------------------------------------------------------


def follow(action: Action, records: Sequence[Record], user: Any) -> None:
    """Tell of an act on records those whom it concerns. Inside the act's transaction."""
    at = timezone.now()  # the true time: what is restored may carry another
    reviewable = [record for record in records if isinstance(record, Reviewable)]
    if not reviewable or not are_sent():
        return
    match action:
        case Action.SUBMIT:
            _tell_reviewers(reviewable, user, at)
        case Action.SEND_BACK:
            _tell_authors(NoticeKind.SENT_BACK, reviewable, user, at)
        case Action.PUBLISH:
            _tell_authors(NoticeKind.PUBLISHED, reviewable, user, at)


def _tell_reviewers(records: Sequence[Reviewable], user: Any, at: datetime) -> None:
    found = subjects(records)
    people = [person for person in editors() if wants(person, NoticeKind.REVIEW)]
    for person in people:
        theirs = {found[record.pk] for record in records if policies.may(person, "publish", record)}
        tell([person], NoticeKind.REVIEW, _keyed(theirs, at), at=at)


def _tell_authors(kind: NoticeKind, records: Sequence[Reviewable], user: Any, at: datetime) -> None:
    found = subjects(records)
    theirs: dict[str, set[Reviewable]] = {}
    for record in records:
        for uid in {record.author_id, record.submitted_by_id or ""} - {user.uid, ""}:
            theirs.setdefault(uid, set()).add(found[record.pk])
    for person in User.objects.filter(uid__in=theirs, is_active=True).exclude(email=""):
        tell([person], kind, _keyed(theirs[person.uid], at), at=at)


def _keyed(records: Iterable[Reviewable], at: datetime) -> dict[Record, str]:
    return {record: f"{record.pk} {at.isoformat()}" for record in sorted(records, key=lambda one: one.pk)}


def editors() -> list[User]:
    """Those who may review anything and can be written to, with their roles. Two queries."""
    people = User.objects.filter(Q(groups__name__in=(Role.EDITOR, Role.MANAGING_EDITOR)) | Q(is_superuser=True))
    found = {person.pk: person for person in people.filter(is_active=True, is_staff=True).exclude(email="").distinct()}
    named: dict[int, set[str]] = {pk: set() for pk in found}
    for pk, name in User.objects.filter(pk__in=found).values_list("pk", "groups__name"):
        named[pk].add(name)
    for pk, person in found.items():
        person.roles = frozenset(Role.values) if person.is_superuser else frozenset(named[pk] & set(Role.values))
    return list(found.values())


def subjects(records: Iterable[Reviewable]) -> dict[str, Reviewable]:
    """Uid of each record → what it is a part of in the end. An owner that is not among them is read once."""
    known = {record.pk: record for record in records}
    given = list(known.values())

    def top(record: Reviewable) -> Reviewable:
        for step in record.OWNER:
            uid = record.column(step)
            if uid is not None:
                if uid not in known:
                    known[uid] = getattr(record, step)
                return top(known[uid])
        return record

    return {record.pk: top(record) for record in given}


def tell_of_comment(comment: Comment, record: Record, addressees: Iterable[int]) -> None:
    """Tell those whom a comment is for. Inside its transaction."""
    people = User.objects.filter(pk__in=list(addressees))
    tell(people, NoticeKind.COMMENT, {record: str(comment.pk)}, at=comment.at)


def tell_of_taking(subject: Reviewable, before: ReviewClaim, by: User, at: datetime) -> None:
    """Tell somebody whose review ran out that it is somebody else's now. Inside the taking's transaction."""
    was_given_back = before.expires_at < before.at + desk.HOLD
    if before.user_id != by.uid and not was_given_back and at - STALE <= before.expires_at <= at:
        key = f"{subject.pk} {at.isoformat()}"
        tell([before.user], NoticeKind.HELD, {subject: key}, at=at, text=by.username)


def warn_in_time(claim: ReviewClaim, user: User) -> None:
    """Have the holder told shortly before their review runs out. Inside the taking's transaction."""
    if are_sent() and wants(user, NoticeKind.HELD):
        _after_commit(warn.using(run_after=claim.expires_at - EARLY), claim.record_uid, claim.expires_at.isoformat())


@task()
def warn(record_uid: str, expires_at: str) -> None:
    """Tell the holder of a review that it runs out at this moment, if that still holds. Safe to repeat."""
    warn_now(record_uid, datetime.fromisoformat(expires_at), at=timezone.now())


def warn_now(record_uid: str, expires_at: datetime, *, at: datetime) -> None:
    """What the task does, at the moment `at`."""
    with transaction.atomic():
        claims = ReviewClaim.objects.filter(record_uid=record_uid, expires_at=expires_at, expires_at__gt=at)
        claim = claims.select_related("user").first()
        if claim is not None:
            subject = letters.record_of(claim.record_type, claim.record_uid)
            key = f"{record_uid} {expires_at.isoformat()}"
            tell([claim.user], NoticeKind.HELD, {subject: key} if subject else {}, at=at)
