"""The second factor: a code from an app (TOTP, RFC 6238), or one of ten recovery codes. django-otp reckons."""

from __future__ import annotations

import base64
import secrets
from hashlib import sha256
from io import BytesIO
from typing import Any

import qrcode
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp import login as mark_verified
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode.image.svg import SvgPathFillImage

from editorial import access
from editorial.errors import NotAllowed, WrongState
from editorial.models import AccessLog, AccountAct, RecoveryCode, User
from editorial.people.inviting import may_manage

CODES = 10
_KEY = "second_factor_key"  # in the session, until it is confirmed
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like another


# -- what a session may do ---------------------------------------------------------------------------------------------


def is_required(user: Any) -> bool:
    """Whether this person must have one: everybody who signs in to the admin, where the setting says so."""
    return bool(settings.REQUIRE_SECOND_FACTOR and user.is_staff)


def is_missing(user: Any) -> bool:
    """Whether this person has still to set one up."""
    return user.is_authenticated and user.second_factor_at is None and is_required(user)


def is_pending(user: Any) -> bool:
    """Whether this session has given the password only."""
    return user.is_authenticated and user.second_factor_at is not None and not user.is_verified()


def certain(user: Any) -> Any:
    """The person, once there is no doubt that it is them; nobody else."""
    return AnonymousUser() if is_pending(user) or is_missing(user) else user


# -- setting it up -----------------------------------------------------------------------------------------------------


def offered_key(request: HttpRequest) -> str:
    """The key that this session was offered, in hex; made at first need."""
    if _KEY not in request.session:
        request.session[_KEY] = secrets.token_hex(20)
    return str(request.session[_KEY])


def readable_key(key: str) -> str:
    """The key as one types it into an app: base32 in groups of four."""
    text = base64.b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def picture(user: User, key: str) -> bytes:
    """The QR code of the key, as an SVG document that asks for nothing else."""
    device = TOTPDevice(user=user, key=key)
    image = qrcode.make(device.config_url, image_factory=SvgPathFillImage, box_size=12)
    written = BytesIO()
    image.save(written)
    return written.getvalue()


def set_up(request: HttpRequest, code: str) -> list[str]:
    """Begin to ask this person for codes. Returns their recovery codes, which cannot be had again.

    Raises `WrongState` when they have one already, `NotAllowed` for a wrong code.
    """
    user, key = _locked(request.user), offered_key(request)
    reckoned = TOTP(bytes.fromhex(key))
    reckoned.time = timezone.now().timestamp()
    if not code.isascii() or not code.isdecimal() or not reckoned.verify(int(code), tolerance=1):
        raise NotAllowed(_("The code is not right. Is the clock of your telephone?"))
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.second_factor_at is not None:
            raise WrongState(_("You have a second factor already."))
        TOTPDevice.objects.filter(user=user).delete()
        device = TOTPDevice.objects.create(user=user, name="app", key=key, last_t=reckoned.t())
        codes = _new_codes(user)
        _mark(user, AccountAct.FACTOR_ON, AccessLog.What.FACTOR_ON, at=timezone.now())
    del request.session[_KEY]
    mark_verified(request, device)
    request.session.cycle_key()
    return codes


def renew_codes(request: HttpRequest, code: str) -> list[str]:
    """New recovery codes in place of the old ones. Raises `NotAllowed` for a wrong code."""
    if not check(request, code):
        raise NotAllowed(_("The code is not right."))
    user = _locked(request.user)
    with transaction.atomic():
        codes = _new_codes(user)
        access.note(AccountAct.FACTOR_CODES, user)
    return codes


def switch_off(request: HttpRequest, code: str) -> None:
    """Ask this person for no more codes. Raises `NotAllowed` for a wrong code, and where one is required."""
    if is_required(request.user):
        raise NotAllowed(_("This archive asks everybody for a second factor."))
    if not check(request, code):
        raise NotAllowed(_("The code is not right."))
    with transaction.atomic():
        _forget(_locked(request.user))
        _mark(_locked(request.user), AccountAct.FACTOR_OFF, AccessLog.What.FACTOR_OFF, at=None)


def reset(user: User, *, by: Any) -> bool:
    """Take a colleague's second factor away, who lost it. Returns whether there was one. Raises `NotAllowed`."""
    if not may_manage(by, user):
        raise NotAllowed(_("You cannot reset the second factor of this account."))
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        if locked.second_factor_at is None:
            return False
        _forget(locked)
        _mark(locked, AccountAct.FACTOR_RESET, AccessLog.What.FACTOR_RESET, at=None, by=by)
    return True


# -- asking for it -----------------------------------------------------------------------------------------------------


def check(request: HttpRequest, code: str) -> bool:
    """Whether the code is right; a right one is used up, and the session verified.

    After each wrong one the next is not looked at for a while, which doubles: one, two, four seconds and so on.
    """
    typed = "".join(code.lower().split()).replace("-", "")
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=_locked(request.user), confirmed=True).first()
        if device is None or not device.verify_is_allowed()[0]:
            return False
        right = device.verify_token(typed) if typed.isdecimal() and len(typed) == 6 else _use_up(device, typed)
        if not right:
            access.note(AccountAct.FACTOR_WRONG, device.user)
    if right:
        mark_verified(request, device)
    return right


def _use_up(device: TOTPDevice, typed: str) -> bool:
    used, _each = RecoveryCode.objects.filter(user=device.user, digest=_digest(typed)).delete()
    if used:
        device.throttle_reset()
        access.note(AccountAct.FACTOR_CODE, device.user)
    else:
        device.throttle_increment()
    return bool(used)


def _locked(user: Any) -> User:
    return User.objects.get(pk=user.pk)


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()


def _new_codes(user: User) -> list[str]:
    """Ten codes of 79 bits each, in groups that one can read out."""
    codes = ["".join(secrets.choice(_ALPHABET) for _each in range(16)) for _code in range(CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_digest(code)) for code in codes])
    return ["-".join(code[i : i + 4] for i in range(0, 16, 4)) for code in codes]


def _forget(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()


def _mark(user: User, act: AccountAct, what: AccessLog.What, *, at: Any, by: Any = None) -> None:
    User.objects.filter(pk=user.pk).update(second_factor_at=at)
    doer = by or user
    AccessLog.objects.create(what=what, user=doer, username=doer.username, detail=user.username)
    access.note(act, user, by=by)
