"""Invite somebody by e-mail, withdraw an invitation, and accept one.

A managing editor invites contributors and editors, an administrator anybody: nobody gives what they could not give
otherwise. The person who accepts chooses name and password; nobody else ever knows the password.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import access
from editorial.choices import Role
from editorial.errors import NotAllowed
from editorial.models import AccessLog, AccountAct, Invitation, User

_SALT = "editorial.invitation"
MOST_OPEN = 50  # of one person: whoever takes over an account sends no flood in our name


def may_give(user: Any) -> list[Role]:
    """The roles that somebody may give by inviting; none for most."""
    if not (user.is_active and user.is_staff):
        return []
    if Role.ADMINISTRATOR in user.roles:
        return list(Role)
    return [Role.CONTRIBUTOR, Role.EDITOR] if Role.MANAGING_EDITOR in user.roles else []


def may_manage(by: Any, user: User) -> bool:
    """Whether somebody may withdraw or reset what belongs to a colleague: never their own, and nobody's above them."""
    if by.uid == user.uid or (user.is_superuser and not by.is_superuser):
        return False
    given = may_give(by)
    return bool(given) and user.roles <= set(given)


def invite(email: str, role: str, *, user: Any, at: datetime | None = None) -> Invitation:
    """Offer an account with a role. Raises `NotAllowed`; `ValidationError` by field."""
    if role not in may_give(user):
        raise NotAllowed(_("Managing editors invite contributors and editors, administrators everybody."))
    moment, address = at or timezone.now(), email.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from error
    if User.objects.filter(email__iexact=address, is_active=True).exists():
        raise ValidationError({"email": _("Somebody with this address has an account.")})
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=moment)
    if waiting.filter(invited_by=user).count() >= MOST_OPEN:
        raise ValidationError(_("%(most)d of your invitations are open. Withdraw one first.") % {"most": MOST_OPEN})
    with transaction.atomic():
        # Only the newest letter leads anywhere.
        waiting.filter(email__iexact=address).update(withdrawn_at=moment)
        made = Invitation.objects.create(
            email=address, role=role, invited_by=user, created_at=moment, expires_at=moment + Invitation.LASTS
        )
        AccessLog.objects.create(what=AccessLog.What.INVITED, user=user, username=user.username, detail=f"{role}")
        access.note(AccountAct.INVITE, user, fields={"role": str(role), "invitation": str(made.pk)})
    return made


def withdraw(invitation: Invitation, *, user: Any, at: datetime | None = None) -> bool:
    """Make an invitation worthless. Returns whether it was open. Raises `NotAllowed`."""
    if invitation.role not in may_give(user):
        raise NotAllowed(_("You cannot give this role, nor take the offer of it back."))
    moment = at or timezone.now()
    with transaction.atomic():
        still = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=moment)
        if not still.update(withdrawn_at=moment):
            return False
        AccessLog.objects.create(what=AccessLog.What.UNINVITED, user=user, username=user.username)
        access.note(AccountAct.UNINVITE, user, fields={"invitation": str(invitation.pk)})
    return True


def link(invitation: Invitation) -> str:
    """The address by which it is accepted."""
    token = signing.dumps([invitation.pk, invitation.nonce], salt=_SALT)
    return f"{settings.SITE_URL}{reverse('joining:join', args=[token])}"


def find(token: str, *, at: datetime | None = None) -> Invitation | None:
    """The invitation of a link; None when the link is not ours, was used, withdrawn or is too old."""
    try:
        pk, nonce = signing.loads(token, salt=_SALT, max_age=Invitation.LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Invitation.objects.filter(pk=pk, nonce=nonce).first()
    return found if found is not None and found.is_open(at or timezone.now()) else None


def accept(
    invitation: Invitation, *, username: str, password: str, handle: str = "", at: datetime | None = None
) -> User:
    """Make the account. Raises `ValidationError` by field; also when the invitation is no longer open."""
    moment = at or timezone.now()
    user = User(username=username, handle=handle, email=invitation.email, is_staff=True)
    user.full_clean(exclude=["password"])
    try:
        with transaction.atomic():
            # One statement, so that of two at once one is told.
            still = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
            if not still.filter(expires_at__gt=moment).update(accepted_at=moment):
                raise ValidationError(_("This invitation was used or withdrawn meanwhile."))
            user.password = make_password(password)
            user.save()
            user.groups.set([Group.objects.get(name=invitation.role)])
            Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
            AccessLog.objects.create(what=AccessLog.What.JOINED, user=user, username=user.username)
            told = {"access": access.stored(user.pk), "invited_by": invitation.invited_by.uid}
            access.note(AccountAct.JOIN, user, fields={**told, "invitation": str(invitation.pk)})
    except IntegrityError as error:
        raise ValidationError({"username": _("Somebody has just taken this name. Choose another.")}) from error
    return user


def send(invitation: Invitation) -> None:
    """Write to the address. Whatever the mail server says is raised."""
    context = {"invitation": invitation, "link": link(invitation), "site": settings.SITE_URL}
    subject = _("[ctarchive] An invitation to work with us")
    text = render_to_string("editorial/mail/invitation.txt", context)
    send_mail(subject, text, None, [invitation.email])
