"""The workbench's page, what it asks for while an editor types, and what it sends. All behind the admin's own door."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from editorial import dates, policies
from editorial.choices import State
from events.models import Claim, Entity, Event, Evidence
from events.properties import ENTITY, EVENT
from events.workbench import completion, config, guess, offers, page, saving
from events.workbench.forms import REFERENCES, STATEMENT
from events.workbench.segments import Mark, blocks
from sources.models import Capture

P = ParamSpec("P")
PART = "admin/events/_workbench_{}.html".format
AT_ONCE = 40  # claims on the page when it opens; its script asks for the others
LONGEST_QUOTE = 2000  # code points in which a value is looked for


@require_GET
def workbench(request: HttpRequest, capture: str) -> HttpResponse:
    """The text of one capture with its passages marked, and the claims made from it."""
    # The door of the admin has let in only users, and mypy cannot know.
    user: Any = request.user
    opened = page.capture_or_404(request, capture)
    passages = page.passages_of(opened, user)
    marks = [*page.marks_of(passages), *page.suggested(opened)]
    shown = page.cards(opened, user)
    previous, following = page.neighbours(request, opened)
    may_write = policies.may(user, "create", Claim())
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Workbench"),
        "subtitle": opened.source.title,
        "capture": opened,
        "blocks": blocks(opened.text, marks, opened.furniture),
        "cards": shown[:AT_ONCE],
        "has_more": len(shown) > AT_ONCE,
        "subjects": list({card.subject.pk: card.subject for card in shown}.values()),
        "progress": page.progress(passages),
        "previous": previous,
        "next": following,
        "may_write": may_write,
        "config": config.settings_of(opened, user),
        "choices": config.choices(),
    }
    return TemplateResponse(request, "admin/events/workbench.html", context)


@require_GET
def more_cards(request: HttpRequest, capture: str) -> JsonResponse:
    """The claims that were too many for the page to open with."""
    opened = page.capture_or_404(request, capture)
    cards = page.cards(opened, request.user)[AT_ONCE:]
    return JsonResponse({"cards": [render_to_string(PART("claim"), {"card": card}, request) for card in cards]})


# -- what the form asks for while somebody types -----------------------------------------------------------------------


@require_GET
def options(request: HttpRequest, capture: str) -> JsonResponse:
    """Events and entities that the typed letters may mean."""
    opened = page.capture_or_404(request, capture)
    types = request.GET.get("types", f"{EVENT} {ENTITY}").split()
    kinds = request.GET.get("kinds", "").split()
    typed = request.GET.get("q", "").strip()
    return JsonResponse({"options": completion.options(opened, request.user, typed, types=types, kinds=kinds)})


@require_GET
def claims_about(request: HttpRequest, capture: str, subject: str) -> JsonResponse:
    """The claims about an event or entity that can be given further evidence."""
    page.capture_or_404(request, capture)
    for model in (Event, Entity):
        found: Any = model.objects.visible_to(request.user).filter(pk=subject).first()
        if found is not None:
            return JsonResponse({"claims": completion.claims_about(found, request.user)})
    raise Http404


@require_GET
def reading(request: HttpRequest, capture: str) -> JsonResponse:
    """The date and the number that can be read in the passage from code point `start` to `end`."""
    opened = page.capture_or_404(request, capture)
    start, end = (_number(request.GET.get(name, "")) for name in ("start", "end"))
    quote = opened.text[start : min(end, start + LONGEST_QUOTE)]
    source = opened.source
    language = (opened.language or source.language).partition("-")[0]
    edtf = guess.date_in(quote, language=language, published=source.published)
    number = guess.number_in(quote, language=language)
    told = {name: str(value) for name, value in asdict(number).items()} if number else None
    return JsonResponse({"date": edtf, "echo": dates.echo(edtf) if edtf else "", "number": told})


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() else 0


@require_GET
def suggestions(request: HttpRequest, capture: str) -> JsonResponse:
    """What is suggested in this capture and waits for somebody."""
    opened = page.capture_or_404(request, capture)
    return JsonResponse({"suggestions": offers.offers(opened, request.user)})


@require_GET
def date_echo(request: HttpRequest, capture: str) -> JsonResponse:
    """An EDTF date in words, or what is wrong with it."""
    try:
        return JsonResponse({"echo": dates.echo(request.GET.get("edtf", ""))})
    except dates.DateError as error:
        return JsonResponse({"error": str(error)})


# -- what is written ---------------------------------------------------------------------------------------------------


def answers(
    view: Callable[Concatenate[HttpRequest, P], dict[str, Any]],
) -> Callable[Concatenate[HttpRequest, P], JsonResponse]:
    """What the view returns as JSON; what it rejects too, with a status that says why."""

    @wraps(view)
    def answering(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> JsonResponse:
        try:
            return JsonResponse(view(request, *args, **kwargs))
        except saving.Rejected as error:
            told = {"errors": error.errors, "stale": error.stale, "version": error.version}
            return JsonResponse(told, status=error.status)

    return answering


@require_POST
@answers
def reject(request: HttpRequest, capture: str, suggestion: int) -> dict[str, Any]:
    """This is not so, or not worth a claim."""
    opened = page.capture_or_404(request, capture)
    saving.reject(opened, suggestion, request.user)
    return {"rejected": suggestion}


@require_POST
@answers
def make_claim(request: HttpRequest, capture: str) -> dict[str, Any]:
    opened = page.capture_or_404(request, capture)
    claim = saving.make_claim(opened, request.POST, request.user)
    return _changed(request, opened, claim.pk, Evidence.objects.filter(claim=claim))


@require_POST
@answers
def add_evidence(request: HttpRequest, capture: str) -> dict[str, Any]:
    opened = page.capture_or_404(request, capture)
    evidence = saving.add_evidence(opened, request.POST, request.user)
    return _changed(request, opened, evidence.claim_id, [evidence])


def claim(request: HttpRequest, capture: str, claim: str) -> HttpResponse:
    """A claim's statement as the form shows it; posted, its new statement."""
    return (
        change_claim(request, capture, claim) if request.method == "POST" else claim_as_typed(request, capture, claim)
    )


