"""The pages of import: upload, preview, confirm. All behind the admin's own door, and for those who may make drafts."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ctarchive.dossier.errors import DossierError
from ctarchive.dossier.load import only_drafts
from ctarchive.exchange import preview, table_views, tasks, uploads
from ctarchive.exchange.archive import open_dossier
from ctarchive.exchange.columns import TABLES
from ctarchive.exchange.forms import DossierForm
from ctarchive.exchange.pages import for_writers, own_upload, shell
from ctarchive.exchange.planning import plan_of
from ctarchive.models import Upload
from sources.text import UnreadableError

# Problems that the page shows; the number is of all.
MOST_PROBLEMS = 500
State = Upload.State


@require_GET
@for_writers
def index(request: HttpRequest) -> HttpResponse:
    """Where importing begins, and one's uploads of the last day."""
    ways = [(kind, Upload.Kind(kind).label) for kind in TABLES]
    context = shell(request, _("Import"), uploads=uploads.of(request.user), tables=ways)
    return TemplateResponse(request, "admin/exchange/index.html", context)


@for_writers
def dossier(request: HttpRequest) -> HttpResponse:
    """Take a dossier in, for its preview."""
    form = DossierForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            open_dossier(file.name, data)
        except UnreadableError as error:
            form.add_error("file", str(error))
        else:
            return _to(uploads.keep(request.user, Upload.Kind.DOSSIER, file.name, data))
    context = shell(request, _("Load a dossier"), form=form, media=form.media, send=_("Check and preview"))
    return TemplateResponse(request, "admin/exchange/take.html", context)


@require_GET
@for_writers
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """The preview of an upload; once confirmed, how far its loading is, and what came of it."""
    found = own_upload(request, key)
    if found.state not in (State.KEPT, State.FAILED):
        context = shell(request, found.filename, upload=found, links=_links(found))
        return TemplateResponse(request, "admin/exchange/outcome.html", context)
    if found.kind != Upload.Kind.DOSSIER:
        return table_views.page(request, found)
    return TemplateResponse(request, "admin/exchange/preview.html", _preview(request, found))


def _preview(request: HttpRequest, found: Upload) -> dict[str, Any]:
    problems: list[list[Any]] = found.outcome.get("problems", [])
    sections: list[preview.Section] = []
    left_out = 0
    try:
        plan = plan_of(found)
    except (DossierError, UnreadableError) as error:
        problems = uploads.problems_of(error)
    else:
        left_out = only_drafts(plan)
        sections = preview.sections(plan, request.user)
    new = sum(section.new for section in sections)
    return shell(
        request, _("Preview: %(name)s") % {"name": found.filename},
        upload=found, sections=sections, new=new, known=sum(section.known for section in sections),
        left_out=left_out, problems=problems[:MOST_PROBLEMS], number=len(problems),
        number_word=_("Line"), is_blocked=not sections and bool(problems), takes_long=new > uploads.AT_ONCE,
    )  # fmt: skip


@require_POST
@for_writers
def load(request: HttpRequest, key: str) -> HttpResponse:
    """Load what was previewed: at once, or by the worker where it is much."""
    found = own_upload(request, key)
    is_much = request.POST.get("much") == "yes"
    with transaction.atomic():
        if not uploads.begin(found, submit="submit" in request.POST, rows=request.POST.get("rows", "")):
            messages.warning(request, _("This was confirmed already; it is loaded once."))
            return _to(found)
        if is_much:
            transaction.on_commit(partial(tasks.load_upload.enqueue, found.pk))
    if not is_much:
        uploads.load(found.pk, plan_of)
    return _to(found)


@require_POST
@for_writers
def forget(request: HttpRequest, key: str) -> HttpResponse:
    """Remove an upload that is not being loaded."""
    found = own_upload(request, key)
    uploads.of(request.user).filter(pk=found.pk).exclude(state__in=(State.QUEUED, State.LOADING)).delete()
    messages.success(request, _("“%(name)s” is removed.") % {"name": found.filename})
    return HttpResponseRedirect(reverse("exchange:index"))


def _to(found: Upload) -> HttpResponse:
    return HttpResponseRedirect(reverse("exchange:upload", args=[found.pk]))


def _links(found: Upload) -> list[tuple[str, str]]:
    """(address, name) of the first records that were made."""
    return preview.named(found.outcome.get("links", []))
