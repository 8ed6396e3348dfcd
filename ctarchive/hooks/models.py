"""Who is told of changes, and how far they are. Working data: no ledger holds it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ctarchive.hooks.signing import new_secret


class Webhook(models.Model):
    """A server that is told of changes, in the order of the ledger. `hooks.sending` moves it on.

    It has been told of everything up to the entry `after`. `upto` is the last entry of the message that is being tried:
    a message that is sent again is the same, byte for byte.
    """

    name = models.CharField(_("name"), max_length=100, help_text=_("Whose it is, so that you know whom to ask."))
    url = models.CharField(_("address"), max_length=2000)
    secret = models.CharField(max_length=100, default=new_secret, editable=False)
    record_types = models.JSONField(_("types of record"), default=list, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, to_field="uid", related_name="+", verbose_name=_("created by")
    )
    after = models.BigIntegerField(_("told up to entry"), default=-1)
    upto = models.BigIntegerField(null=True)
    # When it is to be sent to next; empty while there is nothing to send.
    due_at = models.DateTimeField(_("next try"), null=True)
    # Until then one worker has it.
    taken_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    last_at = models.DateTimeField(_("last sent"), null=True)
    last_result = models.CharField(_("last answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name
