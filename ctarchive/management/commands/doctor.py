"""Look at everything around the archive that can hurt it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ctarchive import doctor


class Command(BaseCommand):
    """What `verify` is for what is kept, this is for the machine that keeps it."""

    help = (
        "Look at settings, disk, database, migrations, keys, clock, blobs, worker and search index; say how to mend "
        "what is wrong. Changes nothing. Exits 1 when something grave is found."
    )
    # It runs them by itself, and goes on when they fail.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was looked at, what is wrong, and how to mend it."""
        grave = 0
        for name, found in doctor.examine():
            self.stdout.write(f"{name}: {self.style.SUCCESS('well') if not found else ''}".rstrip())
            for finding in found:
                style = self.style.ERROR if finding.is_grave else self.style.WARNING
                self.stdout.write(f"  {style('WRONG' if finding.is_grave else 'note')}: {finding.what}")
                self.stdout.write(f"    {finding.mend}")
                grave += finding.is_grave
        if grave:
            raise CommandError(f"{grave} thing{'s are' if grave > 1 else ' is'} wrong.", returncode=1)
