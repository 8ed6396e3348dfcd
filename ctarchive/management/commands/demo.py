"""Fill an empty archive with two log-ins and the demonstration dossier."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from ctarchive import search
from editorial.models import ACCOUNT, LedgerEntry
from events.matching import candidates, index
from events.models import Entity, MatchCandidate
from events.workbench import index as words

DOSSIER = Path(settings.BASE_DIR) / "ctarchive" / "demo" / "archive.yaml"
# Two people, because nobody publishes what they wrote; the second also decides retractions and merges.
CAST: dict[str, tuple[str, ...]] = {"writer": ("editor",), "reviewer": ("editor", "managing_editor")}


def logins_file() -> Path:
    """Return where the passwords are kept."""
    return Path(settings.VAR) / "demo-logins.txt"


def read_logins() -> dict[str, str]:
    """Return the kept passwords by user name; none where the file is missing."""
    if not logins_file().is_file():
        return {}
    return dict(line.split(maxsplit=1) for line in logins_file().read_text().splitlines() if line.strip())


def write_logins(logins: dict[str, str]) -> None:
    """Keep passwords, readable by the owner of the file alone from its first byte on."""
    logins_file().unlink(missing_ok=True)
    descriptor = os.open(logins_file(), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(f"{name} {password}\n" for name, password in logins.items())


def make_user(name: str) -> str:
    """Make one of the cast and return the random password."""
    password = secrets.token_urlsafe(9)
    user = get_user_model().objects.create_user(username=name, password=password, is_staff=True)
    # One by one, so that a group that is missing stops us instead of leaving a log-in without its role.
    user.groups.set([Group.objects.get(name=role) for role in CAST[name]])
    return password


class Command(BaseCommand):
    """Run at every start; only the first one changes anything."""

    help = "Make two log-ins and load the demonstration dossier, once. What was edited since is kept."
    requires_migrations_checks = True

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing, and print the address and the log-ins."""
        self.make_users()
        if LedgerEntry.objects.exclude(record_type=ACCOUNT).exists():
            self.stdout.write("The archive has records already: they are kept as they are, nothing is loaded.")
            if next(search.verify(), None) is not None:
                # A newer program may index more, or otherwise, than the one that made the entries.
                self.stdout.write("Making the search index anew ...")
                search.rebuild()
        else:
            self.stdout.write("Loading the demonstration dossier ...")
            call_command("load_dossier", str(DOSSIER), publish=True, stdout=self.stdout, stderr=self.stderr)
        entities = Entity.objects.values_list("pk", flat=True)
        if next(index.differences(), None) is not None:
            # A newer program may find entities by other keys than the one that made them.
            index.project(entities)
        if next(words.differences(), None) is not None:
            words.project_all()
        if not MatchCandidate.objects.exists():
            # A worker does it too, where there is one.
            candidates.refresh(entities)
        self.announce()

    def make_users(self) -> None:
        """Make those of the cast who are missing; keep their passwords before the transaction ends, or not at all."""
        users = get_user_model().objects
        with transaction.atomic():
            missing = [name for name in CAST if not users.filter(username=name).exists()]
            if missing:
                write_logins(read_logins() | {name: make_user(name) for name in missing})

    def announce(self) -> None:
        """Print where to sign in and as whom."""
        self.stdout.write(f"\nReaders: {settings.SITE_URL}/\nEditors: {settings.SITE_URL}/admin/")
        logins = read_logins()
        for name in CAST:
            password = logins.get(name, f"(password not kept here; manage.py changepassword {name} makes a new one)")
            self.stdout.write(f"  {name:<10} {password}")
        if logins:
            self.stdout.write(f"  (kept in {logins_file()})")
