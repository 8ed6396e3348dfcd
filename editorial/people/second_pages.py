"""The pages of the second factor: the question after the password, and one's own settings."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from editorial.errors import NotAllowed, WrongState
from editorial.models import RecoveryCode, User
from editorial.people import second
from editorial.people.inviting import may_give


class CodeForm(forms.Form):
    """One code. Programs that keep passwords know by `one-time-code` what is wanted."""

    code = forms.CharField(
        label=_("Code"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "off"}),
    )  # fmt: skip


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The question after the password."""
    if not second.is_pending(request.user):
        return HttpResponseRedirect(_next(request))
    form = CodeForm(request.POST or None)
    form.fields["code"].widget.attrs["autofocus"] = True
    form.fields["code"].help_text = _now("The six digits that your app shows, or one of your recovery codes.")
    if request.method == "POST" and form.is_valid():
        if second.check(request, form.cleaned_data["code"]):
            request.session.cycle_key()
            return HttpResponseRedirect(_next(request))
        form.add_error("code", _now("This code is not right, was used, or came too soon after a wrong one. Try again."))
    context = {**admin.site.each_context(request), "title": _now("Second factor"), "form": form}
    return TemplateResponse(request, "admin/people/ask.html", context, status=400 if form.errors else 200)


def _next(request: HttpRequest) -> str:
    asked = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=False)
    return asked if is_ours else reverse("admin:index")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Set one's own up, renew the recovery codes, switch it off."""
    user = User.objects.get(username=request.user.get_username())
    form, codes = CodeForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        code = "".join(form.cleaned_data["code"].split())
        try:
            if user.second_factor_at is None:
                codes = second.set_up(request, code)
            elif "off" in request.POST:
                second.switch_off(request, code)
                messages.success(request, _now("You are asked for the password only, from now on."))
                return HttpResponseRedirect(reverse("account:me"))
            else:
                codes = second.renew_codes(request, code)
        except (NotAllowed, WrongState) as error:
            form.add_error("code", str(error))
        else:
            form = CodeForm()
    user.refresh_from_db()
    key = second.readable_key(second.offered_key(request)) if user.second_factor_at is None else ""
    context = {
        **admin.site.each_context(request),
        "title": _now("Second factor"),
        "form": form,
        "codes": codes,
        "key": key,
        "since": user.second_factor_at,
        "left": RecoveryCode.objects.filter(user=user).count(),
        "is_required": settings.REQUIRE_SECOND_FACTOR,
    }
    return TemplateResponse(request, "admin/people/second.html", context, status=400 if form.errors else 200)


@never_cache
@require_GET
def picture(request: HttpRequest) -> HttpResponse:
    """The QR code of the key that this session was offered."""
    user = User.objects.get(username=request.user.get_username())
    if user.second_factor_at is not None:
        raise Http404
    return HttpResponse(second.picture(user, second.offered_key(request)), content_type="image/svg+xml")


@require_POST
def reset(request: HttpRequest, user: int) -> HttpResponse:
    """Take a colleague's second factor away."""
    if not may_give(request.user):
        raise PermissionDenied
    found = User.objects.filter(pk=user).first()
    if found is None:
        raise Http404
    try:
        had_one = second.reset(found, by=request.user)
    except NotAllowed as error:
        raise PermissionDenied from error
    told = _now("%(name)s signs in with the password only, until they set up another second factor.") if had_one else (
        _now("%(name)s had no second factor.")
    )  # fmt: skip
    messages.success(request, told % {"name": found.username})
    return HttpResponseRedirect(reverse("people:people"))
