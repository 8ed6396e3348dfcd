"""Check a share of the preserved bytes, and raise the alarm when some are damaged."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sources import fixity
from sources.models import Blob, BlobCheck


class Command(BaseCommand):
    """Run it every day, beside the service. Ended at any moment, it goes on from there the next time."""

    help = (
        "Read preserved bytes, those longest unchecked first, and compare them with their SHA-256. Exits 1 on damage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how much is read."""
        parser.add_argument("--megabytes", type=int, default=2000, help="how much is read at most; default: 2000")
        parser.add_argument(
            "--days", type=int, default=7, help="what was checked in so many days is left alone; default: 7"
        )
        parser.add_argument(
            "--damaged", action="store_true", help="look again at those found damaged, and at no others"
        )

    def handle(self, *args: Any, megabytes: int, days: int, **options: Any) -> None:
        """Check, write to those in charge, and say what was checked."""
        if megabytes < 1 or days < 0:
            raise CommandError("--megabytes must be 1 or more, and --days 0 or more.")
        fixity.check_damaged()
        if not options["damaged"]:
            blobs, checked = fixity.check(megabytes * 1024 * 1024, before=timezone.now() - timedelta(days=days))
            self.stdout.write(f"{blobs} blobs of {checked:,} bytes were read.{self._behind()}")
        found = fixity.damaged()
        for one in found:
            self.stderr.write(f"blob {one.pk}: {one.problem}")
        if found:
            told = fixity.alarm(found)
            raise CommandError(f"{len(found)} blobs are damaged; {told} letters were sent.", returncode=1)

    def _behind(self) -> str:
        never = Blob.objects.filter(erased_at=None, check_made=None).count()
        oldest = BlobCheck.objects.filter(blob__erased_at=None).order_by("checked_at").first()
        if never:
            return f" {never} were never checked yet."
        return f" All were since {oldest.checked_at:%Y-%m-%d}." if oldest else ""
