"""Reads PDF documents page by page (PDFium), with the page as the place of every passage.

What PDF does to a text is undone, nothing more: lines broken at the margin are joined, words parted at the end of a
line are put together, ligatures become the letters they stand for, page headers and numbers are marked. Pages without
any text that are scans are read by a machine (`ocr`) where Tesseract is installed, and refused elsewhere.
"""

import ctypes
import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from sources.readers import ocr
from sources.readers.document import Content, Span, Writer
from sources.readers.furniture import furniture_spans
from sources.readers.lines import fold
from sources.readers.metadata import layout_of_text, propose, with_file_metadata
from sources.text import UnreadableError, canonical_text

READER_VERSION = f"1 (pypdfium2 {version('pypdfium2')})"
MAX_PAGES = 3000
MAX_CHARACTERS = 20_000_000

_LOCK = threading.RLock()  # PDFium may be used by one thread at a time
_PARTED = "\ufffe"  # what PDFium puts for a hyphen at the end of a line together with the line's end
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_PARTED_WORD = re.compile(rf"([^\W\d_]*)\s*{_PARTED}\s*([^\W\d_]*)")
# What keeps its hyphen though it stands at the end of a line, if the document does not show otherwise.
_PREFIXES = frozenset({
    "co", "non", "counter", "anti", "self", "ex", "vice", "pre", "post", "inter", "multi", "sub", "semi", "cross",
    "well", "follow", "long", "short", "high", "low", "half", "quasi", "pro", "north", "south", "east", "west",
    "контр", "вице", "экс", "северо", "юго", "военно", "социально",
})  # fmt: skip
_PAGE_NUMBER = re.compile(
    r"[\s–—-]*(?:(?:page|p\.|стр\.?|səh\.?)\s*)?\d{1,4}(?:\s*(?:/|of|из)\s*\d{1,4})?[\s–—-]*", re.IGNORECASE
)
_TEXT_LINE = re.compile(r"[^\r\n]+")
_MARGIN_LINES = 3
_FEWEST_ON_PAGE = 8  # characters; fewer on every page is a scan with at most a stamp


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as set on the page, and where it begins and ends there (points); zeros where PDFium does not say."""

    text: str
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


def read_pdf(data: bytes, charset: str | None) -> Content:
    """The text of a PDF with its pages as breaks, and what it says about itself. Raises `UnreadableError`.

    Refused: locked and damaged files, more than `MAX_PAGES` pages, and documents that have no text in them.
    """
    with _LOCK:
        document = _opened(data)
        try:
            pages = [_lines(document, number) for number in range(len(document))]
            if sum(len(line.text.strip()) for page in pages for line in page) < _FEWEST_ON_PAGE * len(pages):
                return _scanned(document)
            told = document.get_metadata_dict()
        except pdfium.PdfiumError as error:
            raise UnreadableError("This PDF is damaged: its pages cannot be read. Ask for it again.") from error
        finally:
            document.close()
    return _content(pages, told)


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise UnreadableError(
                "This PDF is locked with a password. Save it without one (in a PDF viewer: print to PDF) and try again."
            ) from error
        raise UnreadableError(
            "This PDF is damaged or only half of it arrived: it cannot be opened. Download it again."
        ) from error
    if not 0 < count <= MAX_PAGES:
        document.close()
        raise UnreadableError(
            f"This PDF has {count} pages; from 1 to {MAX_PAGES} can be read. Divide it and capture the parts."
        )
    return document


def _lines(document: pdfium.PdfDocument, number: int) -> list[_Line]:
    """The lines of a page, from the top, words parted at a line's end in one piece with the mark between them."""
    page = document[number]
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        if len(text) > MAX_CHARACTERS // 10:
            raise UnreadableError(f"Page {number + 1} of this PDF has more text than a page can hold.")
        return [
            _placed(textpage, line.group(), line.start()) for line in _TEXT_LINE.finditer(text) if line.group().strip()
        ]
    finally:
        textpage.close()
        page.close()


def _placed(textpage: pdfium.PdfTextPage, line: str, at: int) -> _Line:
    """The line with its place, taken from its first and last letter."""
    first = _box(textpage, at + len(line) - len(line.lstrip()))
    last = _box(textpage, at + len(line.rstrip()) - 1)
    if first is None or last is None:
        return _Line(line.strip())
    return _Line(line.strip(), first[0], last[2], last[1])


