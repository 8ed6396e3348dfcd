"""One's own tokens: what there is, a new one (shown once), and the end of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ctarchive.tokens import issuing
from ctarchive.tokens.models import ApiToken, Scope
from editorial.errors import NotAllowed
from editorial.models import User

MOST_SHOWN = 100


def _days(number: int) -> str:
    return ngettext("%(days)d day", "%(days)d days", number) % {"days": number}


class TokenForm(forms.Form):
    """What a new token is for, and until when."""

    name = forms.CharField(
        label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"size": 40, "autocomplete": "off"}),
        help_text=_("Which program uses it, and where. Make one for each: then one can be revoked by itself."),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=_("For"), choices=Scope, widget=forms.CheckboxSelectMultiple,
        help_text=_("Whatever is chosen here, the program can never do more than you can at that moment."),
    )  # fmt: skip
    days = forms.TypedChoiceField(
        label=_("Lasts"), choices=[(days, lazy(_days, str)(days)) for days in issuing.LASTS], coerce=int, initial=90
    )


@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """One's own tokens. A POST makes one, and the answer to it is the only page that ever shows it."""
    user = User.objects.get(username=request.user.get_username())
    may_have = issuing.may_have(user)
    if request.method == "POST" and not may_have:
        raise PermissionDenied
    form, made, key = TokenForm(request.POST or None), None, ""
    if request.method == "POST" and form.is_valid():
        try:
            made, key = issuing.issue(user=user, **form.cleaned_data)
            form = TokenForm()
        except ValidationError as error:
            form.add_error(None, error)
    tokens = ApiToken.objects.filter(user=user).annotate(acts=Count("entries"))[:MOST_SHOWN]
    context = {
        **admin.site.each_context(request),
        "title": _now("My API tokens"),
        "form": form,
        "made": made,
        "key": key,
        "rows": [(token, token.works(timezone.now())) for token in tokens],
        "may_have": may_have,
        "origin": request.build_absolute_uri("/")[:-1],
    }
    return TemplateResponse(request, "admin/tokens.html", context, status=400 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """End one of one's own tokens."""
    user: Any = request.user
    token = ApiToken.objects.filter(pk=number, user=user).first()
    if token is None:
        raise Http404
    try:
        was_working = issuing.revoke(token, user=user)
    except NotAllowed as error:
        raise PermissionDenied from error
    told = _now("“%(name)s” is revoked: no program can use it any more.") if was_working else _now(
        "“%(name)s” was revoked before."
    )  # fmt: skip
    messages.success(request, told % {"name": token.name})
    return HttpResponseRedirect(reverse("tokens:mine"))
