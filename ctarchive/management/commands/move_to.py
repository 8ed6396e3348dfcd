"""Move the archive into another database."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ctarchive.backups import making
from editorial import ledger


class Command(BaseCommand):
    """A backup without blobs, restored by a process that has the other database in its settings."""

    help = (
        "Copy all that is in the database into another, empty one, of whichever kind, and verify it there. Blobs stay "
        "where they are. Stop the service first; afterwards, give it the new DATABASE_URL."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the other database."""
        parser.add_argument(
            "url", metavar="DATABASE_URL",
            help="such as postgres://user@host/ctarchive; leave the password to ~/.pgpass or PGPASSWORD",
        )  # fmt: skip

    def handle(self, *args: Any, url: str, **options: Any) -> None:
        """Copy, verify, and say what to do next."""
        # Beside the database, whose disk has room for a copy of it. The folder is ours alone.
        with TemporaryDirectory(prefix="moving-", dir=settings.VAR) as folder:
            file = Path(folder) / "backup"
            try:
                made = making.make(file, with_blobs=False)
            except OSError as error:
                raise CommandError(f"Nothing was moved: {error}.") from error
            self._restore(file, url)
        head = ledger.head()
        if (head.size, head.root) != (made.header["head"]["size"], made.header["head"]["root"]):
            raise CommandError(
                "Somebody wrote while it was moved, and the other database lacks that. Stop the service, empty the "
                "other database, and move again. Until then go on with this one: nothing is lost."
            )
        self.stdout.write(self.style.SUCCESS(f"All is there, and holds: {head.size} entries, root {head.root}."))
        self.stdout.write("Now set DATABASE_URL to it, start the service, and keep the old database for a while.")

    def _restore(self, file: Path, url: str) -> None:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(file)]
        self.stdout.flush()
        if subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode:
            raise CommandError("Nothing was moved; the lines above say why. The archive here is as it was.")
