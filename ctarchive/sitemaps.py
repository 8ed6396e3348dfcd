"""Sitemaps and robots.txt: what search engines may find, in pages that begin after a uid.

A page is found by the key it begins after, never by counting from the front, and is written while it is read: with a
million records the last page costs as much as the first. Nothing is listed that is not published or was merged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.core.cache import cache
from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ctarchive import languages
from ctarchive.feeds.views import Version, version
from editorial.uids import is_uid
from events import protection
from events.models import Claim, Entity, Event
from events.veil import veil
from sources.models import Source

PER_PAGE = 50_000  # as many as the protocol allows
CHUNK = 2_000
XML = "application/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
PAGES = (
    "home", "about", "methodology", "coverage", "codebook", "data", "manual", "feeds", "corrections",
    "sources:publisher_list", "pictures:timeline", "pictures:map",
)  # fmt: skip


@dataclass(frozen=True)
class Section:
    """The records of one type: all that may be listed, and the columns that their addresses need."""

    records: Callable[[], QuerySet[Any]]
    columns: tuple[str, ...]


def _told(about: str) -> Greatest:
    """The last moment at which a claim about the record was published or ended, or it itself was published."""
    return Greatest(
        F("published_at"),
        Coalesce(Max(f"{about}__published_at"), F("published_at")),
        Coalesce(Max(f"{about}__ended_at"), F("published_at")),
    )


SECTIONS: dict[str, Section] = {
    "events": Section(
        lambda: Event.objects.published().filter(root=F("pk")).annotate(changed=_told("claims")), ("title",)
    ),
    "entities": Section(
        lambda: Entity.objects.published().filter(root=F("pk")).annotate(changed=_told("claims")),
        ("name", "kind", "protected", "pseudonym"),
    ),
    "sources": Section(
        lambda: Source.objects.published().filter(root=F("pk")).annotate(changed=F("published_at")), ("title",)
    ),
    "claims": Section(lambda: Claim.objects.published().annotate(changed=F("published_at")), ()),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The index: one entry for each page of each section."""
    now = version()
    if answer := _unchanged(request, now):
        return answer
    pages = [f"{settings.SITE_URL}{reverse('sitemap', args=['pages'])}"]
    for name, after in _beginnings(now):
        pages.append(f"{settings.SITE_URL}{reverse('sitemap', args=[name])}{f'?after={after}' if after else ''}")
    entries = "".join(
        f"<sitemap><loc>{escape(page)}</loc><lastmod>{_iso(now.at)}</lastmod></sitemap>\n" for page in pages
    )
    return _kept(HttpResponse(f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{entries}</sitemapindex>\n", XML), now)


def _beginnings(now: Version) -> list[tuple[str, str]]:
    """(section, uid after which a page begins) for every page. Remembered until something public happens."""
    key = f"sitemap-{now.number}-{PER_PAGE}"
    found: list[tuple[str, str]] | None = cache.get(key)
    if found is None:
        found = [(name, after) for name, section in SECTIONS.items() for after in _pages(section)]
        cache.set(key, found)
    return found


def _pages(section: Section) -> Iterator[str]:
    """The uids after which pages begin: one query for each page, along the primary key."""
    after = ""
    records = section.records().order_by("pk").values_list("pk", flat=True)
    while True:
        yield after
        last = records.filter(pk__gt=after)[PER_PAGE - 1 : PER_PAGE + 1]
        both = list(last)
        if len(both) < 2:
            return
        after = both[0]


@require_safe
def section(request: HttpRequest, name: str) -> HttpResponse | StreamingHttpResponse:
    """One page of a section, from the uid that `after` names on."""
    now = version()
    if answer := _unchanged(request, now):
        return answer
    if name == "pages":
        return _kept(HttpResponse("".join(_wrapped(_own(now))), XML), now)
    after = request.GET.get("after", "")
    if name not in SECTIONS or (after and not is_uid(after)):
        raise Http404(_("There is no such sitemap."))
    return _kept(StreamingHttpResponse(_wrapped(_records(SECTIONS[name], after)), XML), now)


def _own(now: Version) -> Iterator[str]:
    for name in PAGES:
        yield _url(reverse(name), now.at)
    for name in ("events:event_list", "events:entity_list", "events:claim_list", "sources:source_list"):
        yield _url(reverse(name), now.at)


def _records(section: Section, after: str) -> Iterator[str]:
    mask = protection.load()
    rows = section.records().only("pk", "published_at", *section.columns).order_by("pk")
    for row in rows.filter(pk__gt=after)[:PER_PAGE].iterator(chunk_size=CHUNK):
        veil(mask, row)
        yield _url(row.get_absolute_url(), row.changed)


def _url(path: str, moment: datetime) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{one.code}" href={quoteattr(settings.SITE_URL + one.path)}/>'
        for one in languages.versions(path)
    )
    return f"<url><loc>{escape(settings.SITE_URL + path)}</loc>{others}<lastmod>{_iso(moment)}</lastmod></url>\n"


def _wrapped(urls: Iterator[str]) -> Iterator[str]:
    yield f"{_HEAD}<urlset {_NAMESPACE} {_LINKS}>\n"
    yield from urls
    yield "</urlset>\n"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _unchanged(request: HttpRequest, now: Version) -> HttpResponse | None:
    return get_conditional_response(request, etag=f'"{now.number}"')


def _kept(answer: Any, now: Version) -> Any:
    answer["ETag"] = f'"{now.number}"'
    return answer


# -- robots.txt --------------------------------------------------------------------------------------------------------

# Lists are endless once they are filtered and sorted, and a record of another day is no other record: their plain
# pages and the sitemaps lead everywhere. The feed of a filtered list is there to be followed.
_ROBOTS = """\
User-agent: *
Allow: /*?page=
Allow: /sitemaps/
Allow: /oai?
Allow: /*/feed.atom
Allow: /*/feed.rss
Disallow: /*?
Disallow: /admin/
Disallow: /data/export/
Disallow: /data/releases/
{closed}

Sitemap: {sitemap}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read."""
    closed = (reverse("search"), "/report/", "/reply/", "/reports/")
    paths = "\n".join(f"Disallow: {one.path}" for path in closed for one in languages.versions(path))
    text = _ROBOTS.format(sitemap=f"{settings.SITE_URL}{reverse('sitemap-index')}", closed=paths)
    return HttpResponse(text, "text/plain; charset=utf-8")
