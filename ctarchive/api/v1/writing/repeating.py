"""Requests that may be repeated (draft-ietf-httpapi-idempotency-key-header): the same key, the same answer.

The key is reserved first, in a transaction of its own; the answer is stored in the verb's transaction. So a crash in
between leaves a reservation without an answer, and never an act without one: whoever repeats the request then waits for
`UNDERWAY`, and takes the reservation over. Had the first one only been slow, its `keep` fails and undoes its verb.
Refusals write nothing and are not kept: what was mended may be sent again with the same key.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from ctarchive.api.v1.writing.refusals import RefusalError
from ctarchive.tokens.models import ApiToken, KeptAnswer

KEPT = timedelta(hours=24)
UNDERWAY = timedelta(minutes=2)
_KEY = re.compile(r'"?([\x21\x23-\x5b\x5d-\x7e]{1,255})"?')


@dataclass(frozen=True)
class Reservation:
    """The right to answer for a key, or (with an answer) what was answered before."""

    row: KeptAnswer
    nonce: str

    @property
    def is_answered(self) -> bool:
        return self.row.status is not None


def key_in(header: str) -> str:
    """The key as it was sent, with or without quotation marks. Raises a refusal (400) for what is none."""
    if (found := _KEY.fullmatch(header.strip())) is None:
        raise RefusalError(400, _("Idempotency-Key has 1 to 255 printable ASCII characters without blanks."))
    return found[1]


def fingerprint(method: str, path: str, data: Any) -> str:
    """What was asked, whatever boundary or order of members it was written with."""
    return sha256(json.dumps([method, path, _plain(data)], sort_keys=True, default=str).encode()).hexdigest()


def _plain(data: Any) -> Any:
    if isinstance(data, QueryDict):
        return {name: [_plain(value) for value in data.getlist(name)] for name in data}
    if isinstance(data, UploadedFile):
        digest = sha256()
        for chunk in data.chunks():
            digest.update(chunk)
        data.seek(0)
        return {"name": data.name, "type": data.content_type, "sha256": digest.hexdigest()}
    return data


def reserve(token: ApiToken, key: str, print_: str, *, at: datetime | None = None) -> Reservation:
    """The answer of before, or the right to give the first one.

    Raises a refusal: 422 where the key came with another request, 409 where the first is still under way.
    """
    now, nonce = at or timezone.now(), secrets.token_hex(16)
    KeptAnswer.objects.filter(expires_at__lte=now).delete()
    wanted = KeptAnswer(
        token=token, key=key, fingerprint=print_, nonce=nonce, began_at=now, expires_at=now + KEPT
    )  # fmt: skip
    with transaction.atomic():
        KeptAnswer.objects.bulk_create([wanted], ignore_conflicts=True)
        row = KeptAnswer.objects.select_for_update().get(token=token, key=key)
        if row.nonce == nonce:
            return Reservation(row, nonce)
        if row.fingerprint != print_:
            raise RefusalError(422, _("This Idempotency-Key was sent with another request. Give each its own key."))
        if row.status is not None:
            return Reservation(row, nonce)
        if row.began_at > now - UNDERWAY:
            told = _("A request with this Idempotency-Key is under way. Ask again in a moment.")
            raise RefusalError(409, told, headers={"Retry-After": "2"})
        KeptAnswer.objects.filter(pk=row.pk).update(nonce=nonce, began_at=now)
    return Reservation(row, nonce)


def keep(reservation: Reservation, status: int, body: Any, headers: Mapping[str, str]) -> None:
    """Store the answer, in the transaction of what it tells. Raises a refusal (409) where somebody took over."""
    ours = KeptAnswer.objects.filter(pk=reservation.row.pk, nonce=reservation.nonce, status=None)
    if not ours.update(status=status, body=body, headers=dict(headers)):
        raise RefusalError(409, _("This took so long that a repeated request was answered in its place."))


def release(reservation: Reservation) -> None:
    """The request was refused: the key is free again."""
    KeptAnswer.objects.filter(pk=reservation.row.pk, nonce=reservation.nonce, status=None).delete()
