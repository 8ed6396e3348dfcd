"""The page of all that waits of one kind."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from editorial import desk
from events.front.blocks import blocks

PER_PAGE = 50


@require_GET
def waiting(request: HttpRequest, key: str) -> HttpResponse:
    """Everything of one block."""
    if not desk.may_use(request.user):
        raise PermissionDenied(_("This is for people with an editorial role."))
    block = next((block for block in blocks(request.user) if block.key == key), None)
    if block is None:
        raise Http404
    pages = Paginator(block.items, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": block.title,
        "block": block,
        "rows": block.told(list(pages.object_list)),
        "pages": pages,
    }
    return TemplateResponse(request, "admin/front/all.html", context)
