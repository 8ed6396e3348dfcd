from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from editorial import handles
from editorial.choices import Pace, Role
from editorial.models.access import AccessLog
from editorial.uids import new_uid


class User(AbstractUser):
    """A person with a log-in. The ledger and the records know them only by `uid`, which says nothing about them."""

    uid = models.CharField(max_length=10, unique=True, editable=False, default=new_uid)
    handle = models.CharField(
        _("handle"),
        max_length=handles.LONGEST,
        blank=True,
        help_text=_("The name the public sees on what you write and review. Empty: it sees “an editor”."),
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    # Since when codes are asked for. It spares every page a query for whether there is a device.
    second_factor_at = models.DateTimeField(_("second factor since"), null=True, blank=True, editable=False)
    # The kinds of notices that this person does not want by e-mail, and how often they want the others.
    notices_off = models.JSONField(_("notices switched off"), default=list, blank=True)
    notices_pace = models.CharField(_("notices"), max_length=10, choices=Pace, default=Pace.SOON)

    class Meta(AbstractUser.Meta):
        pass

    @cached_property
    def roles(self) -> frozenset[str]:
        """The editorial roles, read once per request from the groups. A superuser has all; four eyes see them too."""
        if self.is_superuser:
            return frozenset(Role.values)
        return frozenset(self.groups.values_list("name", flat=True)) & frozenset(Role.values)

    @property
    def is_editor(self) -> bool:
        """Whether this person may see and review what others wrote."""
        return bool(self.roles & {Role.EDITOR, Role.MANAGING_EDITOR})

    def clean(self) -> None:
        """Refuse a handle, or a user name, by which this person would be taken for somebody else."""
        super().clean()
        self.handle = handles.tidy(self.handle)
        stored: Any = type(self).objects.filter(pk=self.pk).values("handle", "username").first() or {}
        is_new = bool(self.handle) and self.handle != stored.get("handle")
        if is_new and (wrong := list(handles.problems(self.handle)) or self._taken_by_others()):
            raise ValidationError({"handle": wrong})
        if self.username != stored.get("username") and self._others_handles(handles.keys(self.username)).exists():
            raise ValidationError({"username": _now("Somebody’s handle is or was too much like this.")})

    def _taken_by_others(self) -> list[str]:
        keys = handles.keys(self.handle)
        others = type(self).objects.exclude(pk=self.pk).values_list("username", "email")
        names = {key for username, email in others for key in handles.keys(username) | handles.keys(email)}
        # Whose it is, and whether it is a handle or the name that somebody signs in with, is not told.
        told = _now("Somebody else has, or had, this name or one that looks like it. Choose another.")
        return [told] if keys & names or self._others_handles(keys).exists() else []

    def _others_handles(self, keys: frozenset[str]) -> models.QuerySet[TakenHandle]:
        return TakenHandle.objects.filter(key__in=keys).exclude(user=self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Django's. A new handle is reserved for ever; raises `ValidationError` when somebody was faster."""
        written = kwargs.get("update_fields")
        if written is not None and "handle" not in written:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            before = type(self).objects.filter(pk=self.pk).values_list("handle", flat=True).first() or ""
            super().save(*args, **kwargs)
            if self.handle != before:
                self._take_handle(before)

    def _take_handle(self, before: str) -> None:
        keys = handles.keys(self.handle)
        TakenHandle.objects.bulk_create([TakenHandle(key=key, user=self) for key in keys], ignore_conflicts=True)
        if self._others_handles(keys).exists():
            raise ValidationError({"handle": _now("Somebody else has just taken this handle. Choose another.")})
        AccessLog.objects.create(
            what=AccessLog.What.HANDLE_CHANGED,
            user=self,
            username=self.username,
            detail=f"{before or '—'} → {self.handle or '—'}",
        )


class TakenHandle(models.Model):
    """What a handle looks like, and whose it is or once was. It is kept, so that nobody takes another's former name."""

    key = models.CharField(max_length=2 * handles.LONGEST, primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("taken handle")
        verbose_name_plural = _("taken handles")

    def __str__(self) -> str:
        return self.key
