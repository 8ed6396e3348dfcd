"""The feeds, and the page that lists them. Each answers 304 where nothing public happened since it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ctarchive.citing import records
from ctarchive.feeds import changes, lists
from ctarchive.feeds.entries import FORMS, Entry, Feed, tag_uri, write
from editorial import ledger, pages
from editorial.choices import State
from editorial.languages import capfirst
from editorial.models import LedgerEntry
from editorial.panel import PAGE
from events import protection
from events.models import Entity, Event
from events.veil import veil

_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
# What a list is asked for beyond its filters.
_NOT_FILTERS = (PAGE, "ordering", "as_of")


@dataclass(frozen=True)
class Version:
    """The newest public act: its number, by which answers are told apart, and its moment."""

    number: int
    at: datetime


def version() -> Version:
    """Two queries."""
    newest = LedgerEntry.objects.filter(public=True).order_by("-seq").values_list("at", flat=True).first()
    return Version(ledger.head().public_version, newest or _BEGINNING)


def _unchanged(request: HttpRequest, now: Version) -> HttpResponse | None:
    """304 for a reader who has this version already."""
    return get_conditional_response(request, etag=_etag(now), last_modified=int(now.at.timestamp()))


def _etag(now: Version) -> str:
    return f'"{now.number}-{get_language()}"'


def _answer(feed: Feed, form: str, now: Version) -> HttpResponse:
    answer = HttpResponse(write(feed, form), FORMS[form][1])
    answer["ETag"] = _etag(now)
    answer["Last-Modified"] = now.at.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _feed(request: HttpRequest, title: str, page: str, now: Version, name: str, entries: Sequence[Entry]) -> Feed:
    return Feed(
        id=tag_uri(settings.SITE_URL, name),
        title=f"{title} · ctarchive",
        url=f"{settings.SITE_URL}{request.get_full_path()}",
        page=f"{settings.SITE_URL}{page}",
        updated=now.at,
        subtitle=_("No fact without an exact quotation from a preserved source, checked by a second person."),
        language=get_language() or "en",
        entries=entries,
    )


@require_safe
def publications(request: HttpRequest, form: str) -> HttpResponse:
    """What was published last."""
    now = version()
    if answer := _unchanged(request, now):
        return answer
    told = changes.publications(protection.load())
    return _answer(_feed(request, _("Publications"), reverse("home"), now, "publications", told), form, now)


@require_safe
def corrections(request: HttpRequest, form: str) -> HttpResponse:
    """What was corrected and retracted last."""
    now = version()
    if answer := _unchanged(request, now):
        return answer
    page = f"{reverse('events:claim_list')}?state=superseded&state=retracted"
    told = changes.withdrawals(protection.load())
    return _answer(_feed(request, _("Corrections and retractions"), page, now, "corrections", told), form, now)


@require_safe
def subject(request: HttpRequest, record_type: str, uid: str, form: str, slug: str = "") -> HttpResponse:
    """All that happens to one event or entity. A merged one leads on; the feed of a retracted one ends (410)."""
    found: Any = Event.objects if record_type == "event" else Entity.objects
    record = pages.find(found.select_related("root"), uid)
    if record.state == State.RETRACTED:
        return HttpResponse(_("This record was retracted: nothing more will happen to it."), "text/plain", status=410)
    if record.root_id != record.pk:
        return HttpResponsePermanentRedirect(reverse(f"feed-{record_type}", args=[record.root_id, form]))
    now = version()
    if answer := _unchanged(request, now):
        return answer
    mask = protection.load()
    veil(mask, record)
    title = _("Changes: %(said)s") % {"said": records.said(record)}
    told = changes.of_subject(record, mask)
    name = f"{record_type}/{record.pk}/changes"
    return _answer(_feed(request, title, records.path(record_type, uid), now, name, told), form, now)


@require_safe
def listed(request: HttpRequest, record_type: str, form: str) -> HttpResponse:
    """A list, with the filters of its page."""
    now = version()
    if answer := _unchanged(request, now):
        return answer
    asked = request.GET.copy()
    for parameter in _NOT_FILTERS:
        asked.pop(parameter, None)
    request.GET = asked  # type: ignore[assignment]
    view = lists.VIEWS[record_type]
    try:
        told = lists.of_list(request, record_type, protection.load())
    except lists.Unreadable as error:
        return HttpResponse(f"{error}\n", "text/plain; charset=utf-8", status=400)
    name = f"{record_type}/list?{_sorted(asked)}"
    page = reverse(f"{'sources' if record_type == 'source' else 'events'}:{record_type}_list")
    title = capfirst(view.filterset_class.Meta.model._meta.verbose_name_plural)
    return _answer(_feed(request, title, f"{page}{_query(asked)}", now, name, told), form, now)


@require_safe
def searched(request: HttpRequest, form: str) -> HttpResponse:
    """What a search finds."""
    now = version()
    if answer := _unchanged(request, now):
        return answer
    query, record_type = request.GET.get("q", "").strip()[:200], request.GET.get("type", "")
    told = lists.of_search(query, record_type, protection.load())
    name = f"search?{_sorted(request.GET)}"
    title = _("Search: %(query)s") % {"query": query}
    return _answer(_feed(request, title, f"{reverse('search')}{_query(request.GET)}", now, name, told), form, now)


def _query(asked: Any) -> str:
    return f"?{asked.urlencode()}" if asked else ""


def _sorted(asked: Any) -> str:
    """The parameters in one fixed order, so that the same list has one id."""
    copy = asked.copy()
    copy.clear()
    for name in sorted(asked):
        copy.setlist(name, sorted(asked.getlist(name)))
    return str(copy.urlencode())


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Which feeds there are, and how to follow anything else."""
    return render(request, "feeds/index.html", {"forms": list(FORMS)})
