"""One's own account: the handle that the public sees, the address, and which notices come by e-mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from editorial.choices import NoticeKind, Role
from editorial.models import User
from editorial.people.inviting import may_give
from editorial.wishes import are_sent, read_link, switch_off


class AccountForm(forms.ModelForm):
    """What people say of themselves. It writes these columns and no others."""

    notices = forms.MultipleChoiceField(
        label=_("Write to me when"), choices=NoticeKind, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = User
        fields = ("handle", "email", "language", "notices", "notices_pace")
        labels = {"notices_pace": _("How often")}
        widgets = {"notices_pace": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handle"].help_text = _(
            "The name that readers see on what you write and review. Letters and digits of any script, blanks, "
            "hyphens, full stops. When you change it, all pages show the new one, also on earlier work; the old one "
            "stays yours. Without a handle they show “an editor”."
        )
        self.fields["handle"].widget.attrs |= {"autocomplete": "nickname", "dir": "auto"}
        self.fields["email"].help_text = _("Where notices are sent. Readers never see it. Empty: you get none.")
        self.fields["email"].widget.attrs |= {"autocomplete": "email"}
        self.fields["notices"].initial = [kind for kind in NoticeKind if kind not in self.instance.notices_off]
        if len(settings.EDITING_LANGUAGES) > 1:
            self.fields["language"] = forms.ChoiceField(
                label=_("Language"),
                choices=[("", _("as my browser asks")), *settings.EDITING_LANGUAGES],
                required=False,
            )
        else:
            del self.fields["language"]

    def write(self) -> bool:
        """Save; False, with the reason on the form, when somebody else was faster with the handle."""
        self.instance.notices_off = [k.value for k in NoticeKind if k not in self.cleaned_data["notices"]]
        columns = [*(name for name in self.fields if name != "notices"), "notices_off"]
        try:
            self.instance.save(update_fields=columns)
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True


@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """The account of whoever is signed in, and of nobody else."""
    user = User.objects.get(username=request.user.get_username())
    before = user.handle
    form = AccountForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid() and form.write():
        messages.success(request, _said(user, before))
        return _remember_language(HttpResponseRedirect(reverse("account:me")), user)
    context = {
        **admin.site.each_context(request),
        "title": _now("My account"),
        "form": form,
        "person": request.user,
        "roles": ", ".join(str(role.label) for role in Role if role in user.roles),
        "sends_mail": are_sent(),
        "may_invite": bool(may_give(user)),
    }
    return TemplateResponse(request, "admin/me.html", context, status=400 if form.errors else 200)


def _said(user: User, before: str) -> str:
    if user.handle == before:
        return _now("Your account was saved.")
    if not user.handle:
        return _now("You have no handle any more: pages now say “an editor”.")
    return _now("Readers now see you as “%(handle)s”, also on what you published before.") % {"handle": user.handle}


def _remember_language(answer: HttpResponse, user: User) -> HttpResponse:
    if user.language:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, max_age=365 * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip
    return answer


@csrf_exempt  # the signed address is the permission, and mail programs send no cookies (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """Switch notices off by a letter's link. Only a POST does it: programs follow links to look at them."""
    try:
        user, kinds = read_link(token)
    except (BadSignature, User.DoesNotExist) as error:
        raise Http404(_now("This link is not whole. Copy it from the letter once more.")) from error
    if request.method == "POST":
        switch_off(user, kinds)
    context = {"kinds": [kind.label for kind in kinds], "done": request.method == "POST"}
    answer = TemplateResponse(request, "notices_off.html", context)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
