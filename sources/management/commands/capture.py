from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from tqdm import tqdm

from editorial.accounts import command_user
from sources.choices import Errand
from sources.gathering import batches
from sources.intake import CAPTURED, REFUSED, THERE, Outcome, files, items, lasting_together, take_in
from sources.readers.ahead import Pool

SOME_REFUSED, INTERRUPTED = 1, 130


class Command(BaseCommand):
    help = """Capture documents: each readable one becomes a draft source with a capture. Nothing is captured twice.

Takes addresses, files, folders, ZIP archives and web archives (WARC, WACZ), in any mixture. Interrupted with Ctrl-C it
writes what was read and stops; started again it goes on where it was. It ends with a table of what came of each.

Exit code: 0 when all is captured or there already, 1 when something was refused, 130 when interrupted."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )  # fmt: skip

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="addresses (https://…), files, archives, folders")
        parser.add_argument("--list", metavar="FILE", help="a text file of addresses, one a line")
        parser.add_argument("--against-robots", metavar="REASON", default="", help="fetch what robots.txt asks not to")
        parser.add_argument("--user", help="who captures (a user name); by default the user “dossier-author”")
        parser.add_argument("--pattern", default="*", help="which files of a folder, such as *.html")
        parser.add_argument("--again", action="store_true", help="read what is there already with the readers of today")
        cores = os.cpu_count() or 1
        parser.add_argument("--processes", type=int, default=cores, help="how many read, beside the one that writes")
        parser.add_argument(
            "--dry-run", action="store_true", help="read everything, show what would come, write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        urls, paths = _divided(options)
        if urls and options["dry_run"]:
            raise CommandError("--dry-run reads files only: what stands at an address is known when it is fetched.")
        if not urls and not paths:
            raise CommandError("Name addresses, files or folders, or a --list of addresses.")
        user = None if options["dry_run"] else command_user(options["user"], "dossier-author")
        outcomes: list[Outcome] = []
        interrupted = False
        bar = tqdm(unit=" documents", leave=False, disable=None, file=sys.stderr)
        try:
            found = items(self._counted(list(files(paths, options["pattern"])), bar))
            for outcome in _fetched(urls, user, options["against_robots"]) if urls else ():
                outcomes.append(outcome)
                bar.update()
            how = {"user": user, "again": options["again"], "dry_run": options["dry_run"]}
            with lasting_together(), Pool(options["processes"]) as pool:
                for outcome in take_in(found, ahead=pool, **how):
                    outcomes.append(outcome)
                    bar.update()
        except KeyboardInterrupt:
            interrupted = True
        except (OSError, OperationalError) as error:
            # A full disk, a lost store, a database that is gone. Each batch is kept whole, or not at all.
            raise CommandError(
                f"Stopped after {len(outcomes)} documents: {error}. What was captured by then is kept; once that is "
                "mended, run the same command again, and it goes on from there.",
                returncode=1,
            ) from error
        finally:
            bar.close()
        self._table(outcomes)
        self._end(outcomes, options, interrupted=interrupted)

    def _counted(self, paths: list[Any], bar: Any) -> Any:
        """The files, told one by one: how many there are in archives is known only when they were opened."""
        for number, path in enumerate(paths, start=1):
            bar.set_description(f"file {number} of {len(paths)}")
            yield path

    def _table(self, outcomes: list[Outcome]) -> None:
        """One line a document: what came of it, its source, title, date and publisher or the reason, where it was."""
        for outcome in outcomes:
            style = self.style.ERROR if outcome.what == REFUSED else str
            source = outcome.source
            uid = source.pk if source is not None and outcome.capture else ""
            self.stdout.write(style(f"{outcome.what:<13}  {uid:<10}  {outcome.name}"))
            self.stdout.write(" " * 27 + (outcome.why if source is None else _told(source)))

    def _end(self, outcomes: list[Outcome], options: dict[str, Any], *, interrupted: bool) -> None:
        counts = Counter(outcome.what for outcome in outcomes)
        told = ", ".join(f"{counts[what]} {what}" for what in (CAPTURED, THERE, REFUSED))
        self.stdout.write(told + (" (nothing was written)" if options["dry_run"] else ""))
        if interrupted:
            raise CommandError(
                "Interrupted. Start it again to go on: what is there is not read again.", returncode=INTERRUPTED
            )
        if not outcomes:
            raise CommandError(f"No file found in {', '.join(options['paths'])}.")
        if counts[REFUSED]:
            refused = f"{counts[REFUSED]} of {len(outcomes)} documents were refused; the table says why."
            raise CommandError(refused, returncode=SOME_REFUSED)


def _divided(options: dict[str, Any]) -> tuple[list[str], list[str]]:
    """(addresses, paths) as named, with the addresses of the list."""
    named: list[str] = options["paths"]
    urls = [one for one in named if one.lower().startswith(("http://", "https://"))]
    if options["list"]:
        try:
            urls += Path(options["list"]).read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['list']}: {error}") from error
    return urls, [one for one in named if one not in urls]


def _fetched(urls: list[str], user: Any, robots_reason: str) -> Iterator[Outcome]:
    """Capture these addresses, or go on with those of them that an interrupted call left."""
    try:
        batch = batches.start(urls, user=user, robots_reason=robots_reason)
    except ValidationError as error:
        raise CommandError("\n".join(error.messages)) from error
    batches.resume(batch, user=user)
    words = {Errand.CAPTURED: CAPTURED, Errand.ALREADY_THERE: THERE, Errand.REFUSED: REFUSED}
    for item in batches.work(batch):
        source = item.capture.source if item.capture else None
        uid = item.capture.pk if item.capture else ""
        yield Outcome(item.url, words[Errand(item.state)], source=source, why=item.reason, capture=uid)


def _told(source: Any) -> str:
    """What the document says about itself, in one line, with how we know."""
    facts = [
        source.title + (f" ({source.title_basis})" if source.title_basis else ""),
        f"published {source.published} ({source.published_basis})" if source.published else "no date told",
        f"publisher {source.publisher}" if source.publisher else "no publisher told",
        f"by {', '.join(source.authors)}" if source.authors else "",
    ]
    return "; ".join(fact for fact in facts if fact)
