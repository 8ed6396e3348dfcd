"""The requests of the review desk. Each reads what was sent, calls one function of `editorial`, and shows the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from editorial import comments, deciding, desk, registry, told
from editorial.admin.steps import seen
from editorial.deciding import ACCEPT, BACK, Decision
from editorial.errors import EditorialError, NotAllowed, WrongState
from editorial.forms import REFUSALS, sentences
from editorial.models import Comment, PublicId, Record, Reviewable
from editorial.queue import subject_of
from events.desk import listing, page
from events.desk.listing import Narrowed


def _shell(request: HttpRequest, title: str, **context: Any) -> dict[str, Any]:
    return {**admin.site.each_context(request), "title": title, **context}


def _require_role(request: HttpRequest) -> None:
    if not desk.may_use(request.user):
        raise PermissionDenied(_("The review desk is for people with an editorial role."))


def _record(request: HttpRequest, uid: str) -> Record:
    """The record, if this person may see it. Raises `Http404`."""
    _require_role(request)
    named = get_object_or_404(PublicId, pk=uid)
    rows: Any = registry.model(named.record_type).objects
    found: Record = get_object_or_404(rows.visible_to(request.user), pk=uid)
    return found


def _subject(request: HttpRequest, uid: str) -> Reviewable:
    record = _record(request, uid)
    if not isinstance(record, Reviewable):
        raise Http404
    return record


def _say(request: HttpRequest, error: Exception) -> None:
    for sentence in sentences(error):
        messages.error(request, sentence)


def address(subject: Record) -> str:
    """The bundle's page on the desk."""
    return reverse("desk:bundle", args=[subject.pk])


