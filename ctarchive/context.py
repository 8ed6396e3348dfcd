"""What every public template may use. No queries, and nothing of the session: all readers get the same pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from ctarchive import languages

# Label, URL name, and what the names of the pages below it begin with.
NAVIGATION = (
    (_("Events"), "events:event_list", "events:event"),
    (_("Entities"), "events:entity_list", "events:entity"),
    (_("Sources"), "sources:source_list", "sources:"),
    (_("Search"), "search", "search"),
    (_("Codebook"), "codebook", "codebook"),
    (_("About"), "about", "about"),
)

# The links to other languages repeat no longer query string than this.
LONGEST = 2000


def site(request: HttpRequest) -> dict[str, Any]:
    """`site_url`, `canonical` (the address of this page without its query string), `navigation` and `versions`.

    `versions` are this page in every language, and `asked` is its query string with the question mark.
    """
    query = request.META.get("QUERY_STRING", "")
    return {
        "site_url": settings.SITE_URL,
        "canonical": f"{settings.SITE_URL}{request.path}",
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "versions": languages.versions(request.path),
        "asked": f"?{query}" if 0 < len(query) <= LONGEST else "",
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    match = request.resolver_match
    here = match.view_name if match else ""
    return [
        {"label": label, "url": reverse(name), "current": here.startswith(beginning)}
        for label, name, beginning in NAVIGATION
    ]
