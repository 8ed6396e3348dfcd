"""What each file says of itself: which archive it is of, in which version, and under which licence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings

from ctarchive.citing.work import ARCHIVE
from ctarchive.exports.moment import Moment
from editorial.payload import encode

_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)  # of an archive that published nothing


def about(moment: Moment) -> dict[str, Any]:
    """The archive, its address, the version with the ledger's tree head at it, the moment of it, and the licence."""
    return {
        "archive": ARCHIVE,
        "address": settings.SITE_URL,
        "public_version": str(moment.version),
        "at": encode(moment.at),
        "ledger": {"size": str(moment.version), "root": moment.root},
        "licence": dict(settings.DATA_LICENCE),
    }


def address(path: str = "/") -> str:
    """The absolute address of a path of this site."""
    return f"{settings.SITE_URL}{path}"


def licence() -> str:
    """The address of the licence."""
    return str(settings.DATA_LICENCE["url"])


def stamp(moment: Moment) -> str:
    """When the newest public act was done, for formats in which nothing may stand empty."""
    return str(encode(moment.at or _BEFORE_ALL))


def day(moment: Moment) -> date:
    return (moment.at or _BEFORE_ALL).astimezone(UTC).date()


def sentence(moment: Moment) -> str:
    """What the file is of in a sentence, for formats that only know notes."""
    terms = settings.DATA_LICENCE
    return f"From {address()}, public version {moment.version}. Licence: {terms['id']}, {terms['url']}"
