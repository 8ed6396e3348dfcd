"""Are the preserved bytes still what was captured? A share of them each day, those longest unchecked first.

Disks lose bytes in silence. `verify` reads all of them at once; this reads a bounded amount, remembers where it is, and
writes to people when something is wrong.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from editorial.choices import Role
from editorial.guard import writing
from editorial.models import User
from editorial.wishes import are_sent
from sources.models import Blob, BlobCheck, Capture

log = logging.getLogger(__name__)

_TOGETHER = 50


def problem(blob: Blob) -> str:
    """What is wrong with the stored bytes; empty when they are what was captured. Memory does not grow with them."""
    try:
        with storages["blobs"].open(blob.path) as file:
            found: Any = file.file  # a real file, which hashlib reads by itself
            digest, size = hashlib.file_digest(found, "sha256").hexdigest(), file.size
    except OSError as error:
        return f"its bytes cannot be read ({error.strerror or error})"
    if digest != blob.sha256:
        return "its bytes are not what was captured"
    return "" if size == blob.size else f"it has {size} bytes, its row says {blob.size}"


def check(most_bytes: int, *, before: datetime | None = None) -> tuple[int, int]:
    """Check blobs, those longest unchecked first, up to so many bytes, and one at least. Returns (blobs, bytes).

    Those checked after `before` (this moment by default) are left for another day. What was checked is remembered as
    it goes: a check that is stopped goes on from there. Two at once do no harm.
    """
    began = before or timezone.now()
    blobs = checked = 0
    while checked < most_bytes and (due := _due(began)):
        for blob in due:
            _note(blob, problem(blob), timezone.now())
            blobs, checked = blobs + 1, checked + blob.size
            if checked >= most_bytes:
                break
    return blobs, checked


def _due(began: datetime) -> list[Blob]:
    """The next blobs: those never checked, then those checked longest ago."""
    kept = Blob.objects.filter(erased_at=None)
    never = list(kept.filter(check_made=None).order_by("pk")[:_TOGETHER])
    return never or list(kept.filter(check_made__checked_at__lt=began).order_by("check_made__checked_at")[:_TOGETHER])


def _note(blob: Blob, wrong: str, at: datetime) -> None:
    with writing():
        BlobCheck.objects.update_or_create(blob=blob, defaults={"checked_at": at, "problem": wrong})
    if wrong:
        log.error("Blob %s is damaged: %s", blob.pk, wrong)


def damaged() -> list[BlobCheck]:
    """The checks that found something wrong, of blobs that are not erased."""
    return list(BlobCheck.objects.filter(blob__erased_at=None).exclude(problem="").order_by("pk"))


# -- the alarm ---------------------------------------------------------------------------------------------------------


def alarm(found: Sequence[BlobCheck]) -> int:
    """Write to managing editors and administrators which blobs are damaged. Returns to how many."""
    if not found or not are_sent():
        return 0
    roles = Q(groups__name__in=(Role.MANAGING_EDITOR, Role.ADMINISTRATOR)) | Q(is_superuser=True)
    people = User.objects.filter(roles, is_active=True).exclude(email="").distinct()
    lines = list(_lines(found))
    return sum(_write(person, lines) for person in people)


def _lines(found: Sequence[BlobCheck]) -> Iterator[str]:
    """Each blob, what is wrong, and which captures rest on it: by uids, since letters travel in the open."""
    captures: dict[str, list[str]] = {}
    for uid, blob in (
        Capture.objects.filter(blob__in=[one.pk for one in found]).values_list("pk", "blob").order_by("pk")
    ):
        captures.setdefault(blob, []).append(uid)
    for one in found:
        yield f"{one.pk}: {one.problem}; captures: {', '.join(captures.get(one.pk, ['none']))}"


def _write(person: User, lines: Sequence[str]) -> bool:
    message = EmailMessage(
        subject=f"[ctarchive] Preserved bytes are damaged ({len(lines)})",
        body=(
            f"On {settings.SITE_URL} these preserved originals are no longer what was captured:\n\n"
            + "\n".join(lines[:100])
            + "\n\nThe texts and quotations made of them are not affected. Put each file back from a backup, into the "
            "blob store under its SHA-256, then run: manage.py check_blobs --damaged\n"
        ),
        to=[person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (OSError, SMTPException) as error:
        log.warning("Letter to user %s about damaged blobs was not sent: %s", person.uid, error)
        return False
    return True


def check_damaged() -> None:
    """Look again at those that were found damaged."""
    for one in damaged():
        _note(one.blob, problem(one.blob), timezone.now())
