import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError

from ctarchive.dossier import dump, files
from editorial.snapshots import snapshot


class Command(BaseCommand):
    help = "Write every record that was ever published as a dossier: to FILE, or to the standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE")
        parser.add_argument("--format", choices=("yaml", "ndjson"), help="default: by FILE's ending, else yaml")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["file"]
        is_lines = options["format"] == "ndjson" or (
            options["format"] is None and path is not None and path.suffix in (".ndjson", ".jsonl")
        )
        write = files.write_ndjson if is_lines else files.write_yaml
        counts: dict[str, int] = {}
        with snapshot():
            rows = dump.counted(dump.sections(), counts)
            if path is None:
                write(rows, cast(IO[str], self.stdout))
            else:
                self._write_whole(path, write, rows)
        self.stderr.write(", ".join(f"{n} {name}" for name, n in counts.items()) or "Nothing was ever published.")

    def _write_whole(self, path: Path, write: Any, rows: Any) -> None:
        """All of the file or none of it: it takes its name when it is complete."""
        try:
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", newline="\n", dir=path.resolve().parent, delete=False
            ) as out:
                try:
                    write(rows, out)
                except BaseException:
                    Path(out.name).unlink()
                    raise
            Path(out.name).replace(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
