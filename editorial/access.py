"""What happens to accounts, as entries of the ledger that are never public: nobody can remove one unseen.

An entry names accounts by their uid and says nothing else of a person: no user name, no address. What somebody typed
when a sign-in was refused stands in the access log alone, which may be deleted in time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from editorial import guard, ledger
from editorial.choices import Role, Via
from editorial.models import ACCOUNT, AccountAct, User

# Entries that tell all that an account may do, from then on.
GIVING = (AccountAct.ACCESS, AccountAct.JOIN)
_acting: ContextVar[User | None] = ContextVar("editorial_acting", default=None)


@dataclass(frozen=True)
class Account:
    """What such an entry is about, or whom it names as its actor; nobody, where the uid is empty."""

    uid: str

    @property
    def pk(self) -> str:
        return self.uid

    def type_name(self) -> str:
        return ACCOUNT


NOBODY = Account("")


@contextmanager
def acting(user: Any) -> Iterator[None]:
    """Whatever happens to accounts meanwhile is this person's doing."""
    before = _acting.set(user)
    try:
        yield
    finally:
        _acting.reset(before)


def note(act: AccountAct, about: Any, *, by: Any = None, fields: Mapping[str, Any] | None = None) -> None:
    """Append an entry about an account (`NOBODY`: about one that does not exist).

    It is the doing of `by`; else of whoever is `acting`; else of the person it is about.
    """
    subject = Account(about.uid)
    with transaction.atomic(), guard.writing():
        told = ledger.Act(act, subject, {"what": act.value, **(fields or {})}, public=False)
        ledger.append([told], user=by or _acting.get() or subject, via=Via.ADMIN)


def of(user: User) -> dict[str, Any]:
    """All that decides what an account may do, by itself and in words that stay."""
    return {
        "active": user.is_active,
        "staff": user.is_staff,
        "superuser": user.is_superuser,
        "roles": sorted(group.name for group in user.groups.all()),
        "permissions": sorted(user.user_permissions.values_list("codename", flat=True)) if user.pk else [],
    }


def stored(pk: Any) -> dict[str, Any]:
    """What the account of this key may do now; nothing for one that does not exist."""
    user = User.objects.filter(pk=pk).first()
    return of(user) if user is not None else {}


def may_read(user: Any) -> bool:
    """Whether somebody may read what happened to accounts: whoever answers for people."""
    return bool(user.roles & {Role.MANAGING_EDITOR, Role.ADMINISTRATOR})
