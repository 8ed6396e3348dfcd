"""What `manage.py doctor` looks at: each thing that can hurt a running archive, and how to mend it. Changes nothing.

An examination yields what it found wrong; silence is health. It looks at what `verify` does not: the machine.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from os import environ
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from django.conf import settings
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ctarchive import health, leases, search
from ctarchive.backups import tables
from ctarchive.checks import is_public
from ctarchive.proof import signing
from ctarchive.replica import watching
from ctarchive.replica.routing import REPLICA
from editorial.models import LedgerEntry
from sources import fixity
from sources.models import Blob, BlobCheck

LATE, STUCK = timedelta(minutes=10), timedelta(hours=2)
LEAST_FREE, LOW_FREE = 0.03, 0.1  # of the disk
LEAST_BYTES = 500 * 1024 * 1024
SKEW = timedelta(seconds=30)
UNCHECKED = timedelta(days=90)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong and how to mend it; grave ones stop people's work, or endanger what is kept."""

    what: str
    mend: str
    is_grave: bool = True


def settings_given() -> Iterator[Finding]:
    """Django's and our own system checks, those for a public site included where this is one."""
    for message in checks.run_checks(include_deployment_checks=is_public(), databases=["default"]):
        if not message.is_silenced() and message.level >= checks.WARNING:
            is_grave = message.level >= checks.ERROR
            yield Finding(f"{message.msg} ({message.id})", str(message.hint or "See the message."), is_grave)


