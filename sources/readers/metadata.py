"""What a text says about itself: its headline, when and by whom it was published, who wrote it, in which language.

Only what stands in the document counts, and every value comes with its basis. A date within a sentence, the day a page
was visited, and the name of the file are never taken for anything.
"""

import re
from dataclasses import replace

from sources.readers import names
from sources.readers.attribution import agency_named, copied_from, without
from sources.readers.document import Proposal
from sources.readers.headline import split_site, without_suffix
from sources.readers.kinds import Kind, Layout
from sources.readers.language import KNOWN_LANGUAGES, guess_language
from sources.readers.layout import layout_of
from sources.readers.lines import count_words, first_sentence, lines_of, shorten
from sources.readers.names import is_person
from sources.readers.symbols import document_symbols

_LONGEST_TITLE = 120
_DAY_FIRST = {"az", "ru", "tr", "de", "uk", "kk", "ky", "uz", "ka", "hy"}
_NO_TITLE = re.compile(
    r"^microsoft |^untitled|\.(?:docx?|pdf|rtf|odt|indd|qxd|wpd|p65|pages)$|^\S+$|[\\/]\S+[\\/]", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"(?:(?:source|url|link|источник|ссылка|mənbə)\s?:\s*)?(?P<url>https?://[^\s<>\"]+)", re.IGNORECASE
)

Told = tuple[str, str]
"""A value and how we know it; both empty where the document does not say."""


def layout_of_text(text: str) -> Layout:
    """The lines of canonical text and the kind of each."""
    return layout_of(lines_of(text), day_first=guess_language(text) in _DAY_FIRST)


def propose(text: str, layout: Layout) -> Proposal:
    """What the text says about itself, read from its lines."""
    title, title_basis = _title(layout)
    published, published_basis = _published(layout)
    publisher, publisher_basis = _publisher(layout)
    agency, agency_basis = agency_named(layout)
    return Proposal(
        title=title,
        title_basis=title_basis,
        published=published,
        published_basis=published_basis,
        publisher=publisher,
        publisher_basis=publisher_basis,
        authors=_authors(layout, publisher),
        language=guess_language(_own_text(text, layout)),
        url=_url(layout),
        symbols=document_symbols(text),
        agency=agency,
        agency_basis=agency_basis,
        copied_from=copied_from(layout, publisher),
    )


def merge(told: Proposal, text: Proposal) -> Proposal:
    """`told` (a page's metadata), with what it leaves empty filled in from `text` (the page's own words)."""
    filled = {
        name: getattr(text, name)
        for basis in ("title", "published", "publisher")
        if not getattr(told, basis)
        for name in (basis, f"{basis}_basis")
    }
    # Page templates often declare the language of their maker; the words are surer where we know the language declared.
    guess_is_surer = bool(text.language) and (not told.language or told.language in KNOWN_LANGUAGES)
    language = text.language if guess_is_surer else told.language
    publisher = told.publisher or text.publisher
    return replace(
        told, authors=told.authors or text.authors, symbols=text.symbols, language=language, agency=text.agency,
        agency_basis=text.agency_basis, copied_from=without(publisher, text.copied_from), **filled,
    )  # fmt: skip


def with_file_metadata(found: Proposal, *, title: str, authors: tuple[str, ...] = ()) -> Proposal:
    """`found`, with the title that the file's properties give where the text has no headline.

    Programs fill these properties in by themselves: the day a file was made is no date of publication, and a
    file's name is no title.
    """
    title = " ".join(title.split())
    is_title = count_words(title) > 2 and not _NO_TITLE.search(title)
    if is_title and found.title_basis != "headline of the text":
        found = replace(found, title=title, title_basis="title in the file's properties")
    return replace(found, authors=found.authors or tuple(name for name in authors if is_person(name)))


def _title(layout: Layout) -> Told:
    if layout.headline is not None:
        return split_site(layout.title)[0], "headline of the text"
    for i, kind in enumerate(layout.kinds):
        if kind in {Kind.PROSE, Kind.SHORT}:
            text = layout.lines[i].text
            sentence = first_sentence(text[names.dateline(text).end :].strip(" -–—"))
            return shorten(sentence, _LONGEST_TITLE), "derived from the first sentence"
    return "", ""


