import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from ctarchive.exports import FORMATS
from ctarchive.exports.formats import Format, write_whole
from ctarchive.exports.moment import Moment, held


class Command(BaseCommand):
    help = "Write everything that is public, in one format or in all of them, as of one moment."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = ", ".join(FORMATS)
        parser.add_argument("--format", default="all", metavar="NAME", help=f"one of {names}; default: all")
        parser.add_argument(
            "--out", default=".", metavar="PATH",
            help="a folder, a file for one format, or - for the standard output; default: this folder",
        )  # fmt: skip

    def handle(self, *args: Any, out: str, **options: Any) -> None:
        name: str = options["format"]
        if name != "all" and name not in FORMATS:
            raise CommandError(f"“{name}” is no format. There are: all, {', '.join(FORMATS)}.")
        if name == "all" and out == "-":
            raise CommandError("The standard output takes one format: name it with --format.")
        if name == "all" and not Path(out).is_dir():
            raise CommandError(f"{out} is no folder: several files are to be written. Make it first.")
        chosen = list(FORMATS.values()) if name == "all" else [FORMATS[name]]
        with held() as moment:
            if out == "-":
                self._pipe(chosen[0], moment)
            else:
                self._files(chosen, Path(out), moment)
        self.stderr.write(f"Public version {moment.version}.")

    def _pipe(self, form: Format, moment: Moment) -> None:
        # Django's wrapper takes texts alone.
        stream: Any = getattr(self.stdout, "_out", sys.stdout)
        target: BinaryIO = stream.buffer
        form.write(target, moment)
        target.flush()

    def _files(self, chosen: list[Format], path: Path, moment: Moment) -> None:
        for form in chosen:
            file = path / form.filename if path.is_dir() else path
            try:
                write_whole(form, moment, file)
            except OSError as error:
                raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
            self.stderr.write(f"{file}: {file.stat().st_size:,} bytes")
