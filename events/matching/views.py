"""The requests of the merge pages. Each reads what was sent, calls one function of this room, and shows the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from editorial import desk, policies, registry
from editorial.admin.records import address
from editorial.errors import NotAllowed, WrongState
from editorial.forms import REFUSALS, sentences
from editorial.models import PublicId
from events.choices import Judgement
from events.matching import candidates, judging, links, page, whatif
from events.matching.keys import keys_of
from events.matching.scoring import Name, Profile
from events.models import Entity, EntityMatch, EventMatch

PER_PAGE = 25
OPEN, UNSURE = "open", "unsure"
TABS = {OPEN: gettext_lazy("To judge"), UNSURE: gettext_lazy("Unsure")}


class ReasonForm(forms.Form):
    """Why: every judgement needs it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 70}),
        help_text=gettext_lazy("How you know. The public reads it where a merge, or its end, is published."),
        error_messages={"required": gettext_lazy("Say how you know.")},
    )


class JudgeForm(ReasonForm):
    """One or two, and whether to hand it in at once."""

    judgement = forms.ChoiceField(
        label=gettext_lazy("Are the two one?"),
        choices=[
            (Judgement.SAME.value, gettext_lazy("Same: merge them as shown above")),
            (Judgement.DIFFERENT.value, gettext_lazy("Different: never propose them again")),
            (Judgement.UNSURE.value, gettext_lazy("Unsure: keep them apart, and on the list of the unsure")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    submit = forms.BooleanField(
        label=gettext_lazy("Submit it for review at once"), required=False, initial=True,
        help_text=gettext_lazy("Else it is kept as your draft."),
    )  # fmt: skip
    field_order = ("judgement", "reason", "submit")


def _shell(request: HttpRequest, title: str, **context: Any) -> dict[str, Any]:
    return {**admin.site.each_context(request), "title": title, "may_judge": may_judge(request), **context}


def _require_role(request: HttpRequest) -> None:
    if not desk.may_use(request.user):
        raise PermissionDenied(_("These pages are for people with an editorial role."))


def may_judge(request: HttpRequest) -> bool:
    """Whether this person may write judgements: the admin's permission, and the policy."""
    user: Any = request.user
    return bool(user.has_perm("events.add_entitymatch") and policies.may(user, "create", EntityMatch()))


def _entity(request: HttpRequest, uid: str) -> Entity:
    """The entity, if this person may see it. Raises `Http404`."""
    _require_role(request)
    found: Entity = get_object_or_404(Entity.objects.visible_to(request.user).select_related("root"), pk=uid)
    return found


def _either(request: HttpRequest, uid: str) -> Any:
    """The entity or event, if this person may see it. Raises `Http404`."""
    _require_role(request)
    named = get_object_or_404(PublicId, pk=uid, record_type__in=("entity", "event"))
    rows: Any = registry.model(named.record_type).objects
    return get_object_or_404(rows.visible_to(request.user).select_related("root"), pk=uid)


def _status(error: Exception) -> int:
    if isinstance(error, NotAllowed):
        return 403
    return 409 if isinstance(error, WrongState) else 400


# -- lists -------------------------------------------------------------------------------------------------------------


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """All pairs of entities that may be one, best first; and those that somebody was unsure of."""
    _require_role(request)
    tab = request.GET.get("tab", OPEN)
    tab = tab if tab in TABS else OPEN
    rows: Any = candidates.open_pairs(request.user) if tab == OPEN else candidates.unsure_of(request.user)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = _shell(
        request,
        _("Possible duplicates"),
        tab=tab,
        tabs=TABS.items(),
        page_obj=shown,
        pairs=candidates.shown(shown) if tab == OPEN else [],
        unsure=shown.object_list if tab == UNSURE else [],
    )
    return TemplateResponse(request, "admin/matching/queue.html", context)


@require_GET
def entity(request: HttpRequest, uid: str) -> HttpResponse:
    """One entity: what may be the same, what is merged with it, and a search for another to compare it with."""
    found = _entity(request, uid)
    root = found.root
    typed = request.GET.get("q", "").strip()[:200]
    context = _shell(
        request,
        _("Merge: %(entity)s") % {"entity": root},
        entity=found,
        root=root,
        candidates=candidates.of(root, request.user),
        merges=[(judged, links.parting(judged)) for judged in page.merges_of(root, request.user)],
        typed=typed,
        found=_found(root, typed, request.user) if typed else [],
    )
    return TemplateResponse(request, "admin/matching/entity.html", context)


def _found(root: Entity, typed: str, user: Any) -> list[Entity]:
    """Entities by a name that somebody typed, in any script and spelling, and by a part of a name."""
    sought = Profile(kind=root.kind, names=[Name(typed)])
    return candidates.named(typed, sought, keys_of(sought), user, without=root.pk)


# -- a pair ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, left: str, right: str) -> HttpResponse:
    """Two entities, or two events, side by side, what would follow if they were one, and the judgement on them."""
    stays, folds = (_either(request, uid).root for uid in (left, right))
    if type(stays) is not type(folds):
        raise Http404(_("An entity and an event are never one."))
    if stays.pk == folds.pk:
        messages.info(request, _("The two are one already. Here you can un-merge them."))
        return HttpResponseRedirect(_home(stays))
    if (stays.pk, folds.pk) != (left, right):
        # Of merged ones the roots are compared: a judgement on a part is one on the whole.
        return HttpResponseRedirect(reverse("matching:pair", args=[stays.pk, folds.pk]))
    _either(request, stays.pk), _either(request, folds.pk)
    return _judge(request, stays, folds) if request.method == "POST" else _pair_page(request, stays, folds, JudgeForm())


def _home(root: Any) -> str:
    """Where merges of this record are ended: an entity's merge page, an event's page in the admin."""
    return reverse("matching:entity", args=[root.pk]) if isinstance(root, Entity) else address(root)


def _judge(request: HttpRequest, left: Any, right: Any) -> HttpResponse:
    if not may_judge(request):
        raise PermissionDenied(_("Judging whether two entities are one needs the role “editor”."))
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _pair_page(request, left, right, form, status=400)
    try:
        judged = judging.judge(
            left,
            right,
            Judgement(form.cleaned_data["judgement"]),
            reason=form.cleaned_data["reason"],
            submit=form.cleaned_data["submit"],
            score=page.verdict(left, right).score if isinstance(left, Entity) else None,
            user=request.user,
        )
    except REFUSALS as error:
        for sentence in sentences(error):
            form.add_error(None, sentence)
        return _pair_page(request, left, right, form, status=_status(error))
    said = {"left": left, "right": right, "judgement": judged.get_judgement_display()}
    if form.cleaned_data["submit"]:
        told = _("“%(left)s” and “%(right)s”: %(judgement)s. A managing editor other than you decides on it.")
    else:
        told = _("“%(left)s” and “%(right)s”: %(judgement)s. It is kept as your draft.")
    messages.success(request, told % said)
    return HttpResponseRedirect(reverse("matching:queue") if isinstance(left, Entity) else _home(left))


def _pair_page(
    request: HttpRequest, left: Any, right: Any, form: JudgeForm, status: int = 200
) -> HttpResponse:  # fmt: skip
    user: Any = request.user
    judged = candidates.between(left, [right.pk]).get(right.pk, [])
    seen = [one for one in judged if policies.is_own(user, one) or one.state in candidates.SAID or user.is_editor]
    of_entities = isinstance(left, Entity)
    shown: Any = page.both(left, right) if of_entities else page.both_events(left, right)
    context = _shell(
        request,
        _("Are these two one?"),
        left=shown[0],
        right=shown[1],
        rows=page.rows(*shown) if of_entities else page.rows_of_events(*shown),
        verdict=page.verdict(left, right) if of_entities else None,
        effects=whatif.of_merging(left, right, user),
        moving=page.moving(right, user) if of_entities else page.moving_of_event(right, user),
        judged=seen,
        bares=EntityMatch(left=left, right=right).bares() if of_entities else "",
        of_entities=of_entities,
        stands_in_the_way=judging.stands_in_the_way(judged, user),
        form=form,
    )
    return TemplateResponse(request, "admin/matching/pair.html", context, status=status)


# -- un-merging --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def apart(request: HttpRequest, uid: str) -> HttpResponse:
    """What would go back if a merge ended, and the proposal that it end."""
    _require_role(request)
    named = get_object_or_404(PublicId, pk=uid, record_type__in=(EntityMatch.type_name(), EventMatch.type_name()))
    model: Any = registry.model(named.record_type)
    rows = model.objects.visible_to(request.user).published().filter(judgement=Judgement.SAME)
    judged = get_object_or_404(rows.select_related("left", "right", "author"), pk=uid)
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if not may_part(request, judged):
            raise PermissionDenied(_("Proposing that a merge end needs the role “editor”."))
        status = 400
        if form.is_valid():
            try:
                judging.part(judged, reason=form.cleaned_data["reason"], user=request.user)
            except REFUSALS as error:
                status = _status(error)
                for sentence in sentences(error):
                    form.add_error(None, sentence)
            else:
                messages.success(request, _("Proposed. A managing editor other than you decides on it."))
                return HttpResponseRedirect(_home(judged.left.root))
    effects = whatif.of_parting(judged)
    context = _shell(
        request,
        _("Un-merge: %(left)s and %(right)s") % {"left": judged.left, "right": judged.right},
        judged=judged,
        effects=effects,
        moving=page.going_back(effects.moving, request.user),
        pending=page.pending_end(judged),
        may_part=may_part(request, judged),
        form=form,
    )
    return TemplateResponse(request, "admin/matching/apart.html", context, status=status)


def may_part(request: HttpRequest, judged: Any) -> bool:
    """Whether this person may propose that the merge end."""
    return may_judge(request) and policies.may(request.user, "propose", judged)
