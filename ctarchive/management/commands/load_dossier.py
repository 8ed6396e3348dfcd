from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from ctarchive.dossier.errors import DossierError
from ctarchive.dossier.load import carry_out, plan_file
from editorial.accounts import command_user
from editorial.errors import EditorialError


class Command(BaseCommand):
    help = "Load a dossier (YAML or NDJSON). It is checked as a whole first; loading it twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--author", help="who enters the records (a user name); default: dossier-author")
        parser.add_argument("--reviewer", help="who publishes them (a user name); default: dossier-reviewer")
        parser.add_argument("--publish", action="store_true", help="also submit, review and publish")
        parser.add_argument("--dry-run", action="store_true", help="only check the file, and say what it holds")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = plan_file(options["file"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except DossierError as error:
            raise CommandError(f"{error}\n{len(error.problems)} problems; nothing was written.") from error
        if options["dry_run"]:
            counts = Counter(("known" if p.is_known else "new", p.record.type_name()) for p in plan.planned.values())
            self.stdout.write("\n".join(f"{what:6} {n:6} {name}" for (what, name), n in sorted(counts.items())))
            return
        author = command_user(options["author"], "dossier-author")
        reviewer = command_user(options["reviewer"], "dossier-reviewer")
        with tqdm(total=len(plan.planned), unit="", leave=False, disable=None) as bar:
            try:
                loaded = carry_out(plan, author=author, reviewer=reviewer, publish=options["publish"], step=bar.update)
            except EditorialError as error:
                raise CommandError(f"{options['file'].name}: {error}\nNothing was written.") from error
        for what, counted in (("made", loaded.made), ("known", loaded.known), ("published", loaded.published)):
            names = ", ".join(f"{n} {name}" for name, n in sorted(counted.items())) or "nothing"
            self.stdout.write(f"{what}: {names}")