def database() -> Iterator[Finding]:
    """That it answers, and that what it answers is on disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            if cursor.fetchone()[0] < 2:
                yield Finding(
                    "SQLite does not wait for the disk: the last publications can be lost in a power cut.",
                    "Remove synchronous from the options of DATABASE_URL.",
                )
            cursor.execute("PRAGMA quick_check(1)")
            if (said := cursor.fetchone()[0]) != "ok":
                yield Finding(f"The database file is damaged: {said}.", "Stop the service and restore the last backup.")
            return
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone()[0] == "off":
                yield Finding(
                    f"PostgreSQL has {name} = off: what was published can be lost in a power cut.",
                    f"Set {name} = on in postgresql.conf, and reload it.",
                )


def followers() -> Iterator[Finding]:
    """That the replica answers, follows this database, and is not too far behind."""
    if REPLICA not in settings.DATABASES:
        return
    if (lag := watching.catches_up(settings.REPLICA_LAG)) is None:
        yield Finding(
            "The replica of REPLICA_URL does not answer, or follows nobody: readers are answered from the primary.",
            "Start it, or make it anew with pg_basebackup; its log says why it stopped.", is_grave=False,
        )  # fmt: skip
    elif lag > settings.REPLICA_LAG:
        yield Finding(
            f"The replica is more than {settings.REPLICA_LAG} seconds behind: readers are answered from the primary.",
            "Look at pg_stat_replication there, and at pg_stat_wal_receiver here; REPLICA_LAG allows more.",
            is_grave=False,
        )


def migrations() -> Iterator[Finding]:
    """That the tables are those of this release."""
    if waiting := health.unapplied():
        yield Finding(f"Not applied to the database: {', '.join(waiting)}.", "Run: manage.py migrate")
    known = {f"{app}.{name}" for app, name in health.known_migrations()}
    if unknown := [name for name in tables.migrations() if name not in known]:
        yield Finding(
            f"The database has been through migrations of a newer release: {', '.join(unknown)}.",
            "Install that release again, or restore a backup made before.",
        )


def search_index() -> Iterator[Finding]:
    """That readers find what is published."""
    if first := next(search.verify(), None):
        yield Finding(f"The search index is wrong, first of all: {' '.join(first)}.", "Run: manage.py rebuild_search")


def blobs() -> Iterator[Finding]:
    """That preserved bytes can be written and read, and are what they were."""
    name, store = f"doctor-{uuid4().hex}", cast(Any, storages["blobs"])
    try:
        store.save(name, ContentFile(b"Is the store writeable?"))
        store.delete(name)
    except OSError as error:
        where = store.where
        yield Finding(
            f"Nothing can be written to the blob store {where} ({error.strerror}).",
            "Mount it, make room, or give it to the user who runs the archive; BLOBS_URL names it.",
        )
    newest = Blob.objects.filter(erased_at=None, captures__isnull=False).order_by("-captures__captured_at").first()
    if newest and (wrong := fixity.problem(newest)):
        yield Finding(f"The newest blob, {newest.pk}: {wrong}.", "Run manage.py verify, and restore what it names.")
    for one in fixity.damaged()[:10]:
        yield Finding(f"Blob {one.pk}: {one.problem}.", "Put it back from a backup, and run: check_blobs --damaged")
    oldest = BlobCheck.objects.filter(blob__erased_at=None).order_by("checked_at").first()
    if Blob.objects.exists() and (oldest is None or oldest.checked_at < timezone.now() - UNCHECKED):
        since = f"since {oldest.checked_at:%Y-%m-%d}" if oldest else "ever"
        yield Finding(f"Some blobs were not checked {since}.", "Run every day: manage.py check_blobs", is_grave=False)


def worker() -> Iterator[Finding]:
    """That what is queued is done."""
    now = timezone.now()
    due = DBTaskResult.objects.ready().filter(enqueued_at__lt=now - LATE)
    due = due.exclude(run_after__gt=now - LATE, run_after__lte=now)  # of those to be tried later, the latest
    if waiting := due.count():
        yield Finding(
            f"{waiting} tasks wait for longer than {LATE.seconds // 60} minutes: no worker works, or it is behind.",
            "Start it: manage.py serve has one; beside another web server, run manage.py db_worker --queue-name '*'",
        )
    if stuck := leases.expired().filter(started_at__lt=now - STUCK).count():
        yield Finding(
            f"{stuck} tasks are said to be at work for hours: their worker was killed.",
            "Start a worker: it does them again.", is_grave=False,
        )  # fmt: skip
    if failed := DBTaskResult.objects.filter(status="FAILED", finished_at__gt=now - timedelta(days=1)).count():
        yield Finding(f"{failed} tasks failed since yesterday.", "The log says why.", is_grave=False)


def disk() -> Iterator[Finding]:
    """That there is room."""
    folders = {"VAR": Path(settings.VAR)}
    if isinstance(store := storages["blobs"], FileSystemStorage):
        folders["the blob store"] = Path(store.path(""))
    for name, folder in folders.items():
        there = next(one for one in (folder, *folder.parents) if one.exists())
        usage = shutil.disk_usage(there)
        share = usage.free / usage.total
        if share < LOW_FREE:
            free = f"{usage.free // 1024**2:,} MB ({share:.0%})"
            yield Finding(
                f"{name}, {folder}, has {free} left.",
                "Make room, or move it to a larger disk: a full one refuses everything that is written.",
                is_grave=share < LEAST_FREE or usage.free < LEAST_BYTES,
            )


def clock() -> Iterator[Finding]:
    """That this machine's clock agrees with the database's, and is not behind what was written."""
    now = timezone.now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            skew = abs(cursor.fetchone()[0] - timezone.now())
        if skew > SKEW:
            yield Finding(
                f"This clock and the database's are {skew.seconds} seconds apart.", "Run a time service (NTP)."
            )
    newest = LedgerEntry.objects.order_by("-seq").first()
    if newest and newest.at > now + SKEW:
        yield Finding(
            f"The clock was set back: it is {now.isoformat()}, and the newest entry is of {newest.at.isoformat()}.",
            "Set it right (NTP) before anybody publishes. Entries keep their order by number; their moments would not.",
        )


def keys() -> Iterator[Finding]:
    """That secrets are read by nobody else, and that the ledger is signed."""
    secret = environ.get("SECRET_KEY_FILE", "").strip()
    paths = [Path(secret)] if secret else [Path(settings.VAR) / "debug-secret-key"]
    for path in (*paths, settings.CHECKPOINT_KEY_FILE):
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding(f"{path} can be read by other users of this machine.", f"Run: chmod 600 {path}")
    name = str(settings.DATABASES["default"]["NAME"])
    if connection.vendor == "sqlite" and is_public() and Path(name).exists() and Path(name).stat().st_mode & 0o004:
        yield Finding(f"{name} can be read by every user of this machine.", f"Run: chmod o-rwx {name}", is_grave=False)
    signer = signing.signer()
    if signer is None:
        mend = "Run: manage.py make_checkpoint_key"
        yield Finding("There is no key to sign checkpoints: nobody can be a witness.", mend, is_grave=False)
    elif signer.name != signing.origin():
        yield Finding(
            f"Checkpoints are signed as {signer.name}, and the site is {settings.SITE_URL}.",
            "Right after a move. After a copy for trials, make another key there: the two would be one ledger.",
            is_grave=False,
        )


Examination = Callable[[], Iterator[Finding]]
# Name → what looks at it, and whether it needs the database.
EXAMINATIONS: dict[str, tuple[Examination, bool]] = {
    "settings": (settings_given, False),
    "disk": (disk, False),
    "database": (database, True),
    "replica": (followers, True),
    "migrations": (migrations, True),
    "keys": (keys, False),
    "clock": (clock, True),
    "blobs": (blobs, True),
    "worker": (worker, True),
    "search index": (search_index, True),
}


def examine() -> Iterator[tuple[str, list[Finding]]]:
    """(name, what is wrong) of each examination; one that cannot be made is a finding.

    Without a database, or with another release's tables, what rests on it is left out.
    """
    is_database_there = True
    for name, (look, needs_database) in EXAMINATIONS.items():
        if needs_database and not is_database_there:
            continue
        try:
            found = list(look())
        except DatabaseError as error:
            if needs_database and name == "database":
                is_database_there = False
            found = [Finding(f"The database does not do it: {error}".strip(), _MEND_DATABASE)]
        except OSError as error:
            found = [Finding(f"It cannot be looked at: {error}.", "Give it to the user who runs the archive.")]
        if name == "migrations" and found:
            is_database_there = False
        yield name, found


_MEND_DATABASE = "Start it, or set DATABASE_URL right; then run manage.py migrate. Without it the archive is closed."