# -- the queue ---------------------------------------------------------------------------------------------------------


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Everything in review that this person may see."""
    _require_role(request)
    asked, moment = Narrowed.read(request.GET.dict()), timezone.now()
    everything = desk.bundles(request.user, moment)
    alone = everything if asked.kind else desk.without_foundations(everything)
    tabs = listing.tabs([w for w in alone if asked.lets_through(w, moment)], request.user)
    names = told.names_of([waiting.subject for waiting in tabs[asked.tab]])
    kept = request.GET.copy()
    kept.pop("tab", None)
    context = _shell(
        request,
        _("Review desk"),
        asked=asked,
        rows=[(waiting, waiting.is_own(request.user), names[waiting.subject.pk]) for waiting in tabs[asked.tab]],
        tabs=[(key, label, len(tabs[key])) for key, label in listing.TABS.items()],
        kept=kept.urlencode(),
        kinds=listing.KINDS.items(),
        ages=listing.AGES.items(),
        sources=sorted({pair for w in everything for pair in listing.sources_of(w).items()}, key=lambda pair: pair[1]),
        is_narrowed=bool(kept.dict()),
        goes_along=len(everything) - len(alone),
    )
    return TemplateResponse(request, "admin/desk/queue.html", context)


# -- a bundle ----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def bundle(request: HttpRequest, uid: str) -> HttpResponse:
    """The bundle, and the decisions on it."""
    record = _subject(request, uid)
    subject = subject_of(record)
    if subject.pk != record.pk:
        return HttpResponseRedirect(f"{address(subject)}#item-{record.pk}")
    return _decide(request, subject) if request.method == "POST" else _bundle_page(request, subject)


def _decide(request: HttpRequest, subject: Reviewable) -> HttpResponse:
    decisions, was_seen = _decisions(request.POST.dict()), _seen(request.POST.get("seen", ""))
    try:
        outcome = deciding.decide(subject, decisions, was_seen=was_seen, user=request.user)
    except REFUSALS as error:
        _say(request, error)
        return _bundle_page(request, subject, decisions, was_seen, status=_status(error))
    done = ngettext("Published: %(n)d record.", "Published: %(n)d records.", len(outcome.published))
    back = ngettext("Sent back: %(n)d record.", "Sent back: %(n)d records.", len(outcome.returned))
    parts = [(done, outcome.published), (back, outcome.returned)]
    messages.success(request, " ".join(text % {"n": len(records)} for text, records in parts if records))
    # The page stays, decided or not: it says what comes next.
    return HttpResponseRedirect(address(subject))


def _status(error: Exception) -> int:
    if isinstance(error, NotAllowed):
        return 403
    return 409 if isinstance(error, WrongState) else 400


def _decisions(posted: Mapping[str, str]) -> dict[str, Decision]:
    """Uid → decision, from the fields `decision-<uid>` and `reason-<uid>`; what is undecided is left out."""
    found = {}
    for name, verdict in posted.items():
        prefix, _dash, uid = name.partition("-")
        if prefix == "decision" and verdict in (ACCEPT, BACK):
            found[uid] = Decision(verdict, posted.get(f"reason-{uid}", ""))
    return found


def _seen(text: str) -> dict[str, int]:
    """Uid → version, from what the page carried."""
    pairs = (pair.partition(":") for pair in text.split(","))
    return {uid: int(version) for uid, _colon, version in pairs if version.isdecimal()}


def _bundle_page(
    request: HttpRequest,
    subject: Reviewable,
    decisions: Mapping[str, Decision] | None = None,
    was_seen: Mapping[str, int] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = page.shown(subject, request.user, decisions)
    records = {record.pk: record for shown in found for record in shown.item.together}
    # What somebody changed meanwhile is undecided again; a reason that was typed stays.
    changed = {
        shown.head.pk
        for shown in found
        if was_seen is not None and any(was_seen.get(r.pk) != r.version for r in shown.item.together)
    }
    taken = desk.holders([subject]).get(subject.pk)
    context = _shell(
        request,
        _("Review: %(subject)s") % {"subject": told.names_of([subject])[subject.pk]},
        subject=subject,
        shown=found,
        changed=changed,
        along=list({r.pk: r for shown in found for r in shown.along if r.pk != subject.pk}.values()),
        seen=seen(list(records.values())),
        taken=taken,
        is_mine=taken is not None and taken.user_id == request.user.uid,  # type: ignore[union-attr]
        is_held=taken is not None and taken.user_id != request.user.uid,  # type: ignore[union-attr]
        may_decide=any(not shown.why_not for shown in found),
        coming=desk.next_after(subject, request.user),
        **_talk(subject),
    )
    return TemplateResponse(request, "admin/desk/bundle.html", context, status=status)


@require_POST
def take(request: HttpRequest, uid: str) -> HttpResponse:
    """Take the review, or keep it for longer."""
    return _held(request, uid, desk.take, _("You have taken this review."))


@require_POST
def release(request: HttpRequest, uid: str) -> HttpResponse:
    """Give the review back."""
    return _held(request, uid, desk.release, _("You have given this review back."))


def _held(request: HttpRequest, uid: str, change: Callable[..., Any], done: str) -> HttpResponse:
    subject = subject_of(_subject(request, uid))
    try:
        change(subject, user=request.user)
    except EditorialError as error:
        _say(request, error)
    else:
        messages.success(request, done)
    return HttpResponseRedirect(address(subject))


# -- comments ----------------------------------------------------------------------------------------------------------


def _talk(record: Record) -> dict[str, Any]:
    """What the comment box shows."""
    return {"record": record, "comments": comments.about([record]), "longest": comments.LONGEST}


@require_http_methods(["GET", "POST"])
def comments_on(request: HttpRequest, uid: str) -> HttpResponse:
    """The comments on a record of any type; a POST adds one."""
    record = _record(request, uid)
    if request.method == "GET":
        title = _("Comments: %(record)s") % {"record": record}
        return TemplateResponse(request, "admin/desk/comments.html", _shell(request, title, **_talk(record)))
    try:
        said = comments.say(record, request.POST.get("text", ""), user=request.user)
    except EditorialError as error:
        _say(request, error)
    else:
        messages.success(request, _("Your comment is there."))
        if said.unknown:
            names = ", ".join(f"@{name}" for name in said.unknown)
            messages.warning(request, _("Nobody was told who is called %(names)s.") % {"names": names})
    return _back_to_comments(request, record)


@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """Resolve a comment, or reopen it."""
    comment = get_object_or_404(Comment, pk=number)
    record = _record(request, comment.record_uid)
    try:
        (comments.reopen if "reopen" in request.POST else comments.resolve)(comment, user=request.user)
    except EditorialError as error:
        _say(request, error)
    return _back_to_comments(request, record)


def _back_to_comments(request: HttpRequest, record: Record) -> HttpResponse:
    """To the page the box was on: the desk, or the record's comments."""
    name = "desk:bundle" if request.POST.get("from") == "desk" else "desk:comments"
    return HttpResponseRedirect(f"{reverse(name, args=[record.pk])}#comments")
