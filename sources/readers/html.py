"""Reads web pages: the main text without what surrounds it (trafilatura), and what the page's metadata say.

Never opens a connection: scripts, frames, styles and pictures are not followed.
"""

import logging
import re
from importlib.metadata import version

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from sources.readers.document import Content
from sources.readers.furniture import furniture_spans
from sources.readers.html_metadata import page_proposal
from sources.readers.metadata import layout_of_text, merge, propose
from sources.readers.surroundings import drop_surroundings
from sources.text import UnreadableError, canonical_text, decode

# It logs what it makes do without; what matters of that is an error here.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

READER_VERSION = f"3 (trafilatura {version('trafilatura')})"
MAX_BYTES = 10_000_000  # about 20 seconds of work; larger ones are dumps, not pages

_DECLARED = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DECLARED_WITHIN = 4096  # bytes
MAX_ATTRIBUTES = 5000  # of one element; the parser compares each with all the others
_LONG_TAG = 20_000  # characters; shorter tags have fewer attributes than that
_TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_NOT_TEXT = "script style noscript template nav header footer aside form button select svg iframe"
_BLOCKS = (
    "address article blockquote br dd div dl dt figcaption h1 h2 h3 h4 h5 h6 hr li main ol p pre section table"
    " td th tr ul"
)


def read_html(data: bytes, charset: str | None) -> Content:
    """The main text of a page and what the page says about itself. Raises `UnreadableError`.

    What surrounds the main text is left out, and visitors' comments are; if a piece of it slips through it is marked.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(
            f"This page has {len(data) / 1e6:.0f} MB; pages of up to {MAX_BYTES / 1e6:.0f} MB can be read."
        )
    source = _XML_DECLARATION.sub("", canonical_text(decode(data, charset or _declared_charset(data))[0]))
    _check_tags(source)
    told = page_proposal(_tree(source))
    text = canonical_text(_main_text(source))
    if not text.strip():
        raise UnreadableError("There is no text on this page; it may be filled in by scripts, which are not run.")
    layout = layout_of_text(text)
    return Content(text, furniture_spans(text, layout), merge(told, propose(text, layout)))


def plain_text_of(source: str) -> str:
    """All text of a piece of HTML, such as the body of an e-mail: canonical, one line a block. May be empty."""
    if not source.strip():
        return ""
    return canonical_text(_all_text(_tree(source)))


def _declared_charset(data: bytes) -> str | None:
    """The charset that the page itself declares."""
    match = _XML_DECLARED.search(data[:_DECLARED_WITHIN]) or _DECLARED.search(data[:_DECLARED_WITHIN])
    # A page whose declaration can be read as ASCII is not in UTF-16, whatever it says (HTML standard, 13.2.3.3).
    name = match[1].decode("ascii", "ignore").lower() if match else None
    return "utf-8" if name and name.startswith("utf-16") else name


def _check_tags(source: str) -> None:
    """Refuses elements made to keep the parser busy for hours."""
    for tag in _TAG.finditer(source):
        if tag.end() - tag.start() > _LONG_TAG and len(_QUOTED.sub("", tag.group()).split()) > MAX_ATTRIBUTES:
            raise UnreadableError(
                f"An element of this web page has more than {MAX_ATTRIBUTES} attributes: it is not read."
            )


def _tree(source: str) -> HtmlElement:
    """The parsed page. What the parser would silently cut off (nesting without end) is refused instead."""
    parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(source, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError("This web page is too damaged to be read.") from error
    if any(entry.type_name == "ERR_NAME_TOO_LONG" or "depth" in entry.message for entry in parser.error_log):
        raise UnreadableError("The elements of this web page are nested too deeply to be read.")
    return tree


def _main_text(source: str) -> str:
    """The page's main text by trafilatura; by our own plain walk where it finds none (very short or odd pages)."""
    tree = _tree(source)
    drop_surroundings(tree)
    found = trafilatura.extract(tree, favor_recall=True, include_comments=False, include_tables=True)
    return found or _all_text(_tree(source))


def _all_text(tree: HtmlElement) -> str:
    """The text of all elements but the page's surroundings, one line a block."""
    for element in list(tree.iter(*_NOT_TEXT.split())):
        if element.getparent() is not None:
            element.drop_tree()
    body = tree.find("body")
    pieces: list[str] = []
    blocks = frozenset(_BLOCKS.split())
    for event, element in etree.iterwalk(tree if body is None else body, events=("start", "end")):
        if element.tag in blocks:
            pieces.append("\n")
        # Line ends of the page's source are blank space; only those of blocks end a line.
        pieces.append(re.sub(r"[ \t\n]+", " ", (element.text if event == "start" else element.tail) or ""))
    lines = (line.strip(" ") for line in "".join(pieces).split("\n"))
    return "\n".join(re.sub(" {2,}", " ", line) for line in lines if line)
