"""Feeds as values, and how Atom (RFC 4287) and RSS 2.0 write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils import feedgenerator
from django.utils.xmlutils import SimplerXMLGenerator

# What XML 1.0 cannot hold at all.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
AUTHOR = "ctarchive"


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `id` never changes and is never given twice; `content` is HTML."""

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime
    content: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """Entries, the newest first. `url` is its own address, `page` the page that it follows."""

    id: str
    title: str
    url: str
    page: str
    updated: datetime
    subtitle: str = ""
    language: str = "en"
    entries: Sequence[Entry] = field(default_factory=tuple)


def tag_uri(site: str, name: str) -> str:
    """A stable id (RFC 4151) below the host of the site: it stays when the site moves to HTTPS or another port."""
    return f"tag:{urlsplit(site).hostname},2026:{name}"


def clean(text: str) -> str:
    """The text without signs that no XML document can hold."""
    return _NOT_XML.sub("", text)


class _Dated:
    """The moment of the newest entry, or that of the feed where there is none: never the clock's."""

    feed: dict[str, Any]

    def latest_post_date(self) -> datetime:
        moment = self.feed["moment"]
        assert isinstance(moment, datetime)
        return moment


class _Atom(_Dated, feedgenerator.Atom1Feed):
    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        content = item["description"]
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("content", content, {"type": "html"})


class _Rss(_Dated, feedgenerator.Rss201rev2Feed):
    pass


FORMS = {
    "atom": (_Atom, "application/atom+xml; charset=utf-8"),
    "rss": (_Rss, "application/rss+xml; charset=utf-8"),
}


def write(feed: Feed, form: str) -> str:
    """The feed as a document: `form` is `atom` or `rss`."""
    writer: Any = FORMS[form][0](
        title=clean(feed.title), link=feed.page, description=clean(feed.subtitle), subtitle=clean(feed.subtitle),
        language=feed.language, author_name=AUTHOR, feed_url=feed.url, feed_guid=feed.id,
        moment=max((entry.updated for entry in feed.entries), default=feed.updated),
    )  # fmt: skip
    for entry in feed.entries:
        writer.add_item(
            title=clean(entry.title), link=entry.url, description=clean(entry.content), pubdate=entry.published,
            updateddate=entry.updated, unique_id=entry.id, unique_id_is_permalink=False,
            categories=[clean(category) for category in entry.categories],
        )  # fmt: skip
    text: str = writer.writeString("utf-8")
    return text
