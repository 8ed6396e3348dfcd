"""What a web page's metadata say: Open Graph, schema.org (JSON-LD), Dublin Core, and HTML's own elements."""

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from sources.readers.dates import iso_date
from sources.readers.document import Proposal
from sources.readers.lines import count_words, fold
from sources.readers.names import site_name, without_tags
from sources.readers.page import Page, names_of, tidy
from sources.readers.vocabulary import margin_kind

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "citation_publication_date",
    "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "dcterms.created", "pubdate", "publishdate",
    "publication_date", "parsely-pub-date", "sailthru.date", "date",
)  # fmt: skip
_PUBLISHERS = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "citation_publisher")
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author")
_LANGUAGES = ("og:locale", "content-language", "dc.language")
_NO_AUTHORS = {"super user", "site admin", "web master", "web editor"}  # one word alone is no author anyway
_SUFFIX = re.compile(r"\s+[|–—»:·•-]{1,2}\s+")
_PUBLISHED_TIMES = (
    "//time[@pubdate]", "//time[@itemprop='datePublished']", "//*[@itemprop='datePublished']",
    "//time[contains(concat(' ', normalize-space(@class), ' '), ' published ')]",
    "//article//header//time[@datetime]",
)  # fmt: skip
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][\w-]+)?", re.IGNORECASE)


def page_proposal(tree: HtmlElement) -> Proposal:
    """What the page's metadata say, empty where they say nothing. Never the text's own words: see `metadata`."""
    page = Page(tree)
    publisher, publisher_basis = _publisher(page)
    title, title_basis = _title(page, publisher)
    published, published_basis = _published(page)
    url, canonical = _addresses(page)
    return Proposal(
        title=title,
        title_basis=title_basis,
        published=published,
        published_basis=published_basis,
        publisher=publisher,
        publisher_basis=publisher_basis,
        authors=_authors(page, publisher),
        language=_language(page),
        url=url,
        canonical_url=canonical,
    )


def _title(page: Page, publisher: str) -> tuple[str, str]:
    heading = _heading(page, publisher)
    element = tidy(page.tree.findtext(".//head/title") or page.tree.findtext(".//title") or "")
    for text, basis in (
        (page.first(("og:title",))[0], "og:title"),
        (page.told("headline"), "JSON-LD headline"),
        (heading, "h1"),
        (element, "title element"),
    ):
        title = without_tags(_without_site(text, publisher, heading))
        if title and fold(title) != fold(publisher) and not margin_kind(title):
            return title, basis
    return "", ""


def _heading(page: Page, publisher: str) -> str:
    """The page's main heading: the h1 in the article, else the only one; never the site's name."""
    inside = page.tree.xpath("//article//h1 | //main//h1 | //*[@itemprop='headline']")
    found = [tidy(element.text_content()) for element in inside or page.tree.xpath("//h1")]
    found = [text for text in found if text and fold(text) != fold(publisher)]
    return found[0] if found and (inside or len(found) == 1) else ""


def _without_site(title: str, publisher: str, heading: str) -> str:
    """The title without the site's name before or behind it."""
    pieces = _SUFFIX.split(title)
    if len(pieces) < 2 or (heading and fold(title) == fold(heading)):
        return title
    if heading and fold(title).startswith(fold(heading)):
        return heading
    for piece, rest in ((pieces[-1], pieces[:-1]), (pieces[0], pieces[1:])):
        is_site = fold(piece) == fold(publisher) or bool(site_name(piece))
        if is_site or (piece is pieces[-1] and "|" in title and count_words(piece) <= 4 <= count_words(rest[0])):
            start = title.index(rest[0]) if piece is pieces[0] else 0
            end = len(title) if piece is pieces[0] else title.rindex(piece)
            return title[start:end].rstrip(" |–—»:·•-")
    return title


def _published(page: Page) -> tuple[str, str]:
    """EDTF and its basis: Open Graph, then JSON-LD, then other metadata, then a time element marked for it."""
    first, *others = _PUBLISHED
    told = [(value, first) for value in page.meta.get(first, [])[:1]]
    told += [(page.told("datePublished"), "JSON-LD datePublished")]
    told += [(page.meta[name][0], f"{name} metadata") for name in others if name in page.meta]
    for path in _PUBLISHED_TIMES:
        told += [
            (element.get("datetime") or element.get("content") or element.text_content(), "time element")
            for element in page.tree.xpath(path)[:1]
        ]
    return next(((edtf, basis) for value, basis in told if (edtf := iso_date(tidy(value)))), ("", ""))


def _publisher(page: Page) -> tuple[str, str]:
    name, basis = page.first(_PUBLISHERS[:1])
    described = names_of(page.article.get("publisher"))
    if not name and described:
        name, basis = described[0], "JSON-LD publisher"
    if not name:
        name, basis = page.first(_PUBLISHERS[1:])
    if name:
        return site_name(name) or name, basis
    title = _SUFFIX.split(tidy(page.tree.findtext(".//title") or ""))
    name = site_name(title[-1]) if len(title) > 1 else ""
    return (name, "site name behind the title") if name else ("", "")


def _authors(page: Page, publisher: str) -> tuple[str, ...]:
    """Persons only: no addresses, no accounts such as "admin", not the publisher."""
    found = names_of(page.article.get("author")) or [
        name for key in _AUTHORS for value in page.meta.get(key, []) for name in re.split(r"\s*[,;]\s*", value)
    ]
    return tuple(
        dict.fromkeys(
            name
            for name in found
            if "://" not in name and 1 < count_words(name) <= 6 and fold(name) not in _NO_AUTHORS | {fold(publisher)}
        )
    )


def _language(page: Page) -> str:
    """The page's declared language, as an ISO 639 code."""
    told = page.tree.get("lang") or page.tree.get("xml:lang") or page.told("inLanguage")
    match = _LANGUAGE.fullmatch((told or page.first(_LANGUAGES)[0]).strip())
    return match[1].lower() if match else ""


def _addresses(page: Page) -> tuple[str, str]:
    """The address the page gives for itself, and its canonical one; absolute ones only."""
    links = [
        link.get("href") for link in page.tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    ]
    url = _absolute(page.first(("og:url",))[0] or page.told("url"))
    canonical = _absolute(urljoin(url, links[0].strip())) if links and links[0] else ""
    return url, canonical


def _absolute(url: str) -> str:
    """The address, if it is a whole one of the web; else empty."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""
