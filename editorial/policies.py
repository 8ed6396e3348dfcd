"""Who may do what to which record. Four eyes is decided here and nowhere else (and once more by the database)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from editorial.choices import Action, Role, State
from editorial.errors import EditorialError, FourEyes, NotAllowed
from editorial.models import LedgerEntry, Record, Reviewable, User

# Each role can do what the ones before it can, except the administrator, who manages users and decides on nothing.
LADDER = (Role.CONTRIBUTOR, Role.EDITOR, Role.MANAGING_EDITOR)

# verb → (role for one's own record, role for somebody else's). Publishing asks the record: see `decider`.
NEEDED: dict[str, tuple[Role, Role]] = {
    "create": (Role.CONTRIBUTOR, Role.CONTRIBUTOR),
    "edit": (Role.CONTRIBUTOR, Role.EDITOR),
    "submit": (Role.CONTRIBUTOR, Role.EDITOR),
    "discard": (Role.CONTRIBUTOR, Role.EDITOR),
    "send_back": (Role.CONTRIBUTOR, Role.EDITOR),
    "propose": (Role.EDITOR, Role.EDITOR),
}


def has_role(user: User, role: Role) -> bool:
    """Whether the user has this role or a higher one."""
    return bool(user.is_active and user.roles & set(LADDER[LADDER.index(role) :]))


def is_own(user: User, record: Record) -> bool:
    """Whether the user wrote or submitted the record."""
    return isinstance(record, Reviewable) and user.uid in (record.author_id, record.submitted_by_id)


def decider(record: Reviewable) -> Role:
    """The role that decides on the record: publishes it, or a retraction of it."""
    return getattr(record, "decided_by", None) or record.DECIDED_BY


def check(user: Any, verb: str, record: Record) -> None:
    """Raise `NotAllowed` or `FourEyes` with a sentence, unless `user` may do `verb` to `record`."""
    if not isinstance(user, User):
        raise NotAllowed(_("Sign in first."))
    if verb == "publish":
        assert isinstance(record, Reviewable)
        _need(user, decider(record), verb, record)
        if is_own(user, record):
            raise FourEyes(
                _("You wrote or submitted %(record)s; somebody else has to decide on it.")
                % {"record": record.public_name()}
            )
        return
    own, others = NEEDED[verb]
    _need(user, own if is_own(user, record) or not isinstance(record, Reviewable) else others, verb, record)


def check_other_hands(user: User, records: Sequence[Reviewable]) -> None:
    """Raise `FourEyes` when the user once edited one of the records that they are about to decide on."""
    wrote = LedgerEntry.objects.filter(
        actor=user.uid, action__in=(Action.CREATE, Action.EDIT), record_uid__in=[record.pk for record in records]
    ).values_list("record_uid", flat=True)
    theirs = set(wrote.filter(record_type__in={record.type_name() for record in records}))
    for record in records:
        if record.pk in theirs:
            raise FourEyes(
                _("You edited %(record)s; somebody else has to decide on it.") % {"record": record.public_name()}
            )


def _need(user: User, role: Role, verb: str, record: Record) -> None:
    if not has_role(user, role):
        raise NotAllowed(
            _("This needs the role “%(role)s” (%(verb)s, %(record)s). An administrator can give it to you.")
            % {"role": role.label, "verb": verb.replace("_", " "), "record": record.public_name()}
        )


def may(user: Any, verb: str, record: Record) -> bool:
    """Whether `check` passes: for hiding buttons, never instead of it."""
    try:
        check(user, verb, record)
    except EditorialError:
        return False
    return True


def may_import(user: Any) -> bool:
    """Whether the user may load files: what comes of them are drafts of their own, made by the verbs one by one."""
    return isinstance(user, User) and has_role(user, Role.CONTRIBUTOR)


def may_edit_in_place(record: Record) -> bool:
    """Drafts are edited in place; what the public has seen changes by a reviewed revision."""
    if record.IMMUTABLE:
        return False
    return record.state == State.DRAFT if isinstance(record, Reviewable) else record.published_at is None
