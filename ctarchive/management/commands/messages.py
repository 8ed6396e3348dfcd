"""`manage.py messages`: bring the catalogues of translations up to date with the texts; or look whether they are."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ctarchive import messages


class Command(BaseCommand):
    help = "Brings locale/*/LC_MESSAGES/django.po and .mo up to date with the texts that readers see."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail if something is not translated")

    def handle(self, *args: Any, **options: Any) -> None:
        missing = 0
        for language in messages.languages():
            if not options["check"]:
                messages.write(settings.BASE_DIR, language, messages.refreshed(settings.BASE_DIR, language))
            found = list(messages.problems(settings.BASE_DIR, language))
            missing += len(found)
            for problem in found:
                self.stdout.write(f"{language}: {problem}")
        if missing and options["check"]:
            raise CommandError(f"{missing} texts are not translated as they should be.")
        self.stdout.write(f"{missing} texts are not translated as they should be." if missing else "All is translated.")
