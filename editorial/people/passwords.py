"""A new password for somebody who lost theirs, by mail. Every address gets the same answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import views
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from editorial import throttle
from editorial.people.tasks import send_reset


class ForgottenForm(forms.Form):
    """The address to write to. Whether anybody has it is not told."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class Forgotten(FormView[ForgottenForm]):
    """Ask for a letter. The worker looks whom to write to; here it makes no difference."""

    form_class = ForgottenForm
    template_name = "registration/password_reset_form.html"
    success_url = reverse_lazy("password_reset_done")

    def form_valid(self, form: ForgottenForm) -> HttpResponse:
        sender, at = f"forgotten {throttle.address_of(self.request)}", timezone.now()
        if (wait := throttle.wait(sender, at=at)) is not None:
            form.add_error(None, _("Too many letters were asked for from where you are. Try again later."))
            context = self.get_context_data(form=form)
            seconds = {"Retry-After": str(int(wait.total_seconds()) + 1)}
            return TemplateResponse(self.request, self.template_name, context, status=429, headers=seconds)
        throttle.count(sender, at=at)
        send_reset.enqueue(form.cleaned_data["email"])
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"title": _("A new password"), **admin.site.each_context(self.request)}
        return {**super().get_context_data(**kwargs), **given}


class Chosen(views.PasswordResetConfirmView):
    """Choose the new password, by the letter's link."""

    success_url = reverse_lazy("password_reset_complete")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = super().dispatch(request, *args, **kwargs)
        answer["Referrer-Policy"] = "no-referrer"
        return answer
