"""The accounts that commands act as, when nobody is named."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.core.management.base import CommandError

from editorial.choices import Role
from editorial.models import User

# Made at need, without a password: nobody signs in as them.
COMMAND_USERS = {"dossier-author": Role.EDITOR, "dossier-reviewer": Role.MANAGING_EDITOR}


def command_user(name: str | None, default: str) -> User:
    """The user of this name, or else the command user `default`, made at first need.

    Raises `CommandError` for a name that no user has.
    """
    username = name or default
    user = User.objects.filter(username=username).first()
    if user is not None:
        return user
    if username not in COMMAND_USERS:
        raise CommandError(f"There is no user “{username}”. Make one in the admin, or leave the name out.")
    user = User.objects.create(username=username, is_active=True)
    user.set_unusable_password()
    user.save()
    user.groups.set(Group.objects.filter(name=COMMAND_USERS[username]))
    return user
