"""Addresses that tell of the API itself and of its words, and the one that answers where nothing is."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from ctarchive import codebook
from ctarchive.api.v1 import schema
from ctarchive.api.v1.base import PublicView
from ctarchive.api.v1.forms import PARAMETER as FORMAT

LISTS = {
    "events": "event", "entities": "entity", "claims": "claim", "evidence": "evidence", "sources": "source",
    "captures": "capture", "publishers": "publisher", "conflicts": "conflict", "corrections": "correction",
}  # fmt: skip


class Codebook(PublicView):
    is_kept = True
    holds_names = False

    def known_parameters(self) -> list[str]:
        return [FORMAT]

    @schema.codebook
    def get(self, request: Request) -> Response:
        return Response({"vocabularies": codebook.as_data(), "standards": codebook.standards()})


class Root(PublicView):
    is_kept = True
    holds_names = False

    def known_parameters(self) -> list[str]:
        return [FORMAT]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Where everything is."""
        views = {plural: f"api:{name}-list" for plural, name in LISTS.items()}
        views |= {"search": "api:search", "stats": "api:stats", "codebook": "api:codebook", "changes": "api:changes"}
        views |= {"schema": "api:schema", "documentation": "api:docs"}
        addresses = {name: request.build_absolute_uri(reverse(view)) for name, view in views.items()}
        return Response(addresses | {"license": settings.DATA_LICENCE["url"]})


class _AboutView(PublicView):
    """Answers that the library gives, with what all our answers carry. Its own parameters stay its own."""

    content_negotiation_class = DefaultContentNegotiation

    def alternates(self) -> list[tuple[str, dict[str, str]]]:
        return []


class Schema(_AboutView, SpectacularJSONAPIView):
    """The OpenAPI document."""

    renderer_classes = SpectacularJSONAPIView.renderer_classes


class Docs(_AboutView, SpectacularSwaggerSplitView):
    """The reference page, to try the API out in a browser."""

    renderer_classes = SpectacularSwaggerSplitView.renderer_classes


class Missing(PublicView):
    """Answers for every address that is not there, in the shape of all errors."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        self.http_method_not_allowed(request)

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> NoReturn:
        """Whatever is asked of it: there is nothing that could allow another method."""
        raise NotFound(
            _("There is nothing at this address. %(root)s tells what there is.") % {"root": reverse("api:root")}
        )
