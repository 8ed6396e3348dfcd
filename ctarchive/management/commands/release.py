from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ctarchive.exports.moment import held
from ctarchive.releases.making import NothingNewError, make


class Command(BaseCommand):
    help = "Make the next release: all exports, the codebook and the changes since the last one, as a bag (BagIt)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, metavar="DIR", help="default: releases/ in VAR, which /data/ lists")

    def handle(self, *args: Any, **options: Any) -> None:
        where: Path = options["out"] or Path(settings.VAR) / "releases"
        try:
            where.mkdir(parents=True, exist_ok=True)
            with held() as moment:
                release = make(where, moment)
        except NothingNewError as nothing:
            raise CommandError(str(nothing)) from nothing
        except OSError as error:
            raise CommandError(f"{where} cannot be written: {error.strerror or error}.") from error
        self.stdout.write(f"Release {release.number} of public version {release.public_version}, {release.day}:")
        self.stdout.write(f"{release.folder}\n{release.file} ({release.file.stat().st_size:,} bytes)")
