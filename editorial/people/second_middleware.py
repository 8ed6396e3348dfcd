"""Whoever gave the password only is asked for the second factor, and is nobody until then."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from editorial.people import second


class SecondFactorMiddleware:
    """After django-otp's, which knows whether the session is verified. Signed out, a page costs no query for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith("/admin/"):
            if (page := _page_for(request)) is not None:
                return HttpResponseRedirect(f"{page}?{urlencode({'next': request.get_full_path()})}")
        else:
            # Nobody is looked up for pages that do not ask who reads them.
            request.user = SimpleLazyObject(partial(second.certain, request.user))  # type: ignore[assignment]
        return self.get_response(request)


def _page_for(request: HttpRequest) -> str | None:
    """Where this request has to go first; None when it may go on."""
    asking, own = reverse("second:ask"), reverse("second:mine")
    if request.path_info == reverse("admin:logout"):
        return None
    if second.is_pending(request.user):
        return None if request.path_info == asking else asking
    if second.is_missing(request.user):
        return None if request.path_info.startswith(own) else own
    return None
