from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from tqdm import tqdm

from ctarchive.dossier.errors import DossierError
from ctarchive.dossier.load import Loaded, carry_out, plan_file
from ctarchive.dossier.plan import Plan
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
            raise refused(error) from error
        if options["dry_run"]:
            counts = Counter(("known" if p.is_known else "new", p.record.type_name()) for p in plan.planned.values())
            self.stdout.write("\n".join(f"{what:6} {n:6} {name}" for (what, name), n in sorted(counts.items())))
            return
        loaded = self._carry_out(plan, options)
        for what, counted in (("made", loaded.made), ("known", loaded.known), ("published", loaded.published)):
            names = ", ".join(f"{n} {name}" for name, n in sorted(counted.items())) or "nothing"
            self.stdout.write(f"{what}: {names}")

    def _carry_out(self, plan: Plan, options: dict[str, Any]) -> Loaded:
        name = options["file"].name
        try:
            # The two default users are made together with the records, or not at all.
            with transaction.atomic(), tqdm(total=len(plan.planned), unit="", leave=False, disable=None) as bar:
                author = command_user(options["author"], "dossier-author")
                reviewer = command_user(options["reviewer"], "dossier-reviewer")
                return carry_out(plan, author=author, reviewer=reviewer, publish=options["publish"], step=bar.update)
        except DossierError as error:
            raise refused(error) from error
        except EditorialError as error:
            raise CommandError(f"{name}: {error}\nNothing was written.") from error
        except IntegrityError as error:
            told = "somebody else wrote some of these records in the meantime. Nothing was written; load it again."
            raise CommandError(f"{name}: {told}") from error


def refused(error: DossierError) -> CommandError:
    """What the person who loads is told: every problem with its line, and that nothing was written."""
    count = len(error.problems)
    return CommandError(f"{error}\n{count} problem{'s' if count > 1 else ''}; nothing was written.")