def _box(textpage: pdfium.PdfTextPage, text_index: int) -> tuple[float, float, float, float] | None:
    index = raw.FPDFText_GetCharIndexFromTextIndex(textpage.raw, text_index)
    if index < 0:
        return None
    sides = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = sides
    if not raw.FPDFText_GetCharBox(textpage.raw, index, left, right, bottom, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _content(pages: list[list[_Line]], told: dict[str, str]) -> Content:
    repeated = _repeated(pages)
    known = Counter(
        word.lower() for page in pages for line in page for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text)
    )
    writer, margins = Writer(), list[Span]()
    for number, page in enumerate(pages, start=1):
        start = end = -1
        for paragraph, is_margin in _paragraphs(page, repeated):
            text = _whole(paragraph, known)
            if not text:
                continue
            span = writer.add(text)
            start, end = span[0] if start < 0 else start, span[1]
            if is_margin:
                margins.append(span)
        if start >= 0:
            writer.breaks.append((start, end, f"page:{number}"))
    text = writer.text()
    if not text.strip():
        raise UnreadableError("There is no text in this PDF.")
    layout = layout_of_text(text)
    furniture = tuple(sorted({*furniture_spans(text, layout), *margins}))
    return Content(
        text,
        furniture,
        with_file_metadata(propose(text, layout), title=told.get("Title", "")),
        breaks=tuple(writer.breaks),
    )


def _whole(paragraph: str, known: Counter[str]) -> str:
    """A paragraph as canonical text, its parted words put together."""
    joined = _PARTED_WORD.sub(lambda match: _mended(match[1], match[2], known), paragraph)
    return canonical_text(joined.translate(_LIGATURES).replace(_PARTED, "-")).strip()


def _mended(before: str, after: str, known: Counter[str]) -> str:
    """A word parted at the end of a line: as the document writes it elsewhere, else without the hyphen.

    A hyphen stays where it belongs to the word: after "co", "non" and the like, and before a capital.
    """
    whole, hyphenated = f"{before}{after}", f"{before}-{after}"
    if not before or not after:
        return hyphenated
    as_one, as_two = known[whole.lower()], known[hyphenated.lower()]
    if as_one != as_two:
        return whole if as_one > as_two else hyphenated
    keeps = before.lower() in _PREFIXES or after[0].isupper()
    return hyphenated if keeps else whole


def _repeated(pages: list[list[_Line]]) -> frozenset[str]:
    """The lines at the top or foot of at least three pages, and of a third of all: page headers."""
    counts = Counter(
        key for page in pages for key in {_key(line.text) for line in page[:_MARGIN_LINES] + page[-_MARGIN_LINES:]}
    )
    return frozenset(key for key, count in counts.items() if count >= max(3, len(pages) / 3))


def _key(line: str) -> str:
    return re.sub(r"\d+", "0", fold(line))


def _paragraphs(page: list[_Line], repeated: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """The paragraphs of a page; and whether it is a page header or number."""
    gaps = [above.bottom - below.bottom for above, below in pairwise(page) if above.bottom > below.bottom]
    # Most lines go on a paragraph; where few do, those set closest are the measure.
    usual, width = (sorted(gaps)[len(gaps) // 4] if gaps else 0.0), max((line.right for line in page), default=0.0)
    edges = {*range(_MARGIN_LINES), *range(len(page) - _MARGIN_LINES, len(page))}
    open_: list[str] = []
    for i, line in enumerate(page):
        if i in edges and (_key(line.text) in repeated or _PAGE_NUMBER.fullmatch(line.text)):
            if open_:
                yield " ".join(open_), False
                open_ = []
            yield line.text, True
            continue
        if open_ and not _goes_on(page[i - 1], line, usual, width):
            yield " ".join(open_), False
            open_ = []
        open_.append(line.text)
    if open_:
        yield " ".join(open_), False


def _goes_on(above: _Line, line: _Line, usual: float, width: float) -> bool:
    """Whether a line goes on the paragraph of the one above: set close, not indented, and that one full."""
    if not (above.bottom and line.bottom and usual):
        return not re.search(r"[.!?:;…]\W*$", above.text)
    gap = above.bottom - line.bottom
    if gap > usual * 1.4 + 1 or gap < -usual or line.left > above.left + usual * 0.8:
        return False
    is_full = above.right > above.left + (width - above.left) * 0.75
    return is_full or line.text[:1].islower()


def _scanned(document: pdfium.PdfDocument) -> Content:
    """What a machine reads on the pictures of a scanned document."""
    if not ocr.is_installed():
        raise UnreadableError(
            "This PDF has pictures of pages and no text. Install Tesseract (Debian: apt install tesseract-ocr"
            " tesseract-ocr-rus tesseract-ocr-aze) to have it read by a machine, or paste its text."
        )
    found = ocr.read_pages(document)
    layout = layout_of_text(found.text)
    return Content(
        found.text, furniture_spans(found.text, layout), propose(found.text, layout), breaks=found.breaks,
        reader=ocr.READER, reader_version=found.version,
    )  # fmt: skip
