"""How much a token may ask: so many requests a minute, counted in the cache; and how large a request may be.

The headers are those of draft-ietf-httpapi-ratelimit-headers. Minutes are counted whole, from the clock: around the
turn of one, up to twice as many may come within sixty seconds. Where processes share no cache, each counts by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _
from rest_framework.request import Request

from ctarchive.api.v1.writing.refusals import RefusalError
from ctarchive.tokens.models import ApiToken

WINDOW = 60


@dataclass(frozen=True)
class Budget:
    """What is left of a token's minute."""

    most: int
    left: int
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"token";q={self.most};w={WINDOW}',
            "RateLimit": f'"token";r={max(self.left, 0)};t={self.seconds}',
        }


def spend(token: ApiToken, at: datetime) -> Budget:
    """Count one request. What is left is below zero when it was one too many."""
    most: int = settings.API_PER_MINUTE
    window, passed = divmod(int(at.timestamp()), WINDOW)
    key = f"api-token:{token.pk}:{window}"
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        used = cache.incr(key)
    except ValueError:  # the cache dropped it in between
        used = 1
    return Budget(most, most - used, WINDOW - passed)


def require_budget(budget: Budget) -> None:
    """Raise a refusal (429) when the minute is used up."""
    if budget.left < 0:
        told = _("This token may send %(most)d requests a minute. Go on in %(seconds)d s.")
        detail = told % {"most": budget.most, "seconds": budget.seconds}
        raise RefusalError(429, detail, headers={"Retry-After": str(budget.seconds)})


def require_size(request: Request) -> None:
    """Raise a refusal (413) for a body larger than is taken; nothing of it is read."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    is_form = str(request.content_type).startswith("multipart/form-data")
    most: int = settings.LARGEST_UPLOAD if is_form else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if not size.isdecimal() or int(size) > most:
        told = _("The request is larger than the %(most)d MB that are taken here. Send a document as a file.")
        raise RefusalError(413, told % {"most": most // 1024 // 1024})
