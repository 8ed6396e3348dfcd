"""Make the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from ctarchive import search


class Command(BaseCommand):
    help = (
        "Make the search index anew from the published records, while the archive is in use. Running it twice changes "
        "nothing. Example: manage.py rebuild_search"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(total=search.total(), desc="search index", unit=" records", file=self.stderr, disable=None) as bar:
            counts = search.rebuild(bar.update)
        told = ", ".join(f"{count} of type {record_type}" for record_type, count in counts.items())
        self.stdout.write(f"{sum(counts.values())} entries in the search index: {told}.")
