"""The page of a record's use."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from editorial import desk, registry
from editorial.choices import State
from editorial.models import PublicId, Record, Reviewable
from events.usage import page
from events.usage.claims import FATES, Using

PER_PAGE = 50


@require_GET
def used(request: HttpRequest, uid: str) -> HttpResponse:
    """Every claim that rests on the record, all or those of one fate."""
    record = _record(request, uid)
    using, fate = Using(record, request.user), request.GET.get("show", "")
    counts, states = using.counts(), using.states()
    fate = fate if fate in FATES else ""
    claims = (using.of(fate) if fate else using.claims).select_related(*page.NAMED)
    pages = Paginator(claims.order_by("state", "created_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    ends = isinstance(record, Reviewable) and record.state == State.PUBLISHED
    context = {
        **admin.site.each_context(request),
        "title": _("Where it is used: %(record)s") % {"record": record},
        "record": record,
        "may_end": ends,
        "warnings": page.sentences(counts),
        "states": [(State(key).label, states[key]) for key in State.values if key in states],
        "tabs": [("", _("all"), sum(states.values())), *((key, FATES[key], counts[key]) for key in FATES)],
        "fate": fate,
        "pages": pages,
        "rows": page.rows(using, pages.object_list),
        "others": page.others(record, request.user),
    }
    return TemplateResponse(request, "admin/usage/page.html", context)


def _record(request: HttpRequest, uid: str) -> Record:
    """The record, if this person may see it and claims can rest on it. Raises `Http404`."""
    if not desk.may_use(request.user):
        raise PermissionDenied(_("Where records are used is for people with an editorial role."))
    model = registry.model(get_object_or_404(PublicId, pk=uid).record_type)
    # By its registered admin, so that a capture of a source that is hidden is hidden too.
    rows: Any = admin.site.get_model_admin(model).get_queryset(request)
    record: Record = get_object_or_404(rows, pk=uid)
    if not page.may_have(record):
        raise Http404
    return record
