from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from editorial.choices import Role
from editorial.uids import new_uid


class User(AbstractUser):
    """A person with a log-in. The ledger and the records know them only by `uid`, which says nothing about them."""

    uid = models.CharField(max_length=10, unique=True, editable=False, default=new_uid)
    handle = models.CharField(
        _("handle"), max_length=60, blank=True, help_text=_("The name the public sees. Empty: the public sees none.")
    )

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
