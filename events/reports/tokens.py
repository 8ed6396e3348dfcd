"""What a form carries in place of a cookie: a signed token for this form and this record, good for one message.

It holds a random secret, which becomes the address of the answer. So a form that is sent twice is taken in once, no
other site can make up a form of ours, and pages set no cookie.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core import signing

_SALT = "events.reports"
# How long somebody may take to write.
LIFETIME = timedelta(days=1)


def make(form: str, uid: str) -> str:
    """A new token for a form about a record."""
    return signing.dumps([form, uid, secrets.token_urlsafe(24)], salt=_SALT)


def read(token: str, form: str, uid: str) -> str:
    """The secret of a token. Raises `BadSignature` for one that is too old, or is not ours, or is for another form."""
    for_form, for_uid, secret = signing.loads(token, salt=_SALT, max_age=LIFETIME)
    if (for_form, for_uid) != (form, uid):
        raise signing.BadSignature("This token is for another form.")
    return str(secret)
