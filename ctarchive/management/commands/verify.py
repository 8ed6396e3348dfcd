from argparse import ArgumentParser
from collections.abc import Iterable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from threading import BrokenBarrierError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from ctarchive.telemetry import state
from ctarchive.verifying.progress import Progress, UnreadableError
from ctarchive.verifying.running import Walking, pieces, processes_for, walking
from ctarchive.verifying.table import VERIFIERS
from editorial import ledger
from editorial.verifying import Finding


class Command(BaseCommand):
    help = (
        "Verify the archive: ledger, records, blobs, captures, lineage, quotations, facts and search index. "
        "Prints each thing that does not hold, with its uid, and exits 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="no progress bar, and no word where all is well")
        parser.add_argument("--processes", type=int, help="how many share the work; by default one for each core")
        parser.add_argument(
            "--resume", type=Path, metavar="FILE",
            help="remember in FILE what was walked, and go on from there if FILE tells of a run that was cut off",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            progress = Progress(options["resume"])
            with walking(processes_for(sum(v.rows() for v in VERIFIERS), options["processes"])) as walk:
                self._verify(progress, walk, quiet=options["quiet"])
                progress.write(finished=True)
                if progress.findings:
                    several = len(progress.findings) > 1
                    text = f"{len(progress.findings)} thing{'s do' if several else ' does'} not hold."
                    raise CommandError(text, returncode=1)
                if not options["quiet"]:
                    self._tell(progress)
        except UnreadableError as error:
            raise CommandError(str(error)) from error
        except (BrokenProcessPool, BrokenBarrierError) as error:
            raise CommandError(f"A process died or did not start ({error!r}). Try --processes 1.") from error
        state.note("verify")

    def _verify(self, progress: Progress, walk: Walking, *, quiet: bool) -> None:
        self._say(progress.findings)
        found = list(progress.begin())
        self._say(found)
        progress.findings += found
        if progress.done and not quiet:
            self.stdout.write(f"Going on: {len(progress.done)} pieces were walked before.")
        wanted = progress.left(pieces())
        with tqdm(total=len(wanted), unit="", leave=False, disable=quiet or None) as bar:
            for outcome in walk(wanted):
                progress.note(outcome)
                bar.set_description_str(f"{VERIFIERS[outcome.piece.verifier].label}")
                bar.update()
                if outcome.findings:
                    bar.clear()
                    self._say(outcome.findings)

    def _say(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.stdout.write(self.style.ERROR(str(finding)))

    def _tell(self, progress: Progress) -> None:
        head = ledger.head()
        self.stdout.write(
            self.style.SUCCESS(
                f"Everything holds: {', '.join(f'{v.rows()} {v.label}' for v in VERIFIERS)}. "
                f"Redacted fields: {progress.erased}. Ledger head: {head.size} entries, root {head.root}."
            )
        )
