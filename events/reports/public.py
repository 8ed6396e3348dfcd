"""The forms for readers, and the page that only the sender knows. No cookie is set, and nobody is followed."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from editorial import reports, throttle
from editorial.wishes import are_sent
from events.reports import making, subjects, tokens
from events.reports.forms import FORMS
from events.reports.subjects import Subject


@csrf_exempt  # a signed token stands in the form instead, so that no cookie is set
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, record_type: str, uid: str) -> HttpResponse:
    """Tell the editors of an error in a record, or of anything else about it."""
    subject = subjects.find(record_type, uid)
    if subject is None:
        raise Http404(_("There is no published record at this address."))
    return _take_in(request, "report", subject)


@csrf_exempt  # as above
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, uid: str) -> HttpResponse:
    """Reply to a claim that stands."""
    subject = subjects.find("claim", uid)
    if subject is None or not subject.takes_replies:
        raise Http404(_("There is no published claim at this address that could be replied to."))
    return _take_in(request, "reply", subject)


def _take_in(request: HttpRequest, name: str, subject: Subject) -> HttpResponse:
    if request.method != "POST":
        return _form(request, name, subject, FORMS[name]())
    if _is_from_elsewhere(request):
        raise PermissionDenied(_("This form can be sent from this site only. Open it here, and send it once more."))
    form = FORMS[name](request.POST)
    try:
        secret = tokens.read(request.POST.get("token", ""), name, subject.record.pk)
    except BadSignature:
        form.add_error(None, _("This form was open for too long. Nothing was lost: please send it once more."))
        return _form(request, name, subject, form, status=400)
    if not form.is_valid():
        return _form(request, name, subject, form, status=400)
    if reports.find(secret) is None:
        address, moment = throttle.address_of(request), timezone.now()
        if pause := throttle.wait(address, at=moment):
            return _too_many(request, name, subject, form, pause, moment)
        text = form.cleaned_data["text"]
        reports.receive(
            subject.record, text, kind=form.chosen(), secret=secret, sender=form.sender(), at=moment
        )  # fmt: skip
        throttle.count(address, at=moment)
    answer = HttpResponseRedirect(reverse("reports:status", args=[secret]))
    answer.status_code = 303
    return answer


def _form(request: HttpRequest, name: str, subject: Subject, form: Any, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "subject": subject,
        "is_reply": name == "reply",
        "token": tokens.make(name, subject.record.pk),
        "sends_mail": are_sent(),
        "days": settings.REPORT_DAYS,
        **more,
    }
    return TemplateResponse(request, "reports/form.html", context, status=status)


def _too_many(
    request: HttpRequest, name: str, subject: Subject, form: Any, pause: timedelta, moment: datetime
) -> HttpResponse:
    """The form once more, with all that was written, and when it can be sent (RFC 6585)."""
    minutes = ceil(pause / timedelta(minutes=1))
    told = ngettext(
        "Much was sent to us from where you are lately. Nothing is lost: please send it once more in %(n)d minute.",
        "Much was sent to us from where you are lately. Nothing is lost: please send it once more in %(n)d minutes.",
        minutes,
    )
    more = {"too_many": told % {"n": minutes}, "until": moment + pause}
    answer = _form(request, name, subject, form, status=429, **more)
    answer["Retry-After"] = str(ceil(pause.total_seconds()))
    return answer


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site sent the form."""
    origin, ours = request.headers.get("Origin"), {urlsplit(settings.SITE_URL).netloc, request.get_host()}
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return True
    return origin is not None and urlsplit(origin).netloc not in ours


@never_cache
@require_safe
def status(request: HttpRequest, secret: str) -> HttpResponse:
    """What became of a message, for whoever knows its secret address."""
    found = reports.find(secret)
    if found is None:
        raise Http404(_("There is no message at this address. Copy the whole address once more."))
    context = {
        "report": found,
        "subject": subjects.find(found.record_type, found.record_uid),
        "outcome": making.public_outcome(found),
        "address": f"{settings.SITE_URL}{request.path}",
        "days": settings.REPORT_DAYS,
    }
    answer = TemplateResponse(request, "reports/status.html", context)
    # The address is the secret: it goes nowhere.
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
