"""How to take the archive's data away: what exists, and nothing that does not."""

from __future__ import annotations

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ctarchive.exports import FORMATS
from ctarchive.proof import signing
from ctarchive.releases import making
from ctarchive.site import downloads, figures
from editorial import ledger
from editorial.models import LedgerEntry
from events.models import Claim, Entity
from sources.models import Publisher


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The formats and releases, the lists of the API with how many records each has, and the head of the ledger."""
    context = {
        "lists": {
            "events": figures.published_events().count(),
            "entities": Entity.objects.published().filter(root=F("pk")).count(),
            "claims": Claim.objects.published().count(),
            "sources": figures.published_sources().count(),
            "publishers": Publisher.objects.published().count(),
        },
        "head": ledger.head(),
        "signer": signing.signer(),
        "newest": LedgerEntry.objects.filter(public=True).order_by("-seq").first(),
        "formats": FORMATS.values(),
        "licence": settings.DATA_LICENCE,
        "releases": making.releases(downloads.folder("releases"))[::-1],
    }
    return render(request, "site/data.html", context)
