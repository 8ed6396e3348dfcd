from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.db.models import QuerySet
from tqdm import tqdm

from events.actions.suggestions import known_names, suggest_in
from events.suggest import NO_NAMES, KnownNames
from events.suggest.told import told
from sources import readers
from sources.models import Capture


class Command(BaseCommand):
    help = (
        "Suggest what to mark in captures: mentions, dates, numbers, attributions, events. Pending suggestions are "
        "made anew, decisions are kept. With --json, print the suggestions for documents and store nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("captures", nargs="*", metavar="CAPTURE", help="uids of captures")
        parser.add_argument("--all", action="store_true", help="every capture in the archive")
        parser.add_argument(
            "--json", nargs="+", metavar="FILE",
            help="print one JSON object a line for each of these documents; the format is in docs/suggestions.md",
        )  # fmt: skip
        parser.add_argument("--published", help="with --json: when the documents were published (EDTF)")
        parser.add_argument("--language", help="with --json: the language they are in, such as az")
        parser.add_argument("--no-names", action="store_true", help="with --json: as if the archive knew no names")

    def handle(self, *args: Any, **options: Any) -> None:
        if sum(map(bool, (options["captures"], options["all"], options["json"]))) != 1:
            raise CommandError("Name captures by their uids, or say --all, or --json and the documents' files.")
        if options["json"]:
            self._print(options)
        else:
            self._store(_captures(options["captures"]))

    def _store(self, captures: QuerySet[Capture]) -> None:
        names, counts = known_names(), Counter[str]()
        rows = captures.select_related("source").order_by("pk").iterator(chunk_size=100)
        for capture in tqdm(rows, total=captures.count(), desc="captures", file=self.stderr, disable=None):
            counts += suggest_in(capture, names=names) + Counter(captures=1)
        told_of = ", ".join(f"{counts[what]} {what}" for what in ("new", "changed", "gone", "same"))
        self.stdout.write(f"{counts['captures']} captures: suggestions {told_of}")

    def _print(self, options: dict[str, Any]) -> None:
        names = NO_NAMES if options["no_names"] else _names()
        refused = 0
        for path in map(Path, options["json"]):
            line: dict[str, Any] = {"file": str(path)}
            try:
                line |= told(
                    readers.read(path.read_bytes(), filename=path.name), names=names,
                    published=options["published"], language=options["language"],
                )  # fmt: skip
            except (readers.UnreadableError, OSError) as error:
                refused += 1
                line["error"] = str(error)
            self.stdout.write(json.dumps(line, ensure_ascii=False))
        if refused:
            raise CommandError(f"{refused} of {len(options['json'])} documents could not be read.", returncode=1)


def _captures(uids: list[str]) -> QuerySet[Capture]:
    """The captures named, or all. Raises `CommandError` for a uid that none has."""
    if not uids:
        return Capture.objects.all()
    found = Capture.objects.filter(pk__in=uids)
    unknown = set(uids) - set(found.values_list("pk", flat=True))
    if unknown:
        raise CommandError(f"There is no capture {', '.join(sorted(unknown))}.")
    return found


def _names() -> KnownNames:
    """The names the archive knows; none where there is no archive yet."""
    try:
        return known_names()
    except DatabaseError:
        return NO_NAMES
