"""The pages that belong to the archive as a whole: home, codebook, and how it works."""

from __future__ import annotations

import sys
from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from ctarchive.codebook import codebook, standards
from ctarchive.health import is_of_the_machine, unavailable
from ctarchive.site import figures
from ctarchive.telemetry.traces import request_id
from editorial.choices import State
from events import headings, listing, protection
from events.models import Claim, Entity, Event
from sources.models import Source

LATEST = 5


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed that nobody foresaw. The page needs no database, and names the request.

    Also where the machine fails before a view is reached: then the answer is that of `health`.
    """
    error = sys.exception()
    if isinstance(error, Exception) and is_of_the_machine(error):
        return unavailable(request, error)
    page = get_template("500.html").render({"request_id": request_id()})
    return HttpResponse(page, status=500)


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
