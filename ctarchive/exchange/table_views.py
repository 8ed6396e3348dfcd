"""The pages of tables: upload, what the columns hold, preview with errors by row, the rows in error to take back."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ctarchive.dossier.load import only_drafts
from ctarchive.exchange import mapping, preview, table, tables, uploads
from ctarchive.exchange.cells import harmless
from ctarchive.exchange.columns import TABLES
from ctarchive.exchange.forms import ReadingForm, TableForm
from ctarchive.exchange.pages import for_writers, own_upload, shell
from ctarchive.models import Upload
from sources.text import UnreadableError

MOST_PROBLEMS = 500
# Where the session remembers what a person said of their columns: kind → header → what it holds.
REMEMBERED = "exchange_columns"


def _kind(kind: str) -> str:
    if kind not in TABLES:
        raise Http404
    return kind


@for_writers
def take(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a table in, for its preview."""
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            reading = _reading(request, _kind(kind), data)
        except UnreadableError as error:
            form.add_error("file", str(error))
        else:
            return _to(uploads.keep(request.user, kind, file.name, data, reading=reading))
    context = shell(
        request, _("Import: %(what)s") % {"what": Upload.Kind(_kind(kind)).label}, form=form, media=form.media,
        send=_("Check and preview"), columns=TABLES[kind], template=reverse("exchange:template", args=[kind]),
    )  # fmt: skip
    return TemplateResponse(request, "admin/exchange/take_table.html", context)


def _reading(request: HttpRequest, kind: str, data: bytes) -> dict[str, Any]:
    """How the table is read at first. Raises `UnreadableError`."""
    encoding, delimiter = table.detect(data)
    return _with_columns(request, kind, data, encoding, delimiter)


def _with_columns(request: HttpRequest, kind: str, data: bytes, encoding: str, delimiter: str) -> dict[str, Any]:
    found = table.read(data, encoding, delimiter)
    columns = mapping.proposed(kind, found.header, request.session.get(REMEMBERED, {}).get(kind, {}))
    return {"encoding": encoding, "delimiter": delimiter, "columns": {str(i): name for i, name in columns.items()}}


@require_GET
@for_writers
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty table with every column and one example."""
    columns = TABLES[_kind(kind)]
    answer = _csv_answer(f"ctarchive-{kind}.csv")
    writer = csv.writer(answer)
    writer.writerow([column.name for column in columns])
    writer.writerow([column.example for column in columns])
    return answer


def page(request: HttpRequest, found: Upload, bound: ReadingForm | None = None) -> HttpResponse:
    """The preview of a table."""
    problems: list[dict[str, Any]] = [
        {"row": row, "column": column, "cell": "", "what": what}
        for row, what, column in found.outcome.get("problems", [])
    ]
    number, sections, left_out, checked, form = len(problems), [], 0, None, bound
    try:
        checked = tables.check(found)
    except UnreadableError as error:
        problems, number = [{"row": 0, "column": "", "cell": "", "what": str(error)}], 1
        form = form or ReadingForm(found.kind, found.reading, [])
    else:
        form = form or ReadingForm(found.kind, found.reading, checked.table.header)
        if checked.problems:
            problems, number = tables.shown(checked, MOST_PROBLEMS), len(checked.problems)
        if checked.plan is not None:
            left_out = only_drafts(checked.plan)
            sections = preview.sections(checked.plan, request.user)
    new = sum(section.new for section in sections)
    context = shell(
        request, _("Preview: %(name)s") % {"name": found.filename},
        upload=found, form=form, checked=checked, problems=problems, number=number, sections=sections, new=new,
        known=sum(section.known for section in sections), left_out=left_out, takes_long=new > uploads.AT_ONCE,
        is_table=True, number_word=_("Row"),
    )  # fmt: skip
    return TemplateResponse(request, "admin/exchange/preview_table.html", context)


@require_POST
@for_writers
def reading(request: HttpRequest, key: str) -> HttpResponse:
    """Change how a table is read. A new encoding or delimiter makes a new header, whose columns are proposed anew."""
    found = own_upload(request, key)
    if found.kind == Upload.Kind.DOSSIER or found.state not in (Upload.State.KEPT, Upload.State.FAILED):
        raise Http404
    try:
        header = tables.read(found).header
    except UnreadableError:
        header = []
    form = ReadingForm(found.kind, found.reading, header, request.POST)
    if not form.is_valid():
        return page(request, found, form)
    told = form.reading()
    if any(told[name] != found.reading[name] for name in ("encoding", "delimiter")):
        try:
            told = _with_columns(request, found.kind, bytes(found.data), told["encoding"], told["delimiter"])
        except UnreadableError as error:
            form.add_error("encoding", str(error))
            return page(request, found, form)
    else:
        _remember(request, found.kind, {header[index]: name for index, name in form.columns().items()})
    Upload.objects.filter(pk=found.pk).update(reading=told, outcome={})
    messages.success(request, _("The table is read anew."))
    return _to(found)


def _remember(request: HttpRequest, kind: str, columns: dict[str, str]) -> None:
    remembered = request.session.get(REMEMBERED, {})
    request.session[REMEMBERED] = remembered | {kind: remembered.get(kind, {}) | columns}


@require_GET
@for_writers
def errors(request: HttpRequest, key: str) -> HttpResponse:
    """The rows in error as a table, with what is wrong in a last column: to mend, and to upload by itself."""
    found = own_upload(request, key)
    if found.kind == Upload.Kind.DOSSIER or found.state not in (Upload.State.KEPT, Upload.State.FAILED):
        raise Http404
    checked = tables.check(found)
    why: dict[int, list[str]] = {}
    for problem in checked.problems:
        why.setdefault(problem.line, []).append(f"{problem.key}: {problem.what}" if problem.key else problem.what)
    answer = _csv_answer(f"errors-{found.kind}.csv")
    writer = csv.writer(answer, delimiter=found.reading["delimiter"])
    header = checked.table.header
    writer.writerow([*map(harmless, header), "reason"])
    for row, cells in checked.table.rows:
        if row in why:
            filled = [*cells, *[""] * (len(header) - len(cells))]
            writer.writerow([*map(harmless, filled), harmless(" / ".join(why[row]))])
    return answer


def _csv_answer(name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    # The mark tells spreadsheets that this is UTF-8.
    answer.write("\ufeff")
    return answer


def _to(found: Upload) -> HttpResponse:
    return HttpResponseRedirect(reverse("exchange:upload", args=[found.pk]))
