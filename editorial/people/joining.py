"""The page behind an invitation's link: somebody who has no account yet makes theirs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from editorial.models import User
from editorial.people import inviting


class JoinForm(forms.Form):
    """What a new colleague chooses."""

    username = forms.CharField(
        label=_("User name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"}),
        help_text=_("You sign in with it, and colleagues see it. Readers never do."),
    )  # fmt: skip
    handle = forms.CharField(
        label=_("Handle"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        help_text=_("The name that readers see on what you write and review. Empty: they see “an editor”."),
    )  # fmt: skip
    password1 = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy(password_validators_help_text_html, str)(),
    )  # fmt: skip
    password2 = forms.CharField(
        label=_("Password once more"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", _now("The two passwords are not the same."))
        elif first:
            try:
                validate_password(first, User(username=given.get("username", ""), email=self.email))
            except ValidationError as error:
                self.add_error("password1", error)
        return given


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation. A link that leads nowhere is answered alike, whatever became of it."""
    invitation = inviting.find(token)
    context = {**admin.site.each_context(request), "title": _now("Join"), "invitation": invitation}
    if invitation is None:
        return _unreferred(TemplateResponse(request, "admin/people/join.html", context, status=404))
    form = JoinForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            inviting.accept(invitation, username=given["username"], handle=given["handle"], password=given["password1"])
        except ValidationError as error:
            told = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
            for name, problems in told.items():
                form.add_error(name if name in form.fields else None, problems)
        else:
            messages.success(request, _now("Welcome. Sign in with the name and the password that you have chosen."))
            return HttpResponseRedirect(reverse("admin:login"))
    context |= {"form": form}
    return _unreferred(TemplateResponse(request, "admin/people/join.html", context, status=400 if form.errors else 200))


def _unreferred(answer: HttpResponse) -> HttpResponse:
    answer["Referrer-Policy"] = "no-referrer"  # the address is the permission
    return answer
