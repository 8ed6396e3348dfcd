"""What administrators are told when a webhook is switched off."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ctarchive.hooks.models import Webhook
from editorial.choices import Role
from editorial.models import User
from editorial.wishes import are_sent

log = logging.getLogger(__name__)


def tell(hook: Webhook) -> int:
    """Write to every administrator, in their language, that this webhook is switched off. Returns to how many."""
    log.error("Webhook %s was switched off: %s", hook.pk, hook.last_result)
    if not are_sent():
        return 0
    administrators = User.objects.filter(Q(groups__name=Role.ADMINISTRATOR) | Q(is_superuser=True), is_active=True)
    return sum(_write(person, hook) for person in administrators.exclude(email="").distinct())


def _write(person: User, hook: Webhook) -> bool:
    page = f"{settings.SITE_URL}{reverse('admin:ctarchive_webhook_change', args=[hook.pk])}"
    with translation.override(person.language or settings.LANGUAGE_CODE):
        message = EmailMessage(
            subject="[ctarchive] "
            + " ".join((_("The webhook “%(name)s” was switched off") % {"name": hook.name}).split()),
            body=_(
                "Its server did not take what it was sent for about a day, or wants no more.\n\n"
                "The last answer was: %(result)s\n\n"
                "Once it works again, switch it on here; it is then told of everything since:\n%(page)s\n"
            )
            % {"result": hook.last_result, "page": page},
            to=[person.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
    try:
        message.send()
    except (OSError, SMTPException) as error:
        log.warning("Letter to user %s about webhook %s was not sent: %s", person.uid, hook.pk, error)
        return False
    return True
