"""What every public template may use. No queries, and nothing of the session: all readers get the same pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

# Label, URL name, and what the names of the pages below it begin with.
NAVIGATION = (
    (_("Events"), "events:event_list", "events:event"),
    (_("Entities"), "events:entity_list", "events:entity"),
    (_("Sources"), "sources:source_list", "sources:"),
    (_("Search"), "search", "search"),
    (_("Codebook"), "codebook", "codebook"),
    (_("About"), "about", "about"),
)


def site(request: HttpRequest) -> dict[str, Any]:
    """`site_url`, `canonical` (the address of this page without its query string) and `navigation`."""
    return {
        "site_url": settings.SITE_URL,
        "canonical": f"{settings.SITE_URL}{request.path}",
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    match = request.resolver_match
    here = match.view_name if match else ""
    return [
        {"label": label, "url": reverse(name), "current": here.startswith(beginning)}
        for label, name, beginning in NAVIGATION
    ]
