"""Meta tags that citation programs and other sites read: Highwire, Dublin Core and Open Graph. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ctarchive.citing import dates
from ctarchive.citing.work import ARCHIVE, RECORD, Work, kind_of


@dataclass(frozen=True)
class Tag:
    """One meta tag; `attribute` is what names it: `name`, or `property` for Open Graph."""

    name: str
    content: str
    attribute: str = "name"


def tags(work: Work, *, page: str, picture: str, description: str) -> list[Tag]:
    """The tags of a page that shows the work, those without a value left out. `page` is the page's own address."""
    found = (*_highwire(work, page), *_dublin_core(work, page), *social(work.title, page, picture, description))
    return [tag for tag in found if tag.content]


def _highwire(work: Work, page: str) -> Iterator[Tag]:
    yield Tag("citation_title", work.title)
    for name in work.authors:
        yield Tag("citation_author", name)
    written = dates.ends(work.issued)
    yield Tag("citation_publication_date", dates.iso(written[0], "/") if written else "")
    yield Tag("citation_publisher", work.publisher)
    yield Tag("citation_language", work.language)
    yield Tag("citation_technical_report_number", work.number if kind_of(work).bibtex == "techreport" else "")
    yield Tag("citation_abstract_html_url", page)


def _dublin_core(work: Work, page: str) -> Iterator[Tag]:
    yield Tag("DC.title", work.title)
    for name in work.authors:
        yield Tag("DC.creator", name)
    yield Tag("DC.publisher", work.publisher)
    yield Tag("DC.date", work.issued)
    yield Tag("DC.type", work.genre)
    # A record of ours is named by its permanent address, another's document by our page and by where it was.
    yield Tag("DC.identifier", work.url if work.kind == RECORD else page)
    yield Tag("DC.source", "" if work.kind == RECORD else work.url)
    yield Tag("DC.language", work.language)
    yield Tag("DC.isPartOf", ARCHIVE)


def social(title: str, page: str, picture: str, description: str) -> Iterator[Tag]:
    """What a page looks like where it is shared: Open Graph, and the one tag beyond it that Twitter reads."""
    for name, content in (
        ("og:type", "article"), ("og:site_name", ARCHIVE), ("og:title", title), ("og:description", description),
        ("og:url", page), ("og:image", picture), ("og:image:width", "1200"), ("og:image:height", "630"),
    ):  # fmt: skip
        yield Tag(name, content, "property")
    yield Tag("twitter:card", "summary_large_image")
