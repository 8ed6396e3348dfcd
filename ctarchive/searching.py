"""The search page, and the names that are suggested while somebody types."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ctarchive import search as searching
from ctarchive.search.folding import WORD
from ctarchive.search.query import LONGEST, Query
from editorial.panel import Panel
from events import facets, protection
from events.filters import ClaimFilter, EntityFilter, EventFilter
from events.listing_views import called
from events.models import Claim, Entity, Event
from sources.facets import SOURCES
from sources.filters import SourceFilter
from sources.models import Source

PER_PAGE = 20
# With fewer hits than this, names that may have been meant are offered.
FEW = 3
# Parameters of the page itself, which no filter reads.
_OWN = ("q", "type", "sort", "page", "ordering")
TABS: tuple[tuple[str, str | Promise], ...] = (
    ("", gettext_lazy("All")),
    ("event", gettext_lazy("Events")),
    ("entity", gettext_lazy("Entities")),
    ("source", gettext_lazy("Sources")),
    ("claim", gettext_lazy("Claims")),
)
ORDERS: tuple[tuple[str, str | Promise], ...] = (
    ("", gettext_lazy("best match first")),
    (searching.DATE, gettext_lazy("newest event or source first")),
    (searching.PUBLISHED, gettext_lazy("newest publication first")),
)
# Type → its filters, its facets, and all of it that may be listed.
_LISTS: dict[str, tuple[Any, tuple[Any, ...], Callable[[], QuerySet[Any]]]] = {
    "event": (EventFilter, facets.EVENTS, Event.objects.published),
    "entity": (EntityFilter, facets.ENTITIES, Entity.objects.published),
    "source": (SourceFilter, SOURCES, Source.objects.published),
    "claim": (ClaimFilter, facets.CLAIMS, Claim.objects.narrowable),
}


@dataclass(frozen=True)
class Tab:
    """One type of record: how many hits it has, and the query string that shows them."""

    label: str | Promise
    count: int
    current: bool
    query: str


class Asked:
    """What an address of the search page asks for, read as kindly as can be: nothing in it is an error."""

    def __init__(self, query: QueryDict) -> None:
        self.given = query
        self.typed = query.get("q", "")
        self.parsed: Query = searching.parse(self.typed)
        self.shown = _visible(self.typed)[:LONGEST].strip()
        wanted = query.get("type", "")
        self.record_type = wanted if wanted in _LISTS else ""
        order = query.get("sort", "")
        self.order = order if order in dict(ORDERS) else ""
        number = query.get("page", "")
        self.page = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 7 else 1

    @cached_property
    def panel(self) -> Panel | None:
        """The filters and facets of the type asked for, over what was found; none where all types are shown."""
        if not (self.record_type and self.parsed):
            return None
        filters, offered, published = _LISTS[self.record_type]
        records = published().filter(pk__in=searching.matching(self.typed, self.record_type))
        own = self.given.copy()
        for name in _OWN:
            own.pop(name, None)
        return Panel(filters(own, queryset=records), records, offered, self.given)

    @property
    def within(self) -> QuerySet[Any] | None:
        """What of the type asked for the filters leave; nothing where there are none to read."""
        panel = self.panel
        if panel is None or not (panel.given or panel.form.errors):
            return None
        found: QuerySet[Any] = panel.filterset.qs if panel.is_valid else panel.records.none()
        return found

    def results(self) -> searching.Results:
        """The page asked for; beyond the last, the last."""
        for _once_more in range(2):
            found = searching.search(
                self.typed,
                record_type=self.record_type or None,
                offset=(self.page - 1) * PER_PAGE,
                limit=PER_PAGE,
                order=self.order or searching.RELEVANCE,
                within=self.within,
            )
            last = max(1, -(-found.total // PER_PAGE))
            if self.page <= last:
                break
            self.page = last
        return found

    def query(self, **changed: str) -> str:
        """The query string with these parameters, from the first page; filters of one type are not those of another."""
        query = self.given.copy() if changed.keys() <= {"sort"} else QueryDict(mutable=True)
        values = {"q": self.shown, "type": self.record_type, "sort": self.order} | changed
        for name, value in values.items():
            query.pop(name, None)
            if value:
                query[name] = value
        query.pop("page", None)
        return query.urlencode()


def _visible(text: str) -> str:
    """The text without characters that are not seen: they would turn the page's own words round, or end them."""
    return "".join(c for c in text[: LONGEST * 2] if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search every kind of record; of one kind also by its facets. Each state is an address."""
    asked = Asked(request.GET)
    results = asked.results()
    paginator = Paginator(range(results.total), PER_PAGE)
    everything = sum(results.counts.values())
    context: dict[str, Any] = {
        "query": asked.shown,
        "record_type": asked.record_type,
        "results": results,
        "everything": everything,
        "nothing_typed": not asked.typed.strip(),
        "no_words": bool(asked.typed.strip()) and not asked.parsed,
        "ignored": asked.parsed,
        "words": WORD.findall(asked.shown) if len(asked.parsed.terms) > 1 else [],
        "tabs": [_tab(key, label, results, asked) for key, label in TABS],
        "orders": [(label, key == asked.order, asked.query(sort=key)) for key, label in ORDERS],
        "page_obj": paginator.get_page(asked.page),
        "pages": paginator.get_elided_page_range(asked.page, on_each_side=2, on_ends=1),
        "feed_query": asked.query(type=asked.record_type, sort=""),
        "coverage_url": _address("coverage"),
    }
    if asked.parsed and everything < FEW:
        meant = searching.did_you_mean(asked.typed, everything)
        context |= {"meant": meant, "near": [_described(one) for one in meant.names]}
    return render(request, "search.html", context | _narrowed(asked, results))


def _narrowed(asked: Asked, results: searching.Results) -> dict[str, Any]:
    """The facets, the active filters, and where they leave nothing, ways on."""
    panel = asked.panel
    # A handful of hits is read sooner than narrowed.
    if panel is None or (results.total < FEW and not panel.given):
        return {}
    mask = protection.load()
    names = called(mask, panel.uids())
    return {
        "facets": list(panel.groups(names, results.total)),
        "chips": list(panel.chips(names)),
        "errors": [(panel.form[name].label, error) for name, errors in panel.form.errors.items() for error in errors],
        "ways": [] if results.total else list(panel.ways_on()),
        "unfiltered": asked.query(type=asked.record_type),
    }


def _tab(key: str, label: str | Promise, results: searching.Results, asked: Asked) -> Tab:
    count = results.counts.get(key, 0) if key else sum(results.counts.values())
    return Tab(label, count, key == asked.record_type, asked.query(type=key))


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


# -- suggestions -------------------------------------------------------------------------------------------------------


@require_safe
@cache_control(public=True, max_age=300)
def suggest(request: HttpRequest) -> JsonResponse:
    """Names that begin with what was typed, as JSON: what to show, what kind of record it is, and its address."""
    found = searching.suggest(request.GET.get("q", ""))
    return JsonResponse({"suggestions": [_described(one) for one in found]})


def _described(one: Any) -> dict[str, str]:
    kinds = {"event": _("Event"), "entity": _("Entity"), "source": _("Source")}
    address = searching.address(one.record_type, one.uid, one.slug)
    return {"name": one.name, "title": one.title, "type": kinds[one.record_type], "url": address}
