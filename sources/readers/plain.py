"""Reads plain text. Everything stays in the text; what is the site's and not the document's is marked."""

from sources.readers.document import Content
from sources.readers.furniture import furniture_spans
from sources.readers.metadata import layout_of_text, propose
from sources.text import canonical_text, decode

READER_VERSION = "2"


def read_plain(data: bytes, charset: str | None) -> Content:
    """The whole text, its furniture and what it says about itself. Raises `UnreadableError`."""
    text = canonical_text(decode(data, charset)[0])
    layout = layout_of_text(text)
    return Content(text, furniture_spans(text, layout), propose(text, layout))
