"""The requests of the two pages. Each reads what was sent, calls one verb or looks ahead, and shows the page again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from editorial import policies
from editorial.admin.records import address
from editorial.choices import State, Via
from editorial.forms import REFUSALS, sentences
from events import actions, merging
from events.actions.moving import why_not
from events.models import Claim, Entity, Event
from events.moving.forms import ChosenForm, MoveForm, SplitForm
from events.moving.whatif import Preview, preview

MOVABLE = (State.DRAFT, State.PUBLISHED)


def _require_role(request: HttpRequest) -> None:
    if not policies.may(request.user, "create", Claim()):
        raise PermissionDenied(_("Moving claims is for people with an editorial role."))


def _claims(request: HttpRequest) -> QuerySet[Claim]:
    return Claim.objects.visible_to(request.user)


def _subject(request: HttpRequest) -> Event | Entity | None:
    """The event or entity whose claims the address asks for, if it does."""
    for name, model in (("event", Event), ("entity", Entity)):
        if uid := request.GET.get(name, ""):
            rows: Any = model.objects
            found: Event | Entity = get_object_or_404(rows.visible_to(request.user), pk=uid)
            return found
    return None


def _about(request: HttpRequest, subject: Event | Entity) -> QuerySet[Claim]:
    """The claims about the subject, and about all merged into it, that can be moved."""
    of = {f"{subject.type_name()}__in": merging.members(subject)}
    return _claims(request).filter(state__in=MOVABLE, **of)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest) -> HttpResponse:
    """Move claims of `?event=` or `?entity=`, or those of `?claim=…&claim=…`, to another event or entity."""
    _require_role(request)
    subject, chosen = _subject(request), request.GET.getlist("claim")
    claims = _about(request, subject) if subject else _claims(request).filter(pk__in=chosen)
    form = MoveForm(request, claims, **({} if subject else {"claims": chosen}))

    def carry_out() -> Event | Entity:
        given = form.cleaned_data
        actions.move(
            list(given["claims"]), form.to, reason=given["reason"], seen=form.versions, user=request.user, via=Via.ADMIN
        )
        return form.to

    return _page(request, form, subject, lambda: form.to, carry_out, title=_("Move claims"), send=_("Move"))


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, uid: str) -> HttpResponse:
    """Make an event of some claims of another."""
    _require_role(request)
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=uid)
    form = SplitForm(request, _about(request, event), kind=event.kind)

    def made() -> Event:
        given = form.cleaned_data
        unsaved = Event(title=given["title"], kind=given["kind"], part_of=event.part_of, state=State.DRAFT)
        unsaved.root_id = unsaved.pk
        return unsaved

    def carry_out() -> Event:
        given = {name: form.cleaned_data[name] for name in ("title", "kind", "summary", "reason")}
        claims = list(form.cleaned_data["claims"])
        return actions.split(event, claims, seen=form.versions, user=request.user, via=Via.ADMIN, **given)

    return _page(request, form, event, made, carry_out, title=_("Split the event"), send=_("Split"))


def _page(
    request: HttpRequest,
    form: ChosenForm,
    subject: Event | Entity | None,
    to: Callable[[], Event | Entity],
    carry_out: Callable[[], Event | Entity],
    *,
    title: str,
    send: str,
) -> HttpResponse:
    ahead = None
    if request.method == "POST" and form.is_valid():
        claims: Sequence[Claim] = list(form.cleaned_data["claims"])
        if "go" in request.POST:
            try:
                done = carry_out()
            except REFUSALS as error:
                form.add_error(None, sentences(error))
            else:
                return _done(request, done, len(claims))
        else:
            ahead = _look_ahead(form, claims, to())
    shown = Event if subject is None or isinstance(subject, Event) else Entity
    context = {
        **admin.site.each_context(request),
        "title": title, "send": send, "opts": shown._meta, "original": subject, "form": form, "media": form.media,
        "preview": ahead,
    }  # fmt: skip
    return TemplateResponse(request, "admin/moving/page.html", context)


def _look_ahead(form: ChosenForm, claims: Sequence[Claim], to: Event | Entity) -> Preview | None:
    """What would follow; None, with the reasons on the form, where it cannot be done."""
    if problems := list(why_not(claims, to)):
        form.add_error("claims", problems)
        return None
    return preview(claims, to)


def _done(request: HttpRequest, to: Event | Entity, count: int) -> HttpResponse:
    told = ngettext(
        "%(count)d claim is a draft about “%(to)s” now. Submit it here; readers see no change until it is published.",
        "%(count)d claims are drafts about “%(to)s” now. Submit them here; readers see no change until then.",
        count,
    )
    messages.success(request, told % {"count": count, "to": to})
    return HttpResponseRedirect(address(to))
