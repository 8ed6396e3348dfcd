"""What each role sees in the admin's menus: Django permissions for the groups, granted after every migration.

A flush empties the table of groups and runs no migration: the groups are made again then.

They open doors only. Whether a verb may be used on a record is decided by `editorial.policies`, every time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission

from editorial.choices import Role

OURS = ("editorial", "sources", "events")
PEOPLE = (("editorial", "user"), ("editorial", "accesslog"), ("auth", "group"))
# Nobody but the person themselves looks at these; sign-ins are for administrators.
PRIVATE = ("user", "accesslog", "notice", "takenhandle", "report", "senderkey", "sending", "invitation", "recoverycode")
DRAFTED_BY_ALL = ("source", "publisher", "entity", "event", "claim", "evidence", "entityname", "identifier")
DRAFTED_BY_EDITORS = ("sourcelink", "entitymatch", "eventmatch", "ranking", "reply", "revision", "redaction")


def grant(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """Give each role's group exactly its permissions. Connected to `post_migrate`; safe to repeat."""
    records = Permission.objects.using(using).filter(content_type__app_label__in=OURS).select_related("content_type")
    people = records.none()
    for app, model in PEOPLE:
        people |= Permission.objects.using(using).filter(content_type__app_label=app, content_type__model=model)
    view = [p for p in records if p.codename.startswith("view_") and p.content_type.model not in PRIVATE]
    contributor = view + _drafting(records, DRAFTED_BY_ALL)
    editor = contributor + _drafting(records, DRAFTED_BY_EDITORS)
    for role, permissions in (
        (Role.CONTRIBUTOR, contributor),
        (Role.EDITOR, editor),
        (Role.MANAGING_EDITOR, editor),
        (Role.ADMINISTRATOR, [p for p in people if _administers(p)] + [p for p in view if _shows_ledger(p)]),
    ):
        # Only `migrate` tells a plan; its own migration makes the groups, and takes them away.
        if "plan" not in kwargs:
            Group.objects.using(using).get_or_create(name=role)
        group = Group.objects.using(using).filter(name=role).first()
        if group is not None and permissions:
            group.permissions.set(permissions)


def _drafting(permissions: Iterable[Permission], models: tuple[str, ...]) -> list[Permission]:
    return [p for p in permissions if p.content_type.model in models and p.codename.startswith(("add_", "change_"))]


def _shows_ledger(permission: Permission) -> bool:
    """For an administrator it holds what happened to accounts, and nothing of records."""
    return permission.content_type.model == "ledgerentry"


def _administers(permission: Permission) -> bool:
    """Users are made and changed, roles and the access log looked at."""
    return permission.codename.startswith("view_") or permission.content_type.model == "user"
