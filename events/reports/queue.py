"""The editors' queue of what readers wrote."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from editorial import reports
from editorial.admin.records import address
from editorial.choices import OPEN_REPORTS, ReportKind, ReportState
from editorial.errors import EditorialError
from editorial.forms import sentences
from editorial.models import Report
from events.reports import making, subjects
from events.reports.forms import ActForm

PER_PAGE = 50
OPEN, CLOSED = "open", "closed"
TABS = {OPEN: gettext_lazy("Open"), CLOSED: gettext_lazy("Closed")}


def _require_editor(request: HttpRequest) -> None:
    if not reports.may(request.user):
        raise PermissionDenied(_("What readers report is for editors."))


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What readers wrote: open or closed, of one kind or of all."""
    _require_editor(request)
    tab = request.GET.get("tab", OPEN)
    tab = tab if tab in TABS else OPEN
    kind = request.GET.get("kind", "")
    every = Report.objects.select_related("taken_by")
    every = every.filter(kind=kind) if kind in ReportKind.values else every
    shown = {
        OPEN: every.filter(state__in=OPEN_REPORTS).order_by("received_at", "pk"),
        CLOSED: every.exclude(state__in=OPEN_REPORTS).order_by("-closed_at", "-pk"),
    }
    pages = Paginator(shown[tab], PER_PAGE).get_page(request.GET.get("page"))
    about = subjects.found((one.record_type, one.record_uid) for one in pages.object_list)
    context = {
        **admin.site.each_context(request),
        "title": _("What readers wrote"),
        "tabs": [(key, label, shown[key].count()) for key, label in TABS.items()],
        "tab": tab,
        "kind": kind,
        "kinds": ReportKind.choices,
        "rows": [(one, about.get(one.record_uid)) for one in pages.object_list],
        "pages": pages,
        "query": f"kind={kind}" if kind in ReportKind.values else "",
    }
    return TemplateResponse(request, "admin/reports/queue.html", context)


def _reply(report: Report, text: str, user: Any) -> HttpResponse:
    return HttpResponseRedirect(address(making.make_reply(report, user=user, text=text)))


def _correct(report: Report, text: str, user: Any) -> HttpResponse:
    return HttpResponseRedirect(address(making.open_correction(report, user=user, text=text)))


# What a button does: the verb, and (None: back to the report) where it leads.
ACTS: dict[str, Any] = {
    "take": lambda report, _text, user: reports.take(report, user=user),
    "note": lambda report, text, user: reports.note(report, text, user=user),
    "answer": lambda report, text, user: reports.answer(report, text, user=user),
    "decline": lambda report, text, user: reports.decline(report, text, user=user),
    "reply": _reply,
    "correct": _correct,
}


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One report with what can be done about it; by POST, one of these things."""
    _require_editor(request)
    report = Report.objects.select_related("taken_by").filter(pk=number).first()
    if report is None:
        raise Http404
    if request.method == "POST":
        return _act(request, report)
    return _page(request, report)


def _act(request: HttpRequest, report: Report) -> HttpResponse:
    form = ActForm(request.POST)
    act = ACTS.get(request.POST.get("do", ""))
    if act is None or not form.is_valid():
        return _page(request, report, status=400)
    try:
        done = act(report, form.cleaned_data["text"], request.user)
    except (EditorialError, ValidationError) as error:
        for sentence in sentences(error):
            messages.error(request, sentence)
        # What was typed stays.
        return _page(request, report, typed=form.cleaned_data["text"], status=409)
    if isinstance(done, HttpResponse):
        messages.success(request, _("Here is the draft that came of it. Check it, and submit it for review."))
        return done
    messages.success(request, _("Done."))
    return HttpResponseRedirect(reverse("reported:report", args=[report.pk]))


def _page(request: HttpRequest, report: Report, typed: str = "", status: int = 200) -> HttpResponse:
    record = reports.record_of(report)
    context = {
        **admin.site.each_context(request),
        "title": str(report),
        "report": report,
        "record": record,
        "subject": subjects.find(report.record_type, report.record_uid),
        "others": reports.about([record]).exclude(pk=report.pk)[:20] if record else [],
        "outcome": making.outcome(report),
        "may_reply": report.kind == ReportKind.REPLY and making.claim_of(report) is not None,
        "may_correct": making.claim_of(report) is not None,
        "is_own": report.taken_by == request.user,
        "typed": typed,
        "is_taken": report.state == ReportState.TAKEN,
    }
    return TemplateResponse(request, "admin/reports/report.html", context, status=status)
