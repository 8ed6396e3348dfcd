import json
from argparse import ArgumentParser
from itertools import combinations
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from sources import readers
from sources.likeness.comparing import Text, compare
from sources.likeness.finding import look
from sources.likeness.signatures import VERSION, keys
from sources.models import Capture


class Command(BaseCommand):
    help = (
        "Look for copies among the captures, and suspect them; editors confirm. Each capture is looked at "
        "once for each version of the fingerprints. With --json, print the copies among documents and store nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="look at every capture, those looked at too")
        parser.add_argument("--json", nargs="+", metavar="FILE", help="print one JSON object a line for each pair")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            self._print([Path(name) for name in options["json"]])
        else:
            self._look(again=options["again"])

    def _look(self, *, again: bool) -> None:
        captures = Capture.objects.select_related("source__publisher").order_by("created_at", "pk")
        if not again:
            captures = captures.exclude(fingerprint__version=VERSION)
        number = captures.count()
        rows = captures.iterator(chunk_size=100)
        new = sum(len(look(capture)) for capture in tqdm(rows, total=number, unit=" captures", disable=None))
        self.stdout.write(f"{number} captures looked at, {new} pairs newly suspected")

    def _print(self, paths: list[Path]) -> None:
        texts = {str(path): _text(path) for path in paths}
        bands = {path: set(keys(text)) for path, text in texts.items()}
        for one, other in combinations(texts, 2):
            if not bands[one] & bands[other]:
                continue
            likeness = compare(texts[one], texts[other])
            if likeness.is_copy:
                told = {
                    "files": [one, other], "containment": round(likeness.containment, 4),
                    "resemblance": round(likeness.resemblance, 4), "agreement": round(likeness.agreement, 4),
                }  # fmt: skip
                self.stdout.write(json.dumps(told, ensure_ascii=False))


def _text(path: Path) -> Text:
    try:
        read = readers.read(path.read_bytes(), filename=path.name)
    except (readers.UnreadableError, OSError) as error:
        raise CommandError(f"{path}: {error}") from error
    return Text(read.text, tuple((start, end) for start, end in read.furniture))
