"""Readers: how the bytes of a document become its canonical text, and what the document says about itself.

Knows file formats and the shapes of documents. Must not know the database, Django, or the network: bytes in, a
`Document` out. `READERS` is the one table of what can be read; a new format is a module with one
function, and a line there.
"""

from sources.readers.document import Content, Document, Proposal, Reader, Span
from sources.readers.html import READER_VERSION as HTML_VERSION
from sources.readers.html import read_html
from sources.readers.plain import read_plain
from sources.readers.sniff import label_of, media_type_of
from sources.text import UnreadableError, paragraphs

__all__ = ["READERS", "Content", "Document", "Proposal", "Reader", "Span", "UnreadableError", "read"]

READERS: dict[str, Reader] = {
    "text/plain": Reader(name="plain", version="1", label="plain text", read=read_plain),
    "text/html": Reader(name="html", version=HTML_VERSION, label="web pages (HTML)", read=read_html),
}


def read(data: bytes, *, filename: str = "", media_type: str = "", charset: str | None = None) -> Document:
    """The document in the bytes.

    The bytes themselves decide how they are read; `filename`, `media_type` (a Content-Type) and `charset` are hints.
    Raises `UnreadableError`, whose message is one plain sentence, for anything that `READERS` cannot read.
    """
    if not data.strip():
        raise UnreadableError("This file is empty.")
    found = media_type_of(data, filename=filename, declared=media_type)
    reader = READERS.get(found)
    if reader is None:
        readable = " and ".join(reader.label for reader in READERS.values())
        raise UnreadableError(f"This is {label_of(found)}; what can be read now is {readable}.")
    content = reader.read(data, charset or _charset_of(media_type))
    return Document(
        text=content.text,
        media_type=found,
        reader=reader.name,
        reader_version=reader.version,
        furniture=content.furniture,
        breaks=tuple(paragraphs(content.text)),
        proposal=content.proposal,
    )


def _charset_of(media_type: str) -> str | None:
    """The charset parameter of a Content-Type, if it has one."""
    for parameter in media_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'")
    return None
