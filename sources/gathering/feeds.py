"""Feeds that are watched: what is new in them is captured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import guard, policies
from editorial.actions import verb
from editorial.errors import NotAllowed
from sources.fetch import BadAddress, Fetched, FetchError, NoAnswer, checked, fetch
from sources.gathering import batches
from sources.models import Batch, Capture, Feed

MOST_ENTRIES = 500
# A feed that fails is asked less and less often.
LONGEST = timedelta(days=1)


def follow(
    url: str, *, user: Any, minutes: int = 60, robots_reason: str = "", at: datetime | None = None
) -> tuple[Feed, int]:
    """Watch a feed. Returns it, and how many addresses it brought at once. One that is watched already is looked at.

    Raises `FetchError` where it cannot be fetched or is no feed, and `ValidationError` for an impossible interval.
    """
    policies.check(user, "create", Capture())
    url = checked(url)
    known = Feed.objects.filter(url=url).select_related("batch").first()
    if known is not None:
        return known, look(known, at=at)
    fetched = fetch(url, override_robots=bool(robots_reason))
    title, links = read(fetched)
    feed = Feed(url=url, title=title, minutes=minutes, due_at=at or timezone.now())
    feed.clean_fields(exclude=["batch"])
    with verb():
        feed.batch = Batch.objects.create(name=feed.title or url[:200], user=user, robots_reason=robots_reason.strip())
        feed.save()
        found = batches.add(feed.batch, links)
        _looked(feed, fetched, at or timezone.now())
    return feed, found


def look(feed: Feed, *, at: datetime | None = None) -> int:
    """Put what is new in the feed into its batch. Returns how many addresses that are; 0 where it could not be read.

    Why it could not be read is kept with the feed, and it is asked again later: each failure doubles the time.
    """
    moment = at or timezone.now()
    try:
        fetched = fetch(feed.url, override_robots=bool(feed.batch.robots_reason), known=feed.headers)
        links = read(fetched)[1] if fetched.data is not None else []
    except FetchError as error:
        _failed(feed, str(error), moment)
        return 0
    found = batches.add(feed.batch, links)
    _looked(feed, fetched, moment)
    return found


def due(at: datetime | None = None) -> Iterator[Feed]:
    """The feeds that are to be looked at now, the longest due first."""
    rows = Feed.objects.filter(is_watched=True, batch__stopped=False, due_at__lte=at or timezone.now())
    return rows.select_related("batch").order_by("due_at", "pk").iterator()


def read(fetched: Fetched) -> tuple[str, list[str]]:
    """The title of a feed and the addresses of its entries, the oldest first. Raises `NoAnswer` for what is no feed."""
    told = feedparser.parse(
        BytesIO(fetched.data or b""), response_headers={"content-type": fetched.media_type}, sanitize_html=True
    )
    if not told.version:
        raise NoAnswer(f"{fetched.final_url} is no RSS or Atom feed; give the address of the feed, not of the page")
    links = []
    for link in filter(None, (entry.get("link") for entry in told.entries[:MOST_ENTRIES])):
        with suppress(BadAddress):  # an entry may have no page of its own
            links.append(checked(urljoin(fetched.final_url, link)))
    return str(told.feed.get("title", ""))[:300], list(dict.fromkeys(reversed(links)))


def set_watched(feed: Feed, *, user: Any, watched: bool) -> None:
    """Go on watching the feed, or leave it be."""
    if not batches.may_change(user, feed.batch):
        raise NotAllowed(_("Only who began it, or a managing editor, may do this."))
    with verb():
        Feed.objects.filter(pk=feed.pk).update(is_watched=watched)


def _looked(feed: Feed, fetched: Fetched, at: datetime) -> None:
    kept = {name: value for name, value in fetched.headers.items() if name.lower() in ("etag", "last-modified")}
    feed.headers = kept or feed.headers
    feed.looked_at, feed.due_at = at, at + timedelta(minutes=feed.minutes)
    feed.failure, feed.failures = "", 0
    with guard.writing():
        feed.save()


def _failed(feed: Feed, why: str, at: datetime) -> None:
    feed.failures += 1
    feed.looked_at, feed.failure = at, why
    feed.due_at = at + min(LONGEST, timedelta(minutes=feed.minutes) * 2 ** min(feed.failures, 12))
    with guard.writing():
        feed.save()