def _published(layout: Layout) -> Told:
    """The date of the first date line above the text that is no clock and no update; else of the dateline."""
    region = [i for i in layout.dates if _tells_publication(layout, i)]
    labelled = [i for i in region if layout.dates[i].role == "published"]
    for i in (labelled or region)[:1]:
        return layout.dates[i].edtf, "date line" if layout.dates[i].edtf else ""
    published = next((start.published for start in _datelines(layout) if start.published), "")
    return published, "dateline of the report" if published else ""


def _tells_publication(layout: Layout, i: int) -> bool:
    """Whether the date line at `i` says when the document was published: above the text, or anywhere by its label."""
    found = layout.dates[i]
    if layout.kinds[i] is not Kind.DATE or found.role in {"updated", "today"}:
        return False
    return i in layout.head or (bool(layout.body) and found.role == "published" and i > (layout.body or (0, 0))[1])


def _publisher(layout: Layout) -> Told:
    top = [i for i in layout.head if layout.headline is None or i <= layout.headline]
    for i in top:
        text = layout.lines[i].text
        if layout.kinds[i] is Kind.FURNITURE and (names.site_name(text) or names.agency_name(text)):
            return names.site_name(text) or names.agency_name(text), "site name at the top"
    return _title_suffix(layout) or _institution(layout) or _copyright(layout) or _agency(layout) or ("", "")


def _title_suffix(layout: Layout) -> Told | None:
    """The site's name behind one of the copies of the headline."""
    if layout.headline is None:
        return None
    headline = layout.lines[layout.headline].text
    copies = [line.text for line, kind in zip(layout.lines, layout.kinds, strict=True) if kind is Kind.HEADLINE]
    suffixes = (without_suffix(copy, headline) for copy in copies)
    suffix = next((suffix for suffix in suffixes if suffix), "") or split_site(layout.title)[1]
    return (names.site_name(suffix) or suffix, "site name behind the title") if suffix else None


def _institution(layout: Layout) -> Told | None:
    """The institution of the letterhead, or the United Nations where their masthead stands above the text."""
    for i in layout.head:
        line = layout.lines[i].text
        if layout.kinds[i] is Kind.LETTERHEAD and (layout.headline or 0) > i:
            return line, "letterhead"
        if layout.kinds[i] is Kind.MASTHEAD and line.casefold().startswith("united nations"):
            return "United Nations", "masthead"
    return None


def _copyright(layout: Layout) -> Told | None:
    for line in reversed(layout.lines):
        holder = names.copyright_holder(line.text)
        if holder:
            return holder, "copyright line"
    return None


def _agency(layout: Layout) -> Told | None:
    """The agency that the report begins with, or that its byline names."""
    agency = next((start.agency for start in _datelines(layout) if start.agency), "")
    if agency:
        return agency, "agency named in the dateline"
    for line, kind in zip(layout.lines, layout.kinds, strict=True):
        found = names.byline(line.text) if kind is Kind.BYLINE else None
        outlet = names.outlet_name(found.outlet) if found else ""
        if outlet:
            return outlet, "byline"
    return None


def _datelines(layout: Layout) -> list[names.Dateline]:
    """How the report begins: a dateline of its own, or that of the first paragraph."""
    starts = [i for i in layout.head if layout.kinds[i] is Kind.DATELINE]
    return [names.dateline(layout.lines[i].text) for i in starts + list(layout.body or ())[:1]]


def _authors(layout: Layout, publisher: str) -> tuple[str, ...]:
    """The persons that bylines name; once each."""
    lines = (line.text for line, kind in zip(layout.lines, layout.kinds, strict=True) if kind is Kind.BYLINE)
    found = (author for line in lines if (by := names.byline(line)) for author in by.authors)
    return tuple(dict.fromkeys(author for author in found if author.casefold() != publisher.casefold()))


def _own_text(text: str, layout: Layout) -> str:
    """The text without its furniture."""
    if Kind.FURNITURE not in layout.kinds:
        return text
    kept = zip(layout.lines, layout.kinds, strict=True)
    return "\n".join(text[line.start : line.end] for line, kind in kept if kind is not Kind.FURNITURE)


def _url(layout: Layout) -> str:
    """The address that a line of its own, above or below the text, gives for the document."""
    after = layout.body[1] if layout.body else -1
    for i, line in enumerate(layout.lines):
        match = _ADDRESS.fullmatch(line.text)
        if match and (i in layout.head or i > after) and (i in layout.head or not line.text.startswith("http")):
            return match["url"]
    return ""
