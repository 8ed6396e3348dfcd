from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from editorial.registry import record_types
from events import merging, projection
from events.matching import candidates, index
from events.models import Entity, Event
from events.workbench import index as words
from sources import lineage
from sources import merging as sources_merging
from sources.models import Source


class Command(BaseCommand):
    help = "Derive all facts again from the published claims, or prove that the stored ones equal the computed ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; name each difference and exit 1")

    def handle(self, *args: Any, **options: Any) -> None:
        differences = [*projection.differences(), *index.differences(), *words.differences()]
        for record_type, uid, what in differences:
            self.stdout.write(f"{record_type} {uid}: {what}")
        counts = ", ".join(f"{record_types()[name].objects.count()} {name}s" for name in ("event", "claim"))
        if not differences:
            self.stdout.write(self.style.SUCCESS(f"Stored equals computed ({counts})."))
        elif options["check"]:
            raise CommandError(f"{len(differences)} stored values are not what is computed.", returncode=1)
        else:
            self._project()
            self.stdout.write(self.style.SUCCESS(f"{len(differences)} values put right ({counts})."))
        if not options["check"]:
            # No facts, but found by them.
            pairs = candidates.refresh(Entity.objects.values_list("pk", flat=True))
            self.stdout.write(f"{pairs} pairs of entities may be one.")

    @transaction.atomic
    def _project(self) -> None:
        lineage.project(Source.objects.values_list("pk", flat=True))
        for one in (sources_merging.SOURCES, merging.ENTITIES, merging.EVENTS):
            one.store(one.records.objects.values_list("pk", flat=True))
        projection.project(
            events=Event.objects.values_list("pk", flat=True), entities=Entity.objects.values_list("pk", flat=True)
        )
        index.project(Entity.objects.values_list("pk", flat=True))
        words.project_all()
