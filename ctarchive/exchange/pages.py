"""What all pages of import share: who may open them, and whose upload they show."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ctarchive.exchange import uploads
from ctarchive.models import Upload
from editorial import policies

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_writers(view: View[P]) -> View[P]:
    """Refuse whoever may not make drafts."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not policies.may_import(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def shell(request: HttpRequest, title: str, **context: Any) -> dict[str, Any]:
    return {**admin.site.each_context(request), "title": title, **context}


def own_upload(request: HttpRequest, key: str) -> Upload:
    """An upload of this person. Raises `Http404` for anybody else's, as for none."""
    found = uploads.of(request.user).select_related("user").filter(pk=key).first()
    if found is None:
        raise Http404(_("This upload is not here any more: upload the file again."))
    return found
