"""The letter with which somebody who lost their password chooses a new one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _


def send(email: str) -> int:
    """Write to everybody who has this address, is active, and signs in with a password. Returns to how many."""
    users = list(PasswordResetForm().get_users(email))
    for user in users:
        where = {
            "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
            "token": default_token_generator.make_token(user),
        }
        link = f"{settings.SITE_URL}{reverse('password_reset_confirm', kwargs=where)}"
        context = {"link": link, "username": user.get_username(), "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}
        text = render_to_string("editorial/mail/forgotten.txt", context)
        send_mail(_("[ctarchive] A new password"), text, None, [user.email])
    return len(users)
