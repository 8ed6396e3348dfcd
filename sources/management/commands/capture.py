from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from editorial.accounts import command_user
from editorial.errors import EditorialError
from sources.actions import Captured, capture
from sources.text import UnreadableError

LARGEST = 50 * 1024 * 1024
# Data and programs that lie beside documents in a folder. Named by themselves they are tried all the same.
NO_DOCUMENTS = {
    ".yaml",
    ".yml",
    ".json",
    ".ndjson",
    ".jsonl",
    ".csv",
    ".tsv",
    ".toml",
    ".ini",
    ".py",
    ".js",
    ".css",
    ".sqlite3",
}


class Command(BaseCommand):
    help = "Capture documents: each readable file becomes a draft source with a capture. Nothing is captured twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="files, or folders whose files are all captured")
        parser.add_argument("--user", help="who captures (a user name); by default the user “dossier-author”")
        parser.add_argument("--pattern", default="*", help="which files of a folder, such as *.html")

    def handle(self, *args: Any, **options: Any) -> None:
        user = command_user(options["user"], "dossier-author")
        counts = {"captured": 0, "already there": 0, "refused": 0}
        for path in _files(options["paths"], options["pattern"]):
            try:
                done = _capture(path, user)
            except (UnreadableError, EditorialError, ValidationError, OSError) as error:
                counts["refused"] += 1
                self.stdout.write(self.style.ERROR(f"refused        {path}: {error}"))
                continue
            counts["captured" if done.is_new else "already there"] += 1
            self._tell(path, done)
        self.stdout.write(", ".join(f"{n} {what}" for what, n in counts.items()))
        if not sum(counts.values()):
            raise CommandError(f"No file found in {', '.join(options['paths'])}.")
        if counts["refused"] == sum(counts.values()):
            raise CommandError("Nothing could be captured.", returncode=1)

    def _tell(self, path: Path, done: Captured) -> None:
        source = done.source
        self.stdout.write(f"{'captured     ' if done.is_new else 'already there'}  {source.pk}  {source.title}")
        facts = [
            f"title: {source.title_basis}" if source.title_basis else "",
            f"published {source.published} ({source.published_basis})" if source.published else "no date told",
            f"publisher {source.publisher}" if source.publisher else "no publisher told",
            f"by {', '.join(source.authors)}" if source.authors else "",
            str(path),
        ]
        self.stdout.write("               " + "; ".join(fact for fact in facts if fact))


def _capture(path: Path, user: Any) -> Captured:
    if path.stat().st_size > LARGEST:
        raise UnreadableError(f"it is larger than {LARGEST // 1024 // 1024} MB")
    return capture(path.read_bytes(), filename=path.name, user=user)


def _files(paths: list[str], pattern: str) -> Iterator[Path]:
    for path in map(Path, paths):
        if path.is_dir():
            files = sorted(p for p in path.rglob(pattern) if p.is_file() and not p.name.startswith("."))
            yield from (p for p in files if p.suffix.lower() not in NO_DOCUMENTS)
        else:
            yield path
