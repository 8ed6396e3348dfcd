"""Restore a backup into an empty place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from ctarchive.backups import restoring
from ctarchive.backups.form import DamagedError
from ctarchive.backups.sealing import KeyFileError
from ctarchive.management.commands.backup import told


class Command(BaseCommand):
    """It ends with `verify`: what does not hold is not kept."""

    help = (
        "Restore FILE into an empty database and blob store, of whichever kind, and verify it: all of it, or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and the key."""
        parser.add_argument("file", type=Path, metavar="FILE", help="what manage.py backup made")
        parser.add_argument("--key", type=Path, metavar="KEYFILE", help="the private key, if it is encrypted")
        parser.add_argument("--quiet", action="store_true", help="say nothing where all is well")

    def handle(self, *args: Any, file: Path, key: Path | None, **options: Any) -> None:
        """Restore, and say what was restored, or why nothing was."""
        try:
            made = restoring.restore(file, key, say=self._say if not options["quiet"] else lambda _line: None)
        except DamagedError as error:
            raise CommandError(f"{file} is damaged or no backup: {error}. Nothing was restored.") from error
        except (KeyFileError, restoring.UnfitError) as error:
            raise CommandError(f"{file}: {error}. Nothing was restored.") from error
        except restoring.NotEmptyError as error:
            raise CommandError(
                f"Nothing was restored: {error}. Restore into an empty database (DATABASE_URL) and an empty folder "
                "(VAR, BLOBS_URL)."
            ) from error
        except restoring.WrongError as error:
            for finding in error.findings:
                self.stderr.write(str(finding))
            raise CommandError(f"{error}. Nothing was kept.") from error
        except (OSError, DatabaseError) as error:
            raise CommandError(f"{file} could not be restored: {error}. Nothing was kept.") from error
        self._tell(made, is_quiet=options["quiet"])

    def _say(self, line: str) -> None:
        self.stdout.write(f"... {line}")

    def _tell(self, made: Any, *, is_quiet: bool) -> None:
        for blob, what in made.manifest.damaged.items():
            self.stderr.write(f"blob {blob} was damaged when the backup was made: {what}")
        if not is_quiet:
            self.stdout.write(self.style.SUCCESS("Restored, and everything holds."))
            self.stdout.write(told(made))
            self.stdout.write("Compare that head with one kept elsewhere. Everybody signs in again.")
