"""The requests of the pages of conflicts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from editorial import desk
from editorial.choices import Via
from editorial.forms import REFUSALS, sentences
from events.actions import propose_ranking
from events.choices import EntityKind, Rank
from events.conflicts import finding, page
from events.conflicts.finding import Asked, Key
from events.conflicts.forms import RankForm
from events.conflicts.page import Contest
from events.models import Claim, Entity, Event, Ranking
from events.models.event import grouped_kinds
from events.properties import PROPERTIES

PER_PAGE = 10


def _require_role(request: HttpRequest) -> None:
    if not desk.may_use(request.user):
        raise PermissionDenied(_("Conflicts are for people with an editorial role."))


def _may_rank(request: HttpRequest) -> bool:
    return bool(admin.site.get_model_admin(Ranking).has_add_permission(request))


def _shell(request: HttpRequest, title: str, **context: Any) -> dict[str, Any]:
    return {**admin.site.each_context(request), "title": title, "may_rank": _may_rank(request), **context}


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All conflicts, open or decided, narrowed as the query string says."""
    _require_role(request)
    asked = Asked.read(request.GET.dict())
    tabs = finding.found(asked)
    pages = Paginator(tabs[asked.tab], PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    for name in ("tab", "page"):
        kept.pop(name, None)
    context = _shell(
        request,
        _("Conflicts"),
        asked=asked,
        show_open=asked.tab == finding.OPEN,
        tabs=[(key, label, len(tabs[key])) for key, label in finding.TABS.items()],
        pages=pages,
        contests=page.contests(pages.object_list, request.user),
        kept=kept.urlencode(),
        is_narrowed=any(kept.dict().values()),
        kinds=[*grouped_kinds(), (_("entities"), EntityKind.choices)],
        properties=[(key, PROPERTIES[key].label) for key in finding.SINGLE],
    )
    return TemplateResponse(request, "admin/conflicts/list.html", context)


@require_http_methods(["GET", "POST"])
def conflict(request: HttpRequest, uid: str, key: str) -> HttpResponse:
    """The conflicts over one property of one event or entity; a POST proposes a ranking."""
    _require_role(request)
    roots = (model.objects.filter(pk=uid).values_list("root", flat=True).first() for model in (Event, Entity))
    if (root := next(filter(None, roots), uid)) != uid:
        return HttpResponseRedirect(reverse("conflicts:conflict", args=[root, key]))
    contest = next(iter(page.contests([Key(uid, key)], request.user, with_options=True)), None)
    if contest is None:
        return TemplateResponse(request, "admin/conflicts/none.html", _shell(request, _("No conflict")), status=404)
    if request.method == "POST":
        return _propose(request, contest)
    return _page(request, contest, RankForm(contest))


def _page(request: HttpRequest, contest: Contest, form: RankForm, status: int = 200) -> HttpResponse:
    title = _("Conflict: %(property)s of %(subject)s") % {"property": contest.spec.label, "subject": contest.subject}
    context = _shell(request, title, contest=contest, form=form, choice=form["choice"].value())
    return TemplateResponse(request, "admin/conflicts/conflict.html", context, status=status)


def _propose(request: HttpRequest, contest: Contest) -> HttpResponse:
    if not _may_rank(request):
        raise PermissionDenied
    form = RankForm(contest, request.POST)
    if request.POST.get("seen") != contest.seen:
        messages.error(request, _("This was ranked or changed since you opened the page. Look again, then propose."))
        return _page(request, contest, form, status=409)
    if not form.is_valid():
        return _page(request, contest, form, status=400)
    chosen, draft = form.cleaned_data, "draft" in request.POST
    try:
        claim = Claim.objects.get(pk=chosen["claim"])
        propose_ranking(
            claim, Rank(chosen["rank"]), reason=chosen["reason"], reason_kind=chosen["reason_kind"], draft=draft,
            user=request.user, via=Via.ADMIN,
        )  # fmt: skip
    except REFUSALS as error:
        form.add_error(None, sentences(error))
        return _page(request, contest, form, status=400)
    done = (
        _("The ranking is kept as your draft.") if draft else _("Submitted: a managing editor other than you decides.")
    )
    messages.success(request, done)
    return HttpResponseRedirect(reverse("conflicts:conflict", args=contest.key))
