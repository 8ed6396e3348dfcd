"""Letters made of notices: what is due to one person goes out as one e-mail, and never more often than they chose.

Notices are first taken into a letter, in a transaction; then the letter is sent, outside of it. When the worker ends
in between, the same letter is sent later, with the same Message-ID, so that mail servers know it again.
What the receiver may not see, and what is over by then, is left out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial import comments, desk, parts, policies, registry
from editorial.choices import NoticeKind, State
from editorial.models import Comment, Notice, Record, Report, Reviewable, ReviewClaim, User
from editorial.queue import queue
from editorial.wishes import link_off, wants

log = logging.getLogger(__name__)

# A letter that was taken this long ago and not sent was taken by a worker that ended. Doubled after each try.
PATIENCE = timedelta(minutes=10)
MOST_TRIES = 8
KEPT = timedelta(days=180)
MOST_LINES = 50  # of each kind in one letter


@dataclass(frozen=True)
class Line:
    """One thing of which a letter tells; `page` names what it links to, `number` which of these pages."""

    record: Record
    name: str
    text: str = ""
    page: str = "record"
    number: str = ""


@dataclass(frozen=True)
class Section:
    """The lines of one kind, under its heading."""

    kind: NoticeKind
    heading: str
    lines: Sequence[Line]
    off: str


# -- sending -----------------------------------------------------------------------------------------------------------


def send_due(uid: str, *, again: Callable[[datetime], Any], at: datetime | None = None) -> int:
    """Send what is due to this person. Returns how many letters were sent. Safe to repeat, also at once.

    `again` has the worker look once more at a moment: for a letter that did not go out, and for what came meanwhile.
    """
    sent = 0
    while taken := _take(uid, again, at or timezone.now()):
        user, letter, notices = taken
        sections = _sections(user, notices)
        if sections and not _send(user, letter, sections):
            break
        told = {line.pk for line in notices}
        Notice.objects.filter(pk__in=told).update(done_at=at or timezone.now(), was_sent=bool(sections))
        sent += bool(sections)
    return sent


def _take(uid: str, again: Callable[[datetime], Any], at: datetime) -> tuple[User, str, list[Notice]] | None:
    """Take the next letter's notices: those of one that was begun and not sent, else all that are due."""
    with transaction.atomic():
        # One worker at a time for each person; who waits finds the notices taken.
        user = User.objects.select_for_update(no_key=True).get(uid=uid)
        pending = Notice.objects.filter(user=user, done_at=None)
        notices = _begun(pending, at) or list(pending.filter(letter="", due_at__lte=at))
        if not notices:
            return None
        letter, tries = notices[0].letter or uuid4().hex, notices[0].tries + 1
        pending.filter(pk__in=[n.pk for n in notices]).update(letter=letter, taken_at=at, tries=tries)
        Notice.objects.filter(user=user, done_at__lt=at - KEPT).delete()
        again(at + PATIENCE * 2 ** (tries - 1))
    return user, letter, notices


def _begun(pending: Any, at: datetime) -> list[Notice]:
    for first in pending.exclude(letter="").order_by("taken_at"):
        if first.taken_at + PATIENCE * 2 ** (first.tries - 1) > at:
            continue
        if first.tries < MOST_TRIES:
            return list(pending.filter(letter=first.letter))
        log.error("Letter %s to user %s was given up after %d tries.", first.letter, first.user_id, first.tries)
        pending.filter(letter=first.letter).update(done_at=at)
    return []


def _send(user: User, letter: str, sections: Sequence[Section]) -> bool:
    message = compose(user, letter, sections)
    try:
        message.send()
    except (OSError, SMTPException) as error:
        # The address is not repeated: logs are read by more people than letters.
        log.warning("Letter %s to user %s was not sent: %s", letter, user.uid, error)
        return False
    return True


def language_of(user: User) -> str:
    """The language to write to somebody in: their own, once what editors read is translated into it."""
    return user.language if user.language in dict(settings.EDITING_LANGUAGES) else settings.LANGUAGE_CODE


