"""What all views of the API share: how they are asked and answered over HTTP, and what every answer carries.

Reading is for everybody, from any page of the web. An answer carries its entity tag, the licence of the data, and where
else the same can be found; whoever has it already is told so (304) before anything but version and mask is looked up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.functional import cached_property
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ctarchive.api.v1 import deprecation
from ctarchive.api.v1.errors import NotModified, PreconditionFailed
from ctarchive.api.v1.filters import wrong_names
from ctarchive.api.v1.forms import PARAMETER as FORMAT
from ctarchive.api.v1.forms import Negotiation
from ctarchive.keeping import answers, freshness
from ctarchive.keeping.freshness import Version
from events import protection
from events.protection import Mask

READING = ("GET", "HEAD", "OPTIONS")
# What a script on another site's page may send, and read of what it gets.
MAY_SEND = "Accept, Accept-Language, If-Modified-Since, If-None-Match"
MAY_READ = "Deprecation, ETag, Last-Modified, Link, Retry-After, Sunset, X-Request-ID, X-Total-Count"
VARY = ("Accept", "Accept-Language", "Accept-Encoding")

Errors = dict[str, list[str]]


class PublicView(APIView):
    """A view that anybody may read, from any page on the web."""

    http_method_names = ["get", "head", "options"]
    renderer_classes: Sequence[type[Any]] = (JSONRenderer,)
    content_negotiation_class: type[DefaultContentNegotiation] = Negotiation
    # Whether the answer depends on nothing but the published archive, the software and the request.
    is_kept: ClassVar[bool] = False
    # Whether it may hold names: then it changes when somebody is protected, too.
    holds_names: ClassVar[bool] = True

    version: Version | None = None
    etag = ""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        # What is public holds no secret that compression could give away.
        view = gzip_page(super().as_view(**initkwargs))
        return answers.kept(view) if cls.is_kept else view

    # -- what is asked -------------------------------------------------------------------------------------------------

    def known_parameters(self) -> list[str] | None:
        """The names of all query parameters; None for a view that checks them itself."""
        return None

    def several(self) -> list[str]:
        """Those that may be given more than once."""
        return []

    def check_parameters(self, request: Request) -> Errors:
        """Parameter → what is wrong with it. Reads the parameters, without any query."""
        known = self.known_parameters()
        return {} if known is None else wrong_names(request, known, self.several())

    def is_there(self) -> bool:
        """Whether there is anything at this address. May take one query."""
        return True

    @cached_property
    def mask(self) -> Mask:
        """What hides protected people in this answer. One query, where it holds names."""
        return protection.load() if self.holds_names else Mask()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD"):
            return
        if errors := self.check_parameters(request):
            raise ValidationError(errors)
        if self.is_kept:
            # Before the data: whoever reads while somebody publishes must not keep the old under the new tag.
            self.version = freshness.version()
            self.etag = freshness.etag(request, self.version, self.mask, request.accepted_renderer.media_type)
            self._compare(request)

    def _compare(self, request: Request) -> None:
        """Raise `NotModified` for a reader who has this answer, `PreconditionFailed` for one who wants another."""
        assert self.version is not None
        asked = get_conditional_response(request, self.etag, self.version.last_modified)
        if asked is None or not (request.headers.get("If-None-Match", "*").strip() != "*" or self.is_there()):
            return
        if asked.status_code == 304:
            raise NotModified
        raise PreconditionFailed(_("The archive has changed: this is another answer than the one you have."))

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """What may be asked here; for a script on another site's page, that it may read."""
        headers = {
            "Access-Control-Allow-Methods": ", ".join(READING),
            "Access-Control-Allow-Headers": MAY_SEND,
            "Access-Control-Max-Age": "86400",
        }
        return Response(status=204, headers=headers)

    # -- what is answered ----------------------------------------------------------------------------------------------

    def links(self) -> list[tuple[str, dict[str, str]]]:
        """(address, parameters) of what the answer links to, `rel` among them."""
        return [
            (settings.DATA_LICENCE["url"], {"rel": "license"}),
            (self._absolute(reverse("api:schema")), {"rel": "service-desc"}),
            (self._absolute(reverse("api:docs")), {"rel": "service-doc"}),
        ]

    def alternates(self) -> list[tuple[str, dict[str, str]]]:
        """The same answer in the other forms."""
        found = []
        for one in self.get_renderers():
            if one.media_type != self.request.accepted_renderer.media_type:
                asked = self.request.query_params.copy()
                asked[FORMAT] = one.format
                found.append((f"{self._absolute(self.request.path)}?{asked.urlencode()}", one.media_type))
        return [(address, {"rel": "alternate", "type": media_type}) for address, media_type in found]

    def _absolute(self, path: str) -> str:
        return str(self.request.build_absolute_uri(path))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        if response.status_code >= 400:
            # An error, or what is left of a retracted record, is JSON whatever was asked for.
            request.accepted_renderer, request.accepted_media_type = JSONRenderer(), "application/json"
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == 200 and isinstance(response, Response):
            # The library drops the type of an answer without a byte; no records as lines are still lines.
            response.add_post_render_callback(_keep_type)
        # There is nothing to steal: no sessions, no secrets, and every reader sees the same.
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = MAY_READ
        patch_vary_headers(response, VARY)
        links = self.links()
        if response.status_code == 200 and request.method in ("GET", "HEAD"):
            links = [(self._absolute(request.get_full_path()), {"rel": "self"}), *links, *self.alternates()]
        old = deprecation.in_request(request)
        links += [(self._absolute(path), parameters) for path, parameters in deprecation.links(old)]
        for name, value in deprecation.headers(old):
            response[name] = value
        response["Link"] = deprecation.written(links)
        if self.version is not None and response.status_code in (200, 304):
            response["ETag"] = self.etag
            response["Cache-Control"] = "public, no-cache"
            if (seconds := self.version.last_modified) is not None:
                response["Last-Modified"] = http_date(seconds)
        return response


def _keep_type(response: Any) -> None:
    response.headers.setdefault("Content-Type", f"{response.accepted_media_type}; charset=utf-8")
