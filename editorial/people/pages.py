"""The people one answers for, and the invitations that are open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from editorial.choices import Role
from editorial.errors import NotAllowed
from editorial.models import Invitation, User
from editorial.people import inviting
from editorial.people.tasks import send_invitation
from editorial.wishes import are_sent

MOST_SHOWN = 200


class InvitationForm(forms.Form):
    """Whom to write to, and what they may do once they join."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, and a form that invites somebody."""
    user: Any = request.user
    if not (roles := inviting.may_give(user)):
        raise PermissionDenied
    form, link = InvitationForm(request.POST or None, roles=roles), ""
    if request.method == "POST" and form.is_valid():
        try:
            invitation = inviting.invite(**form.cleaned_data, user=user)
        except ValidationError as error:
            form.add_error(None, error) if not hasattr(error, "error_dict") else form.add_error("email", error.messages)
        else:
            if are_sent():
                transaction.on_commit(lambda: send_invitation.enqueue(invitation.pk))
                messages.success(request, _now("A letter goes to %(email)s.") % {"email": invitation.email})
                return HttpResponseRedirect(reverse("people:people"))
            form, link = InvitationForm(roles=roles), inviting.link(invitation)
    now = timezone.now()
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now, role__in=roles)
    accounts = User.objects.filter(is_staff=True).prefetch_related("groups").order_by("-is_active", "username")
    shown = list(accounts[:MOST_SHOWN])
    context = {
        **admin.site.each_context(request),
        "title": _now("People"),
        "form": form,
        "link": link,
        "invitations": waiting.select_related("invited_by")[:MOST_SHOWN],
        "accounts": [(one, _roles(one)) for one in shown],
        "resettable": {one.pk for one in shown if one.second_factor_at and inviting.may_manage(user, one)},
        "sends_mail": are_sent(),
    }
    return TemplateResponse(request, "admin/people/people.html", context, status=400 if form.errors else 200)


def _roles(person: User) -> str:
    """The person's roles in words."""
    return ", ".join(str(Role(group.name).label) for group in person.groups.all() if group.name in Role.values)


@require_POST
def withdraw(request: HttpRequest, invitation: int) -> HttpResponse:
    """Make an invitation worthless."""
    found = Invitation.objects.filter(pk=invitation).first()
    if not inviting.may_give(request.user):
        raise PermissionDenied
    if found is None:
        raise Http404
    try:
        was_open = inviting.withdraw(found, user=request.user)
    except NotAllowed as error:
        raise PermissionDenied from error
    told = _now("The invitation of %(email)s leads nowhere any more.") if was_open else _now(
        "The invitation of %(email)s was not open any more."
    )  # fmt: skip
    messages.success(request, told % {"email": found.email})
    return HttpResponseRedirect(reverse("people:people"))
