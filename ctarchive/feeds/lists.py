"""Lists and searches as feeds: what fits the filters of an address, the newest publication first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from ctarchive import search as searching
from ctarchive.feeds import telling
from ctarchive.feeds.changes import MOST
from ctarchive.feeds.entries import Entry
from editorial.browsing import BrowseView
from events import footnotes, listing, listing_views
from events.models import Claim, Entity, Event
from events.protection import Mask
from events.reading import NAMED, Withdrawn
from events.veil import veiled
from sources.models import Source
from sources.views import SourceListView

VIEWS: dict[str, type[BrowseView]] = {
    "event": listing_views.EventListView,
    "entity": listing_views.EntityListView,
    "claim": listing_views.ClaimListView,
    "source": SourceListView,
}


class Unreadable(Exception):
    """A filter has a value that it does not understand. The message says which, and why."""


def of_list(request: HttpRequest, record_type: str, mask: Mask) -> list[Entry]:
    """What the list of these filters holds. Raises `Unreadable`."""
    view = VIEWS[record_type]()
    view.setup(request)
    found = view.get_queryset()
    if errors := view.filterset.form.errors:
        raise Unreadable(" ".join(f"{name}: {error}" for name, told in errors.items() for error in told))
    return _TELL[record_type](found, mask)


def _events(found: QuerySet[Event], mask: Mask) -> list[Entry]:
    rows = listing.event_rows(found.order_by("-published_at", "uid")[:MOST], mask)
    return [telling.published(row.event, (), {}, row) for row in rows]


def _entities(found: QuerySet[Entity], mask: Mask) -> list[Entry]:
    return [telling.published(one, (), {}) for one in veiled(mask, found.order_by("-published_at", "uid")[:MOST])]


def _claims(found: QuerySet[Claim], mask: Mask) -> list[Entry]:
    """Claims that ended are told as what became of them."""
    claims = veiled(mask, found.order_by("-published_at", "uid")[:MOST], *NAMED)
    notes = footnotes.of_claims(claims, mask)
    return [
        telling.claimed(claim, notes) if claim.ended_at is None else telling.ended(Withdrawn(claim, None, ""), None)
        for claim in claims
    ]


def _sources(found: QuerySet[Source], mask: Mask) -> list[Entry]:
    return [telling.sourced(one) for one in veiled(mask, found.order_by("-published_at", "uid")[:MOST])]


_TELL: dict[str, Callable[[Any, Mask], list[Entry]]] = {
    "event": _events, "entity": _entities, "claim": _claims, "source": _sources,
}  # fmt: skip
_MODELS: dict[str, Any] = {"event": Event, "entity": Entity, "claim": Claim, "source": Source}
_ALONG = {"event": ("place",), "entity": (), "claim": NAMED, "source": ("publisher",)}


def of_search(query: str, record_type: str, mask: Mask) -> list[Entry]:
    """The best hits of a search, the newest publication first."""
    wanted = record_type if record_type in VIEWS else None
    hits = searching.search(query, record_type=wanted, limit=MOST).hits
    told: list[Entry] = []
    for name, tell in _TELL.items():
        if uids := [hit.uid for hit in hits if hit.record_type == name]:
            told += tell(_MODELS[name].objects.published().filter(pk__in=uids).select_related(*_ALONG[name]), mask)
    return sorted(told, key=lambda entry: (entry.updated, entry.id), reverse=True)
