"""Whether a reader has the newest answer already: answers are told apart by all that shapes them.

The version is read before the data. Where somebody publishes between the two, an answer carries the older tag: it is
asked for again, and never kept for too long.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from ctarchive.exports.moment import Moment
from editorial.models import LedgerEntry, LedgerHead
from editorial.prepared import Prepared
from events import protection
from events.protection import Mask

# What answers are made by: the software, its pages and what they are shown with, and its words in other languages.
_ROOMS = (
    ("ctarchive", "*.py"), ("events", "*.py"), ("sources", "*.py"), ("editorial", "*.py"), ("locale", "*.po"),
    ("templates", "*.*"), ("ctarchive/static", "*.*"), ("ctarchive/pictures", "*.json"),
)  # fmt: skip


@dataclass(frozen=True)
class Version:
    """The public version: its number, and the moment of its newest public entry (None before there is one)."""

    number: int = 0
    at: datetime | None = None

    @property
    def last_modified(self) -> int | None:
        """That moment in whole seconds since 1970; None while its second lasts: more may be published within it."""
        if self.at is None or timezone.now() < self.at.replace(microsecond=0) + timedelta(seconds=1):
            return None
        return int(self.at.astimezone(UTC).timestamp())


def version() -> Version:
    """The public version now. One query."""
    return next((Version(number, at) for number, at in _head()), Version())


def _newest() -> Any:
    newest = LedgerEntry.objects.filter(seq=OuterRef("public_version") - 1).values("at")[:1]
    return LedgerHead.objects.filter(pk=1).annotate(at=Subquery(newest)).values_list("public_version", "at")


_head = Prepared[tuple[int, datetime | None]](LedgerHead, _newest)


def key(version: Version, mask: Mask) -> str:
    """Names what is public at this moment: its version, and whom the archive protects, so that no name can be tried."""
    return Moment(version.number, "", version.at, mask).key


def etag(request: Any, version: Version, mask: Mask, media_type: str) -> str:
    """The strong entity tag of the answer to this request: what is public, release, language, form and address."""
    parts = (key(version, mask), release(), get_language() or "", media_type, request.get_full_path())
    return '"' + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32] + '"'


def shaping(request: HttpRequest) -> tuple[str, ...]:
    """All that shapes what a reader whom nothing tells apart is told at this address, today. Two queries.

    The moment of the version tells apart two archives of one length, such as before and after a restoration.
    """
    newest = version()
    return (
        key(newest, protection.load()),
        newest.at.isoformat() if newest.at else "",
        release(),
        repr((settings.SITE_URL, settings.DATA_LICENCE)),
        timezone.now().date().isoformat(),
        get_language() or "",
        request.build_absolute_uri(),
    )


@functools.cache
def release() -> str:
    """A digest of the software that answers: another release may tell the same archive in another way."""
    found = hashlib.sha256()
    for room, pattern in _ROOMS:
        for path in sorted((Path(settings.BASE_DIR) / room).rglob(pattern)):
            found.update(hashlib.sha256(path.read_bytes()).digest())
    # The addresses of styles and scripts, under which they were collected.
    found.update(repr(sorted(getattr(staticfiles_storage, "hashed_files", {}).items())).encode())
    return found.hexdigest()[:16]