def compose(user: User, letter: str, sections: Sequence[Section]) -> EmailMultiAlternatives:
    """The letter, in plain text and in simple HTML, in the language of its reader."""
    off = link_off(user, [section.kind for section in sections])
    host = settings.SITE_URL.partition("//")[2].partition(":")[0]
    with translation.override(language_of(user)):
        context = {"user": user, "sections": sections, "site_url": settings.SITE_URL}
        message = EmailMultiAlternatives(
            subject=_subject(sections),
            body=render_to_string("editorial/mail/notices.txt", context),
            to=[user.email],
            headers={
                "Message-ID": f"<{letter}@{host}>",
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{off}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        message.attach_alternative(render_to_string("editorial/mail/notices.html", context), "text/html")
    return message


def _subject(sections: Sequence[Section]) -> str:
    number = sum(len(section.lines) for section in sections)
    if number > 1:
        heading = sections[0].heading if len(sections) == 1 else _("News for you")
        return f"[ctarchive] {heading} ({number})"
    # One line, whatever a title holds.
    return " ".join(f"[ctarchive] {sections[0].heading}: {sections[0].lines[0].name}".split())[:150]


# -- what a letter tells -----------------------------------------------------------------------------------------------


def record_of(record_type: str, uid: str) -> Record | None:
    """The record, or None if there is none."""
    try:
        return registry.get(record_type, uid)
    except (LookupError, ObjectDoesNotExist):
        return None


def _sections(user: User, notices: Sequence[Notice]) -> list[Section]:
    with translation.override(language_of(user)):
        found = []
        for kind in NoticeKind:
            ours = [notice for notice in notices if notice.kind == kind]
            lines = LINES[kind](user, _visible(user, ours)) if ours and wants(user, kind) else []
            if lines:
                found.append(Section(kind, HEADINGS[kind](len(lines)), lines[:MOST_LINES], link_off(user, [kind])))
    return found


def _visible(user: User, notices: Sequence[Notice]) -> list[tuple[Notice, Record]]:
    """The notices on what this person may see in the admin today. One query for each type of record."""
    known: dict[str, Record] = {}
    for record_type in {notice.record_type for notice in notices}:
        rows: Any = registry.model(record_type).objects
        uids = [notice.record_uid for notice in notices if notice.record_type == record_type]
        if user.is_staff:
            known |= {record.pk: record for record in rows.visible_to(user).filter(pk__in=uids)}
    return [(notice, known[notice.record_uid]) for notice in notices if notice.record_uid in known]


def _name(record: Record) -> str:
    """What the record is called in a letter. A protected name is not sent through the open net."""
    return record.public_name() if getattr(record, "protected", False) else str(record)


def _each_once(found: Iterable[tuple[Notice, Record]], text: Callable[[Notice], str] = lambda n: n.text) -> list[Line]:
    lines: dict[str, Line] = {}
    for notice, record in found:
        lines[record.pk] = Line(record, _name(record), text(notice))
    return list(lines.values())


def _sent_back(user: User, found: Sequence[tuple[Notice, Record]]) -> list[Line]:
    """Each with the reasons that were given of it and its parts; nothing of what was submitted again."""
    groups = {group.subject.pk: group for group in queue(user).sent_back}
    lines = []
    for line in _each_once(found):
        if group := groups.get(line.record.pk):
            lines.append(Line(line.record, line.name, " ".join(group.reasons)))
        elif isinstance(line.record, Reviewable) and parts.parts(line.record, State.DRAFT):
            lines.append(line)  # submitted by this person, written by another
    return lines


def _to_review(user: User, found: Sequence[tuple[Notice, Record]]) -> list[Line]:
    """What still waits, is this person's to decide on, and was taken by nobody else; not what goes along with it."""
    waiting = desk.bundles(user)
    needed = {uid for one in waiting for uid in one.rests_on() if uid != one.subject.pk}
    told = {record.pk for _notice, record in found}
    return [
        Line(one.subject, _name(one.subject), page="desk")
        for one in waiting
        if one.subject.pk in told
        and (len(one.records) > 1 or one.subject.pk not in needed)
        and (one.taken is None or one.taken.user_id == user.uid)
        and any(policies.may(user, "publish", record) for record in one.records)
    ]


def _published(user: User, found: Sequence[tuple[Notice, Record]]) -> list[Line]:
    return [
        Line(line.record, line.name, page="public" if _has_page(line.record) else "record")
        for line in _each_once(found)
    ]


def _has_page(record: Any) -> bool:
    return record.published_at is not None and hasattr(record, "get_absolute_url")


def _comments(user: User, found: Sequence[tuple[Notice, Record]]) -> list[Line]:
    """The comments that nobody has resolved, in the words that were used."""
    open_ones = {
        str(comment.pk): comment
        for comment in Comment.objects.filter(
            pk__in=[notice.key for notice, _record in found], resolved_at=None
        ).select_related("author")
    }
    return [
        Line(record, _name(record), f"{comment.author.username}: {comment.text[:500]}", page="comments")
        for notice, record in found
        if (comment := open_ones.get(notice.key)) and comments.may(user, record)
    ]


def _quotes(user: User, found: Sequence[tuple[Notice, Record]]) -> list[Line]:
    return _each_once(found)


def _held(user: User, found: Sequence[tuple[Notice, Record]]) -> list[Line]:
    """Taken over (by whom), or running out (when), if it is still so."""
    held = {
        claim.record_uid: claim
        for claim in ReviewClaim.objects.filter(record_uid__in=[record.pk for _notice, record in found])
    }
    lines = []
    for notice, record in found:
        claim = held.get(record.pk)
        if notice.text:
            told = _("taken over by %(who)s") % {"who": notice.text}
        elif claim and _still_holds(claim, user) and notice.key.endswith(claim.expires_at.isoformat()):
            told = _("yours until %(when)s UTC") % {"when": f"{claim.expires_at:%H:%M}"}
        else:
            continue
        lines.append(Line(record, _name(record), told, page="desk"))
    return lines


def _still_holds(claim: ReviewClaim, user: User) -> bool:
    return claim.user_id == user.uid and claim.expires_at > timezone.now()


def _reports(user: User, found: Sequence[tuple[Notice, Record]]) -> list[Line]:
    """Those that nobody has closed, without a word of what was written: it may name people."""
    keys = {notice.key.rpartition(" ")[2] for notice, _record in found}
    waiting = {str(pk) for pk in Report.objects.filter(pk__in=keys, closed_at=None).values_list("pk", flat=True)}
    if not user.is_editor:
        return []
    return [
        Line(record, _name(record), page="report", number=pk)
        for notice, record in found
        if (pk := notice.key.rpartition(" ")[2]) in waiting
    ]


LINES: dict[NoticeKind, Callable[[User, Sequence[tuple[Notice, Record]]], list[Line]]] = {
    NoticeKind.SENT_BACK: _sent_back,
    NoticeKind.REVIEW: _to_review,
    NoticeKind.PUBLISHED: _published,
    NoticeKind.COMMENT: _comments,
    NoticeKind.QUOTE: _quotes,
    NoticeKind.HELD: _held,
    NoticeKind.REPORT: _reports,
}
HEADINGS: dict[NoticeKind, Callable[[int], str]] = {
    NoticeKind.SENT_BACK: lambda n: ngettext("Sent back to you", "Sent back to you", n),
    NoticeKind.REVIEW: lambda n: ngettext("Waits for your review", "Wait for your review", n),
    NoticeKind.PUBLISHED: lambda n: ngettext("Published", "Published", n),
    NoticeKind.COMMENT: lambda n: ngettext("A comment for you", "Comments for you", n),
    NoticeKind.QUOTE: lambda n: ngettext(
        "A quotation is not what it was in a new capture", "Quotations are not what they were in a new capture", n
    ),
    NoticeKind.HELD: lambda n: ngettext("A review that you have taken", "Reviews that you have taken", n),
    NoticeKind.REPORT: lambda n: ngettext("A reader wrote about this", "Readers wrote about these", n),
}
