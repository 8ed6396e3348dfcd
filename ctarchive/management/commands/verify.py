from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from ctarchive.telemetry import state
from ctarchive.verifying import VERIFIERS, findings
from editorial import ledger
from editorial.snapshots import snapshot
from editorial.verifying import erased_fields


class Command(BaseCommand):
    help = (
        "Verify the archive: ledger, records, blobs, captures, lineage, quotations, facts and search index. "
        "Prints each thing that does not hold, with its uid, and exits 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="no progress bar, and no word where all is well")

    def handle(self, *args: Any, **options: Any) -> None:
        with snapshot():
            failures = self._verify(options)
        if failures:
            raise CommandError(f"{failures} thing{'s do' if failures > 1 else ' does'} not hold.", returncode=1)
        state.note("verify")
        if options["quiet"]:
            return
        head = ledger.head()
        self.stdout.write(
            self.style.SUCCESS(
                f"Everything holds: {', '.join(f'{v.rows()} {v.label}' for v in VERIFIERS)}. "
                f"Redacted fields: {erased_fields()}. Ledger head: {head.size} entries, root {head.root}."
            )
        )

    def _verify(self, options: Any) -> int:
        failures = 0
        for verifier in VERIFIERS:
            bar = tqdm(
                total=verifier.rows(), desc=f"{verifier.label}", unit="", leave=False, disable=options["quiet"] or None
            )
            with bar:
                for finding in findings(verifier, bar.update):
                    failures += 1
                    bar.clear()
                    self.stdout.write(self.style.ERROR(str(finding)))
        return failures
