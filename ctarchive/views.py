"""The pages that belong to the archive as a whole: home, search, codebook, and how it works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ctarchive import search as searching
from ctarchive.codebook import codebook, standards
from ctarchive.site import figures
from editorial.choices import State
from events import headings, listing, protection
from events.models import Claim, Entity, Event
from sources.models import Source

PER_PAGE = 20
LATEST = 5
# A list of nothing, as long as the number of hits: the search engine cuts the pages itself.
_TABS: tuple[tuple[str, str | Promise], ...] = (
    ("", _("All")),
    ("event", _("Events")),
    ("entity", _("Entities")),
    ("source", _("Sources")),
    ("claim", _("Claims")),
)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for a mark without being told: the way to ours."""
    return HttpResponseRedirect(static("ctarchive/favicon.svg"))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, how much there is, what is new and what was corrected."""
    mask = protection.load()
    latest = Event.objects.published().filter(root=F("pk")).select_related("place").order_by("-published_at", "uid")
    gone = listing.corrections(mask, LATEST)
    context = {
        "counts": _counts(),
        "activity": figures.activity(),
        "latest": listing.event_rows(latest[:LATEST], mask),
        "corrections": [{"gone": one, "sentence": headings.sentence(one.claim)} for one in gone],
    }
    return render(request, "home.html", context)


def _counts() -> dict[str, int]:
    """How much is published. Four queries."""
    claims = Claim.objects.aggregate(
        claims=Count("pk", filter=Q(state=State.PUBLISHED)),
        corrections=Count("pk", filter=Q(state=State.SUPERSEDED)),
        retractions=Count("pk", filter=Q(state=State.RETRACTED)),
    )
    events = (
        Event.objects.published()
        .filter(root=F("pk"))
        .aggregate(events=Count("pk"), conflicts=Count("pk", filter=Q(conflicted=True)))
    )
    entities = Entity.objects.published().filter(root=F("pk")).count()
    return {
        **claims,
        **events,
        "entities": entities,
        "sources": Source.objects.published().filter(root=F("pk")).count(),
    }


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search every kind of record. A page number beyond the last shows the last."""
    query, wanted = request.GET.get("q", "").strip()[:200], request.GET.get("type", "")
    record_type = wanted if wanted in dict(_TABS) and wanted else None
    page = _page_number(request.GET.get("page", ""))
    results = searching.search(query, record_type=record_type, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
    paginator = Paginator(range(results.total), PER_PAGE)
    if page > paginator.num_pages:
        page = paginator.num_pages
        results = searching.search(query, record_type=record_type, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
    context = {
        "query": query,
        "record_type": record_type or "",
        "results": results,
        "words": query.split() if len(query.split()) > 1 else [],
        "tabs": [_tab(key, label, results, record_type or "") for key, label in _TABS],
        "page_obj": paginator.get_page(page),
        "pages": paginator.get_elided_page_range(page, on_each_side=2, on_ends=1),
    }
    return render(request, "search.html", context)


@dataclass(frozen=True)
class Tab:
    key: str
    label: str | Promise
    count: int
    current: bool


def _tab(key: str, label: str | Promise, results: searching.Results, current: str) -> Tab:
    count = results.counts.get(key, 0) if key else sum(results.counts.values())
    return Tab(key, label, count, key == current)


def _page_number(given: str) -> int:
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 7 else 1


@require_safe
def codebook_page(request: HttpRequest) -> HttpResponse:
    """Every vocabulary with its terms."""
    context: dict[str, Any] = {"vocabularies": codebook(), "standards": standards()}
    return render(request, "codebook.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the archive is, and what it is not."""
    return render(request, "about.html")


@require_safe
def methodology(request: HttpRequest) -> HttpResponse:
    """How a fact comes to be published, corrected and verified."""
    return render(request, "methodology.html")
