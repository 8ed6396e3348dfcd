"""Erase names and addresses of those who reported something that was closed long enough ago."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from editorial import reports


class Command(BaseCommand):
    """Run it every day, beside the service. What was written, and the answer, stay."""

    help = (
        "Erase names and e-mail addresses of readers REPORT_DAYS days after their reports were closed. Safe to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the trial run."""
        parser.add_argument("--dry-run", action="store_true", help="count them, and erase nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and print how many."""
        count = reports.erase(settings.REPORT_DAYS, is_trial=options["dry_run"])
        done = "would be" if options["dry_run"] else "were"
        self.stdout.write(f"Names and addresses of {count} readers {done} erased.")
