"""The verb that captures what stands at an address. The fetching itself is in `sources.fetch`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.db.models.functions import Left
from django.utils import timezone

from editorial import actions, policies
from editorial.choices import State, Via
from sources import addresses, readers
from sources.actions import capture
from sources.arrivals import Captured
from sources.choices import Method
from sources.fetch import Fetched, fetch
from sources.models import Capture, Sighting, Source
from sources.models.source import ADDRESS_INDEXED


def capture_url(
    url: str,
    *,
    user: Any,
    via: str = Via.COMMAND,
    source: Source | None = None,
    robots_reason: str = "",
    method: Method = Method.FETCH,
    at: datetime | None = None,
    **told: Any,
) -> Captured:
    """Fetch a document and preserve it. Returns its source and capture.

    Without `source` it is a capture of the source that is known by this address (the one asked for, or the one it
    redirects to), or else of a new one. What has not changed since the last time becomes a `Sighting`. `robots_reason`
    says why the site's robots.txt is overridden; it is kept in the ledger. `told` is passed on to `capture`.

    Raises `sources.fetch.FetchError`, and what `capture` raises; then nothing is written.
    """
    return look(
        url, user=user, via=via, source=source, robots_reason=robots_reason, method=method, at=at, **told
    )()  # fmt: skip


def look(
    url: str,
    *,
    user: Any,
    via: str = Via.COMMAND,
    source: Source | None = None,
    robots_reason: str = "",
    method: Method = Method.FETCH,
    at: datetime | None = None,
    **told: Any,
) -> Callable[[], Captured]:
    """Fetch and read a document. Returns what then preserves it, for whoever has more to write in one transaction.

    Takes and raises what `capture_url` does.
    """
    policies.check(user, "create", Capture(source=source) if source else Capture())
    source = source or by_address(url)
    before = _newest(source, url) if source else None
    fetched = fetch(url, override_robots=bool(robots_reason), known=before.headers if before else None)
    if fetched.data is None:
        if before is None:
            raise readers.UnreadableError(f"{url} answered that nothing changed, but nothing of it is preserved")
        return partial(_seen_again, before, user=user, at=at)
    kind: dict[str, Any] = {
        "media_type": fetched.media_type,
        "charset": fetched.charset or None,
        "filename": _filename(fetched),
    }
    return partial(
        capture,
        fetched.data,
        user=user,
        via=via,
        at=at,
        source=source or by_address(fetched.final_url),
        method=method,
        requested_url=fetched.requested_url,
        final_url=fetched.final_url,
        headers=fetched.headers,
        document=readers.read(fetched.data, **kind),
        reason=robots_reason,
        **(kind | told),
    )


def by_address(url: str) -> Source | None:
    """The source that is known by this address, however it is written: a published one first, then the oldest."""
    written = addresses.spellings(url)
    living = Source.objects.exclude(state__in=(State.DISCARDED, State.RETRACTED))
    # By the indexed beginning first: addresses may be longer than what a database indexes. Each column has its index.
    beginnings = {one[:ADDRESS_INDEXED] for one in written}
    known = [
        found
        for column in ("url", "canonical_url")
        for found in living.alias(beginning=Left(column, ADDRESS_INDEXED)).filter(
            Q(beginning__in=beginnings), Q((f"{column}__in", written))
        )
    ]
    return min(known, key=lambda one: (one.state != State.PUBLISHED, one.created_at, one.pk), default=None)


def _newest(source: Source, url: str) -> Capture | None:
    """The newest capture of what stands at this address: the server may say that it has not changed since."""
    fetched = source.captures.filter(requested_url=url).exclude(headers={}).order_by("-captured_at", "pk")
    newest = source.captures.order_by("-captured_at", "pk").values_list("pk", flat=True).first()
    found: Capture | None = fetched.filter(pk=newest).first()
    return found


def _seen_again(known: Capture, *, user: Any, at: datetime | None) -> Captured:
    with actions.verb():
        Sighting.objects.create(capture=known, at=at or timezone.now(), by=user)
    return Captured(known.source, known, is_new=False)


def _filename(fetched: Fetched) -> str:
    """The last part of the address, which may tell a reader what the media type does not."""
    return fetched.final_url.partition("?")[0].rsplit("/", 1)[-1][:300]
