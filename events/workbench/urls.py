"""Addresses of the workbench, under the admin's, each behind the admin's own door."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.urls import URLPattern, path

import editorial.converters  # noqa: F401 -- registers <uid:…>
from events.workbench import views


def _behind_the_door(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    return path(f"<uid:capture>/{route}", admin.site.admin_view(view), name=name)


app_name = "workbench"
urlpatterns = [
    _behind_the_door("", views.workbench, "open"),
    _behind_the_door("cards/", views.more_cards, "cards"),
    _behind_the_door("options/", views.options, "options"),
    _behind_the_door("claims-about/<uid:subject>/", views.claims_about, "claims_about"),
    _behind_the_door("reading/", views.reading, "reading"),
    _behind_the_door("suggestions/", views.suggestions, "suggestions"),
    _behind_the_door("suggestions/<int:suggestion>/reject/", views.reject, "reject"),
    _behind_the_door("date/", views.date_echo, "date"),
    _behind_the_door("claims/", views.make_claim, "make_claim"),
    _behind_the_door("claims/<uid:claim>/", views.claim, "claim"),
    _behind_the_door("claims/<uid:claim>/discard/", views.discard_claim, "discard_claim"),
    _behind_the_door("evidence/", views.add_evidence, "add_evidence"),
    _behind_the_door("evidence/<uid:evidence>/discard/", views.discard_evidence, "discard_evidence"),
]