@require_GET
def claim_as_typed(request: HttpRequest, capture: str, claim: str) -> JsonResponse:
    """The fields of a claim, with its version and the names of the entities it refers to."""
    page.capture_or_404(request, capture)
    found = _claim(request, claim)
    fields = {name: found.serializable_value(name) for name in STATEMENT}
    named = {n: str(getattr(found, n)) for n in REFERENCES if getattr(found, n) is not None}
    subject = found.subject
    record_type = EVENT if isinstance(subject, Event) else ENTITY
    about = {"type": record_type, "uid": subject.pk, "name": str(subject), "kind": subject.kind}
    return JsonResponse({"fields": fields, "names": named, "subject": about, "version": found.version})


@require_POST
@answers
def change_claim(request: HttpRequest, capture: str, claim: str) -> dict[str, Any]:
    opened = page.capture_or_404(request, capture)
    changed = saving.change_claim(_claim(request, claim), request.POST, request.user)
    return _changed(request, opened, changed.pk, [])


@require_POST
@answers
def discard_claim(request: HttpRequest, capture: str, claim: str) -> dict[str, Any]:
    opened = page.capture_or_404(request, capture)
    found = _claim(request, claim)
    gone = list(Evidence.objects.filter(claim=found, capture=opened))
    saving.discard_claim(found, request.POST.get("seen_version", ""), request.user)
    return _changed(request, opened, found.pk, gone)


@require_POST
@answers
def discard_evidence(request: HttpRequest, capture: str, evidence: str) -> dict[str, Any]:
    opened = page.capture_or_404(request, capture)
    found = Evidence.objects.visible_to(request.user).filter(pk=evidence, capture=opened).first()
    if found is None:
        raise Http404
    saving.discard_evidence(found, request.user)
    return _changed(request, opened, found.claim_id, [found])


def _claim(request: HttpRequest, uid: str) -> Claim:
    """A claim that the user may see and that was not put away. Raises `Http404`."""
    visible = Claim.objects.visible_to(request.user).exclude(state=State.DISCARDED)
    found = visible.select_related(*Claim.RESTS_ON).filter(pk=uid).first()
    if found is None:
        raise Http404
    return found


def _changed(request: HttpRequest, capture: Capture, uid: str, touched: Iterable[Evidence]) -> dict[str, Any]:
    """What the page replaces: the claim's card, the blocks with the passages touched, and the line of progress."""
    passages = page.passages_of(capture, request.user)
    marks = [*page.marks_of(passages), *page.suggested(capture)]
    card = next(iter(page.cards(capture, request.user, claim=uid)), None)
    here = [Mark(one.start, one.end, "") for one in touched if one.capture_id == capture.pk]
    return {
        "claim": uid,
        "card": render_to_string(PART("claim"), {"card": card}, request) if card else "",
        "blocks": {
            block.number: render_to_string(PART("block"), {"block": block})
            for block in blocks(capture.text, marks, capture.furniture, only=here)
        },
        "progress": render_to_string(PART("progress"), {"progress": page.progress(passages)}),
    }
