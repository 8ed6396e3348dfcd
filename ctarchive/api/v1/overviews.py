"""What the archive as a whole tells: its conflicts and corrections, and its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import CharField, Count, F, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy
from rest_framework.request import Request
from rest_framework.response import Response

from ctarchive.api.v1 import schema
from ctarchive.api.v1.forms import FORMS
from ctarchive.api.v1.records import ListView, ReadView
from ctarchive.api.v1.serializers.overview import ConflictSerializer, StatsSerializer
from ctarchive.api.v1.told import Told
from ctarchive.site import figures
from editorial import ledger
from editorial.choices import State
from events import readings, replies
from events.filters import ConflictFilter
from events.models import Claim, Entity, Event, Evidence
from events.protection import Mask
from sources.models import Capture, Publisher

# -- conflicts ---------------------------------------------------------------------------------------------------------


def _by_subject(claims: QuerySet[Claim]) -> QuerySet[Any, Any]:
    """One row for each subject and property, those with the newest rival first."""
    subject = Coalesce("event__root", "entity__root")
    key = Concat(subject, Value("."), "property", output_field=CharField())
    rows = claims.order_by().values(key=key, about=subject, named=F("property"))
    return rows.annotate(newest=Max("published_at")).order_by(F("newest").desc(), F("key").asc())


@schema.listing(
    "conflict",
    "Published claims that cannot all be true, by what they are about and their property: those with the newest rival "
    "first.",
)
class ConflictList(ListView):
    renderer_classes = FORMS
    serializer_class = ConflictSerializer
    filterset_class = ConflictFilter
    only_today = gettext_lazy("Conflicts are told as they stand today. For another day ask one event or entity.")

    def listed(self) -> QuerySet[Claim]:
        return Claim.objects.published().filter(conflicted=True)

    def fetch(self) -> Sequence[Any]:
        rows = _by_subject(self.filterset.qs)
        return self.pages.of(rows.values_list("key", "about", "named", "newest", named=True), tie="key")

    def prepare(self, rows: Sequence[Any], mask: Mask) -> Sequence[Any]:
        """Each conflict with its rivals: as many queries for many as for one."""
        uids = {row.about for row in rows}
        read = readings.read_all(list(Event.objects.filter(pk__in=uids)), mask)
        read |= readings.read_all(list(Entity.objects.filter(pk__in=uids)), mask)
        replied = replies.to_claims([one.claim.pk for of in read.values() for one in of.shown()], mask)
        made = []
        for row in rows:
            fact = read[row.about].fact(row.named)
            groups = (
                [
                    [Told.of(one, replied.get(one.claim.pk, ())) for one in conflict.rivals]
                    for conflict in fact.conflicts
                ]
                if fact
                else []
            )
            first = next((one.claim for group in groups for one in group), None)
            if first is not None:
                rivalries = [{"claims": group} for group in groups]
                made.append({"subject": first, "property": row.named, "newest": row.newest, "rivalries": rivalries})
        return made


# -- figures -----------------------------------------------------------------------------------------------------------


@schema.stats
class Stats(ReadView):
    holds_names = False
    renderer_classes = FORMS
    serializer_class = StatsSerializer
    only_today = gettext_lazy("Figures are told as they stand today.")

    def get(self, request: Request) -> Response:
        """Twelve queries, however large the archive is."""
        return Response(self.write([_figures()], self.context(Mask()))[0])


def _figures() -> dict[str, Any]:
    claims = Claim.objects.once_published().aggregate(
        published=Count("pk", filter=Q(state=State.PUBLISHED)),
        one_origin=Count("pk", filter=Q(state=State.PUBLISHED, origins_count=1)),
        several_origins=Count("pk", filter=Q(state=State.PUBLISHED, origins_count__gte=2)),
        conflicted=Count("pk", filter=Q(state=State.PUBLISHED, conflicted=True)),
        attributed=Count("pk", filter=Q(state=State.PUBLISHED, attributed_to__isnull=False)),
        superseded=Count("pk", filter=Q(state=State.SUPERSEDED)),
        retracted=Count("pk", filter=Q(state=State.RETRACTED)),
    )
    kinds = figures.counted(figures.published_events(), "kind")
    documents, languages = _sources()
    properties = Claim.objects.published().order_by().values_list("property").annotate(n=Count("pk"))
    records = {
        "events": sum(n for _kind, n in kinds),
        "entities": Entity.objects.published().filter(root=F("pk")).count(),
        "claims": claims.pop("published"),
        "evidence": Evidence.objects.published().count(),
        "sources": sum(n for _kind, n in documents),
        "captures": Capture.objects.published().count(),
        "publishers": Publisher.objects.published().count(),
    }
    return {
        "license": settings.DATA_LICENCE["url"],
        "records": records,
        "claims": claims,
        "events_by_kind": _told(kinds),
        "events_by_year": _told(sorted((str(year), n) for year, n in figures.activity().years.items())),
        "events_by_country": _told(figures.by_country()),
        "claims_by_property": _told(properties.order_by("-n", "property")),
        "sources_by_kind": _told(documents),
        "sources_by_language": _told(languages),
        "ledger": ledger.head(),
    }


def _sources() -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Sources by kind, and by language. One query."""
    kinds, languages = Counter[str](), Counter[str]()
    rows = figures.published_sources().order_by().values_list("kind", "language").annotate(n=Count("pk"))
    for kind, language, n in rows:
        kinds[kind] += n
        languages[language] += n
    return _most_first(kinds), _most_first(languages)


def _most_first(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def _told(counts: Any) -> list[dict[str, Any]]:
    return [{"key": key, "count": n} for key, n in counts]
