"""The events of one calendar year, month by month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ctarchive.site import figures
from editorial import dates
from events import protection
from events.models import Event
from events.veil import veiled

# How many events a part of the year shows before it leads to the whole list.
MOST = 12


@dataclass
class Part:
    """A month, or what is dated less exactly: how many events, and the first of them."""

    key: str
    label: str
    query: str  # of the list that holds them all
    total: int = 0
    uids: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


@require_safe
def events_of_year(request: HttpRequest, year: int) -> HttpResponse:
    """A year's events by month; those that lie in it somewhere, or reach beyond it, come after. Four queries."""
    if not 1 <= year <= 9999:
        raise Http404(_("There is no such year."))
    activity = figures.activity()
    parts = _parts(year)
    context = {
        "year": year,
        "parts": parts,
        "total": sum(part.total for part in parts),
        "before": max((one for one in activity.years if one < year), default=None),
        "after": min((one for one in activity.years if one > year), default=None),
        "years": sorted(activity.years, reverse=True),
    }
    return render(request, "site/year.html", context)


def _parts(year: int) -> list[Part]:
    parts = [Part(f"m-{n}", dates.echo(f"{year:04}-{n:02}"), f"during={year:04}-{n:02}") for n in range(1, 13)]
    parts.append(Part("year", _("In %(year)s, the month not told") % {"year": year}, f"during={year:04}"))
    parts.append(Part("beyond", _("Reaching beyond %(year)s") % {"year": year}, f"during={year:04}"))
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    found = figures.published_events().filter(date_earliest__lte=last, date_latest__gte=first)
    rows = found.order_by("date_earliest", "date_latest", "uid").values_list("pk", "date_earliest", "date_latest")
    for uid, earliest, latest in rows:
        assert earliest is not None  # an event without a date is in no year
        assert latest is not None
        part = parts[_place(year, earliest, latest)]
        part.total += 1
        if len(part.uids) < MOST:
            part.uids.append(uid)
    _fetch(parts)
    return parts


def _place(year: int, earliest: int, latest: int) -> int:
    """Which part of the year holds an event with these bounds: 0 to 11 a month, 12 the year, 13 beyond it. Pure."""
    if earliest < date(year, 1, 1).toordinal() or latest > date(year, 12, 31).toordinal():
        return 13
    month = date.fromordinal(earliest).month
    return month - 1 if latest <= date(year, month, monthrange(year, month)[1]).toordinal() else 12


def _fetch(parts: Sequence[Part]) -> None:
    """Give the parts their events: one query, and one for whose names are hidden."""
    uids = [uid for part in parts for uid in part.uids]
    events = Event.objects.filter(pk__in=uids, root=F("pk")).select_related("place")
    of = {event.pk: event for event in veiled(protection.load(), events, "place")}
    for part in parts:
        part.events = [of[uid] for uid in part.uids]
