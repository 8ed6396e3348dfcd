"""Make a key for encrypting backups."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ctarchive.backups import sealing


class Command(BaseCommand):
    """The public key is enough to make backups; the private one is needed to open them."""

    help = "Make a key (age) for encrypting backups, in a new file that its owner alone can read."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, metavar="FILE", help="a file that is not there yet")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Make the key, and print the public one."""
        try:
            public = sealing.make_key(file)
        except FileExistsError as error:
            raise CommandError(f"{file} is there already, and is left as it is.") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written ({error.strerror}).") from error
        self.stdout.write(f"The private key is in {file}. Without it no backup can be opened: keep copies elsewhere.")
        self.stdout.write("A file with this line, the public key, is enough to make backups:")
        self.stdout.write(public)
