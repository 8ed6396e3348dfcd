"""The replies to claims, ready to be shown: protected names replaced, the oldest first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from editorial.prepared import Prepared
from events.models import Reply
from events.protection import Mask
from events.veil import veiled


def to_claims(claims: Iterable[str], mask: Mask, at: datetime | None = None) -> dict[str, list[Reply]]:
    """Uid of a claim → what was replied to it, as it stands now or stood at `at`. One query."""
    if at is None:
        return _by_claim(veiled(mask, _standing(list(claims)), "entity"))
    return by_claim(Reply.objects.published(at).filter(claim__in=list(claims)), mask)


def by_claim(replies: Any, mask: Mask) -> dict[str, list[Reply]]:
    """Uid of a claim → its replies among those of a queryset. One query."""
    return _by_claim(shown(replies, mask))


def _by_claim(replies: Iterable[Reply]) -> dict[str, list[Reply]]:
    found: dict[str, list[Reply]] = {}
    for reply in replies:
        found.setdefault(reply.claim_id, []).append(reply)
    return found


def shown(replies: Any, mask: Mask) -> list[Reply]:
    """The replies of a queryset with who replied. One query."""
    return veiled(mask, _in_order(replies), "entity")


def _in_order(replies: Any) -> Any:
    return replies.select_related("entity").order_by("received", "uid")


_standing = Prepared[Reply](Reply, lambda claims: _in_order(Reply.objects.published().filter(claim__in=claims)))


def counted(at: datetime | None = None) -> Any:
    """How many replies a row of claims has, as an expression of its own query."""
    replies = Reply.objects.published(at).filter(claim=OuterRef("pk")).order_by()
    return Coalesce(Subquery(replies.values("claim").annotate(n=Count("pk")).values("n")), 0)


def direction(text: str) -> str:
    """`ltr` or `rtl`, by the first letter that has a direction: as browsers decide for `dir="auto"`. Pure."""
    found = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((kind for kind in found if kind in ("L", "R", "AL")), "L") != "L" else "ltr"
