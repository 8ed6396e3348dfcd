"""The public list of publishers, and the page of one: who they are, and how what rests on them fared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editorial import pages
from editorial.browsing import BrowseView
from editorial.choices import State
from editorial.edtf import OPEN_END, OPEN_START
from sources import quoted
from sources.filters import PublisherFilter
from sources.models import Publisher, Source

# How many of its sources a publisher's page lists before it leads to the whole list.
MOST_SOURCES = 20


class PublisherListView(BrowseView):
    filterset_class = PublisherFilter
    template_name = "sources/publisher_list.html"
    offered = ("q", "kind", "country", "reliability")

    # How the claims fared is counted as of today.
    is_timed = False

    def base(self, at: datetime | None) -> QuerySet[Publisher]:
        return Publisher.objects.published()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        known, publishers = quoted.ask(), list(context["page_obj"].object_list)
        known.veil(*publishers)
        counts = _sources_counts(publishers)
        records = known.records(publishers)
        rows = [
            {"publisher": one, "sources": counts.get(one.pk, 0), "record": records.get(one.pk, quoted.Fared())}
            for one in publishers
        ]
        return context | {"rows": rows}


def _sources_counts(publishers: Sequence[Publisher]) -> Mapping[str, int]:
    """Uid → how many published sources, merged ones counted once."""
    rows = _sources().filter(publisher__in=[one.pk for one in publishers]).values_list("publisher")
    return dict(rows.annotate(n=Count("pk")))


def _sources() -> QuerySet[Source]:
    return Source.objects.filter(state=State.PUBLISHED, root=F("pk"))


@require_safe
def publisher_detail(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """One publisher: its reliability, its record, its sources."""
    publisher = Publisher.objects.published().filter(pk=uid).first()
    if publisher is None:
        raise Http404(_("There is no published record at this address."))
    known = quoted.ask()
    known.veil(publisher)
    if elsewhere := pages.moved(request, publisher):
        return elsewhere
    sources = _sources().filter(publisher=publisher.pk)
    dated = Q(published_earliest__gt=OPEN_START, published_latest__lt=OPEN_END)
    span = sources.aggregate(
        n=Count("pk"), first=Min("published_earliest", filter=dated), last=Max("published_latest", filter=dated)
    )
    newest = list(sources.select_related("publisher").order_by("-published_latest", "uid")[:MOST_SOURCES])
    known.veil(*newest)
    context = {
        "publisher": publisher,
        "record": known.records([publisher]).get(publisher.pk, quoted.Fared()),
        "sources": newest,
        "sources_count": span["n"],
        "years": pages.years(span["first"], span["last"]),
    }
    return render(request, "sources/publisher_detail.html", context)
