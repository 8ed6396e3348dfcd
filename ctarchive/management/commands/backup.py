"""Back the whole archive up into one file, or check such a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ctarchive.backups import making, restoring
from ctarchive.backups.form import DamagedError
from ctarchive.backups.making import Made
from ctarchive.backups.sealing import KeyFileError
from ctarchive.telemetry import state


def told(made: Made) -> str:
    """What a backup holds, in a line or two."""
    head, manifest = made.header["head"], made.manifest
    blobs = "no blobs"
    if made.header["with_blobs"]:
        blobs = f"{manifest.blobs['count']} blobs of {manifest.blobs['bytes']:,} bytes"
    rows = f"{sum(manifest.rows.values()):,} rows of {len(manifest.rows)} tables"
    return (
        f"{made.header['site']} as of {made.header['at']}: {rows}, {blobs}.\n"
        f"Ledger head: {head['size']} entries, root {head['root']}."
    )


class Command(BaseCommand):
    """Editors may go on writing meanwhile: the backup is of the moment at which it began."""

    help = "Back up database, preserved bytes and ledger head, as of one moment, into FILE. Nobody has to stop writing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file, the key and the check."""
        parser.add_argument("file", type=Path, metavar="FILE", help="a file that is not there yet")
        parser.add_argument(
            "--key", type=Path, metavar="KEYFILE",
            help="encrypt with the keys in this file (manage.py make_backup_key); to check, it must be a private one",
        )  # fmt: skip
        parser.add_argument("--verify", action="store_true", help="check every byte of FILE, and restore nothing")
        parser.add_argument("--quiet", action="store_true", help="say nothing where all is well")

    def handle(self, *args: Any, file: Path, key: Path | None, **options: Any) -> None:
        """Make or check the backup. Damaged blobs are named, and end with status 1, with the rest backed up."""
        try:
            made = restoring.check(file, key) if options["verify"] else making.make(file, key)
        except DamagedError as error:
            raise CommandError(f"{file} is damaged or no backup: {error}.") from error
        except KeyFileError as error:
            raise CommandError(f"{file}: {error}.") from error
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}. No backup was made.") from error
        if not options["quiet"]:
            size = f"{file}, {file.stat().st_size:,} bytes: "
            self.stdout.write(f"{size}{'every byte is as it was written' if options['verify'] else 'backed up'}.")
            self.stdout.write(told(made))
        for blob, what in made.manifest.damaged.items():
            self.stderr.write(f"blob {blob}: {what}")
        if made.manifest.damaged:
            raise CommandError(
                f"{len(made.manifest.damaged)} blobs were damaged in the archive; all else is in the backup. Put them "
                "back from an older one, and run: manage.py verify"
            )
        if not options["verify"]:
            state.note("backup")
