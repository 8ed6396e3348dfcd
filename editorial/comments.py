"""Comments on records: between colleagues, never public."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import guard, policies, registry, signals
from editorial.choices import Role
from editorial.errors import NotAllowed, Refused, WrongState
from editorial.models import Comment, Record, Report, Reviewable, User
from editorial.models.record import MASK

LONGEST = 5000
# No more people are asked by one comment.
MOST_MENTIONS = 20

# A user name after an @ that no letter stands before, so that an e-mail address mentions nobody.
_MENTION = re.compile(r"(?<![\w.+-])@([\w.+-]*\w)")


@dataclass(frozen=True)
class Said:
    """A comment that was made, and the names it mentions of which nobody is told: unknown, or not to see the record."""

    comment: Comment
    unknown: Sequence[str]


def names_in(text: str) -> list[str]:
    """The user names that the text mentions, each once, in order. Pure."""
    return list(dict.fromkeys(_MENTION.findall(text)))[:MOST_MENTIONS]


def say(record: Record, text: str, *, user: Any, at: datetime | None = None) -> Said:
    """Comment on a record. Those mentioned as @name, and the record's author, are told.

    Raises `NotAllowed` for somebody without an editorial role or who may not see the record, `Refused` for a text
    that is empty or too long.
    """
    check(user, record)
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise Refused([_("A comment has between 1 and %(most)d characters.") % {"most": LONGEST}])
    names = names_in(text)
    told = {person.username.casefold(): person for person in _people(names) if may(person, record)}
    addressees = {person.pk for person in told.values()} | _author_of(record)
    with transaction.atomic(), guard.writing():
        comment = Comment(
            record_type=record.type_name(), record_uid=record.pk, author=user, text=text, at=at or timezone.now()
        )
        comment.save(force_insert=True)
        comment.addressees.set(addressees - {user.pk})
        signals.commented.send(
            sender=Comment, comment=comment, record=record, addressees=sorted(addressees - {user.pk})
        )
    return Said(comment, [name for name in names if name.casefold() not in told])


def _people(names: Iterable[str]) -> Iterable[User]:
    wanted = Q()
    for name in names:
        wanted |= Q(username__iexact=name)
    return User.objects.filter(wanted, is_active=True) if wanted else ()


def _author_of(record: Record) -> set[int]:
    return {record.author.pk} if isinstance(record, Reviewable) else set()


def resolve(comment: Comment, *, user: Any, at: datetime | None = None) -> Comment:
    """Say that nothing is left to do about it. Raises `NotAllowed`, and `WrongState` when somebody said so before."""
    return _settle(comment, user, is_open=True, resolved_at=at or timezone.now(), resolved_by=user)


def reopen(comment: Comment, *, user: Any) -> Comment:
    """Take that back. Raises as `resolve` does."""
    return _settle(comment, user, is_open=False, resolved_at=None, resolved_by=None)


def _settle(comment: Comment, user: Any, *, is_open: bool, **values: Any) -> Comment:
    check(user, registry.get(comment.record_type, comment.record_uid))
    with guard.writing():
        # One statement, so that of two at once one is told.
        changed = Comment.objects.filter(pk=comment.pk, resolved_at__isnull=is_open).update(**values)
    if not changed:
        raise WrongState(_("Somebody else resolved or reopened this comment."))
    comment.refresh_from_db()
    return comment


def about(records: Iterable[Record]) -> list[Comment]:
    """The comments on these records, the oldest first. One query; whoever shows them checks `may` first."""
    return list(Comment.objects.filter(record_uid__in=[r.pk for r in records]).select_related("author", "resolved_by"))


def waiting_for(user: Any) -> list[Comment]:
    """The open comments that mention this user or are on what they wrote, the newest first."""
    mine = Comment.objects.filter(addressees=user, resolved_at__isnull=True)
    return list(mine.select_related("author").order_by("-at", "-pk")[:50])


def may(user: Any, record: Record) -> bool:
    """Whether this person may read and write comments on the record: an editorial role, and sight of the record."""
    if not user.is_authenticated or not user.is_staff or not policies.has_role(user, Role.CONTRIBUTOR):
        return False
    rows: Any = type(record).objects
    return bool(rows.visible_to(user).filter(pk=record.pk).exists())


def check(user: Any, record: Record) -> None:
    """Raise `NotAllowed` unless `may`."""
    if not may(user, record):
        raise NotAllowed(_("Comments are for those who work on the record."))


# -- what a redaction erased -------------------------------------------------------------------------------------------


def hush(erased: Iterable[str], about: Iterable[str]) -> int:
    """Mask these texts in every comment, and in what readers wrote, where they are repeated. Returns how many changed.

    In what is about the records `about` (uids) each name and number in the texts is masked by itself too. Part of a
    redaction, whose verb holds the transaction: no ledger holds these, and nothing of the words is left.
    """
    texts = [text for text in erased if text.strip()]
    everywhere, there = _pattern(texts), _pattern([*texts, *(name for text in texts for name in _names_in(text))])
    near, changed = set(about), 0
    for model, columns in _REPEATING.items() if texts else ():
        rows = []
        for row in model.objects.select_for_update().order_by("pk"):
            pattern = there if row.record_uid in near else everywhere
            if _mask(row, columns, pattern):
                rows.append(row)
        with guard.writing():
            model.objects.bulk_update(rows, columns)
        changed += len(rows)
    return changed


# Working data that may repeat what a record says.
_REPEATING: dict[Any, tuple[str, ...]] = {Comment: ("text",), Report: ("text", "note", "answer")}


def _mask(row: Any, columns: Iterable[str], pattern: re.Pattern[str]) -> bool:
    """Mask what the pattern finds in these columns, in memory. Whether there was anything."""
    masked = {name: pattern.sub(lambda found: MASK * len(found.group()), getattr(row, name)) for name in columns}
    found = any(getattr(row, name) != text for name, text in masked.items())
    for name, text in masked.items():
        setattr(row, name, text)
    return found


def _pattern(texts: Iterable[str]) -> re.Pattern[str]:
    """Finds the texts as whole words, the longest first, in any case and however their words are parted."""
    spelt = (r"\s+".join(map(re.escape, text.split())) for text in sorted(texts, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)" if texts else r"(?!)", re.IGNORECASE)


def _names_in(text: str) -> list[str]:
    """Its words that may be names, and its longer numbers: what is not lower case, in scripts without cases all."""
    return [w for w in re.findall(r"\w+", text) if len(w) > 3 and not w[0].islower()]
